using System.Text.Json.Serialization;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Effects;
using Regenerator.Specs.Validation;

namespace Regenerator.Proposals;

/// <summary>
/// A wish that was taken in, as its history folds to: where it stands, which revision is on the table, who approved. Immutable;
/// changed only by <see cref="Lifecycle.Next"/>.
/// </summary>
public sealed record Proposal
{
    public required ProposalId Id { get; init; }

    public required Fingerprint Fingerprint { get; init; }

    public required string RuleId { get; init; }

    public required ProposalScope Scope { get; init; }

    public required ProposalState State { get; init; }

    /// <summary>What it has in common with proposals for other tenants; null: it stands alone.</summary>
    public Cause? Cause { get; init; }

    /// <summary>The line of the inbox that it is part of: shared by the living proposals of one cause, else its own id.</summary>
    public ProposalId Item { get => field == default ? Id : field; init; }

    /// <summary>Events so far. Every change raises it by one; more of the same evidence does not.</summary>
    public required int Version { get; init; }

    public required Revision Revision { get; init; }

    /// <summary>Votes for the current revision; they fall when it changes.</summary>
    public IReadOnlyList<Approval> Approvals { get; init; } = [];

    /// <summary>When, and in which contexts, the wish was seen.</summary>
    public required Sightings Sightings { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The person who proposed it, whoever has edited it since; null: no person has.</summary>
    public string? OpenedBy { get; init; }

    /// <summary>Since when people see it; null while it is held, or a shadow.</summary>
    public DateTimeOffset? ShownAt { get; init; }

    /// <summary>Which budget keeps it from being shown; null unless it is held.</summary>
    public string? HeldBy { get; init; }

    /// <summary>What it counts against while it is open, such as <c>rule:checkout-failing</c> or <c>label:tier=free</c>.</summary>
    public IReadOnlyList<string> Buckets { get; init => field = value ?? []; } = [];

    /// <summary>When it ends by itself if nobody decides; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Its rule is tried out: nobody is told of it, nobody can approve it, and its deadline does not count, until it is promoted.</summary>
    public bool Shadow { get; init; }

    /// <summary>Set while it is snoozed.</summary>
    public Snooze? Snooze { get; init; }

    /// <summary>Why a wish that was rejected before came back; null for a first one.</summary>
    public string? Returned { get; init; }

    /// <summary>Why it ended as it did; null while it lives.</summary>
    public string? Ending { get; init; }

    /// <summary>When it ended; null while it lives.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Which one stands in its place; null unless superseded.</summary>
    public ProposalId? SupersededBy { get; init; }

    /// <summary>The applied proposal that it takes back; null: it is no rollback.</summary>
    public ProposalId? Reverts { get; init; }

    /// <summary>Which one took it back; null unless rolled back.</summary>
    public ProposalId? RevertedBy { get; init; }

    /// <summary>What an undo could not take back, one line each: only while <see cref="ProposalState.NeedsAttention"/>.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];

    /// <summary>How a rejection is to be remembered; null unless rejected or rolled back.</summary>
    public Rejection? Rejection { get; init; }

    /// <summary>The revision whose attempt failed last; automation does not try it again.</summary>
    public string? FailedDigest { get; init; }

    /// <summary>Hash of the latest record of its history; with <see cref="Version"/> it says where the chain of records ends. Whoever keeps the record writes it.</summary>
    public string? Head { get; init; }

    /// <summary>Since when only this skeleton is left of it; null: it is whole.</summary>
    public DateTimeOffset? ForgottenAt { get; init; }

    [JsonIgnore]
    public bool IsLiving => State.IsLiving();

    /// <summary>When time alone changes what it is: its snooze ends, or its deadline passes. Null: never.</summary>
    [JsonIgnore]
    public DateTimeOffset? DueAt => Shadow || !State.IsWithdrawable() ? null : Snooze?.Until ?? ExpiresAt;
}

/// <summary>The states of a proposal that exist so far.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProposalState>))]
public enum ProposalState
{
    /// <summary>In the inbox, waits for people.</summary>
    Open,

    /// <summary>As open, but over a budget: counted and shown, not pushed at anybody.</summary>
    Held,

    /// <summary>A person wants to see it later.</summary>
    Snoozed,

    /// <summary>One revision has its approvals.</summary>
    Approved,

    /// <summary>An executor owns it; its document is locked.</summary>
    Applying,

    /// <summary>An undo was incomplete: keeps the lock until a person decides.</summary>
    NeedsAttention,

    /// <summary>Ended: done.</summary>
    Applied,

    /// <summary>Ended: a person said no.</summary>
    Rejected,

