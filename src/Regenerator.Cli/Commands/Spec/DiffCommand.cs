using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Cli.Output;
using Regenerator.Specs;
using Regenerator.Specs.Edits;

namespace Regenerator.Cli.Commands.Spec;

/// <summary><c>spec diff</c>: what two versions of a document differ in, as edits, and what that does to the app.</summary>
internal static class DiffCommand
{
    public static Command Make()
    {
        var before = new Argument<string>("before") { Description = "A blueprint or a tenant's config" };
        var after = new Argument<string>("after") { Description = "Another version of it" };
        var (with, registries, output) = (With(), SpecInput.Registries(), CommonOptions.Output());
        var command = new Command("diff", "Read the edits between two versions of a document, and say what they do") { before, after, with, registries, output };
        command.SetAction(parsed =>
        {
            var was = SpecInput.Read(parsed.GetValue(before)!);
            var now = SpecInput.Read(was.Kind, parsed.GetValue(after)!);
            var change = SpecChange.Of(was, now, parsed.GetValue(with), SpecInput.ReadRegistries(parsed.GetValue(registries)));
            var edits = EditReader.Between(was, now);
            if (parsed.GetValue(output) == "json")
            {
                var json = change.Json();
                json.Insert(0, "edits", new JsonArray([.. edits.Select(edit => JsonSerializer.SerializeToNode(edit, SpecJson.Default.SpecEdit))]));
                Terminal.Json(ProposalJson.Text(json));
                return;
            }

            foreach (var edit in edits) Terminal.Answer($"[yellow]~[/] {Terminal.Plain(edit.Sentence)}");
            if (edits.Count == 0) Terminal.Answer("[green]they say the same[/]");
            change.Show();
        });
        return command;
    }

    public static Option<string?> With() => new("--with")
    {
        Description = "The other document of the app: the blueprint of a tenant's config, or a tenant of a blueprint; without it, a blueprint is taken as for a tenant that overrides nothing",
        HelpName = "file",
    };
}
