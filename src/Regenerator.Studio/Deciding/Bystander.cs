using Regenerator.Judgements;
using Regenerator.Proposals;

namespace Regenerator.Studio.Deciding;

/// <summary>A context that the same rule looks at and that did not ask for this.</summary>
/// <param name="Override">What of its own it has in the place of what would change; null: nothing, or it is not known.</param>
internal sealed record Bystander(Judgement Judgement, string? Override)
{
    /// <summary>Those with an override first: they are what others are compared with.</summary>
    /// <param name="judgements">Of the rule, in contexts that the visitor sees.</param>
    /// <param name="asked">Contexts that asked.</param>
    /// <param name="reach">Null: it is not known who overrides what.</param>
    public static IReadOnlyList<Bystander> Of(IEnumerable<Judgement> judgements, IEnumerable<string> asked, Reach? reach)
    {
        var askers = asked.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. judgements.Where(j => !askers.Contains(j.ContextId)).Select(j => new Bystander(j, reach?.Shields.GetValueOrDefault(j.ContextId)))
                .OrderBy(b => b.Override is null).ThenBy(b => b.Judgement.ContextId, StringComparer.Ordinal),
        ];
    }
}
