using System.CommandLine;

namespace Regenerator.Cli.Commands.Spec;

/// <summary><c>spec</c>: what a tenant really gets, and what a change would do; files in, text or JSON out.</summary>
internal static class SpecCommand
{
    public static Command Make() => new("spec", "Look at specs, and at what a change of them would do")
    {
        ResolveCommand.Make(),
        ComposeCommand.Make(),
        ValidateCommand.Make(),
        DiffCommand.Make(),
        EditCommand.Make(),
        ImpactCommand.Make(),
        SchemaCommand.Make(),
    };
}
