using System.CommandLine;
using System.Text.Json.Nodes;
using Regenerator.Cli.Configuration;
using Regenerator.Cli.Output;
using Regenerator.Contexts;
using Regenerator.Specs;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Validation;

namespace Regenerator.Cli.Commands;

/// <summary><c>check</c>: reads and compiles everything a workspace names, and creates nothing.</summary>
internal static class CheckCommand
{
    public static Command Make()
    {
        var workspace = new Argument<string>("workspace") { Description = "Folder with regenerator.json", DefaultValueFactory = _ => "." };
        var output = CommonOptions.Output();
        var command = new Command("check", "Read and compile everything, create nothing") { workspace, output };
        command.SetAction(async (parsed, ct) =>
        {
            var found = Workspace.Find(parsed.GetValue(workspace)!);
            await using var engine = await Composition.WorkspaceAsync(found, openStore: false, TimeProvider.System, ct);
            await using var service = new RegeneratorService(engine.Options);
            var snapshot = await engine.Contexts.ReadAsync(ct);
            string[] warnings = [.. engine.Warnings, .. snapshot.Warnings, .. Unanswered.Of(WorkspaceConfig.Read(found.ConfigPath), found.ConfigPath, snapshot)];
            var findings = Findings(snapshot.Contexts);
            if (parsed.GetValue(output) == "json")
            {
                Terminal.Json(ProposalJson.Text(new JsonObject
                {
                    ["ok"] = snapshot.Sick.Count == 0,
                    ["contexts"] = new JsonArray([.. snapshot.Contexts.Select(c => JsonValue.Create(c.Id))]),
                    ["rules"] = new JsonArray([.. engine.Options.Rules.Select(r => JsonValue.Create(r.Id))]),
                    ["sick"] = new JsonArray([.. snapshot.Sick.Select(s => new JsonObject { ["id"] = s.Id, ["reason"] = s.Reason })]),
                    ["findings"] = new JsonArray([.. findings.Select(f => FindingView.Json(f.Finding, f.Places))]),
                    ["warnings"] = new JsonArray([.. warnings.Select(w => JsonValue.Create(w))]),
                }));
                return snapshot.Sick.Count == 0 ? ExitCode.Done : ExitCode.Incomplete;
            }

            foreach (var warning in warnings) Terminal.Warning(warning);
            foreach (var (places, finding) in findings.Where(f => f.Finding.Severity != Severity.Info)) Terminal.Note(FindingView.Line(finding, places));
            foreach (var sick in snapshot.Sick) Terminal.Error(sick.Line);
            foreach (var rule in engine.Options.Rules) Terminal.Answer($"rule     {Terminal.Plain(rule.Id)}  [grey]{Terminal.Plain(rule.Description)}[/]");
            foreach (var context in snapshot.Contexts) Terminal.Answer($"context  {Terminal.Plain(context.Id)}  [grey]{Terminal.Plain($"{context.BlueprintDocument.Id}@{context.BlueprintDocument.Version}, {context.TenantDocument.Place.Name}")}[/]");
            Terminal.Answer(snapshot.Sick.Count == 0 ? $"[green]✓[/] {Terminal.Count(snapshot.Contexts.Count, "context")}, {Terminal.Count(engine.Options.Rules.Count, "rule")}, {Terminal.Count(engine.Options.Providers.Count, "provider")}" : $"[red]{Terminal.Count(snapshot.Sick.Count, "sick context")}[/]");
            return snapshot.Sick.Count == 0 ? ExitCode.Done : ExitCode.Incomplete;
        });
        return command;
    }

    // The blueprint's own once, however many tenants it has.
    private static (SpecPlaces Places, Finding Finding)[] Findings(IReadOnlyList<RegenerationContext> contexts)
    {
        var domains = new TenantDomains(contexts.Select(context => context.TenantConfig));
        return
        [
            .. contexts.DistinctBy(context => context.BlueprintDocument).SelectMany(context =>
                AppConfig.Validate(context.Blueprint, Given(context)).Findings.Select(finding => (new SpecPlaces(context.BlueprintDocument, null), finding))),
            .. contexts.SelectMany(context =>
                AppConfig.ValidateTenant(context.Blueprint, context.TenantConfig, Given(context)).Findings.Select(finding => (new SpecPlaces(context.BlueprintDocument, context.TenantDocument), finding))),
        ];

        ValidationContext Given(RegenerationContext context) => new() { Registries = context.Dependencies ?? SpecRegistries.None, OnlyWhatIsGiven = true, Domains = domains };
    }
}
