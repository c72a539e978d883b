namespace Regenerator.Proposals;

/// <summary>
/// What stays of a proposal that was forgotten: which it was, of which rule and document, how it went and when, who took part, and what keeps a
/// rejected wish quiet. Neither what was said about it, nor its edits, nor whom it was seen with.
/// </summary>
internal static class Skeleton
{
    public const string Erased = "«erased»";

    public static Proposal Of(Proposal proposal, DateTimeOffset at) => proposal with
    {
        ForgottenAt = at,
        Revision = new Revision
        {
            Number = proposal.Revision.Number,
            Digest = proposal.Revision.Digest,
            Author = proposal.Revision.Author,
            Proposal = Of(proposal.Revision.Proposal),
        },
        Sightings = proposal.Sightings with { Contexts = [], ErrorClasses = [] },
        Snooze = null,
        Returned = null,
        Ending = Erased,
        Left = [],
        Rejection = proposal.Rejection is { } rejection ? rejection with { Reason = Erased } : null,
    };

    private static SpecChangeProposal Of(SpecChangeProposal wish) => new()
    {
        Id = wish.Id,
        Title = Erased,
        Summary = Erased,
        Confidence = wish.Confidence,
        Target = wish.Target,
        Magnitude = wish.Magnitude,
        CreatedAt = wish.CreatedAt,
    };
}
