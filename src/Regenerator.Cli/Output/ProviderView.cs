using System.Text.Json.Nodes;
using Regenerator.Signals;
using Regenerator.Storage;
using Regenerator.Studio.Api;
using Regenerator.Studio.Api.Shapes;
using Spectre.Console;

namespace Regenerator.Cli.Output;

/// <summary>How providers are, and what of theirs lies in quarantine, for people and for programs.</summary>
internal static class ProviderView
{
    public static void List(IReadOnlyList<ProviderNote> notes, DateTimeOffset now)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("[grey]PROVIDER[/]", "[grey]ACCOUNT[/]", "[grey]LAG[/]", "[grey]BREAKER[/]", "[grey]BUDGET LEFT[/]", "[grey]PAUSED UNTIL[/]", "[grey]AS OF[/]");
        foreach (var (health, at) in notes)
            table.AddRow(Terminal.Plain(health.Provider), Terminal.Plain(health.Account), $"{health.Lag.TotalSeconds:0} s", Breaker(health.Breaker), health.BudgetLeft?.ToString() ?? "any", Pause(health.PauseAt(now)), $"{at.ToLocalTime():yyyy-MM-dd HH:mm:ss}");
        Terminal.Answer(table);
    }

    public static void List(IReadOnlyList<QuarantinedAnswer> answers)
    {
        foreach (var answer in answers)
        {
            Terminal.Answer($"{answer.At.ToLocalTime():yyyy-MM-dd HH:mm:ss}  [bold]{Terminal.Plain(answer.Provider)}[/]  {Terminal.Plain(Terminal.Some(answer.Contexts))}  [grey]{answer.Window.Since.ToLocalTime():HH:mm:ss} to {answer.Window.Until.ToLocalTime():HH:mm:ss}[/]");
            Terminal.Answer($"    {Terminal.Plain(answer.Reason)}");
            if (answer.Excerpt.Length > 0) Terminal.Answer($"    [grey]{Terminal.Plain(answer.Excerpt)}[/]");
        }
    }

    public static JsonNode Json(ProviderNote note, DateTimeOffset now) => ProposalJson.Node(ProviderShape.Of(note, now), ApiJson.Wire.ProviderShape);

    public static JsonNode Json(QuarantinedAnswer answer) => ProposalJson.Node(QuarantinedShape.Of(answer), ApiJson.Wire.QuarantinedShape);

    private static string Pause(AccountPause? pause) => pause is null ? ""
        : $"[yellow]{pause.Until.ToLocalTime():yyyy-MM-dd HH:mm:ss}[/]{(pause.Contexts is { } held ? $" [grey]for {Terminal.Count(held.Count, "context")}[/]" : "")}";

    private static string Breaker(BreakerState state) => state switch
    {
        BreakerState.Closed => "[green]closed[/]",
        BreakerState.Trying => "[yellow]trying[/]",
        BreakerState.Open => "[red]open[/]",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
