using Regenerator.Contexts;
using Regenerator.Execution;

namespace Regenerator.Proposals;

/// <summary>
/// Gets told what happened to proposals, after the store has it. At least once, in order per proposal: use
/// <see cref="ProposalDelivery.Key"/> to drop repeats. Throw when you cannot take it; it comes again, and after many times an operator
/// is asked. A <see cref="DeliveryException"/> says more about when.
/// </summary>
public interface IProposalSink
{
    /// <summary>Stable and unique; what was delivered is remembered under it.</summary>
    string Name => GetType().Name;

    /// <summary>Which moments to be told of.</summary>
    IReadOnlySet<Moment> Moments => DefaultMoments;

    /// <summary>How long one delivery may take; then it has failed, whether or not it ends. <see cref="Timeout.InfiniteTimeSpan"/>: as long as it likes.</summary>
    TimeSpan TimeLimit => TimeSpan.FromSeconds(30);

    /// <summary>How many deliveries, of different proposals, it takes at the same time.</summary>
    int AtOnce => 1;

    Task SubmitAsync(ProposalDelivery delivery, CancellationToken ct);

    private static readonly HashSet<Moment> DefaultMoments = [Moment.Opened];
}

/// <summary>What happened.</summary>
public enum Moment
{
    /// <summary>A new line of the inbox.</summary>
    Opened,

    /// <summary>One more tenant with the same cause: it joined an item that sinks were told of when it was opened.</summary>
    Widened,

    Revised,
    Approved,
    Rejected,
    Applied,
    Failed,
    NeedsAttention,
    Obsolete,
    Withdrawn,
    Snoozed,
    Expired,
    Cancelled,
    FreezeBroken,
    Superseded,
    RolledBack,
}

/// <summary>One notice to one sink.</summary>
/// <param name="Key">Unique per proposal and event: the same when it is delivered again.</param>
/// <param name="Context">The context it was made for; the first one where it is the blueprint's. Null when it is no longer watched.</param>
/// <param name="Proposal">As it was then.</param>
public sealed record ProposalDelivery(string Key, Moment Moment, RegenerationContext? Context, Proposal Proposal)
{
    /// <summary>When it happened.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Carries the proposal out under the engine's claim and journal. Null outside the engine.</summary>
    internal Func<IProposalExecutor, CancellationToken, Task<ExecutionResult>>? Apply { get; init; }
}
