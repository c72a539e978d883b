using Regenerator.Contexts;
using Regenerator.Proposals;

namespace Regenerator.Rules;

/// <summary>
/// One rule that judges contexts of certain labels by other limits. The first variant whose labels match judges, else the usual one. Outside
/// they are one rule: the same id, so that a wish stays the same wish, and the same schedule, by which the providers are read.
/// </summary>
public sealed class RuleByLabel : IRegenerationRule
{
    private readonly IRegenerationRule usual;
    private readonly IReadOnlyList<RuleVariant> variants;

    /// <exception cref="ArgumentException">A variant has another id or another schedule.</exception>
    public RuleByLabel(IRegenerationRule usual, params IReadOnlyList<RuleVariant> variants)
    {
        this.usual = usual;
        this.variants = variants;
        foreach (var (labels, rule) in variants)
        {
            if (!string.Equals(rule.Id, usual.Id)) throw new ArgumentException($"the variant of rule «{usual.Id}» where {labels} has the id «{rule.Id}»; variants are one rule");
            if (rule.Schedule != usual.Schedule) throw new ArgumentException($"the variant of rule «{usual.Id}» where {labels} has another schedule; what is read is the same for all contexts");
        }
    }

    public string Id => usual.Id;

    public string Description => $"{usual.Description}; other limits where {string.Join("; where ", variants.Select(v => v.Labels))}";

    public RuleSchedule Schedule => usual.Schedule;

    public ValueTask<IReadOnlyList<SpecChangeProposal>> EvaluateAsync(RegenerationContext context, SignalBatch signals, CancellationToken ct) =>
        (variants.FirstOrDefault(v => v.Labels.Matches(context))?.Rule ?? usual).EvaluateAsync(context, signals, ct);
}

/// <param name="Labels">Whom it judges.</param>
/// <param name="Rule">Of the same id and schedule as the usual one.</param>
public sealed record RuleVariant(LabelSelector Labels, IRegenerationRule Rule);
