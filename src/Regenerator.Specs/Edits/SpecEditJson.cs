using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Regenerator.Specs.Edits;

/// <summary>
/// The JSON of an edit: an object whose only member names it, <c>{ "pinWorkflow": { "slot": "checkout", "to": { "key": …, "version": … } } }</c>.
/// </summary>
public sealed class SpecEditJson : JsonConverter<SpecEdit>
{
    public override SpecEdit Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, SpecEdit value, JsonSerializerOptions options) => Write(writer, value);

    /// <exception cref="JsonException">The element is no edit; one line that lists what is known.</exception>
    public static SpecEdit Read(JsonElement json)
    {
        try
        {
            return Named(json);
        }
        catch (InvalidOperationException problem)
        {
            throw new JsonException("a text of the edit has half of a surrogate pair", problem);
        }
    }

    public static void Write(Utf8JsonWriter writer, SpecEdit edit)
    {
        var kind = EditKinds.Of(edit);
        writer.WriteStartObject();
        writer.WritePropertyName(kind.Name);
        kind.Write(writer, edit);
        writer.WriteEndObject();
    }

    /// <summary>A reference as documents have it.</summary>
    internal static JsonObject Tree(SpecRef spec) => (JsonObject)JsonSerializer.SerializeToNode(spec, SpecJson.Default.SpecRef)!;

    internal static JsonArray Tree(IEnumerable<SpecRef> specs) => new([.. specs.Select(spec => (JsonNode)Tree(spec))]);

    /// <summary>For edits that hold lists, which records compare by reference.</summary>
    internal static bool Same(SpecEdit one, SpecEdit? other) => other is not null && string.Equals(Text(one), Text(other));

    internal static int Hash(SpecEdit edit) => Text(edit).GetHashCode(StringComparison.Ordinal);

    private static string Text(SpecEdit edit)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output)) Write(writer, edit);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static SpecEdit Named(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || json.GetPropertyCount() != 1)
            throw new JsonException($"an edit is an object with one member that names it: {EditKinds.Known}");
        var named = json.EnumerateObject().First();
        var kind = EditKinds.Named(named.Name);
        if (kind.Members is { } members) Check(named, members);
        return kind.Read(new EditBody(named.Value));
    }

    private static void Check(JsonProperty named, IReadOnlyList<string> members)
    {
        var known = members.Count > 0 ? string.Join(", ", members) : "no members";
        if (named.Value.ValueKind != JsonValueKind.Object) throw new JsonException($"«{named.Name}» takes an object with {known}");
        if (named.Value.EnumerateObject().Select(p => p.Name).FirstOrDefault(name => !members.Contains(name)) is { } stranger)
            throw new JsonException($"«{named.Name}» has no member «{stranger}»; known: {known}");
    }
}
