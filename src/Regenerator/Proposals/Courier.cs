using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Storage;

namespace Regenerator.Proposals;

/// <summary>
/// Delivers to one sink. A delivery that fails costs nobody but its own proposal a pause; a sink that fails at everything is left alone
/// for a while, so that its outage uses up no tries; a call that does not come back is no longer waited for.
/// </summary>
internal sealed class Courier(IProposalSink sink, IDeliveryStore store, TimeProvider time, OutboxOptions options, ILogger log, Func<IProposalExecutor, Applier>? applierFor)
{
    private const int Batch = 100;

    // Calls that never came back and still hold on to something: with more of them the sink is not called any more.
    private const int MostLost = 8;

    private readonly ConcurrentDictionary<string, Task> lost = new(StringComparer.Ordinal);
    private readonly SinkHealth health = new(sink.Name, options);

    public string Name => sink.Name;

    /// <summary>Makes the sink known to the store: it hears what happens from then on.</summary>
    public Task IntroduceAsync(CancellationToken ct) => TakeAsync(time.GetUtcNow(), 1, ct);

    /// <summary>Delivers what is due now, each delivery at most once.</summary>
    public async Task DrainAsync(IReadOnlyList<RegenerationContext> contexts, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        foreach (var (key, call) in lost)
            if (call.IsCompleted) lost.TryRemove(key, out _);
        var lanes = new ParallelOptions { MaxDegreeOfParallelism = sink.AtOnce, CancellationToken = ct };
        while (CanBeCalled(now) && await TakeAsync(now, Batch, ct) is { Count: > 0 } due)
        {
            await Parallel.ForEachAsync(due, lanes, async (entry, stop) =>
            {
                if (CanBeCalled(now)) await DeliverAsync(entry, contexts, now, stop);
            });
        }
    }

    private Task<IReadOnlyList<OutboxEntry>> TakeAsync(DateTimeOffset now, int limit, CancellationToken ct) =>
        store.TakeDeliveriesAsync(sink.Name, sink.Moments, now, limit, ct);

    private async Task DeliverAsync(OutboxEntry entry, IReadOnlyList<RegenerationContext> contexts, DateTimeOffset now, CancellationToken ct)
    {
        DeliveryOutcome outcome;
        try
        {
            await CallAsync(entry, contexts, ct);
            outcome = new DeliveryOutcome.Delivered();
            health.Delivered();
        }
        catch (Exception problem) when (!ct.IsCancellationRequested)
        {
            outcome = Failure(entry, problem, now);
        }

        RegeneratorTelemetry.Settled(sink.Name, outcome);
        if (outcome is DeliveryOutcome.Parked parked) log.DeliveryParked(sink.Name, entry.Key, parked.Error);
        await store.SettleDeliveryAsync(sink.Name, entry.Key, outcome, CancellationToken.None);
    }

    private async Task CallAsync(OutboxEntry entry, IReadOnlyList<RegenerationContext> contexts, CancellationToken ct)
    {
        if (lost.TryGetValue(entry.Key, out var earlier) && !earlier.IsCompleted) throw new TimeoutException("an earlier try has not come back yet");
        var context = Review.Standing.ContextOf(entry.Proposal, contexts);
        var delivery = new ProposalDelivery(entry.Key, entry.Moment, context, entry.Proposal) { At = entry.At, Apply = Apply(entry, context) };
        using var limit = new CancellationTokenSource(sink.TimeLimit, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        var call = Task.Run(() => sink.SubmitAsync(delivery, end.Token), CancellationToken.None); // a sink may block before its first await
        try
        {
            await call.WaitAsync(end.Token);
        }
        catch (OperationCanceledException ended) when (end.IsCancellationRequested)
        {
            lost[entry.Key] = call;
            ct.ThrowIfCancellationRequested();
            throw new TimeoutException($"it did not come back within {sink.TimeLimit.TotalSeconds:0.###} s", ended);
        }
    }

    private DeliveryOutcome Failure(OutboxEntry entry, Exception problem, DateTimeOffset now)
    {
        var tries = entry.Tries + 1;
        var told = problem as DeliveryException;
        var asked = told?.RetryAfter is { } wish && wish > TimeSpan.Zero ? wish < options.LongestPause ? wish : options.LongestPause : (TimeSpan?)null;
        health.Failed(entry.Proposal.Id, problem is TimeoutException, asked, now);
        return told is { IsFinal: true } || tries >= options.Tries
            ? new DeliveryOutcome.Parked(FaultLine.Of(problem))
            : new DeliveryOutcome.Failed(FaultLine.Of(problem), now + (asked ?? options.Pause(tries, $"{sink.Name} {entry.Key}")));
    }

    private bool CanBeCalled(DateTimeOffset now) => !health.IsResting(now) && lost.Values.Count(call => !call.IsCompleted) < MostLost;

    private Func<IProposalExecutor, CancellationToken, Task<ExecutionResult>>? Apply(OutboxEntry entry, RegenerationContext? context) => applierFor is null ? null
        : async (executor, ct) => await applierFor(executor).ApplyAsync(entry.Proposal.Id, "executor:outbox", ct) switch
        {
            ApplyResult.Applied applied => applied.Result,
            ApplyResult.Failed failed => failed.Result,
            ApplyResult.Refused { FrozenUntil: not null } frozen => throw new DeliveryException(frozen.Reason), // it comes again: nobody else would apply it after the freeze
            ApplyResult.Refused refused => new ExecutionResult(entry.Proposal.Revision.Proposal.Id, context?.Id ?? "", ExecutionStatus.Failed, []) { Refusal = refused.Reason },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
