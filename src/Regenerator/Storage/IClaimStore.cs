using Regenerator.Execution;
using Regenerator.Freezes;
using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>The right to change a document, and the journal of whoever has it.</summary>
public interface IClaimStore
{
    /// <summary>
    /// Takes an approved proposal, or one whose owner is gone, and locks its document; in the environment that the store belongs to (see
    /// <see cref="StoreBinding"/>), and not while a freeze holds it, unless that is broken: then the record of it is kept with the claim. Throws, and
    /// nothing is claimed, when the freezes can not be read.
    /// </summary>
    Task<ClaimResult> ClaimAsync(ClaimRequest request, CancellationToken ct);

    /// <summary>Writes a step of the journal and renews the lease; a step of the same key is replaced.</summary>
    /// <returns>False when a newer claim has the document: stop at once.</returns>
    Task<bool> RecordStepAsync(Claim claim, JournalStep step, DateTimeOffset leaseUntil, CancellationToken ct);

    /// <summary>
    /// Ends a claim with its outcome: <see cref="ProposalEvent.Completed"/>, <see cref="ProposalEvent.Undone"/> or
    /// <see cref="ProposalEvent.LeftBehind"/>. A rollback that is applied ends what it takes back with it.
    /// </summary>
    /// <returns>Null when a newer claim has the document.</returns>
    Task<Proposal?> FinishAsync(Claim claim, ProposalEvent outcome, CancellationToken ct);
}

/// <param name="Owner">This process: host, process id, start time.</param>
/// <param name="Gone">An owner that is known to be gone: its claim may be taken before its lease ends.</param>
public sealed record ClaimRequest(ProposalId Id, string Actor, string Owner, DateTimeOffset Now, TimeSpan Lease, string? Gone = null)
{
    /// <summary>Whom the change reaches. None: nobody knows, and every freeze holds it.</summary>
    public IReadOnlyList<FreezeSubject> Touched { get; init; } = [];

    /// <summary>Why it is to be applied in spite of a freeze; null: it is not.</summary>
    public string? BreakGlass { get; init; }

    /// <summary>Where it is to be applied; null: nobody says.</summary>
    public string? Environment { get; init; }
}

public abstract record ClaimResult
{
    private ClaimResult()
    {
    }

    public sealed record Granted(Claim Claim, ProposalRecord Record) : ClaimResult;

    /// <param name="Owner">Who has it, when it is taken.</param>
    public sealed record Denied(string Reason, string? Owner = null) : ClaimResult
    {
        /// <summary>When the freeze that stands against it ends by itself; null: it is not that.</summary>
        public DateTimeOffset? FrozenUntil { get; init; }
    }
}

/// <summary>The right to change one document for one proposal.</summary>
/// <param name="Fence">Rises with every claim on the document.</param>
public sealed record Claim(ProposalId Id, ProposalScope Scope, string Owner, string Actor, long Fence);
