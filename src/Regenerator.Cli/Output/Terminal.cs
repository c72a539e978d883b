using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Regenerator.Cli.Hosting;
using Spectre.Console;

namespace Regenerator.Cli.Output;

/// <summary>Where the command writes: the answer to stdout, everything else to stderr. Colours where a person looks.</summary>
internal static class Terminal
{
    private static readonly Lazy<IAnsiConsole> Err = new(() => Make(Console.Error, Console.IsErrorRedirected));
    private static readonly Lazy<IAnsiConsole> Out = new(() => Make(Console.Out, Console.IsOutputRedirected));

    /// <summary>How the command is called here, so that what we suggest can be typed as it stands.</summary>
    public static string Command { get; } = Environment.GetEnvironmentVariable("REGENERATOR_COMMAND") is { Length: > 0 } called ? called : "regenerator";

    /// <summary>A person can be asked.</summary>
    public static bool IsInteractive => !Console.IsInputRedirected && !Console.IsOutputRedirected;

    /// <summary>Programs read what is said: it goes here, as events, and nothing is written for people. Null: people do.</summary>
    public static ILogger? Log { get; set; }

    /// <summary>A line of the answer; markup is allowed.</summary>
    public static void Answer(string markup) => Out.Value.MarkupLine(markup);

    public static void Answer(Spectre.Console.Rendering.IRenderable renderable) => Out.Value.Write(renderable);

    /// <summary>A line about the way there; markup is allowed.</summary>
    public static void Note(string markup)
    {
        if (Log is null) Err.Value.MarkupLine(markup);
    }

    public static void Warning(string text)
    {
        Log?.Warned(text);
        Note($"[yellow]![/] {Plain(text)}");
    }

    public static void Error(string text)
    {
        Log?.Ended(text);
        foreach (var line in text.Split('\n')) Note($"[red]{Plain(line)}[/]");
    }

    /// <summary>The answer for programs: exactly this text.</summary>
    public static void Json(string json) => Console.Out.WriteLine(json);

    /// <summary>As <see cref="Json"/>: an object with one list, which is written as it comes.</summary>
    public static async Task JsonAsync(string name, IAsyncEnumerable<JsonNode> list)
    {
        Console.Out.Write($"{{\n  \"{name}\": [");
        var isFirst = true;
        await foreach (var node in list)
        {
            Console.Out.Write($"{(isFirst ? "" : ",")}\n    {ProposalJson.Text(node).ReplaceLineEndings("\n    ")}");
            isFirst = false;
        }

        Console.Out.WriteLine(isFirst ? "]\n}" : "\n  ]\n}");
    }

    public static bool Ask(string question) => Out.Value.Confirm(question, defaultValue: false);

    /// <summary>Whatever comes from signals, specs and people is shown, not interpreted: no markup, no control characters.</summary>
    public static string Plain(string text) => Markup.Escape(string.Concat(text.Select(c => char.IsControl(c) && c != '\t' ? '·' : c)));

    /// <summary><c>1 context</c>, <c>2 contexts</c>.</summary>
    public static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";

    /// <summary><c>a, b, c and 4 more</c>.</summary>
    public static string Some(IReadOnlyCollection<string> names, int most = 3) => SomeOf(names.Count, [.. names.Take(most)]);

    /// <summary>As <see cref="Some"/>, where only the first are at hand.</summary>
    public static string SomeOf(int count, IReadOnlyList<string> first) => count <= first.Count ? string.Join(", ", first) : $"{string.Join(", ", first)} and {count - first.Count} more";

    public static string Diff(string unified) => string.Join('\n', unified.TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? "" : line[0] switch
    {
        '+' => $"[green]{Plain(line)}[/]",
        '-' => $"[red]{Plain(line)}[/]",
        '@' => $"[blue]{Plain(line)}[/]",
        _ => Plain(line),
    }));

    private static IAnsiConsole Make(TextWriter writer, bool redirected)
    {
        var plain = redirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (redirected) console.Profile.Width = 1000; // nobody's screen: lines stay whole
        return console;
    }
}
