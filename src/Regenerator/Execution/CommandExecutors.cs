using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Contexts;
using Regenerator.Proposals;

namespace Regenerator.Execution;

/// <summary>
/// Runs tests by an external command, without a shell. A word <c>{tests}</c> of the command is replaced by the tests, one word each;
/// without it they are appended. The command finds the candidate through <c>REGENERATOR_CANDIDATE</c> (the folder),
/// <c>REGENERATOR_BLUEPRINT</c> and <c>REGENERATOR_TENANT_CONFIG</c> (its files). An exit code other than 0 is a failure.
/// </summary>
public sealed class CommandTestExecutor(CommandLine command, CommandOptions? options = null, TimeProvider? time = null) : ITestExecutor
{
    /// <param name="words">The program, then its arguments.</param>
    public CommandTestExecutor(params IReadOnlyList<string> words)
        : this(CommandLine.Of(words))
    {
    }

    public Task<ActionOutcome> RunTestsAsync(ActionCall<ProposalAction.RunTests> call, CancellationToken ct)
    {
        var candidate = call.Candidate is { } files
            ? [("REGENERATOR_CANDIDATE", files.Folder), ("REGENERATOR_BLUEPRINT", files.Blueprint), ("REGENERATOR_TENANT_CONFIG", files.TenantConfig)]
            : Array.Empty<(string, string)>();
        return CommandAction.RunAsync(command, options, time, "{tests}", call.Action.Tests, CommandAction.About(call.Context, call.StepKey, candidate), ct);
    }

    public override string ToString() => CommandAction.Text(command, options);
}

/// <summary>
/// Runs migrations by an external command, once for each, with <c>{migration}</c> replaced by its name. With an undo command they can be
/// taken back, the last one first.
/// </summary>
public sealed class CommandMigrationExecutor(CommandLine command, CommandLine? undo = null, CommandOptions? options = null, TimeProvider? time = null) : IMigrationExecutor
{
    public Task<ActionOutcome> RunMigrationsAsync(ActionCall<ProposalAction.RunMigrations> call, CancellationToken ct) => EachAsync(command, call.Action.Migrations, call, ct);

    public async Task<ActionOutcome?> UndoMigrationsAsync(ActionCall<ProposalAction.RunMigrations> call, CancellationToken ct) =>
        undo is null ? null : await EachAsync(undo, call.Action.Migrations.Reverse(), call, ct);

    public override string ToString() => CommandAction.Text(command, options);

    private async Task<ActionOutcome> EachAsync(CommandLine line, IEnumerable<string> migrations, ActionCall<ProposalAction.RunMigrations> call, CancellationToken ct)
    {
        var outputs = new JsonArray();
        foreach (var migration in migrations)
        {
            var environment = CommandAction.About(call.Context, call.StepKey, ("REGENERATOR_MIGRATION", migration));
            var outcome = await CommandAction.RunAsync(line, options, time, "{migration}", [migration], environment, ct);
            if (outcome is ActionOutcome.Failed failed) return new ActionOutcome.Failed($"migration {migration}: {failed.Error}", failed.Output);
            outputs.Add(JsonNode.Parse(((ActionOutcome.Succeeded)outcome).Output?.GetRawText() ?? "null"));
        }

        return new ActionOutcome.Succeeded(JsonElement.Parse(outputs.ToJsonString()));
    }
}

/// <summary>Makes the app follow its spec by an external command. It finds the documents in force through <c>REGENERATOR_BLUEPRINT</c> and <c>REGENERATOR_TENANT_CONFIG</c>.</summary>
public sealed class CommandRegenerationTrigger(CommandLine command, CommandOptions? options = null, TimeProvider? time = null) : IRegenerationTrigger
{
    public Task<ActionOutcome> TriggerAsync(ActionCall<ProposalAction.TriggerRegeneration> call, CancellationToken ct) => CommandAction.RunAsync(
        command,
        options,
        time,
        null,
        [],
        CommandAction.About(
            call.Context,
            call.StepKey,
            ("REGENERATOR_BLUEPRINT", call.Context.BlueprintDocument.Place.FullPath ?? ""),
            ("REGENERATOR_TENANT_CONFIG", call.Context.TenantDocument.Place.FullPath ?? "")),
        ct);

    public override string ToString() => CommandAction.Text(command, options);
}

/// <summary>What the three have in common: words to arguments, a process's end to an outcome.</summary>
internal static class CommandAction
{
    public static async Task<ActionOutcome> RunAsync(
        CommandLine command, CommandOptions? options, TimeProvider? time, string? placeholder, IReadOnlyList<string> words, Dictionary<string, string> environment, CancellationToken ct)
    {
        var given = options ?? new CommandOptions();
        foreach (var (name, value) in given.Environment) environment[name] = value;
        var outcome = await CommandProcess.RunAsync(Fill(command, placeholder, words), given with { Environment = environment }, time ?? TimeProvider.System, ct);
        return outcome switch
        {
            CommandOutcome.Exited { Code: 0 } exited => new ActionOutcome.Succeeded(Output(0, exited.Output, exited.Took)),
            CommandOutcome.Exited exited => new ActionOutcome.Failed($"«{Text(command, given)}» ended with exit code {exited.Code}{LastLine(exited.Output)}", Output(exited.Code, exited.Output, exited.Took)),
            CommandOutcome.TimedOut late => new ActionOutcome.Failed($"«{Text(command, given)}» was killed after {late.Limit.TotalSeconds:0.#} s", Output(null, late.Output, late.Limit)),
            CommandOutcome.NotStarted never => new ActionOutcome.Failed($"«{Text(command, given)}» could not be started: {Masked(never.Why, given)}"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public static Dictionary<string, string> About(RegenerationContext context, string stepKey, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["REGENERATOR_CONTEXT"] = context.Id, ["REGENERATOR_STEP_KEY"] = stepKey };
        foreach (var (name, value) in more) environment[name] = value;
        return environment;
    }

    public static string Text(CommandLine command, CommandOptions? options) => Masked(command.ToString(), options);

    private static CommandLine Fill(CommandLine command, string? placeholder, IReadOnlyList<string> words)
    {
        if (placeholder is null) return command;
        var arguments = command.Arguments.Contains(placeholder)
            ? command.Arguments.SelectMany(a => string.Equals(a, placeholder) ? words : [a])
            : command.Arguments.Any(a => a.Contains(placeholder)) && words.Count == 1 ? command.Arguments.Select(a => a.Replace(placeholder, words[0]))
            : command.Arguments.Concat(words);
        return new CommandLine(command.FileName, [.. arguments]);
    }

    private static string Masked(string text, CommandOptions? options) =>
        (options?.Secrets ?? []).Where(s => s.Length > 0).OrderByDescending(s => s.Length).Aggregate(text, (masked, secret) => masked.Replace(secret, "***"));

    private static JsonElement Output(int? exitCode, string output, TimeSpan took) => JsonElement.Parse(
        new JsonObject { ["exitCode"] = exitCode, ["tookMs"] = Math.Round(took.TotalMilliseconds), ["output"] = output }.ToJsonString());

    private static string LastLine(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() is { } line
        ? $": {(line.Length > 200 ? line[..200] + "…" : line)}"
        : "";
}
