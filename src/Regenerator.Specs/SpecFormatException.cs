using Regenerator.Specs.Json;

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
    /// <summary>Of each part of the message.</summary>
    private const int MostShown = 300;

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
        return (where.Length > 0 ? $"{OneLine(where)}: {OneLine(problem)}" : OneLine(problem)) + (path is null or "$" ? "" : $" (at {OneLine(path)})");
    }

    // What was seen is quoted from the document, which may hold anything, at any length.
    private static string OneLine(string text)
    {
        var line = Excerpt.Of(text, MostShown);
        return line.Any(BreaksALine) ? string.Concat(line.Select(sign => BreaksALine(sign) ? '·' : sign)) : line;
    }

    private static bool BreaksALine(char sign) => char.IsControl(sign) || sign is '\u2028' or '\u2029';
}
