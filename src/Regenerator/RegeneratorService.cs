using System.Data.Common;
using System.Runtime.CompilerServices;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Health;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator;

/// <summary>
/// The clock of the engine: looks for windows that have closed, takes in what the rules want, lets the policy decide, carries out what was
/// approved, tells the sinks. Passes never overlap. What goes wrong in one pass is in its report, and the next one goes on.
/// </summary>
public sealed class RegeneratorService : IAsyncDisposable
{
    private readonly RegeneratorOptions options;
    private readonly GuardedContexts contexts;
    private readonly SignalCollector collector;
    private readonly Cycle cycle;
    private readonly Outbox outbox;
    private readonly Retention? retention;
    private readonly Applier? applier;
    private readonly SemaphoreSlim passing = new(1);
    private readonly DateTimeOffset madeAt;
    private CancellationTokenSource? running;
    private Task loop = Task.CompletedTask;
    private DateTimeOffset? lastGoodEnd;
    private bool resumed;

    /// <exception cref="ArgumentException">A setting is out of its range, or a name is used twice.</exception>
    public RegeneratorService(RegeneratorOptions options)
    {
        options.Check();
        this.options = options;
        madeAt = options.Time.GetUtcNow();
        Store = options.Store ?? new InMemoryStore();
        contexts = new GuardedContexts(options.Contexts, Store, options.Time);
        var evaluator = new RuleEvaluator(options.Rules, options.Time, options.RuleTimeLimit);
        collector = new SignalCollector(options.Sources(), options.Windows, options.Time, evaluator.Schedules, options.Accounts, options.Redaction);
        cycle = new Cycle(Store, evaluator, options.Intake, options.Time);
        outbox = new Outbox(Store, options.AllSinks(), options.Time, options.Outbox, ApplierOf, options.Log);
        retention = options.Retention is { } keep ? new Retention(Store, options.Time, keep) : null;
        applier = options.Executor is null ? null : ApplierOf(options.Executor);
        Reviewer = new Reviewer(Store, contexts, options.Review, options.Time, options.Intake.ProseAccepted) { Log = options.Log };
    }

    public IRegeneratorStore Store { get; }

    /// <summary>What is watched, for whoever looks beside the passes: a listing that has collapsed is a fault for them too.</summary>
    public IContextSource Contexts => contexts;

    /// <summary>Where people decide.</summary>
    public Reviewer Reviewer { get; }

    /// <summary>Answers that could not be read, the latest of them.</summary>
    public Quarantine Quarantine { get; } = new();

    /// <summary>The pass that ended last; null before the first one has.</summary>
    public PassReport? Latest { get; private set; }

    /// <summary>Whether the engine does its work, and what is wrong when it does not. Asks the store.</summary>
    public async Task<Readiness> ReadinessAsync(CancellationToken ct)
    {
        var seen = new Vitals { Now = options.Time.GetUtcNow(), MadeAt = madeAt, PollInterval = options.PollInterval, Latest = Latest, LastGoodEnd = lastGoodEnd, Sinks = [.. options.AllSinks().Select(s => s.Name)] };
        try
        {
            return Readiness.Of(seen with { Count = await Store.CountAsync(ct).WaitAsync(Readiness.Patience, options.Time, ct) });
        }
        catch (Exception problem) when (!ct.IsCancellationRequested)
        {
            return Readiness.Of(seen with { StoreFault = FaultLine.Of(problem) });
        }
    }

    /// <summary>Starts passing at once and then at every interval. Does nothing when it runs already.</summary>
    public Task StartAsync(CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        if (running is not null) return Task.CompletedTask;
        running = new CancellationTokenSource();
        var token = running.Token;
        loop = Task.Run(() => LoopAsync(token), CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Ends the pass in hand at its next step and waits for it; nothing happens afterwards.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before the pass had ended; it still is about to.</exception>
    public async Task StopAsync(CancellationToken ct = default)
    {
        if (running is null) return;
        await running.CancelAsync();
        await loop.WaitAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!loop.IsCompleted) ct.ThrowIfCancellationRequested();
        running.Dispose();
        running = null;
    }

    /// <summary>Passes at once and then at every interval, until it is cancelled. A tick that comes due during a pass is one pass, however many there are.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; what was committed stays.</exception>
    public async IAsyncEnumerable<PassReport> WatchAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        using var timer = new PassTimer(options.PollInterval, options.Time);
        var missed = 0;
        while (true)
        {
            yield return await RunOnceAsync(missed, ct);
            missed = await timer.WaitAsync(ct);
        }
    }

