using System.Reflection;
using System.Text.Json.Serialization;

namespace Regenerator.Proposals;

/// <summary>One thing that happened to a proposal. Append-only; <see cref="Lifecycle"/> folds them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Opened), "opened")]
[JsonDerivedType(typeof(Revised), "revised")]
[JsonDerivedType(typeof(ApprovalGiven), "approved")]
[JsonDerivedType(typeof(ApprovalFell), "approval_fell")]
[JsonDerivedType(typeof(Refused), "rejected")]
[JsonDerivedType(typeof(FreezeBroken), "freeze_broken")]
[JsonDerivedType(typeof(Claimed), "claimed")]
[JsonDerivedType(typeof(Completed), "applied")]
[JsonDerivedType(typeof(Undone), "undone")]
[JsonDerivedType(typeof(LeftBehind), "left_behind")]
[JsonDerivedType(typeof(Settled), "settled")]
[JsonDerivedType(typeof(Outdated), "obsolete")]
[JsonDerivedType(typeof(Cleared), "withdrawn")]
[JsonDerivedType(typeof(Replaced), "superseded")]
[JsonDerivedType(typeof(RolledBack), "rolled_back")]
[JsonDerivedType(typeof(PutOff), "snoozed")]
[JsonDerivedType(typeof(Released), "released")]
[JsonDerivedType(typeof(Woke), "woke")]
[JsonDerivedType(typeof(Lapsed), "expired")]
[JsonDerivedType(typeof(TakenBack), "cancelled")]
[JsonDerivedType(typeof(Promoted), "promoted")]
[JsonDerivedType(typeof(Commented), "commented")]
[JsonDerivedType(typeof(Forgotten), ForgottenType)]
[JsonDerivedType(typeof(ContextForgotten), ContextForgottenType)]
[JsonDerivedType(typeof(Erased), "erased")]
public abstract record ProposalEvent
{
    /// <summary>How records call <see cref="Forgotten"/>.</summary>
    public const string ForgottenType = "forgotten";

    /// <summary>How records call <see cref="ContextForgotten"/>.</summary>
    public const string ContextForgottenType = "context_forgotten";

    private static readonly Dictionary<Type, string> Types =
        typeof(ProposalEvent).GetCustomAttributes<JsonDerivedTypeAttribute>().ToDictionary(a => a.DerivedType, a => (string)a.TypeDiscriminator!);

    private ProposalEvent()
    {
    }

    /// <summary>What kind of event it is, as its JSON says.</summary>
    [JsonIgnore]
    public string Type => Types[GetType()];

