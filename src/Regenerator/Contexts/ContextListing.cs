namespace Regenerator.Contexts;

/// <summary>How many contexts there were when they were last listed soundly: what the next listing is compared with, in this process or the next.</summary>
/// <param name="Count">The sick ones too.</param>
/// <param name="Source">As <see cref="IContextSource.Name"/>; null: it has none.</param>
/// <param name="At">Since when there have been so many.</param>
public sealed record ContextListing(int Count, string? Source, DateTimeOffset At)
{
    /// <summary>Who said that those who are missing are really gone, and why; null: nobody had to.</summary>
    public CollapseAccepted? Accepted { get; init; }
}

/// <param name="Actor">As in <see cref="Proposals.ProposalEvent.Actor"/>.</param>
public sealed record CollapseAccepted(string Actor, string Reason);
