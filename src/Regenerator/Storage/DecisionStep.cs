using System.Diagnostics;
using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>What a decision comes to on a proposal as it is now. Pure; the same for every store.</summary>
public abstract record DecisionStep
{
    private DecisionStep()
    {
    }

    /// <param name="rivals">The other living proposals on the same document.</param>
    public static DecisionStep Of(Proposal current, ProposalEvent happened, IReadOnlyList<Proposal> rivals) =>
        (ClaimedEvents.Guard(happened) ?? Lifecycle.Next(current, happened, rivals)) switch
        {
            Transition.To(var next) => new Taken(ProposalWrite.Of(current, next, happened)),
            Transition.Refused(var reason) => new Refused(new DecideResult.Refused(reason, current)),
            _ => throw new UnreachableException(),
        };

    /// <summary>What the end of a claim comes to.</summary>
    /// <exception cref="ArgumentException">The event is no outcome of an apply.</exception>
    /// <exception cref="InvalidOperationException">The lifecycle refuses: the lock and the proposal contradict each other.</exception>
    public static ProposalWrite Finish(Proposal current, ProposalEvent outcome, IReadOnlyList<Proposal> rivals)
    {
        if (!ClaimedEvents.IsOutcome(outcome)) throw new ArgumentException($"{outcome.GetType().Name} is no outcome of an apply", nameof(outcome));
        return Lifecycle.Next(current, outcome, rivals) switch
        {
            Transition.To(var next) => ProposalWrite.Of(current, next, outcome),
            Transition.Refused(var reason) => throw new InvalidOperationException($"proposal {current.Id} is claimed, yet: {reason}"),
            _ => throw new UnreachableException(),
        };
    }

    public sealed record Taken(ProposalWrite Write) : DecisionStep;

    public sealed record Refused(DecideResult.Refused Result) : DecisionStep;
}
