using System.CommandLine;
using System.Text.Json.Nodes;
using Regenerator.Cli.Output;
using Regenerator.Contexts;
using Regenerator.Specs;

namespace Regenerator.Cli.Commands;

/// <summary><c>spec</c>: what a tenant really gets.</summary>
internal static class SpecCommand
{
    public static Command Make()
    {
        var blueprint = new Argument<string>("blueprint") { Description = "JSON or YAML" };
        var tenant = new Argument<string>("tenant") { Description = "JSON or YAML" };
        var output = CommonOptions.Output();
        var resolve = new Command("resolve", "Lay a tenant's overrides over its blueprint") { blueprint, tenant, output };
        resolve.SetAction(parsed =>
        {
            var (app, config) = (Read(SpecKind.Blueprint, parsed.GetValue(blueprint)!), Read(SpecKind.Tenant, parsed.GetValue(tenant)!));
            if (config.Tenant.Meta.BlueprintName is { Length: > 0 } name && name != app.Id)
                throw new CommandException($"{config.Place.Name} configures blueprint «{name}»; {app.Place.Name} is «{app.Id}»");
            var resolved = SpecJson.Tree(AppConfig.Resolve(app.Blueprint, config.Tenant));
            if (parsed.GetValue(output) == "json") Terminal.Json(ProposalJson.Text(resolved));
            else Show(resolved, RegenerationContext.IdOf(config.Tenant));
        });
        return new Command("spec", "Look at specs") { resolve, SchemaCommand.Make() };
    }

    private static SpecDocument Read(SpecKind kind, string path) =>
        File.Exists(path) ? SpecDocument.Read(kind, SpecPlace.File(path), File.ReadAllBytes(path)) : throw new CommandException($"{path}: no such file");

    private static void Show(JsonObject resolved, string id)
    {
        Terminal.Answer($"[bold]{Terminal.Plain(id)}[/]");
        foreach (var (section, value) in resolved) Show(section, value);
    }

    private static void Show(string path, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject reference when reference.ContainsKey("key") && reference.Count == (reference.ContainsKey("version") ? 2 : 1):
                Terminal.Answer($"  [grey]{Terminal.Plain(path)}[/]  {Terminal.Plain($"{reference["key"]}{(reference["version"] is { } version ? $"@{version}" : "")}")}");
                break;
            case JsonObject members:
                foreach (var (name, member) in members) Show($"{path}.{name}", member);
                break;
            case JsonArray list:
                foreach (var (i, element) in list.Index()) Show($"{path}[{(element as JsonObject)?["key"] ?? (element as JsonObject)?["path"] ?? i}]", element);
                break;
            default:
                Terminal.Answer($"  [grey]{Terminal.Plain(path)}[/]  {Terminal.Plain(value?.ToString() ?? "null")}");
                break;
        }
    }
}
