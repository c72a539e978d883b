using System.Diagnostics;
using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>What a decision comes to on a proposal as it is now. Pure; the same for every store.</summary>
public abstract record DecisionStep
{
    private DecisionStep()
    {
    }

    /// <param name="ruling">What is to happen.</param>
    /// <param name="stored">The state of the transaction, the rulings before this one included.</param>
    /// <param name="keep">Writes it, and gives back what was kept of the first.</param>
    public static DecideResult Of(Ruling ruling, IStoredState stored, Func<IReadOnlyList<ProposalWrite>, Proposal> keep) =>
        stored.Find(ruling.Id) is not { } current ? new DecideResult.NotFound() : Of(current, ruling.Event, stored.Rivals(current), stored.Reverted(current)) switch
        {
            Taken taken => new DecideResult.Decided(keep(taken.Writes)),
            Refused refused => refused.Result,
            _ => throw new UnreachableException(),
        };

    /// <param name="rivals">The other living proposals on the same document.</param>
    /// <param name="reverted">What <see cref="Proposal.Reverts"/> names, as it is now.</param>
    public static DecisionStep Of(Proposal current, ProposalEvent happened, IReadOnlyList<Proposal> rivals, Proposal? reverted) =>
        (ClaimedEvents.Guard(happened) ?? Lifecycle.Next(current, happened, rivals)) switch
        {
            Transition.To(var next) => new Taken(WithReverted(ProposalWrite.Of(current, next, happened), reverted)),
            Transition.Refused(var reason) => new Refused(new DecideResult.Refused(reason, current)),
            _ => throw new UnreachableException(),
        };

    /// <summary>What the end of a claim comes to.</summary>
    /// <param name="reverted">What <see cref="Proposal.Reverts"/> names, as it is now.</param>
    /// <exception cref="ArgumentException">The event is no outcome of an apply.</exception>
    /// <exception cref="InvalidOperationException">The lifecycle refuses: the lock and the proposal contradict each other.</exception>
    public static IReadOnlyList<ProposalWrite> Finish(Proposal current, ProposalEvent outcome, IReadOnlyList<Proposal> rivals, Proposal? reverted) =>
        ClaimedEvents.IsOutcome(outcome) ? WithReverted(Claimed(current, outcome, rivals), reverted) : throw new ArgumentException($"{outcome.GetType().Name} is no outcome of an apply", nameof(outcome));

    /// <summary>What happens under a claim, and can not be refused any more.</summary>
    internal static ProposalWrite Claimed(Proposal current, ProposalEvent happened, IReadOnlyList<Proposal> rivals) => Lifecycle.Next(current, happened, rivals) switch
    {
        Transition.To(var next) => ProposalWrite.Of(current, next, happened),
        Transition.Refused(var reason) => throw new InvalidOperationException($"proposal {current.Id} is claimed, yet: {reason}"),
        _ => throw new UnreachableException(),
    };

    // Together with the end of its rollback: at no moment do both count as applied.
    private static IReadOnlyList<ProposalWrite> WithReverted(ProposalWrite write, Proposal? reverted) =>
        write.After is { State: ProposalState.Applied } by && reverted is { State: ProposalState.Applied }
            ? [write, Claimed(reverted, new ProposalEvent.RolledBack(by.Id, by.Revision.Proposal.Summary) { Actor = by.Revision.Author, At = write.Event!.At }, [])]
            : [write];

    /// <param name="Writes">To keep together; the first is of the proposal that was decided about.</param>
    public sealed record Taken(IReadOnlyList<ProposalWrite> Writes) : DecisionStep;

    public sealed record Refused(DecideResult.Refused Result) : DecisionStep;
}
