using System.ComponentModel.DataAnnotations;
using Regenerator.Signals;

namespace Regenerator.Cli.Configuration;

/// <summary>When to look, and at how much.</summary>
internal sealed record PassConfig
{
    /// <summary>How often to look for windows that have closed. Default: 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Length of a window: whole seconds. Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "28.00:00:00")]
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after its end a window still waits for late signals. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan Lateness { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many windows one pass catches up with after a pause.</summary>
    [Range(1, 10_000)]
    public int MaxWindowsPerPass { get; init; } = 12;

    /// <summary>For one request to one provider. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request that failed in passing is tried again within a pass. Default: 2.</summary>
    [Range(0, 10)]
    public int Retries { get; init; } = 2;

    /// <summary>How long contexts that were read wait for those that were not. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For one look of one rule: one that takes longer is not waited for. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan RuleTimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of one answer over HTTP, unpacked. Default: 16 MiB.</summary>
    [ByteSize]
    [Range(1024, 1024 * 1024 * 1024)]
    public long ResponseLimit { get; init; } = Providers.Http.AnswerGuard.UsualLimit;

    /// <summary>An NDJSON file that everything polled is appended to.</summary>
    public string? Record { get; init; }

    public WindowOptions Windows() => new() { Length = Window, Lateness = Lateness, RequestTimeout = RequestTimeout, Retries = Retries, Patience = Patience };

    /// <summary>Windows tile time from the epoch in whole seconds: recordings and marks are written to the second.</summary>
    /// <returns>Null, or why the window can not be.</returns>
    public static string? WhyNotWindow(TimeSpan window) =>
        window.Ticks % TimeSpan.TicksPerSecond == 0 ? null : $"{Duration.Text(window)} is not a whole number of seconds";
}

/// <summary>What may be asked of a provider account; whatever is absent is not limited.</summary>
internal sealed record AccountConfig
{
    /// <summary>Requests a minute.</summary>
    [Range(1, 1_000_000_000)]
    public int? PerMinute { get; init; }

    /// <summary>Requests an hour.</summary>
    [Range(1, 1_000_000_000)]
    public int? PerHour { get; init; }

    /// <summary>Requests at once. Default: 100.</summary>
    [Range(1, 10_000)]
    public int AtOnce { get; init; } = RequestBudget.UsuallyAtOnce;
}
