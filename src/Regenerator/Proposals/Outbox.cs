using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Storage;

namespace Regenerator.Proposals;

/// <summary>Tells the sinks what the store has. A notice that a sink does not take comes again; so do the later ones of the same proposal, in order.</summary>
public sealed class Outbox(IRegeneratorStore store, IReadOnlyList<IProposalSink> sinks, Func<IProposalExecutor, Applier>? applierFor = null)
{
    private const int AtOnce = 100;

    /// <summary>Delivers what is due.</summary>
    /// <returns>What could not be delivered, one line each.</returns>
    public async Task<IReadOnlyList<string>> DrainAsync(IReadOnlyList<RegenerationContext> contexts, CancellationToken ct)
    {
        var faults = new List<string>();
        foreach (var sink in sinks)
        {
            var stuck = new HashSet<ProposalId>();
            while (await TakeAsync(sink, stuck, ct) is { Count: > 0 } entries)
            {
                foreach (var entry in entries)
                    if (!stuck.Contains(entry.Proposal.Id) && await SubmitAsync(sink, entry, contexts, ct) is { } fault)
                    {
                        stuck.Add(entry.Proposal.Id);
                        faults.Add($"sink {sink.Name} did not take {entry.Moment.ToString().ToLowerInvariant()} of {entry.Proposal.Id}: {fault}");
                    }
            }
        }

        return faults;
    }

    // Looks further until it has seen past the notices that are stuck: they must not hide those of other proposals.
    private async Task<IReadOnlyList<OutboxEntry>> TakeAsync(IProposalSink sink, HashSet<ProposalId> stuck, CancellationToken ct)
    {
        for (var limit = AtOnce; ; limit *= 2)
        {
            var due = await store.TakeDeliveriesAsync(sink.Name, sink.Moments, limit, ct);
            OutboxEntry[] free = [.. due.Where(e => !stuck.Contains(e.Proposal.Id))];
            if (free.Length > 0 || due.Count < limit) return free;
        }
    }

    private async Task<string?> SubmitAsync(IProposalSink sink, OutboxEntry entry, IReadOnlyList<RegenerationContext> contexts, CancellationToken ct)
    {
        try
        {
            var context = Review.Standing.ContextOf(entry.Proposal, contexts);
            await sink.SubmitAsync(new ProposalDelivery(entry.Key, entry.Moment, context, entry.Proposal) { Apply = Apply(entry, context) }, ct);
            await store.SettleDeliveryAsync(sink.Name, entry.Key, CancellationToken.None);
            return null;
        }
        catch (Exception problem) when (!ct.IsCancellationRequested)
        {
            return problem.Message;
        }
    }

    private Func<IProposalExecutor, CancellationToken, Task<ExecutionResult>>? Apply(OutboxEntry entry, RegenerationContext? context) => applierFor is null ? null
        : async (executor, ct) => await applierFor(executor).ApplyAsync(entry.Proposal.Id, "executor:outbox", ct) switch
        {
            ApplyResult.Applied applied => applied.Result,
            ApplyResult.Failed failed => failed.Result,
            ApplyResult.Refused refused => new ExecutionResult(entry.Proposal.Revision.Proposal.Id, context?.Id ?? "", ExecutionStatus.Failed, []) { Refusal = refused.Reason },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
