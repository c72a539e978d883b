using System.Text.Json;
using Regenerator.Contexts;
using Regenerator.Proposals;

namespace Regenerator.Cli.Configuration;

/// <summary>A rule of a known type, or a module of rules.</summary>
internal sealed record RuleEntry : IFromJson<RuleEntry>
{
    public const string PatienceMember = "patience";

    // Those of a module too; read here, whatever the entry is.
    private static readonly string[] TermsMembers = ["mode", PatienceMember, "where"];
    private static readonly string[] BaseMembers = ["id", "type", .. TermsMembers];

    /// <summary>Null where <see cref="Module"/> is set: its rules have their own.</summary>
    public string? Id { get; init; }

    /// <summary>For the rule, or for all rules of the module.</summary>
    public RuleTerms Terms { get; init; } = RuleTerms.Default;

    /// <summary>What is otherwise for contexts with certain labels; the first that matches counts.</summary>
    public IReadOnlyList<RulePart> Where { get; init; } = [];

    public string? Type { get; init; }

    public string? Module { get; init; }

    public required TypedBody Body { get; init; }

    public static RuleEntry? Read(PositionedJson node, ConfigurationFile file)
    {
        if ((node["module"] is null ? OfType(node, file) : OfModule(node, file)) is not { } entry) return null;
        var where = RulePart.Read(node, file);
        if (entry.Module is not null)
            foreach (var part in where) part.Check([], file);
        return entry with { Where = where, Terms = ReadTerms(node, where, file) };
    }

    private static RuleEntry? OfType(PositionedJson node, ConfigurationFile file)
    {
        var body = new TypedBody(node, file, BaseMembers);
        return body.Text("id") is { } id && body.Text("type") is { } type ? new RuleEntry { Id = id, Type = type, Body = body } : null;
    }

    private static RuleEntry? OfModule(PositionedJson node, ConfigurationFile file) =>
        StrictJson.Bind<ModuleBody>(node, file, TermsMembers) is { } module ? new RuleEntry { Module = module.Module, Body = new TypedBody(node, file, []) } : null;

    private static RuleTerms ReadTerms(PositionedJson node, IReadOnlyList<RulePart> where, ConfigurationFile file)
    {
        var usual = node[PatienceMember];
        return Patience(usual, file) with
        {
            Mode = Mode(node["mode"], file),
            Where = [.. where.Select(part => new TermsVariant(part.Labels, Patience(part.Node[PatienceMember] is { } own ? own.Over(usual) : usual, file)))],
        };
    }

    private static RuleTerms Patience(PositionedJson? node, ConfigurationFile file) => node is null ? RuleTerms.Default : StrictJson.Bind<RuleTerms>(node, file) ?? RuleTerms.Default;

    private static RuleMode Mode(PositionedJson? node, ConfigurationFile file)
    {
        if (node is { Kind: JsonValueKind.String, Text: "shadow" }) return RuleMode.Shadow;
        if (node is not (null or { Kind: JsonValueKind.String, Text: "live" })) file.Refuse(node, "live, shadow");
        return RuleMode.Live;
    }
}

/// <summary>What of a rule is otherwise for contexts with certain labels.</summary>
/// <param name="Node">The labels, and the options that differ.</param>
internal sealed record RulePart(LabelSelector Labels, PositionedJson Node)
{
    public const string LabelsMember = "labels";

    private const string Example = """{ "labels": { "tier": "free" }, "patience": { "dwell": 3 } }""";

    /// <summary>One rule has one identity and one mode, and the providers are read once for all its contexts.</summary>
    public static readonly IReadOnlyList<string> OfTheWholeRule = ["id", "type", "mode", "where", "window", "every", "lookback"];

    public static IReadOnlyList<RulePart> Read(PositionedJson entry, ConfigurationFile file)
    {
        if (entry["where"] is not { } where) return [];
        if (where.Kind is JsonValueKind.Array or JsonValueKind.Object)
            return [.. (where.Kind == JsonValueKind.Array ? where.Elements : [where]).Select(node => Of(node, file)).OfType<RulePart>()];
        file.Refuse(where, $"an object such as {Example}, or a list of them");
        return [];
    }

    /// <param name="options">Those that the rule knows.</param>
    /// <param name="file">Gets told of every other member.</param>
    public void Check(IEnumerable<string> options, ConfigurationFile file)
    {
        string[] known = [LabelsMember, RuleEntry.PatienceMember, .. options.Except(OfTheWholeRule)];
        foreach (var member in Node.Members.Where(m => !known.Contains(m.Name)))
            file.Problem(member.Place, OfTheWholeRule.Contains(member.Name)
                ? $"{Node.PathOf(member.Name)}: «{member.Name}» is the same for all contexts of a rule; make it two rules"
                : $"unknown member «{member.Name}» in {Node.Path}; known: {string.Join(", ", known)}");
    }

    private static RulePart? Of(PositionedJson node, ConfigurationFile file)
    {
        if (node.Kind != JsonValueKind.Object) file.Refuse(node, "an object");
        else if (node[LabelsMember] is not { } labels) file.Fault(node, $"«{LabelsMember}» is missing; write {Example}: the labels, and what is otherwise where they match");
        else if (labels.Kind != JsonValueKind.Object) file.Refuse(labels, "an object such as { \"tier\": \"free\" }");
        else if (labels.Members.Count == 0) file.Fault(labels, "no label is named");
        else return new RulePart(new LabelSelector(Values(labels, file)), node);
        return null;
    }

    private static Dictionary<string, IReadOnlyList<string>> Values(PositionedJson labels, ConfigurationFile file)
    {
        var wanted = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (name, place, value) in labels.Members)
            if (!wanted.TryAdd(name, Texts(value, file))) file.Problem(place, $"{labels.PathOf(name)} is there twice");
        return wanted;
    }

    private static string[] Texts(PositionedJson value, ConfigurationFile file)
    {
        IReadOnlyList<PositionedJson> texts = value.Kind == JsonValueKind.Array ? value.Elements : [value];
        if (texts.Count == 0 || texts.Any(text => text.Kind != JsonValueKind.String)) file.Refuse(value, "a text, or a list of texts");
        return [.. texts.Select(text => text.Text)];
    }
}
