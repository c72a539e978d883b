using Regenerator.Contexts;
using Regenerator.Proposals;

namespace Regenerator.Execution;

/// <summary>
/// Carries a proposal out, candidate first: stage the new documents, run the tests on them, put them in place, then migrate and
/// regenerate. Actions of custom updaters act at their place in the order. What is missing is skipped and says so.
/// </summary>
public sealed class ProposalExecutor(ExecutorDeps deps, ExecutorOptions? options = null) : IProposalExecutor
{
    private readonly ExecutorOptions options = options ?? new ExecutorOptions();

    public ExecutorDeps Deps { get; } = deps;

    /// <summary>The same handlers, but previews only.</summary>
    public ProposalExecutor InDryRun() => new(Deps, options with { DryRun = true });

    /// <summary>Without a journal: for code that has no engine.</summary>
    public Task<ExecutionResult> ExecuteAsync(RegenerationContext context, SpecChangeProposal proposal, CancellationToken ct = default) =>
        ExecuteAsync(context, proposal, Journal.None, ct);

    public async Task<ExecutionResult> ExecuteAsync(RegenerationContext context, SpecChangeProposal proposal, Journal journal, CancellationToken ct)
    {
        var started = options.Time.GetUtcNow();
        if (options.DryRun) return Finished(context, proposal, started, DryRun.Preview(Deps, context, proposal), []);
        using var run = new ExecutionRun(Deps, options, context, proposal, journal);
        await run.ForwardAsync(ct);
        var left = await run.BackwardAsync();
        return Finished(context, proposal, started, run.Results, left);
    }

    private ExecutionResult Finished(RegenerationContext context, SpecChangeProposal proposal, DateTimeOffset started, IReadOnlyList<ActionResult> results, IReadOnlyList<string> left) =>
        new(proposal.Id, context.Id, StatusOf(results), results) { StartedAt = started, CompletedAt = options.Time.GetUtcNow(), Left = left };

    private static ExecutionStatus StatusOf(IReadOnlyList<ActionResult> results) =>
        results.Any(r => r.Status == ActionStatus.Failed) ? ExecutionStatus.Failed
        : results.Count > 0 && results.All(r => r.Status == ActionStatus.Success) ? ExecutionStatus.Success
        : ExecutionStatus.Partial;
}
