using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits;

/// <summary>A document while edits are being compiled against it: the tree so far, the guarded operations that led there, and what they touched.</summary>
internal sealed class EditTarget(SpecKind kind, JsonObject tree)
{
    private readonly List<JsonPatchOperation> operations = [];
    private readonly OrderedDictionary<string, string?> touched = new(StringComparer.Ordinal);

    public SpecKind Kind { get; } = kind;

    public JsonObject Tree { get; private set; } = tree;

    public CompileResult Result() => operations.Count == 0
        ? new CompileResult.AlreadyTrue()
        : new CompileResult.Changed(new CompiledEdits(new JsonPatch(operations), [.. touched.Select(t => new TouchedElement(t.Key, t.Value))], Tree));

    public JsonNode? At(JsonPointer path) => path.Segments.Aggregate((JsonNode?)Tree, static (node, segment) => node switch
    {
        JsonObject members => members[segment],
        JsonArray list => int.TryParse(segment, out var index) && index < list.Count ? list[index] : null,
        _ => null,
    });

    /// <summary>The last element with this identity: where an identity repeats, the last one is in force.</summary>
    public JsonPointer? Find(JsonPointer list, params ReadOnlySpan<(string Member, string Value)> identity)
    {
        if (At(list) is not JsonArray elements) return null;
        for (var i = elements.Count - 1; i >= 0; i--)
        {
            if (elements[i] is not JsonObject element) continue;
            var all = true;
            foreach (var (member, value) in identity) all &= element[member] is JsonValue text && string.Equals(text.ToString(), value);
            if (all) return list.Append(i);
        }

        return null;
    }

    /// <summary>Sets a member; nothing when it has that value already.</summary>
    /// <returns>Null, or why it can not be done.</returns>
    public string? Set(JsonPointer path, JsonNode? value)
    {
        var parent = At(path.Parent!);
        if (parent is not JsonObject members) return Grow(path, value);
        if (!members.ContainsKey(path.Last!)) return Do(new JsonPatchOperation.Add(path, Element(value)), path);
        return Same(members[path.Last!], value) ? null : Do(new JsonPatchOperation.Replace(path, Element(value)), path);
    }

    public string? Remove(JsonPointer path) =>
        At(path.Parent!) is JsonObject members && members.ContainsKey(path.Last!) ? Do(new JsonPatchOperation.Remove(path), path) : null;

    /// <summary>Adds an element at the end; makes the list when it is the first.</summary>
    public string? Append(JsonPointer list, JsonObject element)
    {
        Touch(ElementIdentity.Name(list, element), null);
        if (At(list) is JsonArray) return Apply(new JsonPatchOperation.Add(list.Append("-"), Element(element)));
        return At(list.Parent!) is null
            ? Grow(list, new JsonArray(element.DeepClone()))
            : Apply(At(list) is null && !((JsonObject)At(list.Parent!)!).ContainsKey(list.Last!)
                ? new JsonPatchOperation.Add(list, Element(new JsonArray(element.DeepClone())))
                : new JsonPatchOperation.Replace(list, Element(new JsonArray(element.DeepClone()))));
    }

    /// <summary>Takes an operation in with its guards: the identity of each list element on the way, and the old value of what it replaces or removes.</summary>
    public string? Do(JsonPatchOperation operation, JsonPointer touches)
    {
        var (name, element) = ElementIdentity.Of(Tree, touches);
        Touch(name, element);
        if (operation is JsonPatchOperation.Test) return Apply(operation);
        foreach (var guard in Guards(operation))
        {
            if (!operations.Any(known => known is JsonPatchOperation.Test && string.Equals(known.ToString(), guard.ToString()))) operations.Add(guard);
        }

        return Apply(operation);
    }

    private IEnumerable<JsonPatchOperation> Guards(JsonPatchOperation operation)
    {
        foreach (var pointer in operation switch { JsonPatchOperation.Move move => [move.From, move.Path], JsonPatchOperation.Copy copy => [copy.From, copy.Path], _ => new[] { operation.Path } })
        {
            var path = JsonPointer.Root;
            foreach (var segment in pointer.Segments)
            {
                var list = path;
                path = path.Append(segment);
                if (At(list) is not JsonArray || At(path) is not { } element) continue;
                if (operation is JsonPatchOperation.Add && path.Equals(operation.Path)) continue; // inserts before it; the neighbour is not touched
                foreach (var member in ElementIdentity.Members(list.Last ?? "", element))
                    yield return new JsonPatchOperation.Test(path.Append(member), Element(element[member]));
            }
        }

        if (operation is JsonPatchOperation.Replace or JsonPatchOperation.Remove) yield return new JsonPatchOperation.Test(operation.Path, Element(At(operation.Path)));
        if (operation is JsonPatchOperation.Move moved) yield return new JsonPatchOperation.Test(moved.From, Element(At(moved.From)));
    }

    // The parent is missing: the member comes into being together with it.
    private string? Grow(JsonPointer path, JsonNode? value)
    {
        var at = path;
        var grown = value?.DeepClone();
        while (At(at.Parent!) is null)
        {
            grown = new JsonObject { [at.Last!] = grown };
            at = at.Parent!;
            if (at.IsRoot) return "the document has no members";
        }

        if (At(at.Parent!) is not JsonObject parent) return $"{ElementIdentity.Dotted(at.Parent!)} is no object";
        return Do(parent.ContainsKey(at.Last!) ? new JsonPatchOperation.Replace(at, Element(grown)) : new JsonPatchOperation.Add(at, Element(grown)), path);
    }

    private string? Apply(JsonPatchOperation operation)
    {
        switch (new JsonPatch(operation).Apply(Tree))
        {
            case PatchResult.Applied { Document: JsonObject after }:
                Tree = after;
                operations.Add(operation);
                return null;
            case PatchResult.Refused refused:
                return refused.Reason;
            default:
                return "the document would no longer be an object";
        }
    }

    private void Touch(string name, JsonNode? before) => touched.TryAdd(name, before is null ? null : Encoding.UTF8.GetString(CanonicalJson.Of(before)));

    private static bool Same(JsonNode? before, JsonNode? after) => string.Equals(
        Encoding.UTF8.GetString(CanonicalJson.Of(before)), Encoding.UTF8.GetString(CanonicalJson.Of(after)));

    private static JsonElement Element(JsonNode? node) => JsonElement.Parse(node?.ToJsonString() ?? "null");
}
