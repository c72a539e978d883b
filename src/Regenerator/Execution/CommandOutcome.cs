namespace Regenerator.Execution;

public abstract record CommandOutcome
{
    private CommandOutcome()
    {
    }

    /// <param name="Code">As the system tells it; 128 + signal number when a signal ended the command.</param>
    /// <param name="Output">
    /// stdout and stderr, whole lines in the order in which they arrived (two pipes: lines written at the same moment may swap), secrets masked.
    /// </param>
    /// <param name="Took">Until the command itself ended; the wait for what it left behind is not in it.</param>
    public sealed record Exited(int Code, string Output, TimeSpan Took) : CommandOutcome;

    /// <param name="Output">What was written until then.</param>
    /// <param name="Limit">The limit that was set, not the time that it took.</param>
    public sealed record TimedOut(string Output, TimeSpan Limit) : CommandOutcome;

    /// <param name="Why">One line that names the program.</param>
    public sealed record NotStarted(string Why) : CommandOutcome;
}
