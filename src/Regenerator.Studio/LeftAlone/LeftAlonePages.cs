using Regenerator.Judgements;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.LeftAlone;

/// <summary>What was seen and not proposed, and why: one line for each rule in each context.</summary>
internal static class LeftAlonePages
{
    private const int Most = 200;

    public static void Map(Door door) => door.Get("/left-alone", ShowAsync);

    private static async Task<Answer> ShowAsync(Visit visit)
    {
        Judgement[] all = [.. (await visit.Store.JudgementsAsync(visit.Asked("context"), visit.Asked("rule"), visit.Ct)).Where(visit.Sight.Sees)];
        var kind = Enum.TryParse<JudgementKind>(visit.Asked("kind"), ignoreCase: true, out var named) ? named : (JudgementKind?)null;
        Judgement[] shown = [.. all.Where(j => kind is null ? j.Kind is not (JudgementKind.Fired or JudgementKind.Quiet) : j.Kind == kind).OrderBy(j => j.Kind).ThenByDescending(j => j.Since)];
        var rules = visit.Studio.Engine.Rules.Select(r => r.Id).Order(StringComparer.Ordinal);
        return Answer.Page.Of<LeftAloneView>(
            new LeftAloneModel([.. shown.Take(Most)], shown.Length, kind, visit.Asked("rule"), visit.Asked("context"), [.. rules], all.CountBy(j => j.Kind).ToDictionary()), "Left alone");
    }
}

/// <param name="Total">How many there are, shown or not.</param>
/// <param name="Kind">Null: all but what is in the inbox and what is quiet.</param>
internal sealed record LeftAloneModel(
    IReadOnlyList<Judgement> Shown, int Total, JudgementKind? Kind, string? Rule, string? Context, IReadOnlyList<string> Rules, IReadOnlyDictionary<JudgementKind, int> Counts)
{
    public string Address(JudgementKind? kind)
    {
        var parts = new[] { ("kind", kind?.ToString().ToLowerInvariant()), ("rule", Rule), ("context", Context) };
        var query = string.Join('&', parts.Where(p => p.Item2 is not null).Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2!)}"));
        return query.Length == 0 ? "/left-alone" : $"/left-alone?{query}";
    }
}
