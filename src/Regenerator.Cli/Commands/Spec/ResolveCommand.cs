using System.CommandLine;
using Regenerator.Cli.Output;
using Regenerator.Contexts;
using Regenerator.Specs;

namespace Regenerator.Cli.Commands.Spec;

/// <summary><c>spec resolve</c>: what a tenant really gets.</summary>
internal static class ResolveCommand
{
    public static Command Make()
    {
        var (blueprint, tenant, registries, output) = (SpecInput.Blueprint(), SpecInput.Tenant(), SpecInput.Registries(), CommonOptions.Output());
        var command = new Command("resolve", "Lay a tenant's overrides over its blueprint") { blueprint, tenant, registries, output };
        command.SetAction(parsed =>
        {
            var (app, config) = SpecInput.Pair(parsed.GetValue(blueprint)!, parsed.GetValue(tenant)!);
            var resolved = SpecJson.Tree(AppConfig.Resolve(app.Blueprint, config.Tenant, SpecInput.ReadRegistries(parsed.GetValue(registries))));
            if (parsed.GetValue(output) == "json") Terminal.Json(ProposalJson.Text(resolved));
            else SpecView.Tree(RegenerationContext.IdOf(config.Tenant), resolved);
        });
        return command;
    }
}
