using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Storage;

namespace Regenerator.Proposals;

/// <summary>
/// Tells the sinks what the store has: each of them at its own pace, at least once, in order per proposal. What a sink does not take comes
/// again after growing pauses, and in the end waits for an operator; so do the later notices of the same proposal.
/// </summary>
public sealed class Outbox
{
    private const int PruneAtOnce = 1000;
    private const int NamedFaults = 2;

    private static readonly TimeSpan PruneEvery = TimeSpan.FromHours(1);

    private readonly IDeliveryStore store;
    private readonly TimeProvider time;
    private readonly OutboxOptions options;
    private readonly Courier[] couriers;
    private DateTimeOffset prunedAt = DateTimeOffset.MinValue;

    public Outbox(IDeliveryStore store, IReadOnlyList<IProposalSink> sinks, TimeProvider time, OutboxOptions? options = null, Func<IProposalExecutor, Applier>? applierFor = null, ILogger? log = null)
    {
        this.store = store;
        this.time = time;
        this.options = options ?? new OutboxOptions();
        couriers = [.. sinks.Select(sink => new Courier(sink, store, time, this.options, log ?? NullLogger.Instance, applierFor))];
    }

    /// <summary>Makes new sinks known, before anything happens that they should hear of.</summary>
    public async Task IntroduceAsync(CancellationToken ct)
    {
        foreach (var courier in couriers) await courier.IntroduceAsync(ct);
    }

    /// <summary>Delivers what is due, to all sinks at the same time.</summary>
    /// <returns>What stands undelivered after a failure, one line each; the same words as long as the same thing is wrong.</returns>
    public async Task<IReadOnlyList<string>> DrainAsync(IReadOnlyList<RegenerationContext> contexts, CancellationToken ct)
    {
        if (couriers.Length == 0) return [];
        await Task.WhenAll(couriers.Select(courier => courier.DrainAsync(contexts, ct)));
        await PruneAsync(ct);
        var stuck = await store.ListDeliveriesAsync(DeliveryQuery.Stuck, ct);
        return [.. stuck.Where(d => Array.Exists(couriers, c => string.Equals(c.Name, d.Sink))).GroupBy(d => (d.Sink, d.Error, d.State)).SelectMany(Faults)];
    }

    private static IEnumerable<string> Faults(IGrouping<(string Sink, string? Error, DeliveryState State), Undelivered> alike)
    {
        var (sink, error, state) = alike.Key;
        var words = state == DeliveryState.Parked ? "was given up on with" : "did not take";
        var hint = state == DeliveryState.Parked ? "; «outbox retry» tries again, «outbox drop» goes on without" : "";
        return alike.Skip(NamedFaults).Any()
            ? [$"sink {sink} {words} several deliveries: {error} («outbox list» shows which){hint}"]
            : alike.Select(d => $"sink {sink} {words} {JsonNamingPolicy.CamelCase.ConvertName(d.Moment.ToString())} of {d.ProposalId}: {error}{hint}");
    }

    private async Task PruneAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (now - prunedAt < PruneEvery) return;
        while (await store.PruneDeliveriesAsync(now - options.Retention, PruneAtOnce, ct) == PruneAtOnce)
        {
        }

        prunedAt = now;
    }
}
