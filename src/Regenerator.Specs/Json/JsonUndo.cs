using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Regenerator.Specs.Json;

/// <summary>What undoes a patch: each of its operations turned round, the last one first.</summary>
internal static class JsonUndo
{
    /// <exception cref="ArgumentException">The patch does not fit the document.</exception>
    public static IEnumerable<JsonPatchOperation> Of(JsonPatch patch, JsonNode? document)
    {
        var tree = new PatchedTree(document?.DeepClone());
        var undo = new Stack<JsonPatchOperation>();
        foreach (var operation in patch.Operations)
        {
            JsonPatchOperation[] turned = [.. TurnedRound(operation, tree.Root)];
            if (tree.Apply(operation) is { } reason) throw new ArgumentException($"the patch does not fit: {reason}", nameof(patch));
            foreach (var step in turned.Reverse()) undo.Push(step);
        }

        return undo;
    }

    // Of an operation that does not fit this may be nonsense; it is not used then.
    private static IEnumerable<JsonPatchOperation> TurnedRound(JsonPatchOperation operation, JsonNode? root) => operation switch
    {
        JsonPatchOperation.Test => [],
        JsonPatchOperation.Add or JsonPatchOperation.Copy => [Arrived(operation.Path, root)],
        JsonPatchOperation.Replace => [new JsonPatchOperation.Replace(operation.Path, Element(operation.Path.In(root)))],
        JsonPatchOperation.Remove => [Left(operation.Path, root)],
        JsonPatchOperation.Move move => move.From.Equals(move.Path) ? [] : Moved(move, root),
        _ => throw new UnreachableException(),
    };

    private static JsonPatchOperation Arrived(JsonPointer path, JsonNode? root) => path.Parent?.In(root) switch
    {
        JsonArray list => new JsonPatchOperation.Remove(Slot(path, list)),
        JsonObject members when !members.ContainsKey(path.Last!) => new JsonPatchOperation.Remove(path),
        _ => new JsonPatchOperation.Replace(path, Element(path.In(root))),
    };

    private static JsonPatchOperation.Add Left(JsonPointer path, JsonNode? root)
    {
        var next = path.Parent?.In(root) is JsonObject members ? members.Select(member => member.Key).SkipWhile(name => !string.Equals(name, path.Last)).Skip(1).FirstOrDefault() : null;
        return new JsonPatchOperation.Add(path, Element(path.In(root)), next);
    }

    // An element is moved back; a member is put back, because a move can not say before which other.
    private static IEnumerable<JsonPatchOperation> Moved(JsonPatchOperation.Move move, JsonNode? root)
    {
        var between = new PatchedTree(root?.DeepClone());
        between.Apply(new JsonPatchOperation.Remove(move.From));
        var arrived = Arrived(move.Path, between.Root);
        return arrived is JsonPatchOperation.Remove { Path: var place } && move.From.Parent?.In(root) is JsonArray
            ? [new JsonPatchOperation.Move(place, move.From)]
            : [arrived, Left(move.From, root)];
    }

    private static JsonPointer Slot(JsonPointer path, JsonArray list) => path.Last is "-" ? path.Parent!.Append(list.Count) : path;

    private static JsonElement Element(JsonNode? node) => JsonElement.Parse(node?.ToJsonString() ?? "null");
}
