using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Signals;

namespace Regenerator;

/// <summary>
/// Everything that has closed since the last pass, batch after batch. While one is committed, the next is judged and others are being read: vendors,
/// rules and the store do not wait for each other. Stragglers come last, and hold nobody up. For one pass.
/// </summary>
/// <param name="most">So many windows of each context.</param>
/// <param name="done">Takes the report of each slice that was kept.</param>
internal sealed class CatchUp(Cycle cycle, SignalCollector collector, int most, List<CycleReport> done)
{
    private const int BatchSize = 500;

    // In calm times everything is shown at once. In a flood what is over that waits for the end of the pass, when it is known which is the worst.
    private const double AtOnce = 0.5;

    // Being read while one is judged and one committed: with one only, each batch would wait for the vendors' latency again.
    private const int BatchesAhead = 4;

    private readonly Queue<Collection> ahead = new();
    private readonly List<Collection> waiting = [];
    private (Collection Of, Task<KeptSlice> Slice)? keeping; // one at a time: the intake looks at what the slice before has left
    private Allowance? allowance; // of all slices; null: to be asked for
    private bool isLong; // more than one batch
    private Collection? again;
    private bool cutShort;

    /// <returns>True when there is more to catch up than one pass may.</returns>
    public async Task<bool> RunAsync(IReadOnlyList<RegenerationContext> watched, CancellationToken ct)
    {
        try
        {
            var due = collector.BeginPass(watched);
            isLong = due.Count > BatchSize;
            foreach (var batch in due.Chunk(BatchSize))
            {
                var next = collector.Open(batch, most);
                await cycle.AskAsync(next, ct);
                ahead.Enqueue(next);
                while (ahead.Count > BatchesAhead) await StepAsync(ct);
            }

            await FinishAsync(ct);
            while (waiting.Count > 0)
            {
                await Task.WhenAny(waiting.Select(straggler => straggler.StragglerAsync(ct)));
                foreach (var straggler in waiting) ahead.Enqueue(straggler);
                waiting.Clear();
                await FinishAsync(ct);
            }

            return cutShort;
        }
        finally
        {
            await LastAsync();
        }
    }

    private async Task FinishAsync(CancellationToken ct)
    {
        while (ahead.Count > 0 || keeping is not null || again is not null)
        {
            if (ahead.Count == 0 && again is null) await SettleAsync();
            else await StepAsync(ct);
        }
    }

    /// <summary>Judges the next slice while the one before it is still being committed.</summary>
    private async Task StepAsync(CancellationToken ct)
    {
        var next = again ?? ahead.Dequeue();
        again = null;
        var judged = await cycle.JudgeAsync(next, ct);
        await SettleAsync();
        if (judged is null) Leave(next);
        else keeping = (next, Task.Run(() => KeepAsync(judged, ct), ct));
    }

    private async Task<KeptSlice> KeepAsync(JudgedSlice judged, CancellationToken ct)
    {
        var kept = await cycle.KeepAsync(judged, allowance ??= await cycle.AllowanceAsync(isLong ? AtOnce : 1, ct), ct);
        if (kept.Report.Overtaken.Count > 0) allowance = null; // it has counted what was not opened
        return kept;
    }

    private async Task SettleAsync()
    {
        if (keeping is not { } last) return;
        keeping = null;
        var kept = await last.Slice;
        done.Add(kept.Report);
        last.Of.Settle(kept.Readings);
        if (last.Of.Idle.Count > 0) again = last.Of; // it may have more windows: those before others begin
        else Leave(last.Of);
    }

    // Whatever ended it early: nothing of it writes any more afterwards, and what it has written is told.
    private async Task LastAsync()
    {
        if (keeping is not { Slice: var last }) return;
        await ((Task)last).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (last.IsCompletedSuccessfully) done.Add((await last).Report);
    }

    private void Leave(Collection collection)
    {
        if (collection.IsWaiting) waiting.Add(collection);
        cutShort |= collection.IsCutShort;
    }
}
