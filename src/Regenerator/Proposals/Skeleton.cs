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

    /// <summary>As if a context that asked for it had never been there.</summary>
    public static Proposal Without(Proposal proposal, string contextId) => proposal with
    {
        Sightings = proposal.Sightings with { Contexts = Others(proposal.Sightings.Contexts, contextId) },
        Rejection = proposal.Rejection is { } rejection ? rejection with { Contexts = Others(rejection.Contexts, contextId) } : null,
        Returned = proposal.Returned is { } returned ? Mention.Of(contextId).Replace(returned, Erased) : null,
        Ending = proposal.Ending is { } ending ? Mention.Of(contextId).Replace(ending, Erased) : null,
    };

    private static string[] Others(IReadOnlyList<string> contexts, string contextId) => [.. contexts.Where(c => !string.Equals(c, contextId))];

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
