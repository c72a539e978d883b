using System.Text.RegularExpressions;

namespace Regenerator.Signals;

/// <summary>The beginning of a payload as people may see it: one line, short, without what looks like a secret or a person.</summary>
internal static partial class Excerpt
{
    private const int Length = 200;

    public static string Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return "";
        // A little more than is shown, so that the cut does not make a secret unrecognisable.
        var line = string.Concat(text.Take(2 * Length).Select(c => char.IsControl(c) || c == '\uFFFD' ? ' ' : c));
        line = Secret().Replace(Address().Replace(Member().Replace(line, "${name}***"), "***"), "***");
        return line.Length > Length ? string.Concat(line.AsSpan(0, Length), "…") : line;
    }

    [GeneratedRegex("""(?<name>"?(?:[\w-]*(?:password|secret|token|authorization|cookie|api[_-]?key)[\w-]*)"?\s*[:=]\s*)(?:"[^"]*"?|[^\s,;}&]+)""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Member();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.[\w.-]+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Address();

    // Card numbers, keys, tokens: long runs that no sentence has.
    [GeneratedRegex(@"\d(?:[ -]?\d){11,}|[A-Za-z0-9+/_=-]{24,}", RegexOptions.NonBacktracking)]
    private static partial Regex Secret();
}
