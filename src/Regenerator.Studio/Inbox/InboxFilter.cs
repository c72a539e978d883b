using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.Inbox;

/// <summary>What of the inbox is shown, as the address has it; null: any.</summary>
/// <param name="Tab">One of <see cref="Tabs"/>.</param>
internal sealed record InboxFilter(InboxTab Tab)
{
    public const int PageLength = 50;

    public static readonly InboxTab[] Tabs =
    [
        new("open", "Open", ProposalState.Open),
        new("attention", "Needs attention", ProposalState.NeedsAttention),
        new("approved", "Approved", ProposalState.Approved, ProposalState.Applying),
        new("held", "Held", ProposalState.Held),
        new("snoozed", "Snoozed", ProposalState.Snoozed),
        new("ended", "Ended", [.. Enum.GetValues<ProposalState>().Where(s => !s.IsLiving())]),
    ];

    /// <summary>Those whose lines are counted: what has ended only grows.</summary>
    public static readonly InboxTab[] Counted = [.. Tabs.Where(t => t.IsOfTheLiving)];

    /// <summary>As <see cref="ProposalTarget.SpecType"/> has them, and as people say it.</summary>
    public static readonly (string Name, string Words)[] Targets =
    [
        ("workflow", "workflows"), ("capability", "capabilities"), ("policy", "policies"), ("dataView", "data views"), ("telemetry", "telemetry"), ("experiment", "experiments"), ("theme", "themes"), ("unknown", "something else"),
    ];

    public string? Rule { get; init; }

    public Confidence? Confidence { get; init; }

    public string? Target { get; init; }

    /// <summary>A context that asked for it.</summary>
    public string? Context { get; init; }

    /// <summary>The tenant of a context that asked for it.</summary>
    public string? Tenant { get; init; }

    public string? Owner { get; init; }

    /// <summary>In title, summary, rule, document or id.</summary>
    public string? Text { get; init; }

    /// <summary>The item that the page before ended with.</summary>
    public ProposalId? After { get; init; }

    public static InboxFilter Of(Visit visit) => new(Tabs.FirstOrDefault(t => t.Name == visit.Asked("state")) ?? Tabs[0])
    {
        Rule = visit.Asked("rule"),
        Confidence = Enum.TryParse<Confidence>(visit.Asked("confidence"), ignoreCase: true, out var confidence) && Enum.IsDefined(confidence) ? confidence : null,
        Target = visit.Asked("target"),
        Context = visit.Asked("context"),
        Tenant = visit.Asked("tenant"),
        Owner = visit.Asked("owner"),
        Text = visit.Asked("find"),
        After = visit.Asked("after") is { } after ? ProposalId.Parse(after) : null,
    };

    /// <summary>The same tab with everything in it.</summary>
    public InboxFilter Cleared => new(Tab);

    public bool IsNarrowed => this with { After = null } != Cleared;

    /// <summary>By what is seldom asked for.</summary>
    public bool IsNarrowedFurther => (Context ?? Tenant ?? Owner) is not null;

    public ProposalQuery Query(Visit visit) => visit.Sight.Of(new ProposalQuery
    {
        States = Tab.States,
        At = visit.Now,
        RuleId = Rule,
        Confidence = Confidence,
        SpecType = Target,
        ContextId = Context,
        Contexts = Tenant is null ? null : [.. visit.Sight.OfTenant(Tenant).Select(c => c.Id)],
        Owner = Owner,
        Text = Text,
        Shadow = false,
        After = After,
        Limit = PageLength,
    });

    public string Address(InboxTab? tab = null, ProposalId? after = null)
    {
        var shown = tab ?? Tab;
        var parts = new[]
        {
            ("state", shown == Tabs[0] ? null : shown.Name), ("rule", Rule), ("confidence", Confidence?.ToString().ToLowerInvariant()), ("target", Target), ("context", Context), ("tenant", Tenant), ("owner", Owner),
            ("find", Text), ("after", after?.ToString()),
        };
        var query = string.Join('&', parts.Where(p => p.Item2 is not null).Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2!)}"));
        return query.Length == 0 ? "/" : $"/?{query}";
    }
}

/// <param name="Name">As the address has it.</param>
internal sealed record InboxTab(string Name, string Title, params ProposalState[] States)
{
    public bool IsOfTheLiving => States[0].IsLiving();
}
