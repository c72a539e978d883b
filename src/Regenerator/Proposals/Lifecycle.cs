using System.Diagnostics;

namespace Regenerator.Proposals;

/// <summary>The one table that says what may happen to a proposal, and what becomes of it. Pure.</summary>
public static class Lifecycle
{
    public static readonly TimeSpan LongestSnooze = TimeSpan.FromDays(90);

    /// <param name="current">Null before the first event.</param>
    /// <param name="happened">The event.</param>
    /// <param name="rivals">The other living proposals on the same document.</param>
    public static Transition Next(Proposal? current, ProposalEvent happened, IReadOnlyList<Proposal> rivals) => (current, happened) switch
    {
        ({ }, ProposalEvent.Commented comment) => Comment(current, comment),
        ({ State: ProposalState.Snoozed }, ProposalEvent.Woke) or ({ IsLiving: true }, ProposalEvent.Lapsed) => Dated(InItsTime(current, happened), happened),
        ({ }, _) => Dated(Decide(At(current, happened.At), happened, rivals), happened),
        (null, _) => Decide(null, happened, rivals),
    };

    /// <summary>What a proposal is at a moment, whether or not anybody has written it down yet: a snooze ends and a deadline passes by themselves.</summary>
    public static Proposal At(Proposal proposal, DateTimeOffset now) => proposal switch
    {
        { State: ProposalState.Snoozed, Snooze.Until: var until } when until <= now => At(proposal with { State = ProposalState.Open, Snooze = null }, now),
        { Shadow: false, State: ProposalState.Open or ProposalState.Held or ProposalState.Approved, ExpiresAt: { } deadline } when deadline <= now =>
            proposal with { State = ProposalState.Expired, Ending = $"nobody decided until {deadline:yyyy-MM-dd HH:mm} UTC" },
        _ => proposal,
    };

