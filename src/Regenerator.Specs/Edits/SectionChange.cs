using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits;

/// <summary>One section of a document before and after; what it lists is only what differs.</summary>
/// <param name="name">The member of the document.</param>
internal sealed class SectionChange(SpecKind kind, string name, JsonObject before, JsonObject after)
{
    public SpecKind Kind => kind;

    public JsonPointer Section { get; } = JsonPointer.Of(name);

    /// <summary>The section afterwards.</summary>
    public JsonNode? Value => after[name];

    /// <summary>A member of the section afterwards.</summary>
    public JsonNode? Member(string member) => (Value as JsonObject)?[member];

    /// <summary>A member of the section is there afterwards, be it as null.</summary>
    public bool Has(string member) => (Value as JsonObject)?.ContainsKey(member) == true;

    public bool Differs(string member) => ElementChange.Differs(before[name] as JsonObject, Value as JsonObject, member);

    /// <summary>Elements of the section by the text of these members; of several with one identity the last, which is in force. Those that went come first.</summary>
    public IEnumerable<ElementChange> Elements(params string[] identity) => Elements(Section, identity);

    /// <inheritdoc cref="Elements(string[])"/>
    public IEnumerable<ElementChange> Elements(JsonPointer list, params string[] identity)
    {
        var (was, now) = (ById(list.In(before), identity), ById(list.In(after), identity));
        return was.Keys.Where(id => !now.ContainsKey(id)).Concat(now.Keys)
            .Select(id => new ElementChange(id.Split(Separator), was.GetValueOrDefault(id), now.GetValueOrDefault(id)))
            .Where(element => !JsonNode.DeepEquals(element.Before, element.After));
    }

    /// <summary>Members of the section with what they are afterwards; null where they went.</summary>
    public IEnumerable<(string Id, JsonNode? After)> Members() => Members(Section);

    /// <inheritdoc cref="Members()"/>
    public IEnumerable<(string Id, JsonNode? After)> Members(JsonPointer map)
    {
        var (was, now) = (map.In(before) as JsonObject ?? [], map.In(after) as JsonObject ?? []);
        return was.Select(member => member.Key).Where(key => !now.ContainsKey(key)).Concat(now.Select(member => member.Key))
            .Where(key => ElementChange.Differs(was, now, key)).Select(key => (key, now[key]));
    }

    /// <summary>References that came into or went out of one of two lists, with the lists that have them afterwards.</summary>
    public IEnumerable<(SpecRef Spec, bool InFirst, bool InSecond)> References(JsonPointer first, JsonPointer second)
    {
        HashSet<SpecRef>[] was = [[.. Specs(first.In(before))], [.. Specs(second.In(before))]];
        HashSet<SpecRef>[] now = [[.. Specs(first.In(after))], [.. Specs(second.In(after))]];
        var all = was.SelectMany(list => list).Where(spec => !now[0].Contains(spec) && !now[1].Contains(spec))
            .Concat(Specs(first.In(after))).Concat(Specs(second.In(after))).Distinct();
        return all.Where(spec => was[0].Contains(spec) != now[0].Contains(spec) || was[1].Contains(spec) != now[1].Contains(spec))
            .Select(spec => (spec, now[0].Contains(spec), now[1].Contains(spec)));
    }

    /// <summary>Texts that came into a list or went out of it.</summary>
    public IEnumerable<(string Text, bool IsThere)> Texts(JsonPointer list)
    {
        var (was, now) = (Texts(list.In(before)), Texts(list.In(after)));
        return was.Except(now).Select(text => (text, false)).Concat(now.Except(was).Select(text => (text, true)));
    }

    private const char Separator = '\0';

    private static OrderedDictionary<string, JsonObject> ById(JsonNode? list, string[] identity)
    {
        var byId = new OrderedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var element in (list as JsonArray ?? []).OfType<JsonObject>())
        {
            var texts = identity.Select(member => Edits.References.Text(element[member])).ToArray();
            if (texts.All(text => text is not null)) byId[string.Join(Separator, texts)] = element;
        }

        return byId;
    }

    private static IEnumerable<SpecRef> Specs(JsonNode? list) => (list as JsonArray ?? []).Select(Edits.References.Read).Where(spec => spec?.Key is not null)!;

    private static string[] Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(Edits.References.Text).OfType<string>().Distinct()];
}

/// <summary>An element of a list that came, went or changed.</summary>
/// <param name="Ids">The texts of its identifying members.</param>
internal sealed record ElementChange(IReadOnlyList<string> Ids, JsonObject? Before, JsonObject? After)
{
    public string Id => Ids[0];

    /// <summary>What a member became; absent where it stayed as it was, null where it went.</summary>
    public Optional<T> Changed<T>(string member, Func<JsonNode?, T?> read) => Differs(Before, After, member) ? new Optional<T>(read(After?[member])) : default;

    public Optional<string> Text(string member) => Changed(member, References.Text);

    public Optional<bool?> Truth(string member) => Changed<bool?>(member, node => node is JsonValue value && value.TryGetValue<bool>(out var truth) ? truth : null);

    public Optional<double?> Number(string member) => Changed<double?>(member, node => node is JsonValue value && value.TryGetValue<double>(out var number) ? number : null);

    public static bool Differs(JsonObject? before, JsonObject? after, string member) =>
        before?.ContainsKey(member) == true != (after?.ContainsKey(member) == true) || !JsonNode.DeepEquals(before?[member], after?[member]);
}
