using Regenerator.Contexts;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.Fleet;

/// <summary>Who is watched: each app of each tenant, with the documents that are in force.</summary>
internal static class FleetPages
{
    private const int PageLength = 100;

    public static void Map(Door door) => door.Get("/contexts", ShowAsync);

    private static Task<Answer> ShowAsync(Visit visit)
    {
        var (find, after) = (visit.Asked("find"), visit.Asked("after"));
        var fitting = visit.Sight.Contexts.Where(c => find is null || c.Id.Contains(find, StringComparison.OrdinalIgnoreCase) || c.BlueprintDocument.Id.Contains(find, StringComparison.OrdinalIgnoreCase))
            .OrderBy(c => c.Id, StringComparer.Ordinal).Where(c => after is null || string.CompareOrdinal(c.Id, after) > 0).Take(PageLength + 1).ToArray();
        var next = fitting.Length > PageLength ? fitting[PageLength - 1].Id : null;
        return Task.FromResult<Answer>(Answer.Page.Of<FleetView>(new FleetModel([.. fitting.Take(PageLength)], visit.Sight.Contexts.Count, visit.Sight.Sick, find, next), "Contexts"));
    }
}

/// <param name="Next">Where the next page starts; null on the last.</param>
internal sealed record FleetModel(IReadOnlyList<RegenerationContext> Contexts, int Total, IReadOnlyList<SickContext> Sick, string? Find, string? Next);
