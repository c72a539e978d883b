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
        cycle = new Cycle(Store, new SignalCollector(options.Sources(), options.Windows, options.Time), new RuleEvaluator(options.Rules), options.Intake, options.Time);
        outbox = new Outbox(Store, options.AllSinks(), ApplierOf);
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
        loop = LoopAsync(running.Token);
        return Task.CompletedTask;
    }

    /// <summary>Ends the pass in hand at its next step and waits for it; nothing happens afterwards.</summary>
    public async Task StopAsync(CancellationToken ct = default)
    {
        if (running is null) return;
        await running.CancelAsync();
        await loop.WaitAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
            var report = await PassAsync(new PassReport { StartedAt = options.Time.GetUtcNow() }, ct);
            report = report with { FinishedAt = options.Time.GetUtcNow() };
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
        passing.Dispose();
        if (options.Store is null) await Store.DisposeAsync();
    }

    private async Task LoopAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(options.PollInterval, options.Time);
        do
        {
            await RunOnceAsync(ct);
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    private async Task<PassReport> PassAsync(PassReport report, CancellationToken ct)
    {
        try
        {
            var applies = new List<ApplyResult>();
            var snapshot = await options.Contexts.ReadAsync(ct);
            report = report with { Contexts = snapshot.Contexts.Count, Sick = snapshot.Sick };
            await outbox.DrainAsync(snapshot.Contexts, ct); // makes new sinks known before anything happens that they should hear of
            if (applier is not null) applies.AddRange(await applier.RecoverAsync(ct));
            foreach (var batch in snapshot.Contexts.Chunk(BatchSize)) report = await CatchUpAsync(batch, report, ct);
            await Reviewer.ReviewByPolicyAsync(ct);
            if (applier is not null) applies.AddRange(await ApplyApprovedAsync(ct));
            return report with { Applies = applies, SinkFaults = await outbox.DrainAsync((await options.Contexts.ReadAsync(ct)).Contexts, ct) };
        }
        catch (Exception problem) when (!ct.IsCancellationRequested)
        {
            return report with { Fault = problem.Message };
        }
    }

    private async Task<PassReport> CatchUpAsync(IReadOnlyList<RegenerationContext> batch, PassReport report, CancellationToken ct)
    {
        var silent = new HashSet<(string, string)>();
        for (var window = 0; window < options.MaxWindowsPerPass; window++)
        {
            if (await cycle.RunAsync(batch, silent, ct) is not { } done) return report;
            report = report with { Cycles = [.. report.Cycles, done] };
        }

        var start = await Store.BeginAsync(batch, ct);
        var newest = TimeWindow.LastClosed(options.Time.GetUtcNow(), options.Windows.Length, options.Windows.Lateness).Until;
        return report with { CutShort = report.CutShort || start.Watermarks.Values.Any(w => w.Until < newest && !silent.Contains((w.Key.ContextId, w.Key.Provider))) };
    }

    private async Task<IReadOnlyList<ApplyResult>> ApplyApprovedAsync(CancellationToken ct)
    {
        var results = new List<ApplyResult>();
        foreach (var proposal in (await Store.ListAsync(new ProposalQuery { States = [ProposalState.Approved], Limit = 1000 }, ct)).Proposals.OrderBy(p => p.Id))
        {
            var result = await applier!.ApplyAsync(proposal.Id, "executor:service", ct);
            if (result is not ApplyResult.Refused { Proposal.State: ProposalState.Applying or ProposalState.Applied }) results.Add(result); // somebody else was faster: that is fine
        }

        return results;
    }

    private Applier ApplierOf(IProposalExecutor executor) => new(Store, executor, options.Contexts, options.Time, new ApplierOptions { ProseAccepted = options.Intake.ProseAccepted });
}
