using System.CommandLine;
using System.CommandLine.Parsing;
using Regenerator.Cli.Configuration;

namespace Regenerator.Cli.Commands;

/// <summary><c>run</c>: the original's daemon, over two documents or a list of contexts.</summary>
internal static class RunCommand
{
    public static Command Make()
    {
        var parts = new Argument<string[]>("what") { Description = "<blueprint> <tenant> <rules> <sink>; with --contexts only <rules> <sink>. The sink may be auto", Arity = ArgumentArity.ZeroOrMore, HelpName = "blueprint> <tenant> <rules> <sink" };
        parts.Validators.Add(result =>
        {
            if (result is { Parent: CommandResult { Command: var run } } && result.Tokens.FirstOrDefault(t => t.Value.StartsWith('-')) is { } strange) result.AddError(Usage.NoOption(run, strange.Value));
        });
        var contexts = new Option<string?>("--contexts") { Description = "A module or file that lists the contexts", HelpName = "module" };
        var executor = new Option<string?>("--executor") { Description = "A module that carries out what is approved", HelpName = "module" };
        var standard = new RunSettings();
        var poll = CommonOptions.Time("--poll-interval", "How often to look for windows that have closed", standard.PollInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1));
        var batch = CommonOptions.Time("--batch-duration", "Length of a window", standard.Window, TimeSpan.FromSeconds(1), TimeSpan.FromDays(28));
        batch.Validators.Add(result =>
        {
            if (PassConfig.WhyNotWindow(result.GetValueOrDefault<TimeSpan?>() ?? standard.Window) is { } reason) result.AddError($"--batch-duration: {reason}");
        });
        var lateness = CommonOptions.Time("--lateness", "How long after its end a window is taken to be complete", standard.Lateness, TimeSpan.Zero, TimeSpan.FromDays(7));
        var once = CommonOptions.Once();
        var dry = new Option<bool>("--dry-run") { Description = "Write, send and run nothing; say what would be" };
        var store = new Option<string>("--store") { Description = "Where proposals are kept", HelpName = "file", DefaultValueFactory = _ => standard.Store };
        var record = new Option<string?>("--record") { Description = "Append everything that is polled to an NDJSON file", HelpName = "file" };
        var confidence = CommonOptions.MinConfidence();
        var detailed = CommonOptions.Detailed();
        var output = CommonOptions.Output();
        var command = new Command("run", "Watch one app of one tenant, or a list of contexts") { parts, contexts, executor, poll, batch, lateness, once, dry, store, record, confidence, detailed, output };
        command.SetAction(async (parsed, ct) =>
        {
            var setup = Setup(parsed.GetValue(parts)!, parsed.GetValue(contexts), parsed.GetValue(executor));
            var settings = new RunSettings
            {
                Store = parsed.GetValue(store)!,
                PollInterval = parsed.GetValue(poll) ?? standard.PollInterval,
                Window = parsed.GetValue(batch) ?? standard.Window,
                Lateness = parsed.GetValue(lateness) ?? standard.Lateness,
                MinConfidence = parsed.GetValue(confidence),
                DryRun = parsed.GetValue(dry),
                Record = parsed.GetValue(record),
            };
            var json = parsed.GetValue(output) == "json";
            if (json && !parsed.GetValue(once)) throw new CommandException("--output json answers once: add --once");
            if (settings.DryRun && !parsed.GetValue(once)) throw new CommandException("--dry-run previews one pass: add --once");
            await using var engine = await RunComposition.RunAsync(setup, settings, TimeProvider.System, ct);
            return settings.DryRun ? await Previewing.RunAsync(engine, json, ct) : await Passing.RunAsync(engine, parsed.GetValue(once), json, parsed.GetValue(detailed), ct);
        });
        return command;
    }

    private static RunSetup Setup(string[] parts, string? contexts, string? executor)
    {
        if (contexts is not null && parts.Length != 2) throw new CommandException($"with --contexts, run takes <rules> <sink>; saw {parts.Length} arguments");
        if (contexts is null && parts.Length != 4) throw new CommandException($"run takes <blueprint> <tenant> <rules> <sink>; saw {parts.Length} arguments (with --contexts only <rules> <sink>)");
        return contexts is null ? new RunSetup(parts[0], parts[1], null, executor, parts[2], parts[3]) : new RunSetup(null, null, contexts, executor, parts[0], parts[1]);
    }
}
