using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>Events that only the holder of a document may bring about: appended past the claim they would leave its lock behind, or slip under the fence.</summary>
public static class ClaimedEvents
{
    /// <summary>Null when the event needs no claim.</summary>
    public static Transition.Refused? Guard(ProposalEvent happened) => happened switch
    {
        ProposalEvent.Claimed => new Transition.Refused("a document is taken by a claim only"),
        ProposalEvent.RolledBack => new Transition.Refused("what was applied is taken back by applying its rollback only"),
        ProposalEvent.FreezeBroken => new Transition.Refused("a freeze is broken by a claim only"),
        _ when IsOutcome(happened) => new Transition.Refused("an apply is ended by its claim only"),
        _ => null,
    };

    public static bool IsOutcome(ProposalEvent happened) => happened is ProposalEvent.Completed or ProposalEvent.Undone or ProposalEvent.LeftBehind;
}