    private static Transition Decide(Proposal? current, ProposalEvent happened, IReadOnlyList<Proposal> rivals) => (current, happened) switch
    {
        (null, ProposalEvent.Opened { Proposal: { State: ProposalState.Open or ProposalState.Held or ProposalState.Snoozed } opened }) => To(opened with { Version = 1, OpenedBy = opened.Revision.Author is var author && author.StartsWith("person:", StringComparison.Ordinal) ? author : null }),
        (null, ProposalEvent.Opened opened) => Refuse($"nothing begins {Words(opened.Proposal)}"),
        (null, _) => Refuse("there is no such proposal"),
        (_, ProposalEvent.Opened) => Refuse("it is open already"),
        ({ ForgottenAt: { } at }, _) => Refuse($"it was forgotten on {at:yyyy-MM-dd}"),
        ({ EndedAt: not null }, ProposalEvent.Forgotten forgotten) => To(Skeleton.Of(forgotten.ContextId is { } context ? Skeleton.Without(current, context) : current, happened.At), current),
        (_, ProposalEvent.Forgotten) => Refuse("only what has ended is forgotten"),
        (_, ProposalEvent.ContextForgotten forgotten) => Forget(current, forgotten),
        ({ State: ProposalState.Applied }, ProposalEvent.RolledBack back) => RollBack(current, back),
        ({ IsLiving: false }, _) => Refuse($"it has ended: {Words(current)}"),

        ({ Shadow: true }, ProposalEvent.Promoted) => To(current with { Shadow = false, ShownAt = happened.At, ExpiresAt = happened.At + (current.ExpiresAt - current.OpenedAt) }, current),
        (_, ProposalEvent.Promoted) => Refuse("it is no shadow"),
        ({ Shadow: true }, ProposalEvent.ApprovalGiven or ProposalEvent.PutOff) => Refuse($"it is a shadow: rule «{current.RuleId}» is only tried out, and {Words(happened)} waits until it is live"),

        ({ State: ProposalState.Open or ProposalState.Held or ProposalState.Approved }, ProposalEvent.Revised revised) => Revise(current, revised),
        ({ State: ProposalState.Open or ProposalState.Held }, ProposalEvent.ApprovalGiven given) => Approve(current, given, rivals),
        ({ State: ProposalState.Approved }, ProposalEvent.ApprovalGiven) => Refuse($"it is {Words(current)} already"),
        ({ State: ProposalState.Approved }, ProposalEvent.ApprovalFell) => To(current with { State = ProposalState.Open, Approvals = [] }, current),
        ({ Approvals.Count: > 0, State: ProposalState.Open or ProposalState.Held or ProposalState.Snoozed }, ProposalEvent.ApprovalFell) => To(current with { Approvals = [] }, current),
        ({ State: ProposalState.Open or ProposalState.Held }, ProposalEvent.PutOff putOff) => PutOff(current, putOff),
        ({ State: ProposalState.Held }, ProposalEvent.Released) => To(current with { State = ProposalState.Open, ShownAt = happened.At }, current),
        ({ }, ProposalEvent.Refused refused) when current.State.IsWithdrawable() => Reject(current, refused),
        ({ }, ProposalEvent.Outdated outdated) when current.State.IsWithdrawable() =>
            To(current with { State = ProposalState.Obsolete, Ending = outdated.Reason, Snooze = null }, current),
        ({ }, ProposalEvent.Cleared cleared) when current.State.IsWithdrawable() =>
            To(current with { State = ProposalState.Withdrawn, Ending = cleared.Reason, Snooze = null }, current),
        ({ }, ProposalEvent.Replaced replaced) when current.State.IsWithdrawable() =>
            To(current with { State = ProposalState.Superseded, SupersededBy = replaced.By, Ending = replaced.Reason, Snooze = null }, current),
        ({ }, ProposalEvent.TakenBack back) when current.State.IsWithdrawable() => TakeBack(current, back),

        ({ State: ProposalState.Approved }, ProposalEvent.FreezeBroken) => To(current, current),
        ({ State: ProposalState.Approved }, ProposalEvent.Claimed) => Claim(current, rivals),
        ({ State: ProposalState.Applying }, ProposalEvent.Claimed { Takeover: true }) => Claim(current, rivals),
        ({ State: ProposalState.Applying }, ProposalEvent.Claimed) => Refuse("an executor has it"),
        ({ State: ProposalState.Applying }, ProposalEvent.Completed completed) => To(current with { State = ProposalState.Applied, Ending = completed.Summary }, current),
        ({ State: ProposalState.Applying }, ProposalEvent.Undone) =>
            To(current with { State = ProposalState.Open, Approvals = [], FailedDigest = current.Revision.Digest }, current),
        ({ State: ProposalState.Applying }, ProposalEvent.LeftBehind behind) =>
            To(current with { State = ProposalState.NeedsAttention, Left = behind.Left, FailedDigest = current.Revision.Digest }, current),
        ({ State: ProposalState.NeedsAttention }, ProposalEvent.Settled { Applied: true } settled) =>
            To(current with { State = ProposalState.Applied, Left = [], Ending = settled.Reason }, current),
        ({ State: ProposalState.NeedsAttention }, ProposalEvent.Settled) => To(current with { State = ProposalState.Open, Left = [], Approvals = [] }, current),

        _ => Refuse($"{Words(happened)} is not possible while it is {Words(current)}"),
    };

    /// <summary>Another approved or applying proposal that touches the same element of the same document; null: none.</summary>
    public static Proposal? Conflict(Proposal proposal, IReadOnlyList<Proposal> rivals) => rivals.FirstOrDefault(rival =>
        rival.Id != proposal.Id && rival.Scope == proposal.Scope
        && rival.State is ProposalState.Approved or ProposalState.Applying or ProposalState.NeedsAttention
        && rival.Revision.Touched.Any(theirs => proposal.Revision.Touched.Any(theirs.Overlaps)));

    private static Transition Dated(Transition transition, ProposalEvent happened) =>
        transition is Transition.To { Proposal: { IsLiving: false, EndedAt: null } ended } ? To(ended with { EndedAt = happened.At }) : transition;

    // As it was written down last: what time has brought about is not for a comment to write.
    private static Transition Comment(Proposal current, ProposalEvent.Commented comment) =>
        current.ForgottenAt is { } at ? Refuse($"it was forgotten on {at:yyyy-MM-dd}")
        : string.IsNullOrWhiteSpace(comment.Text) ? Refuse("the comment is empty")
        : comment.Text.Length > ProposalEvent.Commented.Longest ? Refuse($"the comment has {comment.Text.Length:#,0} characters; {ProposalEvent.Commented.Longest:#,0} is the most")
        : To(current, current);

    private static Transition Revise(Proposal current, ProposalEvent.Revised revised) =>
        revised.Seen is { } seen && !string.Equals(seen, current.Revision.Digest) ? Refuse(Moved(seen, current))
        : To(current with { State = current.State == ProposalState.Held ? ProposalState.Held : ProposalState.Open, Revision = revised.Revision with { Number = current.Revision.Number + 1 }, Approvals = [] }, current);

