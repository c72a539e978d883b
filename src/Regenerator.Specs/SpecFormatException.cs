namespace Regenerator.Specs;

/// <summary>A document that can not be read as what it claims to be: bad syntax, a value of the wrong shape, a limit that was passed.</summary>
/// <param name="problem">One plain sentence without its place: what was seen, and what was expected where that helps.</param>
/// <param name="place">The file or source, as a reader would look for it; filled in later by <see cref="At"/> where the parser does not know it.</param>
/// <param name="line">1-based.</param>
/// <param name="column">1-based, in UTF-16 units, as editors count.</param>
/// <param name="path">JSON path in the document, like <c>$.flags[2].enabled</c>.</param>
/// <param name="inner">What the parser threw, if it did.</param>
public sealed class SpecFormatException(
    string problem, string? place = null, long? line = null, long? column = null, string? path = null, Exception? inner = null)
    : Exception(Describe(problem, place, line, column, path), inner)
{
    public string Problem { get; } = OneLine(problem);

    public string? Place { get; } = place;

    public long? Line { get; } = line;

    public long? Column { get; } = column;

    public string? Path { get; } = path;

    /// <summary>The same problem, with the file name that only the loader knows.</summary>
    public SpecFormatException At(string place) => new(Problem, place, Line, Column, Path, InnerException);

    private static string Describe(string problem, string? place, long? line, long? column, string? path)
    {
        var where = string.Join(':', new[] { place, line?.ToString(), column?.ToString() }.OfType<string>());
        return OneLine((where.Length > 0 ? $"{where}: {problem}" : problem) + (path is null or "$" ? "" : $" (at {path})"));
    }

    // What was seen is quoted from the document, which may hold anything.
    private static string OneLine(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '·' : c)) : text;
}
