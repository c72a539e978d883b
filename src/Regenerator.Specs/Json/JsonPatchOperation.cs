using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Regenerator.Specs.Json;

/// <summary>One step of a <see cref="JsonPatch"/>. Values are copies: they outlive the document they were read from.</summary>
public abstract record JsonPatchOperation
{
    private JsonPatchOperation(JsonPointer path) => Path = path;

    /// <summary>The place that is read or changed; for a move or a copy, where the value goes.</summary>
    public JsonPointer Path { get; }

    /// <summary>The word of RFC 6902: add, remove, replace, move, copy, test.</summary>
    public string Name => this switch
    {
        Add => "add",
        Remove => "remove",
        Replace => "replace",
        Move => "move",
        Copy => "copy",
        Test => "test",
        _ => throw new UnreachableException(),
    };

    /// <summary>The value that the operation brings along, or null for the three that bring none.</summary>
    internal JsonElement? Operand => this switch
    {
        Add add => add.Value,
        Replace replace => replace.Value,
        Test test => test.Value,
        Remove or Move or Copy => null,
        _ => throw new UnreachableException(),
    };

    /// <summary>Sets a member, inserts before an element, or appends where the path ends in <c>-</c>.</summary>
    /// <param name="Before">
    /// The member of the same object before which a new one is put; last where it is null or not there. RFC 6902 has no word for the order of
    /// members and lets others ignore this one.
    /// </param>
    public sealed record Add(JsonPointer Path, JsonElement Value, string? Before = null) : JsonPatchOperation(Path)
    {
        public JsonElement Value { get; } = Value.Clone();

        public bool Equals(Add? other) => base.Equals(other) && JsonEquality.SameText(Value, other.Value) && string.Equals(Before, other.Before);

        public override int GetHashCode() => base.GetHashCode();
    }

    public sealed record Remove(JsonPointer Path) : JsonPatchOperation(Path);

    /// <summary>Sets a value that must be there.</summary>
    public sealed record Replace(JsonPointer Path, JsonElement Value) : JsonPatchOperation(Path)
    {
        public JsonElement Value { get; } = Value.Clone();

        public bool Equals(Replace? other) => base.Equals(other) && JsonEquality.SameText(Value, other.Value);

        public override int GetHashCode() => base.GetHashCode();
    }

    public sealed record Move(JsonPointer From, JsonPointer Path) : JsonPatchOperation(Path);

    public sealed record Copy(JsonPointer From, JsonPointer Path) : JsonPatchOperation(Path);

    /// <summary>Refuses the patch unless the value is there: deep equality, numbers by value (1 is 1.0).</summary>
    public sealed record Test(JsonPointer Path, JsonElement Value) : JsonPatchOperation(Path)
    {
        public JsonElement Value { get; } = Value.Clone();

        public bool Equals(Test? other) => base.Equals(other) && JsonEquality.SameText(Value, other.Value);

        public override int GetHashCode() => base.GetHashCode();
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("op", Name);
        if (this is Move { From: var source }) writer.WriteString("from", source.ToString());
        if (this is Copy { From: var original }) writer.WriteString("from", original.ToString());
        writer.WriteString("path", Path.ToString());
        if (Operand is { } value)
        {
            writer.WritePropertyName("value");
            value.WriteTo(writer);
        }

        if (this is Add { Before: { } next }) writer.WriteString("before", next);
        writer.WriteEndObject();
    }

    public sealed override string ToString() => Text(WriteTo);

    /// <summary>JSON for people to read: letters stay letters. Not for embedding in HTML.</summary>
    internal static string Text(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            write(writer);
        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
