namespace Regenerator.Proposals;

/// <summary>Of a proposal that waits for room in a budget, what decides when its turn is: of all that wait, however many, the worst come first.</summary>
/// <param name="Buckets">What it counts against.</param>
public sealed record HeldProposal(ProposalId Id, int Version, ProposalId Item, Confidence Confidence, double Magnitude, IReadOnlyList<string> Buckets)
{
    public static HeldProposal Of(Proposal held) => new(held.Id, held.Version, held.Item, held.Revision.Proposal.Confidence, held.Sightings.Magnitude, held.Buckets);
}
