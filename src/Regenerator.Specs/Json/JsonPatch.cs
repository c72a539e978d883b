using System.Text.Json;
using System.Text.Json.Nodes;

namespace Regenerator.Specs.Json;

/// <summary>
/// A list of operations on a JSON document, applied in order and all or none:
/// <see href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</see>. <see cref="JsonSplice"/> applies it to bytes.
/// </summary>
public sealed class JsonPatch
{
    private const string KnownOperations = "add, remove, replace, move, copy, test";

    private readonly JsonPatchOperation[] operations;

    /// <exception cref="FormatException">A value has a member twice, broken text, or nests deeper than <see cref="JsonText.MaxDepth"/>.</exception>
    public JsonPatch(params IEnumerable<JsonPatchOperation> operations)
    {
        this.operations = [.. operations];
        foreach (var (index, operation) in this.operations.Index())
        {
            if (operation.Operand is { } value && PatchValue.Problem(value) is { } problem)
                throw Malformed(index, $"the value {problem}");
        }
    }

    public static JsonPatch Empty { get; } = new();

    public IReadOnlyList<JsonPatchOperation> Operations => operations;

    /// <exception cref="FormatException">The element is no patch; one line that names the operation by its index, from 0.</exception>
    public static JsonPatch Parse(JsonElement patch) => patch.ValueKind == JsonValueKind.Array
        ? new JsonPatch(patch.EnumerateArray().Select(Operation))
        : throw new FormatException($"a patch is an array of operations, not {Spoken(patch.ValueKind)}");

    /// <exception cref="FormatException">The text is not JSON or no patch.</exception>
    public static JsonPatch Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Parse(document.RootElement);
        }
        catch (JsonException problem)
        {
            throw new FormatException($"the patch is not JSON: {JsonText.PlainWords(problem)}", problem);
        }
    }

    /// <summary>The patch that makes one tree the other. What only stands in another order inside an object does not count.</summary>
    /// <param name="identity">By what an element of the list at a place is recognised; by all that it says where this is null.</param>
    public static JsonPatch Between(JsonNode? before, JsonNode? after, Func<JsonPointer, JsonNode?, string>? identity = null) => new(JsonDiff.Between(before, after, identity));

    /// <summary>The patch that undoes this one on what it makes of the document, down to the order of members.</summary>
    /// <exception cref="ArgumentException">The patch does not fit the document.</exception>
    public JsonPatch Inverse(JsonNode? document) => new(JsonUndo.Of(this, document));

    /// <summary>Never changes <paramref name="document"/>.</summary>
    /// <param name="document">Null is JSON's null.</param>
    /// <exception cref="ArgumentException">The tree was read from text in which an object names a member twice.</exception>
    public PatchResult Apply(JsonNode? document)
    {
        var tree = new PatchedTree(document?.DeepClone());
        foreach (var (index, operation) in operations.Index())
        {
            if (tree.Apply(operation) is { } reason) return new PatchResult.Refused(index, reason);
        }

        return new PatchResult.Applied(tree.Root);
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var operation in operations) operation.WriteTo(writer);
        writer.WriteEndArray();
    }

    public override string ToString() => JsonPatchOperation.Text(WriteTo);

    private static JsonPatchOperation Operation(JsonElement operation, int index)
    {
        if (operation.ValueKind != JsonValueKind.Object) throw Malformed(index, $"an operation is an object, not {Spoken(operation.ValueKind)}");
        if (PatchValue.Problem(operation) is { } problem) throw Malformed(index, $"it {problem}");

        return Text(operation, index, "op") switch
        {
            "add" => new JsonPatchOperation.Add(Pointer(operation, index, "path"), Value(operation, index), Before(operation)),
            "remove" => new JsonPatchOperation.Remove(Pointer(operation, index, "path")),
            "replace" => new JsonPatchOperation.Replace(Pointer(operation, index, "path"), Value(operation, index)),
            "move" => new JsonPatchOperation.Move(Pointer(operation, index, "from"), Pointer(operation, index, "path")),
            "copy" => new JsonPatchOperation.Copy(Pointer(operation, index, "from"), Pointer(operation, index, "path")),
            "test" => new JsonPatchOperation.Test(Pointer(operation, index, "path"), Value(operation, index)),
            var unknown => throw Malformed(index, $"\"{unknown}\" is no known \"op\"; known are {KnownOperations}"),
        };
    }

    private static JsonElement Value(JsonElement operation, int index) =>
        operation.TryGetProperty("value", out var value) ? value : throw Malformed(index, "\"value\" is missing");

    // Members that RFC 6902 does not know are to be ignored: a "before" that is no text is somebody else's.
    private static string? Before(JsonElement operation) =>
        operation.TryGetProperty("before", out var before) && before.ValueKind == JsonValueKind.String ? before.GetString() : null;

    private static JsonPointer Pointer(JsonElement operation, int index, string member) =>
        JsonPointer.TryParse(Text(operation, index, member), out var pointer, out var reason)
            ? pointer
            : throw Malformed(index, $"\"{member}\" is wrong: {reason}");

    private static string Text(JsonElement operation, int index, string member)
    {
        if (!operation.TryGetProperty(member, out var value)) throw Malformed(index, $"\"{member}\" is missing");
        return value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw Malformed(index, $"\"{member}\" is text, not {Spoken(value.ValueKind)}");
    }

    private static FormatException Malformed(int index, string problem) => new($"operation {index} of the patch: {problem}");

    private static string Spoken(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a truth value",
        _ => "null",
    };
}
