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

    public static void Coverage(IReadOnlyList<Judgement> judgements)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("[grey]RULE[/]", "[grey]CAN JUDGE[/]", "[grey]CAN NOT[/]", "[grey]WHY[/]");
        foreach (var rule in judgements.GroupBy(j => j.RuleId, StringComparer.Ordinal))
        {
            Judgement[] blind = [.. rule.Where(j => !j.CouldJudge)];
            var why = blind.GroupBy(j => (j.Kind, j.Reason)).OrderByDescending(g => g.Count()).Select(g => $"{Wording.Of(g.Key.Kind)} in {Contexts(g)}: {Terminal.Plain(g.Key.Reason)}");
            table.AddRow(Terminal.Plain(rule.Key), $"{rule.Count() - blind.Length} of {rule.Count()}", blind.Length == 0 ? "0" : $"[red]{blind.Length}[/]", string.Join('\n', why));
        }

        Terminal.Answer(table);
    }

    private static string Contexts(IEnumerable<Judgement> judgements) => Terminal.Plain(Terminal.Some([.. judgements.Select(j => j.ContextId)]));

    private static string Mark(Judgement judgement) => judgement.Kind switch
    {
        JudgementKind.Fired => "[yellow]+[/]",
        JudgementKind.Quiet or JudgementKind.AlreadyTrue => "[green]✓[/]",
        JudgementKind.Threw => "[red]✗[/]",
        JudgementKind.Unseen or JudgementKind.Undecided => "[red]?[/]",
        _ => "[grey]·[/]",
    };
}
