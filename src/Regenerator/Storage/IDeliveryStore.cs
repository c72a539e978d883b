using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>What sinks are to be told, and have been.</summary>
public interface IDeliveryStore
{
    /// <summary>
    /// What a sink was not told yet and may be told now: of each proposal the oldest notice, what never failed before what did, the older
    /// before the newer. A sink that asks for the first time is remembered, and hears what happens from then on.
    /// </summary>
    Task<IReadOnlyList<OutboxEntry>> TakeDeliveriesAsync(string sink, IReadOnlySet<Moment> moments, DateTimeOffset now, int limit, CancellationToken ct);

    /// <summary>Writes down what became of a delivery, by <see cref="DeliveryTrack.After"/>.</summary>
    /// <returns>False, and nothing is written, when it is not the oldest notice of its proposal that the sink does not have.</returns>
    Task<bool> SettleDeliveryAsync(string sink, string key, DeliveryOutcome outcome, CancellationToken ct);

    /// <summary>What sinks do not have, of sinks that have asked at least once.</summary>
    Task<IReadOnlyList<Undelivered>> ListDeliveriesAsync(DeliveryQuery query, CancellationToken ct);

    /// <summary>Forgets notices from before an instant that no known sink still has to be told of, and what was dropped before it.</summary>
    /// <returns>How many went, at most <paramref name="limit"/>.</returns>
    Task<int> PruneDeliveriesAsync(DateTimeOffset before, int limit, CancellationToken ct);
}

/// <param name="Key">The delivery's key.</param>
/// <param name="At">When it happened.</param>
/// <param name="Proposal">As it was then.</param>
public sealed record OutboxEntry(string Key, Moment Moment, DateTimeOffset At, Proposal Proposal)
{
    /// <summary>How often the sink that asks did not take it.</summary>
    public int Tries { get; init; }
}
