using Regenerator.Execution;
using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>Proposals, one by one and by what they are; and what happens to them.</summary>
public interface IProposalStore
{
    /// <returns>Null when there is no such proposal.</returns>
    Task<ProposalRecord?> GetAsync(ProposalId id, CancellationToken ct);

    /// <summary>Newest first.</summary>
    Task<ProposalPage> ListAsync(ProposalQuery query, CancellationToken ct);

    /// <summary>
    /// Appends each event that <see cref="Lifecycle.Next"/> allows on its proposal as it is now, among its rivals; all of them in one
    /// transaction, and each for itself: one that is refused does not hold up the others.
    /// </summary>
    /// <returns>One result per ruling, in their order.</returns>
    Task<IReadOnlyList<DecideResult>> DecideAsync(IReadOnlyList<Ruling> rulings, CancellationToken ct);
}

/// <summary>A proposal with all that is known of it.</summary>
/// <param name="Evidence">Newest window first.</param>
/// <param name="Steps">Of all attempts, in the order in which they began.</param>
public sealed record ProposalRecord(Proposal Proposal, IReadOnlyList<ProposalEvent> History, IReadOnlyList<Evidence> Evidence, IReadOnlyList<JournalStep> Steps);

/// <summary>What is to happen to one proposal.</summary>
public sealed record Ruling(ProposalId Id, ProposalEvent Event);

public abstract record DecideResult
{
    private DecideResult()
    {
    }

    public sealed record Decided(Proposal Proposal) : DecideResult;

    /// <param name="Current">As it is now.</param>
    public sealed record Refused(string Reason, Proposal Current) : DecideResult;

    public sealed record NotFound : DecideResult;
}
