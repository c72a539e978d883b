using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>Which proposals to list; every condition that is set must hold.</summary>
public sealed record ProposalQuery
{
    /// <summary>Empty: any.</summary>
    public IReadOnlyCollection<ProposalState> States { get; init; } = [];

    /// <summary>
    /// The moment whose states are meant, and shown: a snooze ends and a deadline passes by themselves, before anybody writes it down (see
    /// <see cref="Lifecycle.At"/>). Null: states as they were written down last.
    /// </summary>
    public DateTimeOffset? At { get; init; }

    public string? RuleId { get; init; }

    /// <summary>One of these; null: any. Empty finds nothing.</summary>
    public IReadOnlyCollection<ProposalId>? Ids { get; init; }

    /// <summary>A context that asked for it.</summary>
    public string? ContextId { get; init; }

    /// <summary>At least one of these contexts asked for it; null: whoever did. Empty finds nothing.</summary>
    public IReadOnlyCollection<string>? Contexts { get; init; }

    /// <summary>Nobody but these contexts asked for it; null: whoever did.</summary>
    public IReadOnlyCollection<string>? Within { get; init; }

    public ProposalScope? Scope { get; init; }

    /// <summary>On one of these documents; null: on any. Empty finds nothing.</summary>
    public IReadOnlyCollection<ProposalScope>? Scopes { get; init; }

    public Confidence? Confidence { get; init; }

    /// <summary>About a spec of this type, as <see cref="ProposalTarget.SpecType"/> has it.</summary>
    public string? SpecType { get; init; }

    /// <summary>On a blueprint of this owner, by <see cref="Proposal.Buckets"/>.</summary>
    public string? Owner { get; init; }

    /// <summary>Has this text, in whatever case, somewhere in its title, summary, rule, document or id; see <see cref="SearchText"/>.</summary>
    public string? Text { get; init; }

    /// <summary>The proposals of one item.</summary>
    public ProposalId? Item { get; init; }

    /// <summary>True: only shadows; false: only what reviewers see; null: both.</summary>
    public bool? Shadow { get; init; }

    /// <summary>Those that time alone changes by then; see <see cref="Proposal.DueAt"/>.</summary>
    public DateTimeOffset? DueBy { get; init; }

    /// <summary>Those that had ended by then, and of which more than a skeleton is left.</summary>
    public DateTimeOffset? KeptSince { get; init; }

    /// <summary>Ids that start with this text.</summary>
    public string? IdPrefix { get; init; }

    /// <summary>1…1000.</summary>
    public int Limit
    {
        get;
        init => field = value is >= 1 and <= 1000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a page holds 1 to 1000 proposals");
    } = 100;

    /// <summary>Only what comes after this id in the list: of a proposal, or of an item where items are listed.</summary>
    public ProposalId? After { get; init; }

    /// <summary>Asks for just what has not ended.</summary>
    public bool IsOfTheLiving => States.Count > 0 && Enum.GetValues<ProposalState>().All(state => States.Contains(state) == state.IsLiving());

    /// <summary>The bucket of <see cref="Owner"/>.</summary>
    public string? OwnerBucket => Owner is null ? null : Budget.OwnerBucket(Owner);

    /// <summary>Everything that has not ended, shadows too.</summary>
    public static ProposalQuery Living { get; } = new() { States = [.. Enum.GetValues<ProposalState>().Where(s => s.IsLiving())], Limit = 1000 };

    /// <summary>What has not ended, as reviewers see it.</summary>
    public static ProposalQuery Inbox { get; } = Living with { Shadow = false };

    /// <summary>The living proposals of an item, as reviewers see them at a moment.</summary>
    public static ProposalQuery MembersOf(ProposalId item, DateTimeOffset at) => Inbox with { Item = item, At = at };

    /// <summary>A proposal as it is <see cref="At"/> the moment that is meant.</summary>
    public Proposal Shown(Proposal proposal) => At is { } at && proposal.DueAt <= at ? Lifecycle.At(proposal, at) : proposal;

    /// <summary>Whether it keeps every condition, its place in the list apart. What every store finds, said once.</summary>
    internal bool Finds(Proposal proposal) =>
        (States.Count == 0 || States.Contains(Shown(proposal).State))
        && (RuleId is null || string.Equals(RuleId, proposal.RuleId))
        && (Ids is null || Ids.Contains(proposal.Id))
        && (Scope is null || Scope == proposal.Scope)
        && (Scopes is null || Scopes.Contains(proposal.Scope))
        && (Confidence is null || Confidence == proposal.Revision.Proposal.Confidence)
        && (SpecType is null || string.Equals(SpecType, proposal.Revision.Proposal.Target.SpecType))
        && (OwnerBucket is null || proposal.Buckets.Contains(OwnerBucket))
        && (Item is null || Item == proposal.Item)
        && (Shadow is null || Shadow == proposal.Shadow)
        && (DueBy is null || proposal.DueAt <= DueBy)
        && (KeptSince is null || proposal.EndedAt <= KeptSince && proposal.ForgottenAt is null)
        && (IdPrefix is null || proposal.Id.ToString().StartsWith(IdPrefix, StringComparison.OrdinalIgnoreCase))
        && WasAskedFor(proposal.Sightings.Contexts)
        && (Text is null || SearchText.Of(proposal).Contains(SearchText.Fold(Text), StringComparison.Ordinal));

    private bool WasAskedFor(IReadOnlyList<string> by) =>
        (ContextId is null || by.Contains(ContextId))
        && (Contexts is null || by.Any(Contexts.Contains))
        && (Within is null || by.All(Within.Contains));
}

/// <param name="Next">Where the next page starts; null on the last.</param>
public sealed record ProposalPage(IReadOnlyList<Proposal> Proposals, ProposalId? Next)
{
    /// <param name="found">One more than the limit, where there are more.</param>
    public static ProposalPage Of(IReadOnlyList<Proposal> found, ProposalQuery query) => found.Count <= query.Limit
        ? new ProposalPage([.. found.Select(query.Shown)], null)
        : new ProposalPage([.. found.Take(query.Limit).Select(query.Shown)], found[query.Limit - 1].Id);
}

/// <summary>One line of the inbox.</summary>
/// <param name="Id">Shared by its proposals; that of the proposal itself where it stands alone.</param>
/// <param name="First">The oldest of those that count.</param>
/// <param name="Count">How many of its proposals count.</param>
public sealed record InboxItem(ProposalId Id, Proposal First, int Count);

/// <param name="Next">Where the next page starts; null on the last.</param>
public sealed record ItemPage(IReadOnlyList<InboxItem> Items, ProposalId? Next)
{
    /// <param name="found">One more than the limit, where there are more.</param>
    /// <param name="query">What was asked.</param>
    public static ItemPage Of(IReadOnlyList<InboxItem> found, ProposalQuery query)
    {
        InboxItem[] shown = [.. found.Take(query.Limit).Select(item => item with { First = query.Shown(item.First) })];
        return new ItemPage(shown, found.Count > query.Limit ? shown[^1].Id : null);
    }
}
