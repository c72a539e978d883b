using System.Text.Json.Nodes;
using Regenerator.Specs.Validation;

namespace Regenerator.Cli.Output;

/// <summary>Findings as people and programs read them.</summary>
internal static class FindingView
{
    public static JsonObject Json(Finding finding, SpecPlaces places) => new()
    {
        ["code"] = finding.Code,
        ["severity"] = Word(finding.Severity),
        ["path"] = finding.Path,
        ["subject"] = finding.Subject,
        ["message"] = finding.Message,
        ["at"] = places.Json(finding.At),
    };

    /// <summary>Where its place does not matter.</summary>
    public static JsonObject Summary(Finding finding) => new() { ["code"] = finding.Code, ["severity"] = Word(finding.Severity), ["message"] = finding.Message };

    /// <summary><c>tenants/acme.json:12:5: error UNKNOWN_SLOT_BINDING: …</c>, as editors and terminals know it.</summary>
    public static string Line(Finding finding, SpecPlaces places) =>
        $"{Terminal.Plain(places.Of(finding.At))}: {Mark(finding.Severity)} [bold]{finding.Code}[/]: {Terminal.Plain(finding.Message)}";

    public static void Show(IReadOnlyList<(SpecPlaces Places, Finding Finding)> found, string looked)
    {
        foreach (var (places, finding) in found) Terminal.Answer(Line(finding, places));
        var counts = found.GroupBy(f => f.Finding.Severity).OrderBy(g => g.Key).Select(g => Terminal.Count(g.Count(), Noun(g.Key)));
        Terminal.Answer(found.Count == 0 ? $"[green]✓[/] {looked}, nothing to say" : $"{looked}: {string.Join(", ", counts)}");
    }

    private static string Mark(Severity severity) => severity switch
    {
        Severity.Error => "[red]error[/]",
        Severity.Warning => "[yellow]warning[/]",
        _ => "[grey]info[/]",
    };

    private static string Word(Severity severity) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(severity.ToString());

    private static string Noun(Severity severity) => severity == Severity.Info ? "remark" : Word(severity);
}
