using Regenerator.Signals;

namespace Regenerator.Providers.Recorded;

/// <summary>The step by which a recording may be shifted so that every window stays where such windows lie.</summary>
internal static class RecordedGrid
{
    /// <summary>The shift that lets the last window end at the anchor, or less than a step before it.</summary>
    public static TimeSpan Shift(IReadOnlyList<TimeWindow> windows, DateTimeOffset anchor)
    {
        var step = Tiles(windows).Select(Step).Distinct().Aggregate(CommonMultiple);
        var gap = anchor.UtcTicks - windows.Max(w => w.Until).UtcTicks;
        return TimeSpan.FromTicks((gap - (((gap % step) + step) % step)));
    }

    // What a rule looked back on ends where the shorter window it was compared with begins: it follows that one, wherever it lies.
    private static IEnumerable<TimeWindow> Tiles(IReadOnlyList<TimeWindow> windows)
    {
        var shortest = windows.GroupBy(w => w.Since).ToDictionary(g => g.Key, g => g.Min(w => w.Length));
        return windows.Where(w => !shortest.TryGetValue(w.Until, out var next) || next >= w.Length);
    }

    /// <summary>A window's length; less for one that starts more often than it is long, such as 28 days every day.</summary>
    private static long Step(TimeWindow window) => CommonDivisor(window.Length.Ticks, window.Since.UtcTicks - DateTimeOffset.UnixEpoch.Ticks);

    private static long CommonDivisor(long a, long b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return Math.Abs(a);
    }

    private static long CommonMultiple(long a, long b) => checked(a / CommonDivisor(a, b) * b);
}
