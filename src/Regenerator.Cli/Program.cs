using System.CommandLine;
using Regenerator.Cli;
using Regenerator.Cli.Commands;
using Regenerator.Cli.Commands.Spec;
using Regenerator.Cli.Configuration;
using Regenerator.Cli.Hosting;
using Regenerator.Cli.Modules;
using Regenerator.Cli.Output;
using Regenerator.Contexts;
using Regenerator.Providers.Recorded;
using Regenerator.Specs;
using Regenerator.Storage;

var root = new RootCommand("Watches apps that are described by specs, and proposes reviewed changes to the specs.")
{
    RunCommand.Make(),
    ServeCommand.Make(),
    InitCommand.Make(),
    CheckCommand.Make(),
    ProposalsCommand.Make(),
    FreezeCommand.Make(),
    RulesCommand.Make(),
    OutboxCommand.Make(),
    ProvidersCommand.Make(),
    ContextsCommand.Make(),
    StoreCommand.Make(),
    TokensCommand.Make(),
    JudgementCommands.Explain(),
    JudgementCommands.Coverage(),
    SpecCommand.Make(),
};
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in Usage.Problems(parsed)) Terminal.Error(error);
    Terminal.Error($"see «{Usage.NameOf(parsed.CommandResult.Command)} --help»");
    return ExitCode.Usage;
}

try
{
    using var export = Otlp.StartWhereTheEnvironmentSaysSo();
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
}
catch (CommandException problem)
{
    Terminal.Error(problem.Message);
    return problem.ExitCode;
}
catch (OperationCanceledException)
{
    return ExitCode.Done;
}
catch (Exception problem) when (problem is ConfigurationException or ModuleException or SpecFormatException or StoreException or ContextSourceException or RecordedFormatException or ArgumentException or IOException or UnauthorizedAccessException)
{
    Terminal.Error(problem.Message);
    return ExitCode.Usage;
}
