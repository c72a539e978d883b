using Regenerator.Contexts;
using Regenerator.Execution;
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
    private const int BatchSize = 500;

    private readonly RegeneratorOptions options;
    private readonly IReadOnlyList<SignalSource> sources;
    private readonly Cycle cycle;
    private readonly Outbox outbox;
    private readonly Applier? applier;
    private readonly SemaphoreSlim passing = new(1);
    private CancellationTokenSource? running;
    private Task loop = Task.CompletedTask;

    /// <exception cref="ArgumentException">A setting is out of its range, or a name is used twice.</exception>
    public RegeneratorService(RegeneratorOptions options)
    {
        options.Check();
        this.options = options;
        Store = options.Store ?? new InMemoryStore();
        sources = options.Sources();
        cycle = new Cycle(Store, new SignalCollector(sources, options.Windows, options.Time), new RuleEvaluator(options.Rules), options.Intake, options.Time);
        outbox = new Outbox(Store, options.AllSinks(), options.Time, options.Outbox, ApplierOf);
        applier = options.Executor is null ? null : ApplierOf(options.Executor);
        Reviewer = new Reviewer(Store, options.Contexts, options.Review, options.Time, options.Intake.ProseAccepted);
    }

    public IRegeneratorStore Store { get; }

    /// <summary>Where people decide.</summary>
    public Reviewer Reviewer { get; }

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

    /// <summary>One pass over everything that has closed since the last one.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; what was committed stays.</exception>
    public async Task<PassReport> RunOnceAsync(CancellationToken ct = default)
    {
        await passing.WaitAsync(ct);
        try
        {
            using var activity = RegeneratorTelemetry.StartPass();
            var report = await PassAsync(options.Time.GetUtcNow(), ct);
            report = report with { FinishedAt = options.Time.GetUtcNow() };
            RegeneratorTelemetry.Record(report);
            options.OnPass?.Invoke(report);
            return report;
        }
        finally
        {
            passing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await passing.WaitAsync();
        passing.Dispose();
        if (options.Store is null) await Store.DisposeAsync();
    }

    private async Task LoopAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(options.PollInterval, options.Time);
        do
        {
            try
            {
                await RunOnceAsync(ct);
            }
            catch (Exception) when (!ct.IsCancellationRequested)
            {
                // A pass keeps its faults in its report: this is whoever listens to the reports. The watch goes on without their consent.
            }
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    private async Task<PassReport> PassAsync(DateTimeOffset startedAt, CancellationToken ct)
    {
        var report = new PassReport { StartedAt = startedAt };
        var cycles = new List<CycleReport>();
        var applies = new List<ApplyResult>();
        try
        {
            var snapshot = await options.Contexts.ReadAsync(ct);
            report = report with { Contexts = snapshot.Contexts.Count, Sick = snapshot.Sick, Notices = snapshot.Warnings };
            await outbox.IntroduceAsync(ct);
            if (applier is not null) applies.AddRange(await applier.RecoverAsync(ct));
            await Reviewer.KeepTimeAsync(ct);
            foreach (var batch in snapshot.Contexts.Chunk(BatchSize))
                if (await CatchUpAsync(batch, cycles, ct)) report = report with { CutShort = true };
            await Reviewer.ReviewByPolicyAsync(ct);
            if (applier is not null) await ApplyApprovedAsync(applies, ct);
            report = report with { SinkFaults = await outbox.DrainAsync((await options.Contexts.ReadAsync(ct)).Contexts, ct) };
        }
        catch (Exception problem) when (!ct.IsCancellationRequested)
        {
            report = report with { Fault = problem.Message };
        }

        return report with { Cycles = cycles, Applies = applies, Notices = [.. report.Notices, .. Notices()] };
    }

    /// <returns>True when there is more to catch up than one pass may.</returns>
    private async Task<bool> CatchUpAsync(IReadOnlyList<RegenerationContext> batch, List<CycleReport> cycles, CancellationToken ct)
    {
        var silent = new HashSet<(string, string)>();
        for (var window = 0; window < options.MaxWindowsPerPass; window++)
        {
            if (await cycle.RunAsync(batch, silent, ct) is not { } done) return false;
            cycles.Add(done);
        }

        return await cycle.IsBehindAsync(batch, silent, ct);
    }

    private IReadOnlyList<string> Notices() => sources.Count == 0
        ? ["there is no provider of signals: nothing can be seen"]
        : [.. sources.Select(s => s.Provider).OfType<IReportsUnmapped>().SelectMany(p => p.UnmappedNotices())];

    private async Task ApplyApprovedAsync(List<ApplyResult> results, CancellationToken ct)
    {
        foreach (var proposal in (await Store.AllAsync(new ProposalQuery { States = [ProposalState.Approved], Limit = 1000 }, ct).ToListAsync(ct)).OrderBy(p => p.Id))
        {
            var result = await applier!.ApplyAsync(proposal.Id, "executor:service", ct);
            if (result is not ApplyResult.Refused { Proposal.State: ProposalState.Applying or ProposalState.Applied }) results.Add(result); // somebody else was faster: that is fine
        }
    }

    private Applier ApplierOf(IProposalExecutor executor) => new(Store, executor, options.Contexts, options.Time, new ApplierOptions { ProseAccepted = options.Intake.ProseAccepted });
}
