using System.Text.RegularExpressions;

namespace Regenerator.Proposals;

/// <summary>What a sink's exception says, as it may be stored and shown: one short line without what looks like a credential.</summary>
public static partial class FaultLine
{
    private const int Longest = 500;

    public static string Of(Exception problem) => Of(problem.Message) is { Length: > 0 } line ? line : problem.GetType().Name;

    public static string Of(string message)
    {
        var words = string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ReplaceControls();
        var text = Credentials.Replace(words, "${before}***");
        return text.Length > Longest ? string.Concat(text.AsSpan(0, Longest), "…") : text;
    }

    private static string ReplaceControls(this string text) => string.Concat(text.Select(c => char.IsControl(c) ? '·' : c));

    // Sinks keep their own secrets out of their messages; this is for the libraries below them.
    [GeneratedRegex(@"(?<before>://)[^/\s@]+(?=@)|(?<before>\b(Bearer|Basic)\s+)[\w.~+/=-]+|(?<before>\bwhsec_)[\w+/=-]+|(?<before>\b(password|passwd|pwd|secret|token|api_?key)\s*[=:]\s*)[^\s;,&]+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Credentials { get; }
}
