using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Specs;
using Regenerator.Specs.Impact;

namespace Regenerator.Cli.Output;

/// <summary>A blast radius as people and programs read it.</summary>
internal static class ImpactView
{
    private const int Named = 5;

    public static JsonObject Json(BlastRadius radius) => new()
    {
        ["fleet"] = radius.FleetSize,
        ["changed"] = new JsonArray([.. radius.Changed.Select(group => new JsonObject
        {
            ["tenants"] = Texts(group.Tenants),
            ["changes"] = JsonSerializer.SerializeToNode(group.Changes, SpecJson.Default.IReadOnlyListResolvedChange),
        })]),
        ["immune"] = new JsonArray([.. radius.Immune.Select(tenant => new JsonObject
        {
            ["tenant"] = tenant.Tenant,
            ["shields"] = new JsonArray([.. tenant.Shields.Select(shield => new JsonObject { ["element"] = shield.Element, ["pointer"] = shield.At.Pointer.ToString(), ["sentence"] = shield.Sentence })]),
        })]),
        ["untouched"] = Texts(radius.Untouched),
        ["unjudged"] = new JsonArray([.. radius.Unjudged.Select(tenant => new JsonObject { ["tenant"] = tenant.Tenant, ["reason"] = tenant.Reason })]),
        ["gained"] = Findings(radius.Gained),
        ["lost"] = Findings(radius.Lost),
    };

    public static void Show(BlastRadius radius)
    {
        foreach (var group in radius.Changed)
        {
            Terminal.Answer($"[yellow]~[/] [bold]{Terminal.Count(group.Tenants.Count, "tenant")}[/] [grey]{Names(group.Tenants)}[/]");
            foreach (var change in group.Changes) Terminal.Answer($"    [green]→[/] {Terminal.Plain(change.Sentence)}");
        }

        foreach (var tenant in radius.Immune)
            Terminal.Answer($"[green]=[/] [bold]{Terminal.Plain(tenant.Tenant)}[/] is immune: {Terminal.Plain(string.Join("; ", tenant.Shields.Select(shield => shield.Sentence)))}");
        foreach (var group in radius.Gained) Terminal.Answer($"[red]![/] {Names(group.Tenants)} would gain [bold]{group.Finding.Code}[/]: {Terminal.Plain(group.Finding.Message)}");
        foreach (var group in radius.Lost) Terminal.Answer($"[green]✓[/] {Names(group.Tenants)} would lose [bold]{group.Finding.Code}[/]: {Terminal.Plain(group.Finding.Message)}");
        foreach (var tenant in radius.Unjudged) Terminal.Answer($"[red]?[/] {Terminal.Plain($"{tenant.Tenant}: {tenant.Reason}")}");
        Terminal.Answer($"{Terminal.Count(radius.FleetSize, "tenant")}: {radius.Changed.Sum(g => g.Tenants.Count)} changed, {radius.Immune.Count} immune, {radius.Untouched.Count} untouched{(radius.Unjudged.Count == 0 ? "" : $", {radius.Unjudged.Count} could not be judged")}");
    }

    private static string Names(IReadOnlyList<string> tenants) => Terminal.Plain(Terminal.Some(tenants, Named));

    private static JsonArray Findings(IEnumerable<FindingGroup> groups) => new([.. groups.Select(group =>
    {
        var json = FindingView.Summary(group.Finding);
        json["tenants"] = Texts(group.Tenants);
        return json;
    })]);

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