    /// <summary><c>person:</c>, <c>rule:</c>, <c>policy:</c>, <c>executor:</c> or <c>engine</c>.</summary>
    public required string Actor { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>A new wish was taken in.</summary>
    /// <param name="Proposal">As it was opened.</param>
    public sealed record Opened(Proposal Proposal) : ProposalEvent;

    /// <summary>Other edits than before: approvals fall.</summary>
    /// <param name="Revision">The new one.</param>
    /// <param name="Seen">The digest that the author had before them; null for the engine.</param>
    public sealed record Revised(Revision Revision, string? Seen) : ProposalEvent;

    /// <param name="Digest">The revision that was on the screen.</param>
    public sealed record ApprovalGiven(string Digest) : ProposalEvent
    {
        /// <summary>Approvals that the policy in force asks for.</summary>
        public int Quorum { get; init; } = 1;

        /// <summary>The policy lets authors approve their own.</summary>
        public bool AllowSelf { get; init; }

        /// <summary>One of these has to be among those who approve; empty: anybody will do.</summary>
        public IReadOnlyList<string> Owners { get; init => field = value ?? []; } = [];

        /// <summary>Why one approval is to be enough; null: the policy's quorum counts.</summary>
        public string? Bypass { get; init; }
    }

    /// <summary>The engine takes approvals back, because what was approved is no longer what would happen.</summary>
    public sealed record ApprovalFell(string Reason) : ProposalEvent;

    /// <param name="Until">Quiet until then; null: until the evidence is new.</param>
    /// <param name="Seen">The digest that was on the screen; null: whatever is there.</param>
    public sealed record Refused(string Reason, DateTimeOffset? Until = null, string? Seen = null) : ProposalEvent;

    /// <summary>A person has it applied in spite of a freeze. Comes with the claim, before anything is done.</summary>
    /// <param name="Freezes">Who froze what until when and why, one line each.</param>
    public sealed record FreezeBroken(string Reason, IReadOnlyList<string> Freezes) : ProposalEvent;

    /// <summary>An executor took it.</summary>
    /// <param name="Owner">Which process.</param>
    /// <param name="Fence">Rises with every claim on the document; older claims can not write any more.</param>
    /// <param name="LeaseUntil">When the claim ends by itself.</param>
    public sealed record Claimed(string Owner, long Fence, DateTimeOffset LeaseUntil) : ProposalEvent
    {
        /// <summary>Takes over from an owner that is gone: its lease ended, or its process did.</summary>
        public bool Takeover { get; init; }
    }

    public sealed record Completed(string Summary) : ProposalEvent;

    /// <summary>An attempt failed and was taken back completely.</summary>
    public sealed record Undone(string Reason) : ProposalEvent;

    /// <summary>An attempt failed and could not be taken back completely.</summary>
    /// <param name="Reason">What failed.</param>
    /// <param name="Left">What is left, one line each.</param>
    public sealed record LeftBehind(string Reason, IReadOnlyList<string> Left) : ProposalEvent;

    /// <summary>A person dealt with what was left.</summary>
    /// <param name="Applied">True: count it as applied; false: back into the inbox.</param>
    public sealed record Settled(bool Applied, string Reason) : ProposalEvent;

    /// <summary>It became true without us.</summary>
    public sealed record Outdated(string Reason) : ProposalEvent;

    /// <summary>What it stood on was not seen any more, although it could have been.</summary>
    public sealed record Cleared(string Reason) : ProposalEvent;

    /// <summary>Another proposal stands in its place.</summary>
    /// <param name="By">Which.</param>
    public sealed record Replaced(ProposalId By, string Reason) : ProposalEvent;

    /// <summary>Its inverse was applied. Comes with the end of that apply.</summary>
    /// <param name="By">The proposal that took it back.</param>
    public sealed record RolledBack(ProposalId By, string Reason) : ProposalEvent;

    /// <summary>A person wants to see it later; its deadline waits meanwhile.</summary>
    /// <param name="Until">At most <see cref="Lifecycle.LongestSnooze"/> from now.</param>
    /// <param name="Reason">Null: none was given.</param>
    public sealed record PutOff(DateTimeOffset Until, string? Reason = null) : ProposalEvent;

    /// <summary>There is room in the budget that it was held by.</summary>
    public sealed record Released : ProposalEvent;

    /// <summary>The time of its snooze is over.</summary>
    public sealed record Woke : ProposalEvent;

    /// <summary>Nobody decided in time.</summary>
    public sealed record Lapsed : ProposalEvent;

    /// <summary>Its author does not want it any more.</summary>
    public sealed record TakenBack(string Reason) : ProposalEvent;

    /// <summary>Its rule is no longer only tried out: a shadow becomes a proposal like any other, with its whole time before it.</summary>
    public sealed record Promoted : ProposalEvent;

    /// <summary>Somebody says something about it. Decides nothing, and is no reason to decide again.</summary>
    /// <param name="Text">Plain text, at most <see cref="Longest"/> characters; lines end with a line feed.</param>
    public sealed record Commented(string Text) : ProposalEvent
    {
        public const int Longest = 4000;
    }

    /// <summary>What was said before it is erased; who did what and when stays. Only of what has ended.</summary>
    public sealed record Forgotten(string Reason) : ProposalEvent
    {
        /// <summary>The only one who asked for it, where that is who is to be forgotten: written down nowhere. Null where it is read back.</summary>
        [JsonIgnore]
        public string? ContextId { get; init; }
    }

    /// <summary>What was said about one of the contexts that asked for it is erased; the others still ask.</summary>
    /// <param name="Records">Numbers of the events whose payloads named it, and are gone.</param>
    /// <param name="Steps">Keys of the steps whose outputs named it, and are gone.</param>
    public sealed record ContextForgotten(string Reason, IReadOnlyList<int> Records, IReadOnlyList<string> Steps) : ProposalEvent
    {
        /// <summary>Whom to forget: known while it happens, and written down nowhere. Null where it is read back.</summary>
        [JsonIgnore]
        public string? ContextId { get; init; }
    }

    /// <summary>Stands in a history for what was erased: never happens itself.</summary>
    /// <param name="Kind">The <see cref="Type"/> of what happened.</param>
    public sealed record Erased(string Kind) : ProposalEvent;
}
