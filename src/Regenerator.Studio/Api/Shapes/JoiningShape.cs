using Regenerator.Proposals;

namespace Regenerator.Studio.Api.Shapes;

/// <summary>What a proposal stands on since new evidence joined it.</summary>
/// <param name="Windows">In so many it was seen.</param>
/// <param name="Magnitude">How bad it was at worst, as its rule measures it.</param>
/// <param name="Contexts">So many asked for it.</param>
public sealed record JoiningShape(string Proposal, ScopeShape Scope, int Windows, DateTimeOffset FirstWindow, DateTimeOffset LastWindow, double Magnitude, int Contexts)
{
    public static JoiningShape Of(Proposal proposal) => new(
        proposal.Id.ToString(), ScopeShape.Of(proposal.Scope), proposal.Sightings.Windows, proposal.Sightings.FirstWindow, proposal.Sightings.LastWindow, proposal.Sightings.Magnitude, proposal.Sightings.Contexts.Count);
}
