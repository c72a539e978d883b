using System.Diagnostics;
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

    /// <summary>What becomes of a request for the document, by the lifecycle. Pure.</summary>
    public ClaimStep Next(Proposal current, ClaimRequest request, IReadOnlyList<Proposal> rivals)
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
                ProposalWrite.Of(current, next, claimed),
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

    /// <param name="Lock">To write in the same transaction.</param>
    public sealed record Taken(ProposalWrite Write, DocumentLock Lock, Claim Claim) : ClaimStep;

    public sealed record Denied(ClaimResult.Denied Result) : ClaimStep;
}
