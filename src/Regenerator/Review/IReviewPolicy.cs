using Regenerator.Proposals;

namespace Regenerator.Review;

/// <summary>Who has to agree before a proposal is carried out.</summary>
public interface IReviewPolicy
{
    /// <summary>Approvals of one revision that are needed, from different people.</summary>
    int Approvals { get; }

    /// <summary>Authors may approve their own revisions.</summary>
    bool AllowSelfApproval { get; }

    /// <summary>The policy itself approves; null: people decide.</summary>
    /// <returns>The actor to record, such as <c>policy:auto</c>.</returns>
    string? ApprovesAs(Proposal proposal);
}

/// <summary>People decide.</summary>
public sealed record ManualReview(int Approvals = 1, bool AllowSelfApproval = false) : IReviewPolicy
{
    public string? ApprovesAs(Proposal proposal) => null;
}

/// <summary>Approves whatever has no blockers, the rule's own such as <c>manual_review</c> included; never a revision whose attempt failed.</summary>
public sealed record AutoReview : IReviewPolicy
{
    public int Approvals => 1;

    public bool AllowSelfApproval => false;

    public string? ApprovesAs(Proposal proposal) =>
        proposal.State.WaitsForPeople() && proposal.Revision.Blockers.Count == 0 && !string.Equals(proposal.FailedDigest, proposal.Revision.Digest) ? "policy:auto" : null;
}
