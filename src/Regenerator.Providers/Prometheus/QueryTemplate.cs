using System.Globalization;
using System.Text;

namespace Regenerator.Providers.Prometheus;

/// <summary>PromQL with the places where the window and the tenants go.</summary>
internal sealed class QueryTemplate
{
    private const string Window = "$window";
    private const string Tenants = "$tenants";

    private readonly List<string> pieces = [];

    private QueryTemplate()
    {
    }

    public bool NamesTenants => pieces.Contains(Tenants);

    /// <exception cref="FormatException">A placeholder is unknown, or stands where it can not work.</exception>
    public static QueryTemplate Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new FormatException("the query is empty");
        var template = new QueryTemplate();
        var taken = 0;
        var quote = '\0';   // '#' inside a comment
        var opened = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '$' && quote != '#')
            {
                if (Placeholder(text, i, quote, opened) is not { } name) continue;
                template.pieces.Add(text[taken..i]);
                template.pieces.Add(name);
                taken = i + name.Length;
                i = taken - 1;
            }
            else if (quote == '\0')
            {
                if (c is '"' or '\'' or '`' or '#') (quote, opened) = (c, i);
            }
            else if (c == '\\' && quote is '"' or '\'') i++;
            else if (c == (quote == '#' ? '\n' : quote)) quote = '\0';
        }

        template.pieces.Add(text[taken..]);
        return template;
    }

    public string For(TimeSpan window, string tenants)
    {
        var text = new StringBuilder();
        foreach (var piece in pieces)
            text.Append(ReferenceEquals(piece, Window) ? Duration(window) : ReferenceEquals(piece, Tenants) ? tenants : piece);
        return text.ToString();
    }

    /// <summary>An alternation of literal values, as RE2 reads them, safe inside a quoted PromQL string.</summary>
    public static string Alternation(IEnumerable<string> values) => string.Join('|', values.Select(Quoted));

    /// <summary>Prometheus has no fractions in durations: milliseconds where seconds do not do.</summary>
    public static string Duration(TimeSpan span) => span.Ticks % TimeSpan.TicksPerSecond == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{span.Ticks / TimeSpan.TicksPerSecond}s")
        : string.Create(CultureInfo.InvariantCulture, $"{span.Ticks / TimeSpan.TicksPerMillisecond}ms");

    private static string? Placeholder(string text, int at, char quote, int opened)
    {
        var end = at + 1;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')) end++;
        var name = text[at..end];
        switch (quote, name)
        {
            case ('\0', Window): return Window;
            case ('"' or '\'', Tenants) when text.AsSpan(0, opened).TrimEnd().EndsWith("=~"): return Tenants;
            case (_, Tenants): throw new FormatException($"{Tenants} stands only where a label is matched: tenant=~\"{Tenants}\"");
            case ('\0', _): throw new FormatException($"unknown placeholder {name}: the known are {Window}, {Tenants}");
            default: return null;   // «$» in a string is an anchor, or a group of label_replace.
        }
    }

    private static string Quoted(string value)
    {
        var text = new StringBuilder();
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => text.Append(@"\\\\"),
                '.' or '+' or '*' or '?' or '(' or ')' or '|' or '[' or ']' or '{' or '}' or '^' or '$' => text.Append(@"\\").Append(c),
                '"' => text.Append(@"\x22"),
                '\'' => text.Append(@"\x27"),
                '\n' => text.Append(@"\n"),
                _ => text.Append(c),
            };
        }

        return text.ToString();
    }
}
