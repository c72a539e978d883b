using Regenerator.Judgements;
using Regenerator.Storage;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.LeftAlone;

/// <summary>What was seen and not proposed, and why: one line for each rule in each context.</summary>
internal static class LeftAlonePages
{
    public static void Map(Door door) => door.Get("/left-alone", ShowAsync);

    private static async Task<Answer> ShowAsync(Visit visit)
    {
        var filter = LeftAloneFilter.Of(visit);
        var page = await visit.Store.JudgementsAsync(visit.Sight.Of(filter.Query), visit.Ct);
        var tally = await visit.Store.TallyJudgementsAsync(visit.Sight.Of(filter.OfAnyKind), LeftAloneFilter.Counted, visit.Ct);
        var counts = tally.GroupBy(t => t.Kind).ToDictionary(of => of.Key, of => (of.Sum(t => t.Count), of.Any(t => t.IsMore)));
        var rules = visit.Studio.Engine.Rules.Select(r => r.Id).Concat(filter.Rule is null ? [] : [filter.Rule]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return Answer.Page.Of<LeftAloneView>(new LeftAloneModel(filter, page.Judgements, page.Next, [.. rules], counts), "Left alone");
    }
}

/// <param name="Next">Where the next page starts; null on the last.</param>
/// <param name="Counts">How many there are of each kind, under the same filters.</param>
internal sealed record LeftAloneModel(
    LeftAloneFilter Filter, IReadOnlyList<Judgement> Shown, JudgementPlace? Next, IReadOnlyList<string> Rules, IReadOnlyDictionary<JudgementKind, (int Count, bool IsMore)> Counts);
