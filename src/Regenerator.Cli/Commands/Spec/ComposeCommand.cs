using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Cli.Output;
using Regenerator.Specs;
using Regenerator.Specs.Composition;

namespace Regenerator.Cli.Commands.Spec;

/// <summary><c>spec compose</c>: puts the specs in place of the references, and says which are missing.</summary>
internal static class ComposeCommand
{
    public static Command Make()
    {
        var (blueprint, tenant, registries, output) = (SpecInput.Blueprint(), SpecInput.Tenant(), SpecInput.Registries(), CommonOptions.Output());
        registries.Required = true;
        var strict = new Option<bool>("--strict") { Description = "Exit code 4 when something is missing" };
        var command = new Command("compose", "Look up everything that a tenant's app refers to") { blueprint, tenant, registries, strict, output };
        command.SetAction(parsed =>
        {
            var (app, config) = SpecInput.Pair(parsed.GetValue(blueprint)!, parsed.GetValue(tenant)!);
            var composed = AppConfig.Compose(app.Blueprint, config.Tenant, SpecInput.ReadRegistries(parsed.GetValue(registries))!);
            var places = new SpecPlaces(app, config);
            if (parsed.GetValue(output) == "json") Terminal.Json(ProposalJson.Text(Json(composed, places)));
            else Show(composed, places);
            return composed.IsComplete || !parsed.GetValue(strict) ? ExitCode.Done : ExitCode.Refused;
        });
        return command;
    }

    private static JsonObject Json(ComposedAppConfig composed, SpecPlaces places) => new()
    {
        ["resolved"] = SpecJson.Tree(composed.Resolved),
        ["specs"] = new JsonObject([.. Found(composed).Select(list => KeyValuePair.Create(list.Name, (JsonNode?)new JsonArray([.. list.Specs.Select(spec => JsonSerializer.SerializeToNode(spec, SpecJson.Default.GetTypeInfo(spec.GetType())!))])))]),
        ["missing"] = new JsonArray([.. composed.Missing.Select(missing => new JsonObject { ["type"] = missing.Type, ["identifier"] = missing.Identifier, ["from"] = places.Json(missing.From) })]),
    };

    private static void Show(ComposedAppConfig composed, SpecPlaces places)
    {
        foreach (var (name, specs) in Found(composed))
            if (specs.Count > 0) Terminal.Answer($"[green]✓[/] {Terminal.Plain(name)} [grey]{specs.Count} found[/]");
        foreach (var missing in composed.Missing) Terminal.Answer($"[red]✗[/] {Terminal.Plain($"{places.Of(missing.From)}: {missing.Type} {missing.Identifier} is missing")}");
        Terminal.Answer(composed.IsComplete ? "[green]nothing is missing[/]" : $"[red]{Terminal.Count(composed.Missing.Count, "reference")} missing[/]");
    }

    private static IEnumerable<(string Name, IReadOnlyList<SpecObject> Specs)> Found(ComposedAppConfig composed) =>
    [
        ("capabilities", composed.Capabilities),
        ("features", composed.Features),
        ("dataViews", [.. composed.DataViews.Select(slot => slot.Value)]),
        ("workflows", [.. composed.Workflows.Select(slot => slot.Value)]),
        ("jobs", [.. composed.Jobs.Select(slot => slot.Value)]),
        ("policies", composed.Policies),
        ("themes", [.. new[] { composed.Theme }.OfType<SpecObject>(), .. composed.ThemeFallbacks]),
        ("telemetry", [.. new[] { composed.Telemetry }.OfType<SpecObject>()]),
        ("experiments", [.. composed.ActiveExperiments, .. composed.PausedExperiments]),
        ("integrationSpecs", [.. composed.Integrations.Select(integration => integration.Spec)]),
        ("knowledgeSpaces", [.. composed.Knowledge.Select(knowledge => knowledge.Space)]),
    ];
}
