using System.CommandLine;
using Regenerator.Cli.Configuration;

namespace Regenerator.Cli.Commands;

/// <summary><c>serve</c>: the daemon over a workspace.</summary>
internal static class ServeCommand
{
    public static Command Make()
    {
        var workspace = new Argument<string>("workspace") { Description = "Folder with regenerator.json", DefaultValueFactory = _ => "." };
        var once = CommonOptions.Once();
        var detailed = CommonOptions.Detailed();
        var output = CommonOptions.Output();
        var command = new Command("serve", "Watch every app of a workspace") { workspace, once, detailed, output };
        command.SetAction(async (parsed, ct) =>
        {
            var json = parsed.GetValue(output) == "json";
            if (json && !parsed.GetValue(once)) throw new CommandException("--output json answers once: add --once");
            await using var engine = await Composition.WorkspaceAsync(Workspace.Find(parsed.GetValue(workspace)!), openStore: true, TimeProvider.System, ct);
            return await Passing.RunAsync(engine, parsed.GetValue(once), json, parsed.GetValue(detailed), ct);
        });
        return command;
    }
}
