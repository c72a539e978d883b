using Microsoft.AspNetCore.Http;
using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.Activity;

/// <summary>What happened to proposals and freezes, by whom.</summary>
internal static class ActivityPages
{
    private const int PageLength = 50;

    public static void Map(Door door)
    {
        door.Get("/activity", ShowAsync);
        door.Get("/activity/export", ExportAsync);
    }

    private static async Task<Answer> ShowAsync(Visit visit)
    {
        var filter = FilterOf(visit);
        var after = visit.Asked("after") is { } place ? TrailPlace.Parse(place) : null;
        var (entries, next) = await new Trail(visit.Store, visit.Sight).PageAsync(filter, after, PageLength, visit.Ct);
        ProposalId[] named = [.. entries.OfType<TrailEntry.OfProposal>().Select(e => e.Entry.Proposal).Distinct()];
        var titles = (await visit.Store.ListAsync(new ProposalQuery { Ids = named, Limit = PageLength }, visit.Ct)).Proposals.ToDictionary(p => p.Id, p => p.Revision.Proposal.Title);
        var rules = visit.Studio.Engine.Rules.Select(r => r.Id).Concat(filter.Rule is null ? [] : [filter.Rule]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return Answer.Page.Of<ActivityView>(new ActivityModel(entries, titles, [.. rules], filter, next), "Activity");
    }

    private static Task<Answer> ExportAsync(Visit visit)
    {
        if (TrailExport.Of(visit.Asked("format") ?? "csv") is not { } format) return Task.FromResult<Answer>(Answer.NotFound);
        var entries = new Trail(visit.Store, visit.Sight).AllAsync(FilterOf(visit), visit.Ct);
        return Task.FromResult<Answer>(new Answer.Download((response, ct) => format.WriteAsync(response, entries, ct)));
    }

    private static TrailFilter FilterOf(Visit visit) => TrailFilter.Of(visit.Asked, problem => new BadHttpRequestException(problem));
}

/// <param name="Titles">Of the proposals of the entries.</param>
/// <param name="Next">Where the next page starts; null on the last.</param>
internal sealed record ActivityModel(
    IReadOnlyList<TrailEntry> Entries, IReadOnlyDictionary<ProposalId, string> Titles, IReadOnlyList<string> Rules, TrailFilter Filter, TrailPlace? Next);
