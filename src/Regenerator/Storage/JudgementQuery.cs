using Regenerator.Judgements;

namespace Regenerator.Storage;

/// <summary>Which judgements to read; every condition that is set must hold.</summary>
public sealed record JudgementQuery
{
    public string? ContextId { get; init; }

    /// <summary>In one of these contexts; null: in any. Empty finds nothing.</summary>
    public IReadOnlyCollection<string>? Contexts { get; init; }

    /// <summary>In none of these contexts.</summary>
    public IReadOnlyCollection<string> Besides { get; init; } = [];

    public string? RuleId { get; init; }

    /// <summary>Empty: any.</summary>
    public IReadOnlyCollection<JudgementKind> Kinds { get; init; } = [];

    /// <summary>1…1000.</summary>
    public int Limit
    {
        get;
        init => field = value is >= 1 and <= 1000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a page holds 1 to 1000 judgements");
    } = 100;

    /// <summary>Only what comes after this place in the list.</summary>
    public JudgementPlace? After { get; init; }

    /// <summary>The kinds that are asked for, in the order of the list, as far as it goes on.</summary>
    public IEnumerable<JudgementKind> Ahead => Enum.GetValues<JudgementKind>().Where(kind => (Kinds.Count == 0 || Kinds.Contains(kind)) && !(kind < After?.Kind));

    /// <summary>Whether it keeps every condition, its place in the list apart. What every store finds, said once.</summary>
    internal bool Finds(Judgement judgement) =>
        (ContextId is null || string.Equals(ContextId, judgement.ContextId))
        && Contexts?.Contains(judgement.ContextId) != false
        && !Besides.Contains(judgement.ContextId)
        && (RuleId is null || string.Equals(RuleId, judgement.RuleId))
        && (Kinds.Count == 0 || Kinds.Contains(judgement.Kind));
}

/// <summary>A place among judgements, which are listed by kind, the weightiest first, and then by rule and context.</summary>
public sealed record JudgementPlace(JudgementKind Kind, string RuleId, string ContextId)
{
    public static JudgementPlace Of(Judgement judgement) => new(judgement.Kind, judgement.RuleId, judgement.ContextId);

    /// <summary>Null when the text is none.</summary>
    public static JudgementPlace? Parse(string text) =>
        text.Split('~') is [var word, var rule, var context] && Enum.TryParse<JudgementKind>(word, ignoreCase: false, out var kind) && Enum.IsDefined(kind)
            ? new JudgementPlace(kind, Uri.UnescapeDataString(rule), Uri.UnescapeDataString(context)) : null;

    public static Comparer<JudgementPlace> Order { get; } = Comparer<JudgementPlace>.Create((left, right) =>
        left.Kind.CompareTo(right.Kind) is not 0 and var byKind ? byKind
        : string.CompareOrdinal(left.RuleId, right.RuleId) is not 0 and var byRule ? byRule
        : string.CompareOrdinal(left.ContextId, right.ContextId));

    public override string ToString() => $"{Kind}~{Escaped(RuleId)}~{Escaped(ContextId)}";

    private static string Escaped(string id) => Uri.EscapeDataString(id).Replace("~", "%7E", StringComparison.Ordinal);
}

/// <param name="Next">Where the next page starts; null on the last.</param>
public sealed record JudgementPage(IReadOnlyList<Judgement> Judgements, JudgementPlace? Next)
{
    /// <param name="found">One more than the limit, where there are more.</param>
    /// <param name="query">What was asked.</param>
    public static JudgementPage Of(IReadOnlyList<Judgement> found, JudgementQuery query) => found.Count <= query.Limit
        ? new JudgementPage(found, null)
        : new JudgementPage([.. found.Take(query.Limit)], JudgementPlace.Of(found[query.Limit - 1]));
}
