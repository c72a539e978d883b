using Regenerator.Judgements;
using Regenerator.Storage;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.LeftAlone;

/// <summary>Which judgements are shown, as the address has it.</summary>
/// <param name="Kind">Null: all but what is in the inbox and what is quiet.</param>
internal sealed record LeftAloneFilter(JudgementKind? Kind = null, string? Rule = null, string? Context = null)
{
    /// <summary>So far pages count what a rule comes to.</summary>
    public const int Counted = 1000;

    private const int PageLength = 50;

    private static readonly JudgementKind[] WorthKnowing = [.. Enum.GetValues<JudgementKind>().Where(k => k is not (JudgementKind.Fired or JudgementKind.Quiet))];

    /// <summary>Where the page before ended; null: the first.</summary>
    public JudgementPlace? After { get; init; }

    public static LeftAloneFilter Of(Visit visit) => new(
        Enum.TryParse<JudgementKind>(visit.Asked("kind"), ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : null, visit.Asked("rule"), visit.Asked("context"))
    {
        After = visit.Asked("after") is { } after ? JudgementPlace.Parse(after) : null,
    };

    public static LeftAloneFilter Of(JudgementTally tally) => new(tally.Kind, tally.RuleId);

    public JudgementQuery Query => new() { ContextId = Context, RuleId = Rule, Kinds = Kind is { } kind ? [kind] : WorthKnowing, After = After, Limit = PageLength };

    /// <summary>Whatever the kind.</summary>
    public JudgementQuery OfAnyKind => new() { ContextId = Context, RuleId = Rule };

    public string Address(JudgementPlace? after = null)
    {
        var parts = new[] { ("kind", Kind?.ToString().ToLowerInvariant()), ("rule", Rule), ("context", Context), ("after", after?.ToString()) };
        var query = string.Join('&', parts.Where(p => p.Item2 is not null).Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2!)}"));
        return query.Length == 0 ? "/left-alone" : $"/left-alone?{query}";
    }
}