    private static Transition Approve(Proposal current, ProposalEvent.ApprovalGiven given, IReadOnlyList<Proposal> rivals)
    {
        if (!string.Equals(given.Digest, current.Revision.Digest)) return Refuse(Moved(given.Digest, current));
        if (current.Approvals.Any(a => string.Equals(a.Actor, given.Actor))) return Refuse($"{given.Actor} has approved it already");
        if (!given.AllowSelf && string.Equals(given.Actor, current.Revision.Author)) return Refuse($"{given.Actor} wrote this revision; somebody else approves it");
        if (!given.AllowSelf && string.Equals(given.Actor, current.OpenedBy)) return Refuse($"{given.Actor} proposed it; somebody else approves it");
        if (given.Actor.StartsWith("policy:", StringComparison.Ordinal) && string.Equals(current.FailedDigest, current.Revision.Digest))
            return Refuse("an attempt at this revision failed; a person decides whether to try again");
        if (current.Revision.Blockers.FirstOrDefault(b => b.IsHard) is { } blocker) return Refuse($"it is blocked by {blocker.Kind}: {blocker.Description}");
        if (Conflict(current, rivals) is { } rival) return Refuse(Conflicting(rival));
        Approval[] approvals = [.. current.Approvals, new Approval(given.Actor, given.At)];
        var enough = given.Bypass is not null || approvals.Length >= given.Quorum && (given.Owners.Count == 0 || approvals.Any(a => given.Owners.Contains(a.Actor)));
        return To(current with { Approvals = approvals, State = enough ? ProposalState.Approved : current.State }, current);
    }

    private static Transition Reject(Proposal current, ProposalEvent.Refused refused)
    {
        if (refused.Seen is { } seen && !string.Equals(seen, current.Revision.Digest)) return Refuse(Moved(seen, current));
        return To(current with { State = ProposalState.Rejected, Ending = refused.Reason, Snooze = null, Rejection = Remembered(current, refused, refused.Reason, refused.Until) }, current);
    }

    // What people took back is not wanted again before it is worse, as if they had rejected it.
    private static Transition RollBack(Proposal current, ProposalEvent.RolledBack back) => To(
        current with
        {
            State = ProposalState.RolledBack,
            RevertedBy = back.By,
            Ending = back.Reason,
            EndedAt = back.At,
            Rejection = Remembered(current, back, $"it was rolled back: {back.Reason}", until: null),
        },
        current);

    private static Rejection Remembered(Proposal current, ProposalEvent happened, string reason, DateTimeOffset? until) => new(
        happened.Actor, happened.At, reason, until, current.Sightings.Magnitude, current.Sightings.Contexts, current.Sightings.ErrorClasses, RevisionDigest.OfEdits(current.Revision.Proposal));

    // The deadline waits as long as the snooze does.
    private static Transition PutOff(Proposal current, ProposalEvent.PutOff putOff) =>
        putOff.Until <= putOff.At ? Refuse($"{putOff.Until:yyyy-MM-dd HH:mm} UTC is not in the future")
        : putOff.Until - putOff.At > LongestSnooze ? Refuse($"it can be snoozed for {LongestSnooze.TotalDays:0} days at most, until {putOff.At + LongestSnooze:yyyy-MM-dd HH:mm} UTC")
        : To(
            current with
            {
                State = ProposalState.Snoozed,
                Snooze = new Snooze(putOff.Actor, putOff.Until, putOff.Reason),
                ExpiresAt = current.ExpiresAt + (putOff.Until - putOff.At),
            },
            current);

    private static Transition TakeBack(Proposal current, ProposalEvent.TakenBack back) =>
        string.Equals(back.Actor, current.Revision.Author) ? To(current with { State = ProposalState.Cancelled, Ending = back.Reason, Snooze = null }, current)
        : Refuse($"only its author, {current.Revision.Author}, takes it back; everybody else rejects it");

    private static Transition Forget(Proposal current, ProposalEvent.ContextForgotten forgotten) =>
        current.State.HoldsDocument() ? Refuse($"it is {Words(current)}: forgetting waits until that is over")
        : forgotten.ContextId is not { } context ? To(current, current)
        : !current.Sightings.Contexts.Contains(context) ? Refuse("that context did not ask for it")
        : current.Sightings.Contexts.Count == 1 ? Refuse("nobody else asked for it: the whole of it is to be forgotten")
        : To(Skeleton.Without(current, context), current);

