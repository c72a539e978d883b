using Regenerator.Judgements;
using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.RuleBook;

/// <summary>What each rule looks for, what became of what it proposed, and what it comes to now.</summary>
internal static class RulePages
{
    /// <summary>As many of the newest proposals are counted.</summary>
    public const int Counted = 1000;

    public static void Map(Door door) => door.Get("/rules", ShowAsync);

    private static async Task<Answer> ShowAsync(Visit visit)
    {
        var proposals = (await visit.Store.ListAsync(new ProposalQuery { Scopes = visit.Sight.Scopes, Limit = Counted }, visit.Ct)).Proposals.Where(visit.Sight.Sees).ToLookup(p => p.RuleId, StringComparer.Ordinal);
        var judgements = (await visit.Store.JudgementsAsync(null, null, visit.Ct)).Where(visit.Sight.Sees).ToLookup(j => j.RuleId, StringComparer.Ordinal);
        var rules = visit.Studio.Engine.Rules.OrderBy(r => r.Id, StringComparer.Ordinal).Select(r => RuleLine.Of(r.Id, r.Description, [.. proposals[r.Id]], [.. judgements[r.Id]]));
        return Answer.Page.Of<RulesView>(new RulesModel([.. rules]), "Rules");
    }
}

internal sealed record RulesModel(IReadOnlyList<RuleLine> Rules);

/// <param name="Accepted">Approved, and whatever came of it.</param>
/// <param name="Now">In how many contexts it comes to what.</param>
internal sealed record RuleLine(string Id, string Description, int Open, int Accepted, int Rejected, int Shadows, IReadOnlyList<(JudgementKind Kind, int Count)> Now)
{
    public static RuleLine Of(string id, string description, IReadOnlyList<Proposal> proposals, IReadOnlyList<Judgement> judgements) => new(
        id,
        description,
        proposals.Count(p => p is { Shadow: false, State: ProposalState.Open or ProposalState.Held or ProposalState.Snoozed }),
        proposals.Count(p => p.State is ProposalState.Approved or ProposalState.Applying or ProposalState.NeedsAttention or ProposalState.Applied or ProposalState.RolledBack),
        proposals.Count(p => p.State == ProposalState.Rejected),
        proposals.Count(p => p is { Shadow: true, IsLiving: true }),
        [.. judgements.CountBy(j => j.Kind).OrderBy(c => c.Key).Select(c => (c.Key, c.Value))]);
}
