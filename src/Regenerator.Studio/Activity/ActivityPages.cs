using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.Activity;

/// <summary>What happened last, by whom.</summary>
internal static class ActivityPages
{
    /// <summary>Histories of so many of the newest proposals are read: the store keeps events by proposal.</summary>
    public const int Proposals = 50;

    private const int Most = 200;

    public static void Map(Door door) => door.Get("/activity", ShowAsync);

    private static async Task<Answer> ShowAsync(Visit visit)
    {
        var (store, by) = (visit.Store, visit.Asked("by"));
        var happened = new List<ActivityLine>();
        foreach (var proposal in (await store.ListAsync(new ProposalQuery { Scopes = visit.Sight.Scopes, Shadow = false, Limit = Proposals }, visit.Ct)).Proposals.Where(visit.Sight.Sees))
            if (await store.GetAsync(proposal.Id, visit.Ct) is { } record) happened.AddRange(record.History.Select(e => new ActivityLine(e, record.Proposal)));
        ActivityLine[] newest = [.. happened.Where(l => by is null || l.Event.Actor.Contains(by, StringComparison.OrdinalIgnoreCase)).OrderByDescending(l => l.Event.At).Take(Most)];
        return Answer.Page.Of<ActivityView>(new ActivityModel(newest, by), "Activity");
    }
}

internal sealed record ActivityModel(IReadOnlyList<ActivityLine> Lines, string? By);

internal sealed record ActivityLine(ProposalEvent Event, Proposal Proposal);
