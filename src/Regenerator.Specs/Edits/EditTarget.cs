using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits;

/// <summary>A document while edits are being compiled against it: the tree so far, the guarded operations that led there, and what they touched.</summary>
/// <param name="tree">The target's own: it is changed in place.</param>
internal sealed class EditTarget(SpecKind kind, JsonObject tree)
{
    private readonly List<JsonPatchOperation> operations = [];
    private readonly HashSet<string> tests = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, string?> touched = new(StringComparer.Ordinal);
    private readonly PatchedTree patched = new(tree);
    private string? original; // canonical; known as soon as something changes

    public SpecKind Kind { get; } = kind;

    /// <summary>Guards and changes so far.</summary>
    public IReadOnlyList<JsonPatchOperation> Operations => operations;

    public JsonObject Tree => (JsonObject)patched.Root!;

    // Edits may undo each other: what counts is where they end.
    public CompileResult Result() => original is null || string.Equals(original, Canonical(Tree))
        ? new CompileResult.AlreadyTrue()
        : new CompileResult.Changed(new CompiledEdits(new JsonPatch(operations), [.. touched.Select(t => new TouchedElement(t.Key, t.Value))], Tree));

    public JsonNode? At(JsonPointer path) => path.In(Tree);

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
        if (parent is JsonObject members && members.ContainsKey(path.Last!) && Same(members[path.Last!], value)) return null;
        Touch(path);
        return Grow(path, value);
    }

    /// <summary>Sets a reference, unless the one there says the same in other words («name», a number as version).</summary>
    public string? Set(JsonPointer path, SpecRef to) => References.Read(At(path)) is { } now && now.Equals(to) ? null : Set(path, SpecEditJson.Tree(to));

    public string? Remove(JsonPointer path) =>
        At(path.Parent!) is JsonObject members && members.ContainsKey(path.Last!) ? Do(new JsonPatchOperation.Remove(path)) : null;

    /// <summary>Removes a member, and the section that it leaves empty.</summary>
    public string? Clear(JsonPointer path)
    {
        if (At(path.Parent!) is not JsonObject members || !members.ContainsKey(path.Last!)) return null;
        Touch(path);
        return Guarded(new JsonPatchOperation.Remove(Emptied(path)));
    }

    /// <summary>Sets a member; clears it where the value is null.</summary>
    public string? SetOrClear(JsonPointer path, JsonNode? value) => value is null ? Clear(path) : Set(path, value);

    /// <summary>Sets members of an element; removes those that are null.</summary>
    public string? SetEach(JsonPointer element, JsonObject members) => members
        .Select(member => member.Value is null ? Remove(element.Append(member.Key)) : Set(element.Append(member.Key), member.Value))
        .FirstOrDefault(reason => reason is not null);

    /// <summary>Adds an element at the end; makes the list when it is the first. Only the element is touched: two first elements do not conflict.</summary>
    public string? Append(JsonPointer list, JsonNode element)
    {
        Touch(ElementIdentity.Name(list, element), null);
        return At(list) is JsonArray ? Apply(new JsonPatchOperation.Add(list.Append("-"), Element(element))) : Grow(list, new JsonArray(element.DeepClone()));
    }

    /// <summary>Whether a list has such an element; false where there is no list.</summary>
    public bool Has(JsonPointer list, Func<JsonNode?, bool> isMeant) => At(list) is JsonArray elements && elements.Any(isMeant);

    /// <summary>Removes elements of a list; with the last of them the list goes, and the section that this leaves empty.</summary>
    public string? Drop(JsonPointer list, Func<JsonNode?, bool> isMeant)
    {
        if (At(list) is not JsonArray elements) return null;
        int[] meant = [.. elements.Index().Where(element => isMeant(element.Item)).Select(element => element.Index)];
        foreach (var index in meant) Touch(list.Append(index));
        if (meant.Length == 0) return null;
        if (meant.Length == elements.Count) return Guarded(new JsonPatchOperation.Remove(Emptied(list)));
        return meant.Reverse().Select(index => Guarded(new JsonPatchOperation.Remove(list.Append(index)))).FirstOrDefault(reason => reason is not null);
    }

    /// <summary>Takes an operation in with its guards: the identity of each list element on the way, and the old value of what it replaces or removes.</summary>
    public string? Do(JsonPatchOperation operation)
    {
        if (operation is JsonPatchOperation.Move moved) Touch(moved.From);
        if (Arrival(operation) is { } arrival) Touch(arrival, null);
        else Touch(operation.Path);
        return operation is JsonPatchOperation.Test ? Apply(operation) : Guarded(operation);
    }

    private string? Guarded(JsonPatchOperation operation)
    {
        foreach (var guard in Guards(operation))
        {
            if (tests.Add(guard.ToString())) operations.Add(guard);
        }

        return Apply(operation);
    }

    // What is inserted into a list touches the element that comes, not the one that has to make room.
    private string? Arrival(JsonPatchOperation operation) => operation.Path.Parent is { } list && At(list) is JsonArray
        ? operation switch
        {
            JsonPatchOperation.Add add => ElementIdentity.Name(list, JsonEquality.NodeOf(add.Value)),
            JsonPatchOperation.Copy copy => ElementIdentity.Name(list, At(copy.From)),
            JsonPatchOperation.Move move => ElementIdentity.Name(list, At(move.From)),
            _ => null,
        }
        : null;

    private IEnumerable<JsonPatchOperation> Guards(JsonPatchOperation operation)
    {
        var comes = operation is JsonPatchOperation.Add or JsonPatchOperation.Copy or JsonPatchOperation.Move;
        foreach (var pointer in operation switch { JsonPatchOperation.Move move => [move.From, move.Path], JsonPatchOperation.Copy copy => [copy.From, copy.Path], _ => new[] { operation.Path } })
        {
            var path = JsonPointer.Root;
            foreach (var segment in pointer.Segments)
            {
                var list = path;
                path = path.Append(segment);
                if (At(list) is not JsonArray || At(path) is not { } element) continue;
                if (comes && path.Equals(operation.Path)) continue; // inserts before it; the neighbour is not touched
                foreach (var guard in Identity(list, path, element)) yield return guard;
            }
        }

        if (operation is JsonPatchOperation.Move moved) yield return new JsonPatchOperation.Test(moved.From, Element(At(moved.From)));
        if (!comes || Overwrites(operation.Path)) yield return new JsonPatchOperation.Test(operation.Path, Element(At(operation.Path)));
    }

    // An element that has no identity is the one it is by all that it says.
    private static IEnumerable<JsonPatchOperation> Identity(JsonPointer list, JsonPointer path, JsonNode element)
    {
        var members = ElementIdentity.Members(list.Last ?? "", element).ToArray();
        if (members.Length == 0) return [new JsonPatchOperation.Test(path, Element(element))];
        return members.Select(member => new JsonPatchOperation.Test(path.Append(member), Element(element[member])));
    }

    private bool Overwrites(JsonPointer path) => path.IsRoot || At(path.Parent!) is JsonObject members && members.ContainsKey(path.Last!);

    // Where the parent is missing, the member comes into being together with it.
    private string? Grow(JsonPointer path, JsonNode? value)
    {
        var at = path;
        var grown = value?.DeepClone();
        while (At(at.Parent!) is null)
        {
            grown = new JsonObject { [at.Last!] = grown };
            at = at.Parent!;
        }

        return At(at.Parent!) is not JsonObject parent ? $"{ElementIdentity.Dotted(at.Parent!)} is no object"
            : Guarded(parent.ContainsKey(at.Last!) ? new JsonPatchOperation.Replace(at, Element(grown)) : new JsonPatchOperation.Add(at, Element(grown)));
    }

    // What is refused may have half happened: a target that has refused is not used any further.
    private string? Apply(JsonPatchOperation operation)
    {
        if (operation is not JsonPatchOperation.Test) original ??= Canonical(Tree);
        if (patched.Apply(operation) is { } reason) return reason;
        if (patched.Root is not JsonObject) return "the document would no longer be an object";
        operations.Add(operation);
        if (operation is JsonPatchOperation.Test) tests.Add(operation.ToString());
        return null;
    }

    // The outermost container that holds nothing but this place; the document itself stays.
    private JsonPointer Emptied(JsonPointer path)
    {
        while (path.Parent is { IsRoot: false } parent && At(parent) is JsonObject { Count: 1 } or JsonArray { Count: 1 }) path = path.Parent!;
        return path;
    }

    private void Touch(JsonPointer path)
    {
        var (name, element) = ElementIdentity.Of(Tree, path);
        Touch(name, element);
    }

    private void Touch(string name, JsonNode? before) => touched.TryAdd(name, before is null ? null : Canonical(before));

    private static bool Same(JsonNode? before, JsonNode? after) => string.Equals(Canonical(before), Canonical(after));

    private static string Canonical(JsonNode? node) => Encoding.UTF8.GetString(CanonicalJson.Of(node));

    private static JsonElement Element(JsonNode? node) => JsonElement.Parse(node?.ToJsonString() ?? "null");
}
