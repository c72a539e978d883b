using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Regenerator.Specs.Json;

/// <summary>A tree that takes the operations of a patch one by one; a refused operation may leave it half changed.</summary>
internal sealed class PatchedTree(JsonNode? root)
{
    // Each copy of a document into itself doubles it: forty of them would be a terabyte.
    private const int MostCopiedNodes = 1_000_000;

    private int copiedNodes;

    public JsonNode? Root { get; private set; } = root;

    /// <summary>Why the operation does not fit; null when it was applied.</summary>
    public string? Apply(JsonPatchOperation operation) => operation switch
    {
        JsonPatchOperation.Add add => Put(add.Path, JsonEquality.NodeOf(add.Value), add.Before),
        JsonPatchOperation.Remove remove => Find(remove.Path, out _) ?? Take(remove.Path),
        JsonPatchOperation.Replace replace => Find(replace.Path, out _) ?? Set(replace.Path, JsonEquality.NodeOf(replace.Value)),
        JsonPatchOperation.Move move => Move(move),
        JsonPatchOperation.Copy copy => Find(copy.From, out var original) ?? Copy(original, copy.Path),
        JsonPatchOperation.Test test => Find(test.Path, out var actual) ?? Compare(test, actual),
        _ => throw new UnreachableException(),
    };

    private static string? Compare(JsonPatchOperation.Test test, JsonNode? actual) =>
        JsonEquality.SameValue(actual, test.Value) ? null : $"{Quoted(test.Path)} is {Short(actual)}, not {Short(JsonEquality.NodeOf(test.Value))}";

    private string? Move(JsonPatchOperation.Move move)
    {
        if (move.From.Contains(move.Path)) return $"{Quoted(move.From)} can not be moved into itself";
        if (Find(move.From, out var value) is { } reason) return reason;
        return move.From.Equals(move.Path) ? null : Take(move.From) ?? Put(move.Path, value);
    }

    private string? Copy(JsonNode? original, JsonPointer path)
    {
        copiedNodes += Count(original);
        return copiedNodes > MostCopiedNodes ? $"the copies of the patch are more than {MostCopiedNodes} values" : Put(path, original?.DeepClone());
    }

    private string? Find(JsonPointer path, out JsonNode? found)
    {
        found = Root;
        var at = JsonPointer.Root;
        foreach (var segment in path.Segments)
        {
            if (Child(found, at, segment, out found) is { } reason) return reason;
            at = at.Append(segment);
        }

        return null;
    }

    private static string? Child(JsonNode? parent, JsonPointer at, string segment, out JsonNode? child)
    {
        child = null;
        switch (parent)
        {
            case JsonObject members:
                return members.TryGetPropertyValue(segment, out child) ? null : $"{Quoted(at)} has no member \"{segment}\"";
            case JsonArray elements when ArrayIndex.OfElement(segment, elements.Count) is { } index:
                child = elements[index];
                return null;
            case JsonArray elements:
                return $"{Quoted(at)} has {elements.Count} elements, none at \"{segment}\"";
            default:
                return $"{Quoted(at)} is {Short(parent)}, which holds no \"{segment}\"";
        }
    }

    // The place exists: the caller has found it.
    private string? Take(JsonPointer path)
    {
        if (path.Parent is not { } parentPath) return "the whole document can not be removed";
        var reason = Find(parentPath, out var parent);
        if (parent is JsonObject members) members.Remove(path.Last!);
        else if (parent is JsonArray elements) elements.RemoveAt(int.Parse(path.Last!));
        return reason;
    }

    private string? Put(JsonPointer path, JsonNode? value, string? before = null)
    {
        if (path.Parent is not { } parentPath) return Set(path, value);
        if (Find(parentPath, out var parent) is { } reason) return reason;
        if (before is not null && parent is JsonObject members) return Put(path, members, value, before);
        if (parent is not JsonArray elements) return Set(path, value);
        if (ArrayIndex.OfSlot(path.Last!, elements.Count) is not { } index)
            return $"{Quoted(parentPath)} has {elements.Count} elements, no place for one at \"{path.Last}\"";
        if (TooDeep(path, value) is { } tooDeep) return tooDeep;
        elements.Insert(index, value);
        return null;
    }

    private string? Put(JsonPointer path, JsonObject members, JsonNode? value, string before)
    {
        if (members.ContainsKey(path.Last!) || members.IndexOf(before) is not (>= 0 and var place)) return Set(path, value);
        if (TooDeep(path, value) is { } tooDeep) return tooDeep;
        members.Insert(place, path.Last!, value);
        return null;
    }

    private string? Set(JsonPointer path, JsonNode? value)
    {
        if (TooDeep(path, value) is { } tooDeep) return tooDeep;
        if (path.Parent is not { } parentPath)
        {
            Root = value;
            return null;
        }

        if (Find(parentPath, out var parent) is { } reason) return reason;
        if (parent is JsonObject members) members[path.Last!] = value;
        else if (parent is JsonArray elements) elements[int.Parse(path.Last!)] = value;
        else return $"{Quoted(parentPath)} is {Short(parent)}, which holds no \"{path.Last}\"";
        return null;
    }

    private static string? TooDeep(JsonPointer path, JsonNode? value) =>
        path.Segments.Count + Depth(value) > JsonText.MaxDepth ? $"the value at {Quoted(path)} would nest deeper than {JsonText.MaxDepth} levels" : null;

    private static IEnumerable<JsonNode?> Children(JsonNode? node) => node switch
    {
        JsonObject members => members.Select(member => member.Value),
        JsonArray elements => elements,
        _ => [],
    };

    private static int Depth(JsonNode? node) => node is JsonObject or JsonArray ? 1 + Children(node).Select(Depth).DefaultIfEmpty().Max() : 0;

    private static int Count(JsonNode? node) => 1 + Children(node).Sum(Count);

    private static string Quoted(JsonPointer path) => path.IsRoot ? "the document" : $"\"{path}\"";

    private static string Short(JsonNode? node)
    {
        const int most = 80;
        var text = node is null ? "null" : JsonPatchOperation.Text(writer => node.WriteTo(writer));
        return text.Length <= most ? text : $"{text[..most]}…";
    }
}
