using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Effects;

/// <summary>What really changed in the parts that may have: here, and only here, JSON is written and compared.</summary>
internal static class PartChanges
{
    public static IReadOnlyList<ResolvedChange> Of(IReadOnlyList<ChangedPart> parts)
    {
        if (parts.Count == 0) return [];
        var changes = new List<ResolvedChange>(parts.Count);
        foreach (var part in parts)
        {
            var (was, now) = (Side.Of(part.Was, part.Type), Side.Of(part.Now, part.Type));
            if (part.Change == PartChange.Value) Compare(part.Place, was, now, changes);
            else if (part.Change == PartChange.Order) Reordered(part.Place, was, now, changes);
            else if (!was.Equals(now)) Whole(part.Place, was, now, changes);
        }

        return changes;
    }

    private static void Compare(Place place, Side was, Side now, List<ResolvedChange> changes)
    {
        if (was.Equals(now)) return;
        switch (was.Node, now.Node)
        {
            case (JsonArray old, JsonArray next):
                CompareLists(place, was, old, now, next, changes);
                break;
            case (JsonObject old, JsonObject next) when !IsReference(old) || !IsReference(next):
                foreach (var name in old.Select(m => m.Key).Union(next.Select(m => m.Key))) Compare(place.Member(name), Side.Of(old[name]), Side.Of(next[name]), changes);
                break;
            default:
                var kind = was.Node is null ? ResolvedChangeKind.Added : now.Node is null ? ResolvedChangeKind.Removed : ResolvedChangeKind.Changed;
                Add(place, was, now, kind, EffectSentence.Of(place, was.Node, now.Node), changes);
                break;
        }
    }

    // Lists inside a part: what an integration supports, what nobody knows.
    private static void CompareLists(Place list, Side was, JsonArray before, Side now, JsonArray after, List<ResolvedChange> changes)
    {
        var (old, next) = (ByIdentity(list, before), ByIdentity(list, after));
        if (old.Count != before.Count || next.Count != after.Count)
        {
            Whole(list, was, now, changes);
            return;
        }

        foreach (var key in old.Keys.Union(next.Keys))
            Compare(list.Element(key, Index(old, key), Index(next, key)), Side.Of(old.GetValueOrDefault(key)), Side.Of(next.GetValueOrDefault(key)), changes);
        if (!old.Keys.Where(next.ContainsKey).SequenceEqual(next.Keys.Where(old.ContainsKey))) Reordered(list, was, now, changes);
    }

    private static OrderedDictionary<string, JsonNode?> ByIdentity(Place list, JsonArray elements)
    {
        var byIdentity = new OrderedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var element in elements) byIdentity.TryAdd(ElementIdentity.Text(list.Names[^1], element), element);
        return byIdentity;
    }

    private static int? Index(OrderedDictionary<string, JsonNode?> elements, string key) => elements.IndexOf(key) is >= 0 and var index ? index : null;

    private static void Whole(Place list, Side was, Side now, List<ResolvedChange> changes) =>
        Add(list, was, now, ResolvedChangeKind.Changed, $"{list.Path} changed", changes);

    private static void Reordered(Place list, Side was, Side now, List<ResolvedChange> changes) =>
        Add(list, was, now, ResolvedChangeKind.Reordered, $"{list.Path} is in another order", changes);

    private static void Add(Place place, Side was, Side now, ResolvedChangeKind kind, string sentence, List<ResolvedChange> changes) =>
        changes.Add(new ResolvedChange(place.Path, was.Text, now.Text, sentence) { Pointer = kind == ResolvedChangeKind.Removed ? place.Before : place.After, Kind = kind });

    private static bool IsReference(JsonObject node) => node.Count is 1 or 2 && node.ContainsKey("key") && (node.Count == 1 || node.ContainsKey("version"));

    /// <summary>A value before or after, as a tree and as canonical text; both null where there is nothing.</summary>
    private readonly record struct Side(JsonNode? Node, string? Text)
    {
        public static Side Of(object? value, JsonTypeInfo type)
        {
            if (value is null) return default;
            var element = JsonSerializer.SerializeToElement(value, type);
            return new Side(JsonEquality.NodeOf(element), Encoding.UTF8.GetString(CanonicalJson.Of(element)));
        }

        public static Side Of(JsonNode? node) => node is null ? default : new Side(node, Encoding.UTF8.GetString(CanonicalJson.Of(node)));

        public bool Equals(Side other) => string.Equals(Text, other.Text);

        public override int GetHashCode() => Text?.GetHashCode(StringComparison.Ordinal) ?? 0;
    }
}
