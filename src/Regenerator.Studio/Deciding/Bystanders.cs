using Regenerator.Judgements;
using Regenerator.Storage;
using Regenerator.Studio.Hosting;
using Regenerator.Studio.LeftAlone;

namespace Regenerator.Studio.Deciding;

/// <summary>The contexts that the same rule looks at and that did not ask for this, as far as the visitor sees them.</summary>
/// <param name="Counts">How many the rule comes to what in, the most first; counted to <see cref="LeftAloneFilter.Counted"/>.</param>
/// <param name="Overriding">How many of them have their own in the place of what would change; as far as they were counted.</param>
/// <param name="Shown">Some, first those with an override: they are what others are compared with.</param>
internal sealed record Bystanders(IReadOnlyList<JudgementTally> Counts, int Overriding, IReadOnlyList<Bystander> Shown)
{
    private const int Most = 20;

    public static Bystanders None { get; } = new([], 0, []);

    public int Count => Counts.Sum(c => c.Count);

    /// <summary>There are more than <see cref="Count"/>.</summary>
    public bool IsMore => Counts.Any(c => c.IsMore);

    /// <param name="ruleId">The rule of the proposal.</param>
    /// <param name="asked">Contexts that asked.</param>
    /// <param name="reach">Null: it is not known who overrides what.</param>
    public static async Task<Bystanders> ReadAsync(Visit visit, string ruleId, IEnumerable<string> asked, Reach? reach)
    {
        var others = visit.Sight.Of(new JudgementQuery { RuleId = ruleId, Besides = asked.ToHashSet(StringComparer.Ordinal), Limit = Most });
        var counts = (await visit.Store.TallyJudgementsAsync(others, LeftAloneFilter.Counted, visit.Ct)).OrderByDescending(c => c.Count).ToArray();
        if (counts.Length == 0) return None;
        var overriding = visit.Sight.Of(others with { Contexts = [.. reach?.Shields.Keys.Order(StringComparer.Ordinal).Take(LeftAloneFilter.Counted) ?? []] });
        var own = (await visit.Store.TallyJudgementsAsync(overriding, LeftAloneFilter.Counted, visit.Ct)).Sum(c => c.Count);
        Bystander[] shown = [.. (await visit.Store.JudgementsAsync(overriding, visit.Ct)).Judgements.Select(j => new Bystander(j, reach!.Shields[j.ContextId]))];
        if (shown.Length == Most) return new Bystanders(counts, own, shown);
        var rest = others with { Besides = [.. others.Besides, .. overriding.Contexts!], Limit = Most - shown.Length };
        return new Bystanders(counts, own, [.. shown, .. (await visit.Store.JudgementsAsync(rest, visit.Ct)).Judgements.Select(j => new Bystander(j, null))]);
    }
}
