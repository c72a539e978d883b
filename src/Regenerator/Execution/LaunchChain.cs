namespace Regenerator.Execution;

/// <summary>The programs that prepare the ground and then become the command: same process, same id.</summary>
/// <param name="Words">Come before the program and its arguments.</param>
/// <param name="LeadsGroup">The command's process id is also the id of its process group.</param>
internal sealed record LaunchChain(IReadOnlyList<string> Words, bool LeadsGroup)
{
    public static LaunchChain None { get; } = new([], LeadsGroup: false);

    /// <summary>The reason that a program of the chain gave because it could not become the command (bad interpreter, wrong architecture).</summary>
    public string? Refusal(string output, string program) =>
        Words.Any(word => output.StartsWith($"{Path.GetFileName(word)}: ", StringComparison.Ordinal)) && output.Contains(program, StringComparison.Ordinal)
            ? output.Split('\n')[0][(output.IndexOf(": ", StringComparison.Ordinal) + 2)..]
            : null;
}
