using System.Globalization;

namespace Regenerator.Proposals;

/// <summary>How patient the outbox is.</summary>
public sealed record OutboxOptions
{
    /// <summary>After so many failures a delivery is parked: it waits for an operator. 1 to 100, default 8: half a day with the pauses below.</summary>
    public int Tries { get; init; } = 8;

    /// <summary>Pause after the first failure; each further one is four times as long, less up to a half so that they do not all fall together. Default 15 s.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Default 6 hours.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How long notices are kept that every sink is done with. Default 7 days.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <param name="failures">So far, at least 1.</param>
    /// <param name="key">Scatters the pauses; the same key gives the same pause.</param>
    internal TimeSpan Pause(int failures, string key)
    {
        var full = Math.Min(LongestPause.TotalSeconds, FirstPause.TotalSeconds * Math.Pow(4, Math.Min(failures - 1, 20)));
        var scatter = uint.Parse(Hash.Of(key, failures.ToString(CultureInfo.InvariantCulture)).AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / (double)uint.MaxValue;
        return TimeSpan.FromSeconds(full * (1 - scatter / 2));
    }
}
