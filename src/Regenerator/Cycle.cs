using System.Diagnostics;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator;

/// <summary>What becomes of one slice of a batch of contexts, one closed window each: the only place that knows the whole flow.</summary>
internal sealed class Cycle(IRegeneratorStore store, RuleEvaluator evaluator, IntakeOptions intake, TimeProvider time)
{
    private readonly Drafts drafts = new(intake.ProseAccepted);

    /// <summary>Asks the providers for the next window of every context that waits for nothing.</summary>
    public async Task AskAsync(Collection collection, CancellationToken ct)
    {
        if (collection.Idle.Count > 0) collection.Ask(await store.ProgressAsync([.. collection.Idle.Select(c => c.Id)], ct), ct);
    }

    /// <summary>Reads the next slice, and shows it to the rules.</summary>
    /// <returns>Null when every context has caught up, or is a straggler.</returns>
    public async Task<JudgedSlice?> JudgeAsync(Collection collection, CancellationToken ct)
    {
        var span = RegeneratorTelemetry.Start("slice"); // ends when the slice is kept
        await AskAsync(collection, ct);
        var slice = await collection.TakeAsync(ct);
        span?.SetTag("regenerator.contexts", slice.Readings.Count);
        if (slice.Readings.Count > 0) return new JudgedSlice(slice, await JudgeAsync(slice.Readings, ct), span);
        if (slice.Quarantined.Count > 0) return new JudgedSlice(slice, [], span);
        span?.Dispose();
        return null;
    }

    /// <summary>Takes in what the rules want, and commits it. For one slice at a time.</summary>
    /// <param name="allowance">Of the pass: what is opened is counted in it.</param>
    public async Task<KeptSlice> KeepAsync(JudgedSlice judged, Allowance allowance, CancellationToken ct)
    {
        using var span = judged.Span;
        if (span is not null) Activity.Current = span;
        var slice = judged.Slice;
        if (slice.Readings.Count == 0) return new KeptSlice([], Report(slice, [], []));
        var start = await store.BeginAsync([.. slice.Readings.Select(r => r.Context)], ct); // as it is now: others may have committed since the providers were asked
        var admissions = Intake.Admit(start, slice.Readings, judged.Verdicts, time.GetUtcNow(), intake, drafts, allowance);
        var outcomes = await CommitAsync(admissions.Commit, ct);
        return new KeptSlice(Kept(slice, outcomes), Report(slice, admissions.Decisions, outcomes));
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
        var held = new List<HeldProposal>();
        await foreach (var proposal in store.AllAsync(new ProposalQuery { States = [ProposalState.Held], Shadow = false, Limit = 1000 }, ct)) held.Add(HeldProposal.Of(proposal));
        if (held.Count == 0) return;
        var changes = Intake.Release(await LoadAsync(ct), held, time.GetUtcNow(), intake);
        if (changes.Count > 0) await store.CommitAsync(new PassCommit { Contexts = [], Changes = changes }, ct);
    }

    /// <summary>What may still be put before people.</summary>
    /// <param name="share">How much of each budget before the pass is at its end.</param>
    /// <param name="ct">Before the answer is there.</param>
    public async Task<Allowance> AllowanceAsync(double share, CancellationToken ct) => new(await LoadAsync(ct), intake.Budgets, share);

    private async Task<InboxLoad> LoadAsync(CancellationToken ct) => intake.Budgets.Count == 0 ? InboxLoad.None : await store.LoadAsync(time.GetUtcNow() - Budget.Hour, ct);

    private static IReadOnlyList<ContextReading> Kept(Slice slice, IReadOnlyList<CommitOutcome> outcomes)
    {
        var lost = outcomes.OfType<CommitOutcome.Overtaken>().Select(o => o.ContextId).ToHashSet(StringComparer.Ordinal);
        return lost.Count == 0 ? slice.Readings : [.. slice.Readings.Where(r => !lost.Contains(r.Context.Id))];
    }

    private static CycleReport Report(Slice slice, IReadOnlyList<Decision> decisions, IReadOnlyList<CommitOutcome> outcomes)
    {
        CommitOutcome.Overtaken[] overtaken = [.. outcomes.OfType<CommitOutcome.Overtaken>()];
        var lost = overtaken.Select(o => o.ContextId).ToHashSet(StringComparer.Ordinal);
        var (signals, windows) = Read(slice.Readings);
        return new CycleReport(lost.Count == 0 ? decisions : [.. decisions.Where(d => !lost.Contains(d.ContextId))], overtaken, Faults(slice.Readings), signals, windows) { Quarantined = slice.Quarantined };
    }

    private static (int Signals, IReadOnlyList<TimeWindow> Windows) Read(IReadOnlyList<ContextReading> readings)
    {
        var (signals, windows) = (0, new List<TimeWindow>());
        foreach (var reading in readings)
        {
            for (var i = 0; i < reading.Readings.Count; i++) signals += reading.Readings[i].Signals.Length;
            if (!windows.Contains(reading.Window)) windows.Add(reading.Window); // there are few: nearly always it is one for all
        }

        windows.Sort();
        return (signals, windows);
    }

    private static IReadOnlyList<ProviderFault> Faults(IReadOnlyList<ContextReading> readings)
    {
        ContextReading[] silent = [.. readings.Where(r => r.Faults.Count > 0)];
        if (silent.Length == 0) return [];
        var faults = silent.SelectMany(r => r.Faults.Select(p => (r.Context.Id, p.Provider, p.Coverage.Reason)))
            .GroupBy(f => (f.Provider, f.Reason), (key, all) => new ProviderFault(key.Provider, key.Reason, [.. all.Select(f => f.Id).Distinct()]));
        return [.. faults];
    }
}

/// <param name="Verdicts">What the rules said of its readings.</param>
/// <param name="Span">Of the slice.</param>
internal sealed record JudgedSlice(Slice Slice, IReadOnlyList<Verdict> Verdicts, Activity? Span);

/// <param name="Readings">Those that were committed.</param>
internal sealed record KeptSlice(IReadOnlyList<ContextReading> Readings, CycleReport Report);
