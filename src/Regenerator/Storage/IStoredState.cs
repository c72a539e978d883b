using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>What a store reads, inside the transaction that will write.</summary>
public interface IStoredState
{
    /// <summary>Zero for a context that was never committed.</summary>
    long Epoch(string contextId);

    Proposal? Find(ProposalId id);

    IReadOnlyList<Proposal> Living(ProposalScope scope);

    /// <summary>A living proposal of the cause: one that people see before one that is held, that before one that is snoozed; of these the oldest.</summary>
    Proposal? Living(Cause cause);
}

public static class StoredStates
{
    /// <summary>The other living proposals on the same document.</summary>
    public static IReadOnlyList<Proposal> Rivals(this IStoredState stored, Proposal proposal) => [.. stored.Living(proposal.Scope).Where(p => p.Id != proposal.Id)];

    /// <summary>What a rollback takes back, which is of the same document; null for everything else.</summary>
    public static Proposal? Reverted(this IStoredState stored, Proposal rollback) => rollback.Reverts is { } id ? stored.Find(id) : null;
}
