using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Regenerator.Specs.Json;

/// <summary>The operations that make one tree the other; none where the two have the same canonical JSON.</summary>
internal static class JsonDiff
{
    /// <param name="identity">By what an element of a list is recognised; by all that it says where this is null.</param>
    public static IEnumerable<JsonPatchOperation> Between(JsonNode? before, JsonNode? after, Func<JsonPointer, JsonNode?, string>? identity) =>
        Values(JsonPointer.Root, before, after, identity ?? ((_, element) => Text(element)));

    private static IEnumerable<JsonPatchOperation> Values(JsonPointer path, JsonNode? before, JsonNode? after, Func<JsonPointer, JsonNode?, string> identity) => (before, after) switch
    {
        (JsonObject was, JsonObject now) => Members(path, was, now, identity),
        (JsonArray was, JsonArray now) => Elements(path, was, now, identity),
        _ => string.Equals(Text(before), Text(after)) ? [] : [new JsonPatchOperation.Replace(path, Element(after))],
    };

    private static IEnumerable<JsonPatchOperation> Members(JsonPointer path, JsonObject was, JsonObject now, Func<JsonPointer, JsonNode?, string> identity)
    {
        foreach (var (name, _) in was)
            if (!now.ContainsKey(name)) yield return new JsonPatchOperation.Remove(path.Append(name));
        foreach (var (name, value) in now.Where(member => was.ContainsKey(member.Key)))
            foreach (var operation in Values(path.Append(name), was[name], value, identity)) yield return operation;
        foreach (var (index, (name, value)) in now.Index().Where(member => !was.ContainsKey(member.Item.Key)))
            yield return new JsonPatchOperation.Add(path.Append(name), Element(value), now.Skip(index + 1).Select(next => next.Key).FirstOrDefault(was.ContainsKey));
    }

    private static IEnumerable<JsonPatchOperation> Elements(JsonPointer path, JsonArray was, JsonArray now, Func<JsonPointer, JsonNode?, string> identity)
    {
        var old = was.Select(element => identity(path, element)).ToList();
        var wanted = now.Select(element => identity(path, element)).ToList();
        return IsUnique(old) && IsUnique(wanted) ? Known(path, was, now, old, wanted, identity) : Unknown(path, was, now, identity);
    }

    private static bool IsUnique(List<string> keys) => new HashSet<string>(keys, StringComparer.Ordinal).Count == keys.Count;

    // Those that are no longer wanted leave; then each place, from the first on, gets the element that belongs there.
    private static IEnumerable<JsonPatchOperation> Known(
        JsonPointer path, JsonArray was, JsonArray now, List<string> old, List<string> wanted, Func<JsonPointer, JsonNode?, string> identity)
    {
        var stay = wanted.ToHashSet(StringComparer.Ordinal);
        var values = old.Zip(was).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        for (var index = old.Count - 1; index >= 0; index--)
        {
            if (stay.Contains(old[index])) continue;
            old.RemoveAt(index);
            yield return new JsonPatchOperation.Remove(path.Append(index));
        }

        for (var index = 0; index < wanted.Count; index++)
        {
            var place = path.Append(index);
            if (!values.TryGetValue(wanted[index], out var value))
            {
                old.Insert(index, wanted[index]);
                yield return new JsonPatchOperation.Add(place, Element(now[index]));
                continue;
            }

            if (old.IndexOf(wanted[index], index) is var from && from != index)
            {
                old.RemoveAt(from);
                old.Insert(index, wanted[index]);
                yield return new JsonPatchOperation.Move(path.Append(from), place);
            }

            foreach (var operation in Values(place, value, now[index], identity)) yield return operation;
        }
    }

    // Where elements can not be told apart, place by place; what the two lists begin and end with alike stays.
    private static IEnumerable<JsonPatchOperation> Unknown(JsonPointer path, JsonArray was, JsonArray now, Func<JsonPointer, JsonNode?, string> identity)
    {
        var (old, wanted) = (was.Select(Text).ToArray(), now.Select(Text).ToArray());
        var start = old.Zip(wanted).TakeWhile(pair => string.Equals(pair.First, pair.Second)).Count();
        var end = old[start..].Reverse().Zip(wanted[start..].Reverse()).TakeWhile(pair => string.Equals(pair.First, pair.Second)).Count();
        var (oldEnd, wantedEnd) = (old.Length - end, wanted.Length - end);
        for (var index = oldEnd - 1; index >= Math.Max(start, wantedEnd); index--) yield return new JsonPatchOperation.Remove(path.Append(index));
        for (var index = start; index < wantedEnd; index++)
        {
            if (index >= oldEnd) yield return new JsonPatchOperation.Add(path.Append(index), Element(now[index]));
            else
                foreach (var operation in Values(path.Append(index), was[index], now[index], identity)) yield return operation;
        }
    }

    private static string Text(JsonNode? node) => Encoding.UTF8.GetString(CanonicalJson.Of(node));

    private static JsonElement Element(JsonNode? node) => JsonElement.Parse(node?.ToJsonString() ?? "null");
}
