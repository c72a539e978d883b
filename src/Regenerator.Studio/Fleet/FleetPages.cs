using Regenerator.Contexts;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.Fleet;

/// <summary>Who is watched: each app of each tenant, with the documents that are in force, how far it was read, and what it asks for.</summary>
internal static class FleetPages
{
    private const int PageLength = 100;

    public static void Map(Door door) => door.Get("/contexts", ShowAsync);

    private static async Task<Answer> ShowAsync(Visit visit)
    {
        var find = visit.Asked("find");
        var roster = await Roster.ReadAsync(visit.Sight.Contexts, find, visit.Asked("after"), PageLength, visit.Sight, visit.Studio, visit.Ct);
        return Answer.Page.Of<FleetView>(new FleetModel(roster.Lines, visit.Sight.Contexts.Count, visit.Sight.Sick, find, roster.Next), "Contexts");
    }
}

/// <param name="Next">Where the next page starts; null on the last.</param>
internal sealed record FleetModel(IReadOnlyList<RosterLine> Lines, int Total, IReadOnlyList<SickContext> Sick, string? Find, string? Next);
