using System.Globalization;
using System.Text.Json;
using Regenerator.Proposals;
using Regenerator.Signals;

namespace Regenerator.Studio.Deciding;

/// <summary>One figure over time, with what it was held against.</summary>
/// <param name="Context">Whose line it is: of several that asked, the worst.</param>
/// <param name="Asked">How many contexts the figure is known of.</param>
/// <param name="Points">By window, the oldest first.</param>
/// <param name="Marks">What was done to the documents in that time, numbered from 1 in this order.</param>
internal sealed record EvidenceChart(FigureKey Key, string Context, int Asked, IReadOnlyList<ChartPoint> Points, IReadOnlyList<SpecMark> Marks)
{
    private const int Most = 4;
    private const int MostPoints = 400;

    public string Unit => Key.Unit == Measured.Share ? "%" : Key.Unit == Measured.Count ? "" : Key.Unit;

    public string Title => $"{Key.Subject}: {Key.What}";

    public bool HasLimit => Points.Any(p => p.Limit is not null);

    public bool HasBaseline => Points.Any(p => p.Baseline is not null);

    public bool HasOthers => Points.Any(p => p.Others is not null);

    /// <summary>«at most 5 %».</summary>
    public string LimitWords => Points.LastOrDefault(p => p.Limit is not null) is { } last ? $"{(last.LimitIsLeast ? "at least" : "at most")} {Figure(last.Limit)}" : "";

    public string OthersWords => Points.LastOrDefault(p => p.Others is not null)?.Others is { } last ? $"{last.Contexts:#,0} {(last.Contexts == 1 ? "other" : "others")} left alone{(last.Contexts == 1 ? "" : ", the median")}" : "";

    /// <summary>Of figures that were seen in at least two windows; those with most to show first.</summary>
    /// <param name="evidence">In any order.</param>
    /// <param name="marks">The oldest first.</param>
    public static IReadOnlyList<EvidenceChart> Of(IReadOnlyList<Evidence> evidence, IReadOnlyList<SpecMark> marks) =>
    [
        .. evidence.GroupBy(FigureKey.Of).Select(figure => Worst(figure.Key, [.. figure], marks)).OfType<EvidenceChart>()
            .OrderByDescending(chart => chart.Key.IsJudged).ThenByDescending(chart => chart.Points.Count).ThenBy(chart => chart.Title, StringComparer.Ordinal).Take(Most),
    ];

    /// <summary>A figure with its unit, as people read it.</summary>
    public string Figure(double? value) => value is not { } number ? "" : Key.Unit switch
    {
        Measured.Share => string.Create(CultureInfo.InvariantCulture, $"{number * 100:#,0.##} %"),
        Measured.Count => string.Create(CultureInfo.InvariantCulture, $"{number:#,0.##}"),
        var unit => string.Create(CultureInfo.InvariantCulture, $"{number:#,0.##} {unit}"),
    };

    /// <summary>What the script draws: times in Unix seconds, lines with holes where no window was kept, numbered moments.</summary>
    public string Json
    {
        get
        {
            var drawn = Holes(Thinned(Points)).ToArray();
            return JsonSerializer.Serialize(new
            {
                unit = Unit,
                least = Points[^1].LimitIsLeast,
                times = drawn.Select(p => p.Until.ToUnixTimeSeconds()),
                values = drawn.Select(p => Scaled(p.Value)),
                limit = HasLimit ? drawn.Select(p => Scaled(p.Limit)) : null,
                baseline = HasBaseline ? drawn.Select(p => Scaled(p.Baseline)) : null,
                others = HasOthers ? drawn.Select(p => Scaled(p.Others?.Median)) : null,
                marks = Marks.Select(mark => mark.At.ToUnixTimeSeconds()),
            });
        }
    }

