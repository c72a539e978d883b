namespace Regenerator.Execution;

/// <summary>A program and its arguments, word for word: no shell ever reads them, so nothing in a proposal can become syntax.</summary>
/// <param name="FileName">
/// A path (with a slash: relative to the working directory of the run) or a name that is looked up on <c>PATH</c>.
/// </param>
/// <param name="Arguments">Without the program. Quotes, stars and dollars are characters like others.</param>
public sealed record CommandLine(string FileName, IReadOnlyList<string> Arguments)
{
    /// <param name="words">The program first, then its arguments.</param>
    /// <exception cref="ArgumentException">There is no program among the words.</exception>
    public static CommandLine Of(IReadOnlyList<string> words) =>
        words is [{ Length: > 0 } program, ..]
            ? new(program, [.. words.Skip(1)])
            : throw new ArgumentException("A command needs at least one word: the program.", nameof(words));

    public override string ToString() => string.Join(' ', [FileName, .. Arguments]);
}
