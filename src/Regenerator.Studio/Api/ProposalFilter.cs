using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Studio.Api.Shapes;

namespace Regenerator.Studio.Api;

/// <summary>Which proposals somebody wants to see, as the query string has it.</summary>
internal static class ProposalFilter
{
    public static IReadOnlyList<ApiParameter> Parameters { get; } =
    [
        new("state", "A state, or several with commas between, such as open,approved; all: any"),
        new("rule", "Of this rule"),
        new("context", "Asked for by this context"),
        new("tenant", "Asked for by a context of this tenant"),
        new("item", "Of this item"),
        new("shadow", "true: those of rules that are only tried out, instead"),
        new("confidence", "low, medium or high"),
        new("target", "About a spec of this type, such as workflow"),
        new("owner", "Of a blueprint with this owner"),
        new("q", "With this text in its title, summary, rule, document or id, in whatever case"),
        .. Paging,
    ];

    public static IReadOnlyList<ApiParameter> Paging => [new("limit", "At most so many, 1 to 200; 50 where it is absent", IsNumber: true), new("after", "As «next» of the page before has it")];

    public static ProposalQuery Of(ApiCall call) => call.Sight.Of(new ProposalQuery
    {
        States = States(call.Query("state")),
        At = call.Now,
        RuleId = call.Query("rule"),
        ContextId = call.Query("context"),
        Contexts = call.Query("tenant") is { } tenant ? [.. call.Sight.OfTenant(tenant).Select(c => c.Id)] : null,
        Confidence = Confidence(call.Query("confidence")),
        SpecType = call.Query("target"),
        Owner = call.Query("owner"),
        Text = call.Query("q"),
        Item = Id(call, "item"),
        Shadow = call.Query("shadow") switch
        {
            null or "false" => false,
            "true" => true,
            var other => throw new ApiRefusal(ApiProblem.Malformed($"shadow: «{other}» is neither true nor false")),
        },
        After = Id(call, "after"),
        Limit = call.Limit(),
    });

    private static IReadOnlyCollection<ProposalState> States(string? text)
    {
        if (text is null) return ProposalQuery.Living.States;
        if (text == "all") return [];
        return [.. text.Split(',').Select(word => Array.Find(Enum.GetValues<ProposalState>(), s => ProposalShape.Word(s) == word) is var state && ProposalShape.Word(state) == word ? state
            : throw new ApiRefusal(ApiProblem.Malformed($"state: «{word}» is no state; known: {string.Join(", ", Enum.GetValues<ProposalState>().Select(ProposalShape.Word))}, all")))];
    }

    private static ProposalId? Id(ApiCall call, string name) =>
        call.Query(name) is not { } text ? null : ProposalId.Parse(text) ?? throw new ApiRefusal(ApiProblem.Malformed($"{name}: «{text}» is no id"));

    private static Confidence? Confidence(string? text) => text switch
    {
        null => null,
        "low" => Proposals.Confidence.Low,
        "medium" => Proposals.Confidence.Medium,
        "high" => Proposals.Confidence.High,
        _ => throw new ApiRefusal(ApiProblem.Malformed($"confidence: «{text}» is none; low, medium or high")),
    };
}
