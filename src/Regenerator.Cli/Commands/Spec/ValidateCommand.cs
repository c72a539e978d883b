using System.CommandLine;
using System.Text.Json.Nodes;
using Regenerator.Cli.Output;
using Regenerator.Specs;
using Regenerator.Specs.Validation;

namespace Regenerator.Cli.Commands.Spec;

/// <summary><c>spec validate</c>: what is wrong or odd about a blueprint and its tenants.</summary>
internal static class ValidateCommand
{
    public static Command Make()
    {
        var (blueprint, registries, output) = (SpecInput.Blueprint(), SpecInput.Registries(), CommonOptions.Output());
        var tenants = new Argument<string[]>("tenants") { Description = "Files, or folders of them; none: the blueprint alone", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("validate", "Say what is wrong or odd about documents; exit code 1 when there are errors") { blueprint, tenants, registries, output };
        command.SetAction(parsed =>
        {
            var app = SpecInput.Read(SpecKind.Blueprint, parsed.GetValue(blueprint)!);
            var configs = SpecInput.Tenants(parsed.GetValue(tenants) ?? []);
            var context = SpecInput.Context(SpecInput.ReadRegistries(parsed.GetValue(registries)), configs);
            (SpecPlaces Places, Finding Finding)[] found =
            [
                .. AppConfig.Validate(app.Blueprint, context).Findings.Select(finding => (new SpecPlaces(app, null), finding)),
                .. configs.SelectMany(config => AppConfig.ValidateTenant(app.Blueprint, config.Tenant, context).Findings.Select(finding => (new SpecPlaces(app, config), finding))),
            ];
            var errors = found.Count(f => f.Finding.Severity == Severity.Error);
            if (parsed.GetValue(output) == "json")
                Terminal.Json(ProposalJson.Text(new JsonObject { ["valid"] = errors == 0, ["findings"] = new JsonArray([.. found.Select(f => FindingView.Json(f.Finding, f.Places))]) }));
            else FindingView.Show(found, Terminal.Count(configs.Count + 1, "document"));
            return errors == 0 ? ExitCode.Done : ExitCode.Usage;
        });
        return command;
    }
}
