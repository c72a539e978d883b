using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator;

/// <summary>One slice of a batch of contexts, one closed window each: the only place that knows the whole flow.</summary>
internal sealed class Cycle(IRegeneratorStore store, RuleEvaluator evaluator, IntakeOptions intake, TimeProvider time)
{
    private readonly Drafts drafts = new(intake.ProseAccepted);

    /// <summary>Asks the providers for the next window of every context that waits for nothing.</summary>
    public async Task AskAsync(Collection collection, CancellationToken ct)
    {
        if (collection.Idle.Count > 0) collection.Ask(await store.BeginAsync(collection.Idle, ct), ct);
    }

    /// <returns>Null when every context has caught up, or is a straggler.</returns>
    public async Task<CycleReport?> RunAsync(Collection collection, CancellationToken ct)
    {
        using var span = RegeneratorTelemetry.Start("slice");
        await AskAsync(collection, ct);
        var slice = await collection.TakeAsync(ct);
        if (slice.Readings.Count == 0) return slice.Quarantined.Count == 0 ? null : Report(slice, [], []);
        span?.SetTag("regenerator.contexts", slice.Readings.Count);
        var verdicts = await JudgeAsync(slice.Readings, ct);
        var start = await BeginAsync(slice.Readings, ct);
        var admissions = Intake.Admit(start, slice.Readings, verdicts, time.GetUtcNow(), intake, drafts);
        var outcomes = await CommitAsync(admissions.Commit, ct);
        collection.Settle(Kept(slice, outcomes));
        return Report(slice, admissions.Decisions, outcomes);
    }

    private async Task<IReadOnlyList<Verdict>> JudgeAsync(IReadOnlyList<ContextReading> readings, CancellationToken ct)
    {
        using var span = RegeneratorTelemetry.Start("rules");
        return await evaluator.EvaluateAsync(readings, ct);
    }

    private async Task<IReadOnlyList<CommitOutcome>> CommitAsync(PassCommit commit, CancellationToken ct)
    {
        using var span = RegeneratorTelemetry.Start("commit", ("contexts", commit.Contexts.Count), ("changes", commit.Changes.Count));
        return await store.CommitAsync(commit, ct);
    }

    /// <summary>Puts held proposals before people as far as the budgets have room again.</summary>
    public async Task ReleaseAsync(CancellationToken ct)
    {
        var held = (await store.ListAsync(new ProposalQuery { States = [ProposalState.Held], Shadow = false, Limit = 1000 }, ct)).Proposals;
        if (held.Count == 0) return;
        var changes = Intake.Release(await LoadAsync(ct), held, time.GetUtcNow(), intake);
        if (changes.Count > 0) await store.CommitAsync(new PassCommit { Contexts = [], Changes = changes }, ct);
    }

    // Other slices may have committed since the providers were asked: proposals are as they are now. Epochs are as they were then, so that
    // whoever read the same windows meanwhile wins.
    private async Task<PassStart> BeginAsync(IReadOnlyList<ContextReading> readings, CancellationToken ct) =>
        await store.BeginAsync([.. readings.Select(r => r.Context)], ct) with
        {
            Epochs = readings.ToDictionary(r => r.Context.Id, r => r.Epoch, StringComparer.Ordinal),
            Load = await LoadAsync(ct),
        };

    private async Task<InboxLoad> LoadAsync(CancellationToken ct) => intake.Budgets.Count == 0 ? InboxLoad.None : await store.LoadAsync(time.GetUtcNow() - Budget.Hour, ct);

    private static IEnumerable<ContextReading> Kept(Slice slice, IReadOnlyList<CommitOutcome> outcomes)
    {
        var kept = outcomes.OfType<CommitOutcome.Committed>().Select(o => o.ContextId).ToHashSet(StringComparer.Ordinal);
        return slice.Readings.Where(r => kept.Contains(r.Context.Id));
    }

    private static CycleReport Report(Slice slice, IReadOnlyList<Decision> decisions, IReadOnlyList<CommitOutcome> outcomes)
    {
        var readings = slice.Readings;
        var overtaken = outcomes.OfType<CommitOutcome.Overtaken>().ToArray();
        var lost = overtaken.Select(o => o.ContextId).ToHashSet(StringComparer.Ordinal);
        var faults = readings.SelectMany(r => r.Faults.Select(p => (r.Context.Id, p.Provider, p.Coverage.Reason)))
            .GroupBy(f => (f.Provider, f.Reason), (key, all) => new ProviderFault(key.Provider, key.Reason, [.. all.Select(f => f.Id).Distinct()]));
        return new CycleReport(
            [.. decisions.Where(d => !lost.Contains(d.ContextId))],
            overtaken,
            [.. faults],
            readings.Sum(r => r.Readings.Sum(p => p.Signals.Length)),
            [.. readings.Select(r => r.Window).Distinct().Order()])
        {
            Quarantined = slice.Quarantined,
        };
    }
}
