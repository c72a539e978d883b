using Regenerator.Contexts;
using Regenerator.Proposals;

namespace Regenerator.Execution;

/// <summary>Carries an approved proposal out.</summary>
public interface IProposalExecutor
{
    /// <summary>Walks the actions. A failed action is a result, not an exception.</summary>
    /// <param name="context">As it is now.</param>
    /// <param name="proposal">The revision that was approved.</param>
    /// <param name="journal">Remembers steps over a crash; <see cref="Journal.None"/> does not.</param>
    /// <param name="ct">Stops between steps and ends the running one.</param>
    Task<ExecutionResult> ExecuteAsync(RegenerationContext context, SpecChangeProposal proposal, Journal journal, CancellationToken ct);
}
