using System.Text.Json.Serialization;

namespace Regenerator.Signals;

/// <summary>A half-open span <c>[since, until)</c> of event time, in UTC. Windows tile time from the Unix epoch, so that every process cuts it the same way.</summary>
public readonly record struct TimeWindow : IComparable<TimeWindow>
{
    /// <exception cref="ArgumentOutOfRangeException">The span is empty or inverted.</exception>
    [JsonConstructor] // a struct's default one would be taken, and read every window as the year 1
    public TimeWindow(DateTimeOffset since, DateTimeOffset until)
    {
        if (until <= since) throw new ArgumentOutOfRangeException(nameof(until), until, $"a window ends after it starts ({since:O})");
        Since = since.ToUniversalTime();
        Until = until.ToUniversalTime();
    }

    public DateTimeOffset Since { get; }

    public DateTimeOffset Until { get; }

    [JsonIgnore]
    public TimeSpan Length => Until - Since;

    /// <summary>The aligned window that holds an instant.</summary>
    public static TimeWindow Around(DateTimeOffset instant, TimeSpan length)
    {
        var ticks = instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        var since = DateTimeOffset.UnixEpoch.AddTicks(ticks - (((ticks % length.Ticks) + length.Ticks) % length.Ticks));
        return new TimeWindow(since, since + length);
    }

    /// <summary>The newest aligned window that is closed: it ended at least <paramref name="lateness"/> before <paramref name="now"/>.</summary>
    public static TimeWindow LastClosed(DateTimeOffset now, TimeSpan length, TimeSpan lateness) => Around(now - lateness, length).Previous();

    public TimeWindow Next() => new(Until, Until + Length);

    public TimeWindow Previous() => new(Since - Length, Since);

    public bool Contains(DateTimeOffset instant) => instant >= Since && instant < Until;

    public int CompareTo(TimeWindow other) => Since != other.Since ? Since.CompareTo(other.Since) : Until.CompareTo(other.Until);

    public static bool operator <(TimeWindow left, TimeWindow right) => left.CompareTo(right) < 0;

    public static bool operator >(TimeWindow left, TimeWindow right) => left.CompareTo(right) > 0;

    public static bool operator <=(TimeWindow left, TimeWindow right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TimeWindow left, TimeWindow right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"[{Since:yyyy-MM-ddTHH:mm:ssZ}, {Until:yyyy-MM-ddTHH:mm:ssZ})";
}
