using System.Text.Json.Nodes;
using Regenerator.Proposals;
using Regenerator.Review;
using Spectre.Console;

namespace Regenerator.Cli.Output;

/// <summary>A rule as people and programs read it.</summary>
/// <param name="Mode">Null: it is no longer configured.</param>
internal sealed record RuleView(string Id, RuleMode? Mode, RuleRecord Record)
{
    public JsonNode Json => new JsonObject
    {
        ["id"] = Id,
        ["mode"] = Mode is { } mode ? Word(mode) : null,
        ["proposed"] = Record.Proposed,
        ["accepted"] = Record.Accepted,
        ["rejected"] = Record.Rejected,
        ["open"] = Record.Open,
        ["shadows"] = Record.Shadows,
    };

    public static void Show(IReadOnlyList<RuleView> rules)
    {
        var table = new Table().Border(TableBorder.None)
            .AddColumns("[grey]RULE[/]", "[grey]MODE[/]", "[grey]PROPOSED[/]", "[grey]ACCEPTED[/]", "[grey]REJECTED[/]", "[grey]OPEN[/]", "[grey]SHADOWS[/]");
        foreach (var (id, mode, record) in rules)
            table.AddRow([Terminal.Plain(id), mode is { } known ? Word(known) : "[grey]gone[/]", .. new[] { record.Proposed, record.Accepted, record.Rejected, record.Open, record.Shadows }.Select(count => $"{count}")]);
        Terminal.Answer(table);
    }

    private static string Word(RuleMode mode) => mode == RuleMode.Shadow ? "shadow" : "live";
}
