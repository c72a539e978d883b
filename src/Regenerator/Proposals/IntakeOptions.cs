using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Regenerator.Contexts;

namespace Regenerator.Proposals;

/// <summary>What may be taken in.</summary>
public sealed record IntakeOptions
{
    /// <summary>A custom updater carries out prose: it is no blocker.</summary>
    public bool ProseAccepted { get; init; }

    /// <summary>Wishes of less confidence are left alone.</summary>
    public Confidence MinConfidence { get; init; } = Confidence.Low;

    /// <summary>What nobody has decided about for so long expires. Default: 14 days.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How much may be put before people; none: everything. Default: <see cref="Budget.Usual"/>.</summary>
    public IReadOnlyList<Budget> Budgets { get; init; } = Budget.Usual;

    /// <summary>Terms of single rules, by id; the others have the default ones.</summary>
    public IReadOnlyDictionary<string, RuleTerms> Terms { get; init; } = new Dictionary<string, RuleTerms>(StringComparer.Ordinal);

    public RuleTerms TermsOf(string ruleId) => Terms.GetValueOrDefault(ruleId) ?? RuleTerms.Default;

    /// <summary>As they are for one context.</summary>
    public RuleTerms TermsOf(string ruleId, RegenerationContext context) => TermsOf(ruleId).Of(context);
}

/// <summary>What becomes of a rule's wishes, and how patient the intake is with them.</summary>
public sealed record RuleTerms
{
    public static RuleTerms Default { get; } = new();

    /// <summary>How many windows in a row must ask for the same before it is proposed. 1…10,000, default 1.</summary>
    [Range(1, 10_000)]
    public int Dwell { get; init; } = 1;

    /// <summary>After a proposal was applied: how long the same wish is kept back, so that the change can take effect. Default: 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "90.00:00:00")]
    public TimeSpan HoldOff { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>A proposal whose wish was not seen for so long, while everything could be seen, is withdrawn. Default: one day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "90.00:00:00")]
    public TimeSpan WithdrawAfter { get; init; } = TimeSpan.FromDays(1);

    /// <summary>For all contexts alike. Default: live.</summary>
    [JsonIgnore]
    public RuleMode Mode { get; init; }

    /// <summary>How patient it is with contexts of certain labels; the first whose labels match counts.</summary>
    [JsonIgnore]
    public IReadOnlyList<TermsVariant> Where { get; init; } = [];

    internal RuleTerms Of(RegenerationContext context) => Where.FirstOrDefault(w => w.Labels.Matches(context))?.Terms ?? this;
}

/// <param name="Labels">For whom they are.</param>
/// <param name="Terms">Its mode and its own variants do not count.</param>
public sealed record TermsVariant(LabelSelector Labels, RuleTerms Terms);

/// <summary>Who gets to see what a rule proposes.</summary>
public enum RuleMode
{
    /// <summary>Reviewers.</summary>
    Live,

    /// <summary>Whoever tries the rule out: its proposals open and gather evidence, but nobody is told and nobody can approve them.</summary>
    Shadow,
}