    /// <summary>One pass over everything that has closed since the last one.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; what was committed stays.</exception>
    public Task<PassReport> RunOnceAsync(CancellationToken ct = default) => RunOnceAsync(missed: 0, ct);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await passing.WaitAsync();
        passing.Dispose();
        if (options.Store is null) await Store.DisposeAsync();
    }

    private async Task LoopAsync(CancellationToken ct)
    {
        using var timer = new PassTimer(options.PollInterval, options.Time);
        var missed = 0;
        while (true)
        {
            try
            {
                await RunOnceAsync(missed, ct);
            }
            catch (Exception) when (!ct.IsCancellationRequested)
            {
                // A pass keeps its faults in its report: this is whoever listens to the reports. The watch goes on without their consent.
            }

            missed = await timer.WaitAsync(ct);
        }
    }

    private async Task<PassReport> RunOnceAsync(int missed, CancellationToken ct)
    {
        await passing.WaitAsync(ct);
        try
        {
            using var activity = RegeneratorTelemetry.StartPass();
            var report = await PassAsync(new PassReport { StartedAt = options.Time.GetUtcNow(), MissedTicks = missed }, ct);
            report = report with { FinishedAt = options.Time.GetUtcNow(), Providers = collector.Health() };
            Quarantine.Add(report.Quarantined);
            report = await NoteAsync(report, ct);
            RegeneratorTelemetry.Record(report, Quarantine);
            activity.Describe(report);
            PassLog.Write(options.Log, report);
            if (report.Result != PassResult.Failed) lastGoodEnd = report.FinishedAt;
            Latest = report;
            options.OnPass?.Invoke(report);
            return report;
        }
        finally
        {
            passing.Release();
        }
    }

    private async Task<PassReport> PassAsync(PassReport report, CancellationToken ct)
    {
        var cycles = new List<CycleReport>();
        var applies = new List<ApplyResult>();
        try
        {
            await ResumeAsync(ct);
            var snapshot = await contexts.ReadAsync(ct);
            await contexts.KeepAsync(snapshot, ct);
            report = report with { Contexts = snapshot.Contexts.Count, Sick = snapshot.Sick, Notices = snapshot.Warnings };
            if (await ElsewhereAsync(ct) is { } elsewhere) report = report with { Notices = [.. report.Notices, elsewhere] };
            await outbox.IntroduceAsync(ct);
            if (applier is not null) applies.AddRange(await applier.RecoverAsync(ct));
            await Reviewer.KeepTimeAsync(ct);
            foreach (var rule in options.Rules.Where(r => options.Intake.TermsOf(r.Id).Mode == RuleMode.Live)) await Reviewer.PromoteAsync(rule.Id, "engine", ct);
            report = report with { CutShort = await new CatchUp(cycle, collector, options.MaxWindowsPerPass, cycles).RunAsync(snapshot.Contexts, ct) };
            await cycle.ReleaseAsync(ct);
            await Reviewer.ReviewByPolicyAsync(ct);
            if (applier is not null) await ApplyApprovedAsync(applies, ct);
            if (applies.Count > 0) snapshot = await contexts.ReadAsync(ct);
            report = report with { SinkFaults = await outbox.DrainAsync(snapshot.Contexts, ct) };
            if (retention is not null) await retention.ApplyAsync(ct);
        }
        catch (ContextSourceException problem)
        {
            report = report with { ContextSourceFault = FaultLine.Of(problem) };
        }
        catch (Exception problem) when (!ct.IsCancellationRequested)
        {
            report = report with { Fault = FaultLine.Of(problem), StoreFaulted = IsOfStore(problem) };
        }

        return report with { Cycles = cycles, Applies = applies, Notices = [.. report.Notices, .. Notices(report)] };
    }

    // Vendors that were asked by another process wanted to be left alone by all.
    private async Task ResumeAsync(CancellationToken ct)
    {
        if (resumed) return;
        collector.Resume([.. (await Store.ProviderNotesAsync(ct)).Providers.Select(n => n.Health)]);
        resumed = true;
    }

    /// <summary>Leaves word of the providers for other processes when they were asked, and counts what there is. A store that does not take it has failed the pass.</summary>
    private async Task<PassReport> NoteAsync(PassReport report, CancellationToken ct)
    {
        try
        {
            if (Latest is null || report.Cycles.Count > 0)
                await Store.NoteProvidersAsync(new ProviderNotes([.. report.Providers.Select(p => new ProviderNote(p, report.FinishedAt))], [.. report.Quarantined]), ct);
            RegeneratorTelemetry.Record(await Store.CountAsync(ct), options.AllSinks());
            return report;
        }
        catch (Exception problem) when (!ct.IsCancellationRequested)
        {
            return report with { Fault = report.Fault ?? FaultLine.Of(problem), StoreFaulted = true };
        }
    }

    // What stores throw: ours, and whatever their drivers do.
    private static bool IsOfStore(Exception problem) => problem is StoreException or DataFaultException or DbException;

    /// <returns>Why nothing that the store holds may be applied here.</returns>
    private async Task<string?> ElsewhereAsync(CancellationToken ct)
    {
        var identity = await Store.IdentityAsync(ct);
        if (identity.Environment is null && options.Environment is { } here)
            identity = await Store.BindAsync(new StoreBinding(here, "engine", options.Time.GetUtcNow(), "it was first used here"), anew: false, ct);
        return StoreBinding.Refusal(identity.Environment, options.Environment);
    }

    private IEnumerable<string> Notices(PassReport report)
    {
        if (report is { Fault: null, ContextSourceFault: null, Contexts: 0, Sick.Count: 0 }) yield return "there is no context: nothing is watched";
        if (collector.Sources.Count == 0) yield return "there is no provider of signals: nothing can be seen";
        foreach (var notice in collector.Sources.Select(s => s.Provider).OfType<IReportsUnmapped>().SelectMany(p => p.UnmappedNotices())) yield return notice;
        if (report.MissedTicks > 0) yield return $"the pass before this one took so long that {report.MissedTicks} {(report.MissedTicks == 1 ? "tick was" : "ticks were")} missed";
    }

    private async Task ApplyApprovedAsync(List<ApplyResult> results, CancellationToken ct)
    {
        foreach (var proposal in (await Store.AllAsync(new ProposalQuery { States = [ProposalState.Approved], Limit = 1000 }, ct).ToListAsync(ct)).OrderBy(p => p.Id))
        {
            var result = await applier!.ApplyAsync(proposal.Id, "executor:service", ct);
            if (result is not ApplyResult.Refused { Proposal.State: ProposalState.Applying or ProposalState.Applied }) results.Add(result); // somebody else was faster: that is fine
        }
    }

    private Applier ApplierOf(IProposalExecutor executor) => new(Store, executor, contexts, options.Time, new ApplierOptions { Environment = options.Environment, ProseAccepted = options.Intake.ProseAccepted });
}
