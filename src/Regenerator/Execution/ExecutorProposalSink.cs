using Microsoft.Extensions.Logging;
using Regenerator.Contexts;
using Regenerator.Proposals;

namespace Regenerator.Execution;

/// <summary>Carries out what was approved. Under an engine it claims and journals; alone it simply executes.</summary>
public sealed class ExecutorProposalSink : IProposalSink
{
    private readonly IProposalExecutor executor;
    private readonly ExecutorSinkOptions options;

    /// <exception cref="ArgumentException">A dry run was asked of an executor that is not ours and may not know how.</exception>
    public ExecutorProposalSink(IProposalExecutor executor, ExecutorSinkOptions? options = null)
    {
        this.options = options ?? new ExecutorSinkOptions();
        this.executor = !this.options.DryRun ? executor
            : executor is ProposalExecutor own ? own.InDryRun()
            : throw new ArgumentException($"{executor.GetType().Name} can not be asked for a dry run; only ProposalExecutor can", nameof(executor));
    }

    public string Name => "executor";

    public IReadOnlySet<Moment> Moments { get; } = new HashSet<Moment> { Moment.Approved };

    /// <summary>The commands it runs have limits of their own.</summary>
    public TimeSpan TimeLimit => Timeout.InfiniteTimeSpan;

    public Task SubmitAsync(ProposalDelivery delivery, CancellationToken ct)
    {
        if (delivery.Context is not { } context) throw new InvalidOperationException($"the context of proposal {delivery.Proposal.Id} is no longer watched");
        return SubmitAsync(context, delivery.Proposal.Revision.Proposal, delivery.Apply is { } apply ? () => apply(executor, ct) : () => executor.ExecuteAsync(context, delivery.Proposal.Revision.Proposal, Journal.None, ct));
    }

    /// <summary>Executes a proposal that came from anywhere.</summary>
    /// <exception cref="Exception">Whatever the executor or <see cref="ExecutorSinkOptions.OnResult"/> threw. A failed action is no exception.</exception>
    public Task SubmitAsync(RegenerationContext context, SpecChangeProposal proposal, CancellationToken ct = default) =>
        SubmitAsync(context, proposal, () => executor.ExecuteAsync(context, proposal, Journal.None, ct));

    private async Task SubmitAsync(RegenerationContext context, SpecChangeProposal proposal, Func<Task<ExecutionResult>> execute)
    {
        try
        {
            var result = await execute();
            if (options.Logger is { } logger) ExecutorLog.Executed(logger, proposal.Id, context.Id, result.Status);
            options.OnResult?.Invoke(result);
        }
        catch (Exception problem) when (options.Logger is not null)
        {
            ExecutorLog.Failed(options.Logger, problem, proposal.Id, context.Id);
            throw;
        }
    }
}

/// <summary>What else happens with the results.</summary>
public sealed record ExecutorSinkOptions
{
    public ILogger? Logger { get; init; }

    /// <summary>Previews every action instead of carrying it out.</summary>
    public bool DryRun { get; init; }

    /// <summary>Called after every execution. A throw makes the delivery come again; what was executed is not executed twice under an engine.</summary>
    public Action<ExecutionResult>? OnResult { get; init; }
}

internal static partial class ExecutorLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "[regenerator] proposal executed {ProposalId} {ContextId} {Status}")]
    public static partial void Executed(ILogger logger, string proposalId, string contextId, ExecutionStatus status);

    [LoggerMessage(Level = LogLevel.Error, Message = "[regenerator] proposal execution failed {ProposalId} {ContextId}")]
    public static partial void Failed(ILogger logger, Exception problem, string proposalId, string contextId);
}
