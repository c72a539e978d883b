using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator;

/// <summary>One pass over a batch of contexts, one closed window each: the only place that knows the whole flow.</summary>
internal sealed class Cycle(IRegeneratorStore store, SignalCollector collector, RuleEvaluator evaluator, IntakeOptions intake, TimeProvider time)
{
    /// <returns>Null when every context has caught up.</returns>
    public async Task<CycleReport?> RunAsync(IReadOnlyList<RegenerationContext> contexts, HashSet<(string Context, string Provider)> silent, CancellationToken ct)
    {
        var start = await store.BeginAsync(contexts, ct);
        var readings = await collector.CollectAsync(contexts, start, evaluator.Lookbacks, silent, ct);
        if (readings.Count == 0) return null;
        var verdicts = await evaluator.EvaluateAsync(readings, ct);
        var admissions = Intake.Admit(start, readings, verdicts, time.GetUtcNow(), intake);
        var outcomes = await store.CommitAsync(admissions.Commit, ct);
        return Report(readings, admissions.Decisions, outcomes);
    }

    /// <summary>There is more to read than what was read so far.</summary>
    public async Task<bool> IsBehindAsync(IReadOnlyList<RegenerationContext> contexts, HashSet<(string Context, string Provider)> silent, CancellationToken ct) =>
        collector.IsBehind(contexts, await store.BeginAsync(contexts, ct), silent);

    private static CycleReport Report(IReadOnlyList<ContextReading> readings, IReadOnlyList<Decision> decisions, IReadOnlyList<CommitOutcome> outcomes)
    {
        var overtaken = outcomes.OfType<CommitOutcome.Overtaken>().ToArray();
        var lost = overtaken.Select(o => o.ContextId).ToHashSet(StringComparer.Ordinal);
        var faults = readings.SelectMany(r => r.Faults.Select(p => (r.Context.Id, p.Provider, p.Coverage.Reason)))
            .GroupBy(f => (f.Provider, f.Reason), (key, all) => new ProviderFault(key.Provider, key.Reason, [.. all.Select(f => f.Id).Distinct()]));
        return new CycleReport(
            [.. decisions.Where(d => !lost.Contains(d.ContextId))],
            overtaken,
            [.. faults],
            readings.Sum(r => r.Readings.Sum(p => p.Signals.Length)),
            [.. readings.Select(r => r.Window).Distinct().Order()]);
    }
}