    // Only what time has brought about is written down, and not before.
    private static Transition InItsTime(Proposal current, ProposalEvent happened)
    {
        var now = At(current, happened.At);
        var due = happened is ProposalEvent.Woke ? now.Snooze is null : now.State == ProposalState.Expired;
        return !due ? Refuse(current.DueAt is { } at ? $"that is not before {at:yyyy-MM-dd HH:mm} UTC: it is {Words(current)}" : $"time does not change what is {Words(current)}")
            : To(happened is ProposalEvent.Woke ? current with { State = ProposalState.Open, Snooze = null } : now, current);
    }

    private static Transition Claim(Proposal current, IReadOnlyList<Proposal> rivals)
    {
        if (rivals.FirstOrDefault(r => r.Id != current.Id && r.Scope == current.Scope && r.State.HoldsDocument()) is { } holder)
            return Refuse($"{current.Scope} is held by proposal {holder.Id}, which is {Words(holder)}");
        return Conflict(current, rivals) is { } rival ? Refuse(Conflicting(rival)) : To(current with { State = ProposalState.Applying }, current);
    }

    private static Transition To(Proposal next) => new Transition.To(next);

    private static Transition To(Proposal next, Proposal from) =>
        new Transition.To(next with { Version = from.Version + 1, HeldBy = next.State == ProposalState.Held ? next.HeldBy : null });

    private static Transition Refuse(string reason) => new Transition.Refused(reason);

    private static string Moved(string seen, Proposal current) =>
        $"the revision that was seen ({Short(seen)}) is not the current one, which is {Short(current.Revision.Digest)} by {current.Revision.Author}";

    private static string Conflicting(Proposal rival) => $"proposal {rival.Id} («{rival.Revision.Proposal.Title}»), which is {Words(rival)}, changes the same element";

    private static string Short(string digest) => digest.Length > 12 ? digest[..12] : digest;

    internal static string Words(Proposal proposal) => proposal.State switch
    {
        ProposalState.Open => "open",
        ProposalState.Held => "held",
        ProposalState.Approved => $"approved by {string.Join(", ", proposal.Approvals.Select(a => a.Actor))}",
        ProposalState.Applying => "being applied",
        ProposalState.NeedsAttention => "waiting for a person's attention",
        ProposalState.Applied => "applied",
        ProposalState.Rejected => $"rejected by {proposal.Rejection?.Actor}",
        ProposalState.Obsolete => "obsolete",
        ProposalState.Snoozed => $"snoozed by {proposal.Snooze?.Actor} until {proposal.Snooze?.Until:yyyy-MM-dd HH:mm} UTC",
        ProposalState.Withdrawn => "withdrawn",
        ProposalState.Expired => "expired",
        ProposalState.Cancelled => $"cancelled by {proposal.Revision.Author}",
        ProposalState.RolledBack => $"rolled back by {proposal.RevertedBy}",
        ProposalState.Superseded => $"superseded by {proposal.SupersededBy}",
        _ => throw new UnreachableException(),
    };

    private static string Words(ProposalEvent happened) => happened switch
    {
        ProposalEvent.Opened => "opening",
        ProposalEvent.Revised => "a new revision",
        ProposalEvent.ApprovalGiven => "approving",
        ProposalEvent.ApprovalFell => "taking approvals back",
        ProposalEvent.Refused => "rejecting",
        ProposalEvent.FreezeBroken => "breaking a freeze",
        ProposalEvent.Claimed => "applying",
        ProposalEvent.Completed => "completing",
        ProposalEvent.Undone => "undoing",
        ProposalEvent.LeftBehind => "leaving something behind",
        ProposalEvent.Settled => "settling",
        ProposalEvent.Outdated => "becoming obsolete",
        ProposalEvent.Cleared => "withdrawing",
        ProposalEvent.Replaced => "superseding",
        ProposalEvent.RolledBack => "rolling back",
        ProposalEvent.PutOff => "snoozing",
        ProposalEvent.Released => "releasing",
        ProposalEvent.Woke => "waking",
        ProposalEvent.Lapsed => "expiring",
        ProposalEvent.TakenBack => "cancelling",
        ProposalEvent.Promoted => "promoting",
        ProposalEvent.Commented => "commenting",
        ProposalEvent.Forgotten => "forgetting",
        ProposalEvent.ContextForgotten => "forgetting a context",
        ProposalEvent.Erased => "erasing",
        _ => throw new UnreachableException(),
    };
}

public abstract record Transition
{
    private Transition()
    {
    }

    public sealed record To(Proposal Proposal) : Transition;

    /// <param name="Reason">One clause: who or what stands against it.</param>
    public sealed record Refused(string Reason) : Transition;
}
