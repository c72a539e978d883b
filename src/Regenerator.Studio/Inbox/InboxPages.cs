using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Storage;
using Regenerator.Studio.Access;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.Inbox;

/// <summary>What waits, and decisions about several at once.</summary>
internal static class InboxPages
{
    private const int MostAtOnce = InboxFilter.PageLength;

    private const int MostNarrowed = 1000;

    public static void Map(Door door)
    {
        door.Get("/", ShowAsync);
        door.Post("/decisions", Role.Reviewer, DecideAsync);
    }

    private static async Task<Answer> ShowAsync(Visit visit)
    {
        var filter = InboxFilter.Of(visit);
        var query = await NarrowAsync(visit, filter.Query(visit));
        var (items, numbers) = (visit.Store.ItemsAsync(query, visit.Ct), visit.Store.CountItemsAsync(query, [.. InboxFilter.Counted.Select(t => t.States)], InboxModel.MostCounted, visit.Ct));
        await Task.WhenAll(items, numbers); // each walks over everything that a search looks through
        var (page, counts) = (await items, await numbers);
        if (!filter.IsNarrowed) visit.Open = counts[0];
        var rules = visit.Studio.Engine.Rules.Select(r => r.Id).Concat(filter.Rule is null ? [] : [filter.Rule]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var model = new InboxModel(filter, page.Items, page.Next, counts, [.. rules], visit.Studio.Service.Latest?.FinishedAt);
        return Answer.Page.Of<InboxView>(model, "Inbox");
    }

    // What is found by its text is mostly little, and looked for once for the lines and their numbers.
    private static async Task<ProposalQuery> NarrowAsync(Visit visit, ProposalQuery query)
    {
        if (query.Text is null) return query;
        var shown = query with { States = [.. query.States.Concat(InboxFilter.Counted.SelectMany(t => t.States)).Distinct()] };
        return await visit.Store.FewAsync(shown, MostNarrowed, visit.Ct) is { } ids ? query with { Ids = ids, Text = null } : query;
    }

    private static async Task<Answer> DecideAsync(Visit visit)
    {
        var back = visit.Field("back") is { } address && address.StartsWith("/?", StringComparison.Ordinal) ? address : "/";
        ProposalId[] items = [.. visit.Form["item"].Select(text => ProposalId.Parse(text ?? "")).OfType<ProposalId>().Distinct().Take(MostAtOnce)];
        if (items.Length == 0) return visit.Refuse("Nothing was chosen: tick the boxes of those that you mean.", back);
        if (visit.Field("reason") is not { } reason && visit.Field("do") == "reject") return visit.Refuse("A rejection needs a reason, for whoever asks later. Nothing was rejected.", back);
        if (Quiet.Of(visit.Field("for")) is not { } quiet) return Answer.NotFound;
        var results = new List<ItemResult>();
        foreach (var item in items) results.Add(await OneAsync(visit, item, quiet));
        var (done, failed) = (results.OfType<ItemResult.Decided>().ToArray(), results.OfType<ItemResult.NotTaken>().ToArray());
        var words = $"{done.Length} {(visit.Field("do") == "reject" ? "rejected" : "snoozed")}.";
        return failed.Length == 0 ? visit.Tell(words, back) : visit.Refuse($"{words} {failed.Length} could not be: {failed[0].Reason}.", back);
    }

    private static Task<ItemResult> OneAsync(Visit visit, ProposalId item, Quiet quiet) => visit.Field("do") == "reject"
        ? visit.Studio.Service.Reviewer.RejectItemAsync(item, visit.Field("reason")!, quiet.Until(visit.Now), visit.Visitor.Id, visit.Sight.Sees, visit.Ct)
        : visit.Studio.Service.Reviewer.SnoozeItemAsync(item, quiet.Until(visit.Now) ?? visit.Now + TimeSpan.FromDays(1), visit.Field("reason"), visit.Visitor.Id, visit.Sight.Sees, visit.Ct);
}
