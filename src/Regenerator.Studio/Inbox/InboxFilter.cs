using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.Inbox;

/// <summary>What of the inbox is shown, as the address has it.</summary>
/// <param name="Tab">One of <see cref="Tabs"/>.</param>
/// <param name="Text">In title, summary, rule or document; null: any.</param>
/// <param name="After">The item that the page before ended with.</param>
internal sealed record InboxFilter(InboxTab Tab, string? Rule, string? Context, string? Text, ProposalId? After)
{
    public const int PageLength = 50;

    /// <summary>As many of the newest are searched for a text.</summary>
    public const int Searched = 1000;

    public static readonly InboxTab[] Tabs =
    [
        new("open", "Open", ProposalState.Open),
        new("attention", "Needs attention", ProposalState.NeedsAttention),
        new("approved", "Approved", ProposalState.Approved, ProposalState.Applying),
        new("held", "Held", ProposalState.Held),
        new("snoozed", "Snoozed", ProposalState.Snoozed),
        new("ended", "Ended", [.. Enum.GetValues<ProposalState>().Where(s => !s.IsLiving())]),
    ];

    public static InboxFilter Of(Visit visit) => new(
        Tabs.FirstOrDefault(t => t.Name == visit.Asked("state")) ?? Tabs[0],
        visit.Asked("rule"), visit.Asked("context"), visit.Asked("find"), visit.Asked("after") is { } after ? ProposalId.Parse(after) : null);

    public bool IsNarrowed => Rule is not null || Context is not null || Text is not null;

    public ProposalQuery Query => new()
    {
        States = Tab.States,
        RuleId = Rule,
        ContextId = Context,
        Shadow = false,
        After = After,
        Limit = Text is null ? PageLength : Searched,
    };

    public string Address(InboxTab? tab = null, ProposalId? after = null)
    {
        var parts = new[] { ("state", (tab ?? Tab) == Tabs[0] ? null : (tab ?? Tab).Name), ("rule", Rule), ("context", Context), ("find", Text), ("after", after?.ToString()) };
        var query = string.Join('&', parts.Where(p => p.Item2 is not null).Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2!)}"));
        return query.Length == 0 ? "/" : $"/?{query}";
    }

    public bool Fits(InboxItem item) => Text is null || new[]
    {
        item.First.Revision.Proposal.Title, item.First.Revision.Proposal.Summary, item.First.RuleId, item.First.Scope.DocumentId, item.Id.ToString(),
    }.Any(text => text.Contains(Text, StringComparison.OrdinalIgnoreCase));
}

/// <param name="Name">As the address has it.</param>
internal sealed record InboxTab(string Name, string Title, params ProposalState[] States)
{
    public bool IsOfTheLiving => States[0].IsLiving();
}
