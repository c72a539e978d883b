using System.Runtime.CompilerServices;
using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>Everything that a query finds, page after page.</summary>
public static class ProposalPages
{
    extension(IProposalStore store)
    {
        /// <summary>Newest first. What opens meanwhile is not among them.</summary>
        public async IAsyncEnumerable<Proposal> AllAsync(ProposalQuery query, [EnumeratorCancellation] CancellationToken ct)
        {
            for (var page = query; ;)
            {
                var (proposals, next) = await store.ListAsync(page, ct);
                foreach (var proposal in proposals) yield return proposal;
                if (next is null) yield break;
                page = page with { After = next };
            }
        }

        /// <summary>One ruling.</summary>
        public async Task<DecideResult> DecideAsync(ProposalId id, ProposalEvent decision, CancellationToken ct) => (await store.DecideAsync([new Ruling(id, decision)], ct))[0];
    }
}
