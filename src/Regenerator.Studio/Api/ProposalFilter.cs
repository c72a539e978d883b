using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Studio.Api.Shapes;

namespace Regenerator.Studio.Api;

/// <summary>Which proposals somebody wants to see: part of it is asked of the store, the rest is looked for in what that finds.</summary>
internal sealed record ProposalFilter
{
    /// <summary>So many are looked through for one page: whoever looks for little in much gets it in several.</summary>
    private const int MostLookedAt = 2000;

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
        new("q", "With this text in its title, summary, rule or document"),
        .. Paging,
    ];

    public static IReadOnlyList<ApiParameter> Paging => [new("limit", "At most so many, 1 to 200; 50 where it is absent", IsNumber: true), new("after", "As «next» of the page before has it")];

    public required ProposalQuery Query { get; init; }

    public required Func<Proposal, bool> Fits { get; init; }

    public int Limit { get; init; }

    public static ProposalFilter Of(ApiCall call)
    {
        var states = States(call.Query("state"));
        var shadow = call.Query("shadow") switch
        {
            null or "false" => false,
            "true" => true,
            var other => throw new ApiRefusal(ApiProblem.Malformed($"shadow: «{other}» is neither true nor false")),
        };
        var limit = call.Limit();
        return new ProposalFilter
        {
            Query = new ProposalQuery
            {
                States = states,
                RuleId = call.Query("rule"),
                ContextId = call.Query("context"),
                Scopes = call.Sight.Scopes,
                Item = Id(call, "item"),
                Shadow = shadow,
                After = Id(call, "after"),
                Limit = Math.Min(1000, limit + 1),
            },
            Limit = limit,
            Fits = Narrowed(call, states),
        };
    }

    /// <returns>A page, and where the next one begins; null on the last.</returns>
    public async Task<(IReadOnlyList<Proposal> Found, ProposalId? Next)> PageAsync(ApiCall call)
    {
        var (found, looked, last) = (new List<Proposal>(), 0, (ProposalId?)null);
        await foreach (var proposal in call.Store.AllAsync(Query, call.Ct))
        {
            if (found.Count == Limit || looked++ == MostLookedAt) return (found, last);
            last = proposal.Id;
            if (Lifecycle.At(proposal, call.Now) is var now && Fits(now)) found.Add(now);
        }

        return (found, null);
    }

    internal static IReadOnlyCollection<ProposalState> States(string? text)
    {
        if (text is null) return ProposalQuery.Living.States;
        if (text == "all") return [];
        return [.. text.Split(',').Select(word => Array.Find(Enum.GetValues<ProposalState>(), s => ProposalShape.Word(s) == word) is var state && ProposalShape.Word(state) == word ? state
            : throw new ApiRefusal(ApiProblem.Malformed($"state: «{word}» is no state; known: {string.Join(", ", Enum.GetValues<ProposalState>().Select(ProposalShape.Word))}, all")))];
    }

    internal static ProposalId? Id(ApiCall call, string name) =>
        call.Query(name) is not { } text ? null : ProposalId.Parse(text) ?? throw new ApiRefusal(ApiProblem.Malformed($"{name}: «{text}» is no id"));

    // Time may have changed the state since it was written down.
    private static Func<Proposal, bool> Narrowed(ApiCall call, IReadOnlyCollection<ProposalState> states)
    {
        var (confidence, target, owner, text) = (call.Query("confidence"), call.Query("target"), call.Query("owner"), call.Query("q"));
        if (confidence is not (null or "low" or "medium" or "high")) throw new ApiRefusal(ApiProblem.Malformed($"confidence: «{confidence}» is none; low, medium or high"));
        var ofTenant = call.Query("tenant") is { } tenant ? call.Sight.OfTenant(tenant).Select(c => c.Id).ToHashSet(StringComparer.Ordinal) : null;
        var owned = owner is null ? null : call.Sight.Contexts.Where(c => c.Blueprint.Meta.Owners?.Contains(owner) == true).Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        return proposal => call.Sight.Sees(proposal)
            && (states.Count == 0 || states.Contains(proposal.State))
            && (confidence is null || string.Equals(proposal.Revision.Proposal.Confidence.ToString(), confidence, StringComparison.OrdinalIgnoreCase))
            && (target is null || string.Equals(proposal.Revision.Proposal.Target.SpecType, target))
            && (ofTenant is null || proposal.Sightings.Contexts.Any(ofTenant.Contains))
            && (owned is null || proposal.Sightings.Contexts.Any(owned.Contains))
            && (text is null || Texts(proposal).Any(t => t.Contains(text, StringComparison.OrdinalIgnoreCase)));
    }

    private static string[] Texts(Proposal proposal) => [proposal.Revision.Proposal.Title, proposal.Revision.Proposal.Summary, proposal.RuleId, proposal.Scope.ToString()];
}
