using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Regenerator.Benchmarks;

/// <summary>What the load commands have in common: their options, and the line they print.</summary>
internal static class Bench
{
    /// <summary>The value behind an option.</summary>
    /// <exception cref="ArgumentException">It is no whole number above zero.</exception>
    public static int Number(string[] args, string option, int otherwise)
    {
        if (Text(args, option) is not { } text) return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw new ArgumentException($"{option} takes a number above zero, not «{text}»");
    }

    /// <summary>A number of milliseconds, such as <c>50ms</c>.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static TimeSpan Milliseconds(string[] args, string option, int otherwise)
    {
        if (Text(args, option) is not { } text) return TimeSpan.FromMilliseconds(otherwise);
        return text.EndsWith("ms", StringComparison.Ordinal) && int.TryParse(text[..^2], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? TimeSpan.FromMilliseconds(number)
            : throw new ArgumentException($"{option} takes milliseconds such as 50ms, not «{text}»");
    }

    public static string? Text(string[] args, string option) => Array.IndexOf(args, option) is var at && at >= 0 && at + 1 < args.Length ? args[at + 1] : null;

    /// <summary>Runs a command with the settings that «regenerator» has (docs/decisions/0007-start-before-throughput.md), in a process of its own where this one has others.</summary>
    public static async Task<int> AsTheCommandAsync(string[] args, Func<string[], Task<int>> run)
    {
        if (AppContext.GetData("System.Runtime.TieredPGO") is "false" || Environment.GetEnvironmentVariable("DOTNET_TieredPGO") is "0") return await run(args);
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, Environment.GetCommandLineArgs().Skip(1)) { Environment = { ["DOTNET_TieredPGO"] = "0" } })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Prints the figures with what they were seen on.</summary>
    public static void Write(string op, JsonObject figures)
    {
        using var process = Process.GetCurrentProcess();
        var line = new JsonObject { ["op"] = op };
        foreach (var (name, value) in figures) line[name] = value?.DeepClone();
        line["peak_rss_mb"] = Math.Round(process.PeakWorkingSet64 / 1048576.0);
        line["cores"] = Environment.ProcessorCount;
        line["runtime"] = Environment.Version.ToString();
        Console.WriteLine(line.ToJsonString());
    }

    public static double Round(double value) => value >= 100 ? Math.Round(value) : Math.Round(value, 2);
}

/// <summary>Time that stands still until it is moved; timers run by the machine's clock.</summary>
internal sealed class Moved(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset now = start;

    public override DateTimeOffset GetUtcNow() => now;

    public void By(TimeSpan span) => now += span;
}
