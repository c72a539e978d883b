using Regenerator.Signals;

namespace Regenerator.Providers.Recorded;

/// <summary>What one provider said of one context: the closed windows, and signals that no reading line closes.</summary>
internal sealed class RecordedHistory
{
    private static readonly TimeSpan DefaultLength = TimeSpan.FromMinutes(5);

    private readonly Dictionary<TimeWindow, Closed> closed = [];
    private List<RegeneratorSignal> loose = [];
    private TimeWindow[] order = [];

    public void Add(RecordedLine line)
    {
        if (line is RecordedLine.OfSignal { Signal: var signal })
        {
            loose.Add(signal);
            return;
        }

        var reading = (RecordedLine.OfReading)line;
        var mine = loose.FindAll(s => Lies(s, reading.Window));
        loose.RemoveAll(s => Lies(s, reading.Window));
        // A window that was read again replaces the older reading.
        closed[reading.Window] = new Closed([.. mine], reading.Coverage);
    }

    public IEnumerable<TimeWindow> Windows() => closed.Keys.Concat(loose.Select(SpanOf));

    public void Close(TimeSpan shift)
    {
        if (shift != TimeSpan.Zero)
        {
            var shifted = closed.ToDictionary(c => Shift(c.Key, shift), c => new Closed(Array.ConvertAll(c.Value.Signals, s => Shift(s, shift)), c.Value.Coverage));
            closed.Clear();
            foreach (var (window, reading) in shifted) closed.Add(window, reading);
            loose = loose.ConvertAll(s => Shift(s, shift));
        }

        loose.Sort((a, b) => SpanOf(a).CompareTo(SpanOf(b)));
        // Of windows that start together the longest comes first.
        order = [.. closed.Keys.OrderBy(w => w.Since).ThenByDescending(w => w.Until)];
    }

    public (IReadOnlyList<RegeneratorSignal> Signals, Coverage Coverage) Read(TimeWindow window)
    {
        var late = Loose(window);
        if (closed.TryGetValue(window, out var whole))
            return (late.Count == 0 ? whole.Signals : RecordedMerge.ByName(whole.Signals.Concat(late)), whole.Coverage);

        var parts = Parts(window);
        if (parts.Count == 0) return late.Count > 0 ? (RecordedMerge.ByName(late), Coverage.Partial("no reading line closes this window")) : ([], Coverage.Unavailable(Missing()));
        return (RecordedMerge.ByName(parts.SelectMany(p => closed[p].Signals).Concat(late)), CoverageOf(parts, window));
    }

    /// <summary>Recorded windows inside the asked one, side by side.</summary>
    private List<TimeWindow> Parts(TimeWindow window)
    {
        var parts = new List<TimeWindow>();
        var reached = window.Since;
        for (var i = FirstFrom(window.Since); i < order.Length && order[i].Since < window.Until; i++)
        {
            if (order[i].Since < reached || order[i].Until > window.Until) continue;
            parts.Add(order[i]);
            reached = order[i].Until;
        }

        return parts;
    }

    private Coverage CoverageOf(List<TimeWindow> parts, TimeWindow window)
    {
        var worst = parts.Select(p => closed[p].Coverage).Aggregate(Coverage.Worst);
        var recorded = TimeSpan.FromTicks(parts.Sum(p => p.Length.Ticks));
        if (parts.TrueForAll(p => closed[p].Coverage.IsUnavailable)) return worst;
        if (recorded < window.Length) return Coverage.Partial($"only {recorded} of {window.Length} were recorded");
        return worst.IsUnavailable ? Coverage.Partial(worst.Reason) : worst;
    }

    private string Missing() => order.Length == 0 ? "not recorded" : $"not recorded: there are windows of {order[^1].Length} from {order[0].Since:yyyy-MM-ddTHH:mm:ssZ} to {order.Max(w => w.Until):yyyy-MM-ddTHH:mm:ssZ}";

    private List<RegeneratorSignal> Loose(TimeWindow window) => loose.Count == 0 ? [] : loose.FindAll(s => Lies(s, window));

    private int FirstFrom(DateTimeOffset since)
    {
        var (low, high) = (0, order.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (order[middle].Since < since) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static bool Lies(RegeneratorSignal signal, TimeWindow window) =>
        signal is ErrorSignal error ? window.Contains(error.OccurredAt) : SpanOf(signal) is var span && span.Since >= window.Since && span.Until <= window.Until;

    private static TimeWindow SpanOf(RegeneratorSignal signal) => signal switch
    {
        TelemetrySignal t => new TimeWindow(t.WindowStart, t.WindowEnd),
        BehaviorSignal b => new TimeWindow(b.WindowStart, b.WindowEnd),
        ErrorSignal e => TimeWindow.Around(e.OccurredAt, DefaultLength),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static TimeWindow Shift(TimeWindow window, TimeSpan by) => new(window.Since + by, window.Until + by);

    private static RegeneratorSignal Shift(RegeneratorSignal signal, TimeSpan by) => signal switch
    {
        TelemetrySignal t => t with { WindowStart = t.WindowStart + by, WindowEnd = t.WindowEnd + by },
        BehaviorSignal b => b with { WindowStart = b.WindowStart + by, WindowEnd = b.WindowEnd + by },
        ErrorSignal e => e with { OccurredAt = e.OccurredAt + by },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private sealed record Closed(RegeneratorSignal[] Signals, Coverage Coverage);
}
