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
    /// <param name="blind">Those that could not judge.</param>
    public static void Coverage(IReadOnlyList<JudgementTally> tally, IReadOnlyCollection<Blindness> blind)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("[grey]RULE[/]", "[grey]CAN JUDGE[/]", "[grey]CAN NOT[/]", "[grey]WHY[/]");
        foreach (var rule in tally.GroupBy(t => t.RuleId, StringComparer.Ordinal))
        {
            var of = blind.Where(b => string.Equals(b.RuleId, rule.Key)).OrderByDescending(b => b.Count).ToArray();
            var (all, not) = (rule.Sum(t => t.Count), of.Sum(b => b.Count));
            var why = of.Select(b => $"{Wording.Of(b.Kind)} in {Terminal.Plain(Terminal.SomeOf(b.Count, b.Contexts))}: {Terminal.Plain(b.Reason)}");
            table.AddRow(Terminal.Plain(rule.Key), $"{all - not} of {all}", not == 0 ? "0" : $"[red]{not}[/]", string.Join('\n', why));
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
