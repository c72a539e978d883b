using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>
/// What becomes of proposals when a store is not where it was left: it was restored, copied or imported. What was approved may have been applied since, or
/// elsewhere; so people decide again. Pure; the same for every store.
/// </summary>
public static class NewEpoch
{
    /// <summary>The states that may have to do with approvals.</summary>
    public static IReadOnlyList<ProposalState> Concerned { get; } = [ProposalState.Open, ProposalState.Snoozed, ProposalState.Approved, ProposalState.Applying];

    /// <param name="reason">Such as <c>the store was restored or copied</c>.</param>
    /// <returns>Null: it stays as it is.</returns>
    public static ProposalWrite? Write(Proposal current, string reason, DateTimeOffset now)
    {
        ProposalEvent happened = current.State == ProposalState.Applying
            ? new ProposalEvent.LeftBehind(reason, [$"whether revision {current.Revision.Number} was applied is not known here: compare the document with it"]) { Actor = "engine", At = now }
            : new ProposalEvent.ApprovalFell(reason) { Actor = "engine", At = now };
        return Lifecycle.Next(current, happened, []) is Transition.To(var next) ? ProposalWrite.Of(current, next, happened) : null;
    }
}
