using System.Text.Json.Nodes;

namespace Regenerator.Specs.Json;

/// <summary>The patch from one JSON value to another. Members are compared one by one, lists from both ends.</summary>
internal static class JsonDifference
{
    public static JsonPatch Between(JsonNode? before, JsonNode? after)
    {
        var operations = new List<JsonPatchOperation>();
        Compare(JsonPointer.Root, before, after, operations);
        return new JsonPatch(operations);
    }

    private static void Compare(JsonPointer at, JsonNode? was, JsonNode? now, List<JsonPatchOperation> operations)
    {
        switch (was, now)
        {
            case (JsonObject old, JsonObject next):
                Members(at, old, next, operations);
                break;
            case (JsonArray old, JsonArray next):
                Elements(at, old, next, operations);
                break;
            default:
                if (!IsSame(was, now)) operations.Add(new JsonPatchOperation.Replace(at, Value(now)));
                break;
        }
    }

    private static void Members(JsonPointer at, JsonObject was, JsonObject now, List<JsonPatchOperation> operations)
    {
        foreach (var (name, value) in was)
        {
            if (now.TryGetPropertyValue(name, out var next)) Compare(at.Append(name), value, next, operations);
            else operations.Add(new JsonPatchOperation.Remove(at.Append(name)));
        }

        foreach (var (name, value) in now)
            if (!was.ContainsKey(name)) operations.Add(new JsonPatchOperation.Add(at.Append(name), Value(value)));
    }

    // What stands between the elements that both ends share is compared pair by pair; the rest of it comes or goes.
    private static void Elements(JsonPointer at, JsonArray was, JsonArray now, List<JsonPatchOperation> operations)
    {
        var shorter = Math.Min(was.Count, now.Count);
        var head = Enumerable.Range(0, shorter).TakeWhile(i => IsSame(was[i], now[i])).Count();
        var tail = Enumerable.Range(1, shorter - head).TakeWhile(i => IsSame(was[^i], now[^i])).Count();
        var pairs = shorter - tail;
        for (var i = head; i < pairs; i++) Compare(at.Append(i), was[i], now[i], operations);
        for (var i = was.Count - tail - 1; i >= pairs; i--) operations.Add(new JsonPatchOperation.Remove(at.Append(i)));
        for (var i = pairs; i < now.Count - tail; i++) operations.Add(new JsonPatchOperation.Add(at.Append(i), Value(now[i])));
    }

    private static bool IsSame(JsonNode? was, JsonNode? now) => ReferenceEquals(was, now) || now is not null && JsonEquality.SameText(was, Value(now));

    private static System.Text.Json.JsonElement Value(JsonNode? node) => System.Text.Json.JsonElement.Parse(node?.ToJsonString() ?? "null");
}
