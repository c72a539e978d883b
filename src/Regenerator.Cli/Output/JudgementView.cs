using System.Text.Json.Nodes;
using Regenerator.Judgements;
using Regenerator.Review;
using Regenerator.Studio.Api;
using Regenerator.Studio.Api.Shapes;
using Spectre.Console;

namespace Regenerator.Cli.Output;

/// <summary>Why and why not, as people and programs read it.</summary>
internal static class JudgementView
{
    public static JsonNode Json(Judgement judgement) => ProposalJson.Node(JudgementShape.Of(judgement), ApiJson.Wire.JudgementShape);

    public static void Explain(IReadOnlyList<Judgement> judgements)
    {
        Terminal.Answer($"[bold]{Terminal.Plain(judgements[0].ContextId)}[/]");
        foreach (var judgement in judgements)
        {
            Terminal.Answer($"  {Mark(judgement)} [bold]{Terminal.Plain(judgement.RuleId)}[/]  {Wording.Of(judgement.Kind)} [grey]since {judgement.Since:yyyy-MM-dd HH:mm} UTC[/]");
            Terminal.Answer($"    {Terminal.Plain(judgement.Reason)}");
        }
    }

    /// <param name="tally">Of everything that was judged.</param>
    /// <param name="unjudged">Where a rule could not judge, or does not apply.</param>
    public static void Coverage(IReadOnlyList<JudgementTally> tally, IReadOnlyCollection<Unjudged> unjudged)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("[grey]RULE[/]", "[grey]CAN JUDGE[/]", "[grey]CAN NOT[/]", "[grey]DOES NOT APPLY[/]", "[grey]WHY[/]");
        foreach (var rule in tally.GroupBy(t => t.RuleId, StringComparer.Ordinal))
        {
            var of = unjudged.Where(u => string.Equals(u.RuleId, rule.Key)).OrderByDescending(u => u.Count).ToArray();
            var (all, foreign) = (rule.Sum(t => t.Count), of.Where(u => u.Kind == JudgementKind.Inapplicable).Sum(u => u.Count));
            var not = of.Sum(u => u.Count) - foreign;
            var why = of.Select(u => $"{Wording.Of(u.Kind)} in {Terminal.Plain(Terminal.SomeOf(u.Count, u.Contexts))}: {Terminal.Plain(u.Reason)}");
            // To apply nowhere is mostly a slip; to apply in some apps only is what fleets are like.
            table.AddRow(Terminal.Plain(rule.Key), $"{all - not - foreign} of {all}", not == 0 ? "0" : $"[red]{not}[/]", foreign == all ? $"[red]{foreign}[/]" : $"{foreign}", string.Join('\n', why));
        }

        Terminal.Answer(table);
    }

    private static string Mark(Judgement judgement) => judgement.Kind switch
    {
        JudgementKind.Fired => "[yellow]+[/]",
        JudgementKind.Quiet or JudgementKind.AlreadyTrue => "[green]✓[/]",
        JudgementKind.Threw => "[red]✗[/]",
        JudgementKind.Unseen or JudgementKind.Undecided => "[red]?[/]",
        _ => "[grey]·[/]",
    };
}
