using Regenerator.Judgements;
using Regenerator.Review;
using Regenerator.Storage;
using Regenerator.Studio.Hosting;
using Regenerator.Studio.LeftAlone;

namespace Regenerator.Studio.RuleBook;

/// <summary>What each rule looks for, what became of what it proposed, and what it comes to now.</summary>
internal static class RulePages
{
    public static void Map(Door door) => door.Get("/rules", ShowAsync);

    private static async Task<Answer> ShowAsync(Visit visit)
    {
        var records = await RuleRecord.ReadAsync(visit.Store, visit.Sight.Of(new ProposalQuery { At = visit.Now }), visit.Ct);
        var judgements = (await visit.Store.TallyJudgementsAsync(visit.Sight.Of(new JudgementQuery()), LeftAloneFilter.Counted, visit.Ct)).ToLookup(t => t.RuleId, StringComparer.Ordinal);
        var rules = visit.Studio.Engine.Rules.OrderBy(r => r.Id, StringComparer.Ordinal).Select(r => new RuleLine(r.Id, r.Description, records.GetValueOrDefault(r.Id) ?? new RuleRecord(), [.. judgements[r.Id]]));
        return Answer.Page.Of<RulesView>(new RulesModel([.. rules]), "Rules");
    }
}

internal sealed record RulesModel(IReadOnlyList<RuleLine> Rules);

/// <param name="Now">In how many contexts it comes to what; not counted further than anybody reads.</param>
internal sealed record RuleLine(string Id, string Description, RuleRecord Record, IReadOnlyList<JudgementTally> Now);
