namespace Regenerator.Cli;

/// <summary>What the command's end tells the program that called it.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Bad usage or configuration; nothing was done.</summary>
    public const int Usage = 1;

    /// <summary>Proposals were opened; only with <c>--detailed-exitcode</c>.</summary>
    public const int Opened = 2;

    /// <summary>The pass was incomplete; wins over <see cref="Opened"/>.</summary>
    public const int Incomplete = 3;

    /// <summary>The state of things forbids it: stale, lost race, blocked.</summary>
    public const int Refused = 4;

    /// <summary>An execution failed.</summary>
    public const int Failed = 5;
}

/// <summary>Ends the command with a line for people.</summary>
internal sealed class CommandException(string message, int exitCode = ExitCode.Usage) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
