using Microsoft.Extensions.Logging;
using Regenerator.Execution;
using Regenerator.Proposals;

namespace Regenerator.Studio.Api;

/// <summary>Has approved proposals applied while whoever approved them is answered. What breaks off here is gone on with by the next pass, from the journal.</summary>
internal sealed class ApplyQueue(Applier? applier, ILogger log, CancellationToken stopping)
{
    public void Add(ProposalId id)
    {
        if (applier is not null) _ = Task.Run(() => ApplyAsync(applier, id), CancellationToken.None);
    }

    private async Task ApplyAsync(Applier applies, ProposalId id)
    {
        try
        {
            await applies.ApplyAsync(id, "executor:studio", stopping);
        }
        catch (Exception problem)
        {
            if (!stopping.IsCancellationRequested) log.ApplyBroke(id, FaultLine.Of(problem));
        }
    }
}
