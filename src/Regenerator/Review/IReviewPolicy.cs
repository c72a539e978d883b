using Regenerator.Proposals;

namespace Regenerator.Review;

/// <summary>Who has to agree before a proposal is carried out.</summary>
public interface IReviewPolicy
{
    /// <summary>Approvals of one revision that are needed, from different people.</summary>
    int Approvals { get; }

    /// <summary>Authors may approve their own revisions.</summary>
    bool AllowSelfApproval { get; }

    /// <summary>Whether it ever approves by itself; where it does not, nobody looks for what it might. Default: it may.</summary>
    bool ApprovesByItself => true;

    /// <summary>The policy itself approves; null: people decide.</summary>
    /// <returns>The actor to record, such as <c>policy:auto</c>.</returns>
    string? ApprovesAs(Proposal proposal);

    /// <summary>What this proposal needs; default: <see cref="Approvals"/>, from anybody.</summary>
    /// <param name="proposal">As it is now.</param>
    /// <param name="owners">Whom the blueprint names as its owners.</param>
    ReviewNeed NeedOf(Proposal proposal, IReadOnlyList<string> owners) => new(Approvals, []);

    /// <summary>Whether somebody may approve alone what would need more; it is recorded with its reason.</summary>
    bool MayBypass(string actor) => false;
}

/// <param name="Approvals">From so many different people.</param>
/// <param name="Owners">Actors, one of whom has to be among them; empty: anybody will do.</param>
public sealed record ReviewNeed(int Approvals, IReadOnlyList<string> Owners);

/// <summary>People decide.</summary>
public sealed record ManualReview(int Approvals = 1, bool AllowSelfApproval = false) : IReviewPolicy
{
    /// <summary>Proposals that need more than the others; of several that fit, all are asked.</summary>
    public IReadOnlyList<ReviewDemand> Demands { get; init; } = [];

    /// <summary>Actors who may approve alone, such as <c>person:ada</c>.</summary>
    public IReadOnlyList<string> Bypass { get; init; } = [];

    public bool ApprovesByItself => false;

    public string? ApprovesAs(Proposal proposal) => null;

    public ReviewNeed NeedOf(Proposal proposal, IReadOnlyList<string> owners)
    {
        ReviewDemand[] made = [.. Demands.Where(demand => demand.Fits(proposal, owners))];
        return new ReviewNeed(
            made.Select(demand => demand.Approvals).Append(Approvals).Max(),
            made.Any(demand => demand.OfAnOwner) ? [.. owners.Select(owner => owner.Contains(':') ? owner : $"person:{owner}")] : []);
    }

    public bool MayBypass(string actor) => Bypass.Contains(actor);
}

/// <summary>What some proposals need; every condition that is set must hold.</summary>
public sealed record ReviewDemand
{
    /// <summary>What the proposal is about, such as <c>workflow</c>; empty: anything.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>How sure its rule is; empty: however sure.</summary>
    public IReadOnlyList<Confidence> Confidence { get; init; } = [];

    /// <summary>The blueprint has one of these owners; empty: whoever owns it.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>Approvals that are needed, from different people.</summary>
    public int Approvals { get; init; } = 1;

    /// <summary>One of them has to be of somebody whom the blueprint's <c>meta.owners</c> names; where it names nobody, nobody can be asked for.</summary>
    public bool OfAnOwner { get; init; }

    internal bool Fits(Proposal proposal, IReadOnlyList<string> owners) =>
        (Targets.Count == 0 || Targets.Contains(proposal.Revision.Proposal.Target.SpecType))
        && (Confidence.Count == 0 || Confidence.Contains(proposal.Revision.Proposal.Confidence))
        && (Owners.Count == 0 || Owners.Intersect(owners).Any());
}

/// <summary>Approves whatever has no blockers, the rule's own such as <c>manual_review</c> included; never a revision whose attempt failed.</summary>
public sealed record AutoReview : IReviewPolicy
{
    public int Approvals => 1;

    public bool AllowSelfApproval => false;

    public string? ApprovesAs(Proposal proposal) =>
        proposal.State.WaitsForPeople() && proposal.Revision.Blockers.Count == 0 && !string.Equals(proposal.FailedDigest, proposal.Revision.Digest) ? "policy:auto" : null;
}
