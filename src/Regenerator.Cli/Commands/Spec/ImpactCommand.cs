using System.CommandLine;
using Regenerator.Cli.Output;
using Regenerator.Contexts;
using Regenerator.Specs;
using Regenerator.Specs.Impact;

namespace Regenerator.Cli.Commands.Spec;

/// <summary><c>spec impact</c>: whom a change of a blueprint reaches.</summary>
internal static class ImpactCommand
{
    public static Command Make()
    {
        var (blueprint, edits, registries, output) = (SpecInput.Blueprint(), SpecInput.Edits(), SpecInput.Registries(), CommonOptions.Output());
        var tenants = new Argument<string[]>("tenants") { Description = "Files, or folders of them", Arity = ArgumentArity.OneOrMore };
        var after = new Option<string?>("--after") { Description = "The changed blueprint, instead of edits", HelpName = "file" };
        var command = new Command("impact", "Say which tenants a change of their blueprint reaches, how, and who is immune") { blueprint, tenants, edits, after, registries, output };
        command.SetAction(parsed =>
        {
            var was = SpecInput.Read(SpecKind.Blueprint, parsed.GetValue(blueprint)!);
            var now = Changed(was, parsed.GetValue(edits) ?? [], parsed.GetValue(after));
            var configs = SpecInput.Tenants(parsed.GetValue(tenants)!);
            var known = SpecInput.ReadRegistries(parsed.GetValue(registries));
            var findings = FindingShift.Between(was.Blueprint, now.Blueprint, SpecInput.Context(known, configs));
            var radius = BlastRadius.Of(was.Blueprint, now.Blueprint, configs.Select(config => new FleetTenant(RegenerationContext.IdOf(config.Tenant), config.Tenant)), known, findings);
            if (parsed.GetValue(output) == "json") Terminal.Json(ProposalJson.Text(ImpactView.Json(radius)));
            else ImpactView.Show(radius);
        });
        return command;
    }

    private static SpecDocument Changed(SpecDocument was, string[] edits, string? after) => (edits.Length, after) switch
    {
        ( > 0, null) => SpecInput.Edited(was, SpecInput.ReadEdits(edits)),
        (0, { } path) => SpecInput.Read(SpecKind.Blueprint, path),
        _ => throw new CommandException("impact takes --edit (once or more) or --after, not both"),
    };
}
