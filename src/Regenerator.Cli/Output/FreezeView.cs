using System.Text.Json.Nodes;
using Regenerator.Freezes;
using Regenerator.Studio.Api;
using Regenerator.Studio.Api.Shapes;
using Spectre.Console;

namespace Regenerator.Cli.Output;

/// <summary>Freezes as people and programs read them.</summary>
internal static class FreezeView
{
    /// <summary>One line each, beside what is answered.</summary>
    public static void Note(IEnumerable<Freeze> freezes)
    {
        foreach (var freeze in freezes) Terminal.Note($"[cyan]frozen:[/] {Terminal.Plain(freeze.Words)}");
    }

    public static void List(IEnumerable<Freeze> freezes, DateTimeOffset now)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("id", "what", "until", "by", "why");
        foreach (var freeze in freezes)
        {
            table.AddRow(
                freeze.Id.Value,
                Terminal.Plain(freeze.Set.Reach.ToString()),
                $"{freeze.Set.Until:yyyy-MM-dd HH:mm} UTC{(freeze.IsInForce(now) ? "" : " [grey]over[/]")}",
                Terminal.Plain(freeze.Set.Actor),
                string.Join('\n', freeze.History.Select(Words)));
        }

        Terminal.Answer(table);
    }

    public static JsonArray Json(IEnumerable<Freeze> freezes, DateTimeOffset now) => new([.. freezes.Select(freeze => Json(freeze, now))]);

    public static JsonObject Json(Freeze freeze, DateTimeOffset now) => ProposalJson.Node(FreezeShape.Of(freeze, now), ApiJson.Wire.FreezeShape);

    private static string Words(FreezeEvent happened) => happened switch
    {
        FreezeEvent.Set set => Terminal.Plain(set.Reason),
        FreezeEvent.Ended ended => $"[grey]{Terminal.Plain($"{ended.Actor} ended it on {ended.At:yyyy-MM-dd HH:mm}: {ended.Reason}")}[/]",
        FreezeEvent.Broken broken => $"[red]{Terminal.Plain($"{broken.Actor} broke it for {ProposalView.Short(broken.Proposal)} on {broken.At:yyyy-MM-dd HH:mm}: {broken.Reason}")}[/]",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
