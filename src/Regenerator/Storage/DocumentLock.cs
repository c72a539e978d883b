using System.Diagnostics;
using Regenerator.Freezes;
using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>Who may change a document. The fence only ever rises, also across claims that ended.</summary>
/// <param name="Holder">The proposal that is being applied, with its owner and lease; null: nobody.</param>
public sealed record DocumentLock(ProposalScope Scope, long Fence, ProposalId? Holder, string? Owner, DateTimeOffset? LeaseUntil)
{
    /// <summary>A document that nobody has claimed yet.</summary>
    public static DocumentLock Unclaimed(ProposalScope scope) => new(scope, 0, null, null, null);

    /// <summary>The claim is the current one.</summary>
    public bool Admits(Claim claim) => Holder == claim.Id && Fence == claim.Fence;

    public DocumentLock Renewed(DateTimeOffset until) => this with { LeaseUntil = until };

    public DocumentLock Released() => this with { Holder = null, Owner = null, LeaseUntil = null };

    /// <summary>
    /// What becomes of a request for the document, by the lifecycle and the freezes. Pure. What is being applied already is not held by a freeze:
    /// half done is worse than done.
    /// </summary>
    /// <param name="freezes">At least those in force.</param>
    public ClaimStep Next(Proposal current, ClaimRequest request, IReadOnlyList<Proposal> rivals, IReadOnlyList<Freeze> freezes)
    {
        Freeze[] frozen = current.State == ProposalState.Approved ? [.. freezes.Where(f => f.Holds(request.Touched, request.Now)).OrderByDescending(f => f.Set.Until)] : [];
        var step = Next(current, request, rivals);
        if (frozen.Length == 0 || step is not ClaimStep.Taken) return step;
        if (request.BreakGlass is not { } reason) return new ClaimStep.Denied(new ClaimResult.Denied(frozen[0].Words) { FrozenUntil = frozen[0].Set.Until });
        var broken = new ProposalEvent.FreezeBroken(reason, [.. frozen.Select(f => f.Words)]) { Actor = request.Actor, At = request.Now };
        var record = DecisionStep.Claimed(current, broken, rivals);
        var taken = (ClaimStep.Taken)Next(record.After, request, rivals);
        return taken with
        {
            Writes = [record, .. taken.Writes],
            Broken = [.. frozen.Select(f => (f, new FreezeEvent.Broken(current.Id, reason) { Actor = request.Actor, At = request.Now }))],
        };
    }

    private ClaimStep Next(Proposal current, ClaimRequest request, IReadOnlyList<Proposal> rivals)
    {
        var ownerIsGone = Holder is null || LeaseUntil <= request.Now || request.Gone is not null && string.Equals(request.Gone, Owner);
        var claimed = new ProposalEvent.Claimed(request.Owner, Fence + 1, request.Now + request.Lease)
        {
            Actor = request.Actor,
            At = request.Now,
            Takeover = current.State == ProposalState.Applying && ownerIsGone,
        };
        return Lifecycle.Next(current, claimed, rivals) switch
        {
            Transition.To(var next) => new ClaimStep.Taken(
                [ProposalWrite.Of(current, next, claimed)],
                new DocumentLock(Scope, claimed.Fence, current.Id, request.Owner, claimed.LeaseUntil),
                new Claim(current.Id, Scope, request.Owner, request.Actor, claimed.Fence)),
            Transition.Refused(var reason) => new ClaimStep.Denied(new ClaimResult.Denied(reason, Owner)),
            _ => throw new UnreachableException(),
        };
    }
}

public abstract record ClaimStep
{
    private ClaimStep()
    {
    }

    /// <param name="Writes">To keep in this order, in the same transaction.</param>
    /// <param name="Lock">To write in the same transaction.</param>
    public sealed record Taken(IReadOnlyList<ProposalWrite> Writes, DocumentLock Lock, Claim Claim) : ClaimStep
    {
        /// <summary>To append to the freezes in the same transaction.</summary>
        public IReadOnlyList<(Freeze Freeze, FreezeEvent.Broken Happened)> Broken { get; init; } = [];
    }

    public sealed record Denied(ClaimResult.Denied Result) : ClaimStep;
}