    private static EvidenceChart? Worst(FigureKey key, Evidence[] evidence, IReadOnlyList<SpecMark> marks)
    {
        var contexts = evidence.GroupBy(e => e.ContextId).Select(own => (own.Key, Points: own.GroupBy(e => e.Window.Until).OrderBy(w => w.Key).Select(ChartPoint.Of).ToArray())).ToArray();
        var (context, points) = contexts.OrderByDescending(c => c.Points.Length > 1).ThenByDescending(c => c.Points.Max(p => p.Badness)).ThenBy(c => c.Key, StringComparer.Ordinal).First();
        if (points.Length < 2) return null;
        // What was done long before or after would leave no room for the figures.
        var margin = (points[^1].Until - points[0].Until) / 2;
        return new EvidenceChart(key, context, contexts.Length, points, [.. marks.Where(m => (m.Context is null || string.Equals(m.Context, context)) && m.At >= points[0].Until - margin && m.At <= points[^1].Until + margin)]);
    }

    // Of more than can be told apart the worst of each stretch stays.
    private static IEnumerable<ChartPoint> Thinned(IReadOnlyList<ChartPoint> points) =>
        points.Count <= MostPoints ? points : points.Chunk((points.Count + MostPoints - 1) / MostPoints).Select(stretch => stretch.MaxBy(p => p.Badness)!);

    private static IEnumerable<ChartPoint> Holes(IEnumerable<ChartPoint> points)
    {
        ChartPoint? before = null;
        foreach (var point in points)
        {
            if (before is not null && point.Until - before.Until > Longest(before, point)) yield return ChartPoint.Nothing(before.Until + before.Length);
            yield return before = point;
        }
    }

    private static TimeSpan Longest(ChartPoint before, ChartPoint after) => (before.Length > after.Length ? before.Length : after.Length) * 1.5;

    private double? Scaled(double? value) => Key.Unit == Measured.Share ? value * 100 : value;
}

/// <summary>Which figures are one line: what a rule judged by, or where it does not say, what was cited.</summary>
/// <param name="IsJudged">The rule said that it judged by it.</param>
internal readonly record struct FigureKey(string Subject, string What, string Unit, bool IsJudged)
{
    public static FigureKey Of(Evidence evidence) => evidence switch
    {
        { Measured: { } measured } => new(measured.Subject, measured.What, measured.Unit, IsJudged: true),
        { Signal: BehaviorSignal { Metric: "latency" } behavior } => new(behavior.Feature, "latency", Measured.Milliseconds, IsJudged: false),
        { Signal: BehaviorSignal { Metric: "conversion" } behavior } => new(behavior.Feature, "conversion", Measured.Share, IsJudged: false),
        { Signal: BehaviorSignal behavior } => new(behavior.Feature, behavior.Metric, Measured.Count, IsJudged: false),
        { Signal: ErrorSignal error } => new(error.Id, "errors", Measured.Count, IsJudged: false),
        { Signal: var signal } => new(signal.Subject, "events", Measured.Count, IsJudged: false),
    };
}

/// <param name="Until">End of the window.</param>
/// <param name="Value">Null: there is nothing to draw.</param>
internal sealed record ChartPoint(DateTimeOffset Until, TimeSpan Length, double? Value, double? Limit, bool LimitIsLeast, double? Baseline, Comparison? Others)
{
    public double Badness => (LimitIsLeast ? -Value : Value) ?? double.MinValue;

    public static ChartPoint Nothing(DateTimeOffset at) => new(at, TimeSpan.Zero, null, null, false, null, null);

    /// <param name="window">Of one context; each of its signals was judged by the same.</param>
    public static ChartPoint Of(IGrouping<DateTimeOffset, Evidence> window)
    {
        var first = window.First();
        return first.Measured is { } judged
            ? new ChartPoint(window.Key, first.Window.Length, judged.Value, judged.Limit, judged.LimitIsLeast, judged.Baseline, first.Others)
            : new ChartPoint(window.Key, first.Window.Length, window.Sum(e => e.Signal.Number), null, first.Signal is BehaviorSignal { Metric: "conversion" or "usage" }, window.Select(e => (e.Signal as BehaviorSignal)?.Baseline).FirstOrDefault(b => b is not null), null);
    }
}
