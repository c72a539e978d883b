using System.Text;
using System.Text.Json.Nodes;
using Regenerator.Specs.Json;
using Regenerator.Specs.Resolution;

namespace Regenerator.Specs.Edits;

/// <summary>What a change of a document does to what the app really gets.</summary>
public static class Effect
{
    // What every applied change raises; it says nothing about the app.
    private static readonly string[] Bookkeeping = ["blueprintVersion", "configVersion"];

    /// <summary>The changes of the resolved view, in its own order. Empty: the app would not notice.</summary>
    public static IReadOnlyList<ResolvedChange> Between(ResolvedAppConfig before, ResolvedAppConfig after)
    {
        var changes = new List<ResolvedChange>();
        foreach (var (name, was, now) in Members(SpecJson.Tree(before), SpecJson.Tree(after)))
            if (!Bookkeeping.Contains(name)) Compare(JsonPointer.Of(name), name, was, now, changes);
        return changes;
    }

    private static void Compare(JsonPointer pointer, string path, JsonNode? was, JsonNode? now, List<ResolvedChange> changes)
    {
        if (Text(was) is var before && Text(now) is var after && string.Equals(before, after)) return;
        switch (was, now)
        {
            case (JsonArray old, JsonArray next):
                CompareLists(pointer, path, old, next, changes);
                break;
            case (JsonObject old, JsonObject next) when !IsReference(old) || !IsReference(next):
                foreach (var (name, o, n) in Members(old, next)) Compare(pointer.Append(name), $"{path}.{name}", o, n, changes);
                break;
            default:
                changes.Add(new ResolvedChange(path, before, after, EffectSentence.Of(pointer, path, was, now)));
                break;
        }
    }

    private static void CompareLists(JsonPointer pointer, string path, JsonArray was, JsonArray now, List<ResolvedChange> changes)
    {
        var list = pointer.Last!;
        var (old, next) = (ByIdentity(list, was), ByIdentity(list, now));
        if (old.Count != was.Count || next.Count != now.Count || old.Keys.SequenceEqual(next.Keys) && old.Keys.All(k => string.Equals(Text(old[k]), Text(next[k]))))
        {
            changes.Add(new ResolvedChange(path, Text(was), Text(now), $"{path} changed"));
            return;
        }

        foreach (var key in old.Keys.Union(next.Keys))
            Compare(pointer.Append(key), $"{path}[{key}]", old.GetValueOrDefault(key), next.GetValueOrDefault(key), changes);
        var kept = old.Keys.Where(next.ContainsKey);
        if (!kept.SequenceEqual(next.Keys.Where(old.ContainsKey))) changes.Add(new ResolvedChange(path, Text(was), Text(now), $"{path} is in another order"));
    }

    private static OrderedDictionary<string, JsonNode?> ByIdentity(string list, JsonArray elements)
    {
        var byIdentity = new OrderedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var element in elements) byIdentity.TryAdd(Identity(list, element), element);
        return byIdentity;
    }

    // In the resolved view an integration is known by its slot and a piece of knowledge by its binding.
    private static string Identity(string list, JsonNode? element) => list switch
    {
        "integrations" => element?["slot"]?["slotId"]?.ToString() ?? "",
        "knowledge" => ElementIdentity.Text(list, element?["binding"]),
        _ => ElementIdentity.Text(list, element),
    };

    private static IEnumerable<(string Name, JsonNode? Was, JsonNode? Now)> Members(JsonObject was, JsonObject now) =>
        was.Select(m => m.Key).Union(now.Select(m => m.Key)).Select(name => (name, was[name], now[name]));

    private static bool IsReference(JsonObject node) => node.Count is 1 or 2 && node.ContainsKey("key") && (node.Count == 1 || node.ContainsKey("version"));

    private static string? Text(JsonNode? node) => node is null ? null : Encoding.UTF8.GetString(CanonicalJson.Of(node));
}

/// <summary>One place of the resolved view that a change alters.</summary>
/// <param name="Path">By identity: <c>workflows.checkout</c>, <c>featureFlags[wishlist].enabled</c>.</param>
/// <param name="Before">Canonical JSON; null: nothing was there.</param>
/// <param name="After">Canonical JSON; null: nothing is there.</param>
/// <param name="Sentence">As a reviewer reads it.</param>
public sealed record ResolvedChange(string Path, string? Before, string? After, string Sentence);
