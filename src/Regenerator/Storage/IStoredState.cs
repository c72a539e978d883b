using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>What a store reads, inside the transaction that will write.</summary>
public interface IStoredState
{
    /// <summary>Zero for a context that was never committed.</summary>
    long Epoch(string contextId);

    Proposal? Find(ProposalId id);

    Proposal? Living(Fingerprint fingerprint);

    IReadOnlyList<Proposal> Living(ProposalScope scope);
}