    /// <summary>Ended: already true without us.</summary>
    Obsolete,

    /// <summary>Ended: the condition cleared for long enough, and everything could be seen all the time.</summary>
    Withdrawn,

    /// <summary>Ended: nobody decided in time.</summary>
    Expired,

    /// <summary>Ended: taken back by its author.</summary>
    Cancelled,

    /// <summary>Ended: another one stands in its place.</summary>
    Superseded,

    /// <summary>Ended: was applied, and its inverse was applied later.</summary>
    RolledBack,
}

public static class ProposalStates
{
    extension(ProposalState state)
    {
        /// <summary>Not ended.</summary>
        public bool IsLiving() => state.IsWithdrawable() || state.HoldsDocument();

        /// <summary>Living, and nothing has been done about it yet: it may still go away by itself.</summary>
        public bool IsWithdrawable() => state is ProposalState.Open or ProposalState.Held or ProposalState.Snoozed or ProposalState.Approved;

        /// <summary>It can be approved or put off.</summary>
        public bool WaitsForPeople() => state is ProposalState.Open or ProposalState.Held;

        /// <summary>Holds its document against others.</summary>
        public bool HoldsDocument() => state is ProposalState.Applying or ProposalState.NeedsAttention;
    }
}

/// <summary>What people decide about: one set of edits against one document, and what they do to the resolved view.</summary>
public sealed record Revision
{
    /// <summary>Starts at 1.</summary>
    public required int Number { get; init; }

    /// <summary>What an approval stands for: edits, old values, effect, actions. Lowercase hex.</summary>
    public required string Digest { get; init; }

    /// <summary><c>rule:&lt;id&gt;</c> or <c>person:&lt;name&gt;</c>.</summary>
    public required string Author { get; init; }

    public required SpecChangeProposal Proposal { get; init; }

    /// <summary>The elements of the document that the edits touch, by identity, with what stood there.</summary>
    public IReadOnlyList<TouchedElement> Touched { get; init; } = [];

    public IReadOnlyList<ResolvedChange> Effect { get; init; } = [];

    /// <summary>What validation says of the changed document that it did not say before.</summary>
    public IReadOnlyList<Finding> Introduced { get; init => field = value ?? []; } = [];

    /// <summary>What validation says of the document as it is and would no longer say.</summary>
    public IReadOnlyList<Finding> Fixed { get; init => field = value ?? []; } = [];

    /// <summary>The rule's own, and those that were computed when the revision was made.</summary>
    public IReadOnlyList<ProposalBlocker> Blockers { get; init; } = [];
}

public sealed record Approval(string Actor, DateTimeOffset At);

/// <param name="Until">It is open again from then on.</param>
/// <param name="Reason">For whoever looks meanwhile; null: none was given.</param>
public sealed record Snooze(string Actor, DateTimeOffset Until, string? Reason);

/// <param name="FirstWindow">End of the first window that asked for it.</param>
/// <param name="LastWindow">End of the latest.</param>
/// <param name="Windows">How many windows asked.</param>
/// <param name="Contexts">Which contexts asked, sorted.</param>
/// <param name="ErrorClasses">Which classes of errors were cited, sorted.</param>
/// <param name="Magnitude">The worst so far.</param>
public sealed record Sightings(
    DateTimeOffset FirstWindow, DateTimeOffset LastWindow, int Windows, IReadOnlyList<string> Contexts, IReadOnlyList<string> ErrorClasses, double Magnitude)
{
    /// <summary>With one more window; a window that was counted already is not counted again.</summary>
    public Sightings And(Sightings other) => new(
        FirstWindow < other.FirstWindow ? FirstWindow : other.FirstWindow,
        LastWindow > other.LastWindow ? LastWindow : other.LastWindow,
        Windows + (other.FirstWindow > LastWindow ? other.Windows : 0),
        Union(Contexts, other.Contexts),
        Union(ErrorClasses, other.ErrorClasses),
        Math.Max(Magnitude, other.Magnitude));

    private static string[] Union(IReadOnlyList<string> left, IReadOnlyList<string> right) => [.. left.Union(right).Order(StringComparer.Ordinal)];
}

/// <summary>What was rejected, so that the same wish can be told from a worse one.</summary>
/// <param name="Until">Quiet until then; null: until the evidence is new.</param>
/// <param name="EditsDigest">Digest of the edits that were rejected.</param>
public sealed record Rejection(string Actor, DateTimeOffset At, string Reason, DateTimeOffset? Until, double Magnitude, IReadOnlyList<string> Contexts, IReadOnlyList<string> ErrorClasses, string EditsDigest);
