using System.Diagnostics.Metrics;

namespace Regenerator.Http.Metrics;

/// <summary>What one instrument has said, by labels. Whoever calls holds the collector's lock.</summary>
internal sealed class Metric
{
    // Seconds: from a pass over nothing to one that catches up after an outage.
    private static readonly double[] Bounds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

    private readonly SortedDictionary<string, Series> series = new(StringComparer.Ordinal);
    private readonly MetricKind kind;
    private readonly bool isTotal;
    private readonly string help;

    private Metric(string name, MetricKind kind, bool isTotal, string help)
    {
        Name = name;
        this.kind = kind;
        this.isTotal = isTotal;
        this.help = help;
    }

    public string Name { get; }

    public static Metric Of(Instrument instrument)
    {
        var (kind, isTotal) = Kind(instrument.GetType());
        var unit = instrument.Unit switch
        {
            null or "" => "",
            "s" => "_seconds",
            "By" => "_bytes",
            var other => $"_{other}",
        };
        return new Metric($"{instrument.Name.Replace('.', '_')}{unit}{(kind == MetricKind.Counter ? "_total" : "")}", kind, isTotal, instrument.Description ?? instrument.Name);
    }

    /// <returns>False: there are too many series, and this would be another.</returns>
    public bool Take(List<(string Name, string Value)> labels, double value)
    {
        var key = string.Join('\u001f', labels.Select(l => $"{l.Name}\u001e{l.Value}"));
        if (!series.TryGetValue(key, out var one))
        {
            if (series.Count == MetricsCollector.MostSeries) return false;
            series[key] = one = new Series([.. labels]);
        }

        one.Take(value, isTotal);
        return true;
    }

    public MetricFamily Family() => new(Name, kind, help, [.. series.Values.SelectMany(s => kind == MetricKind.Histogram ? s.Buckets() : [s.Value()])]);

    // Observed counters say their total; the others what is to be added.
    private static (MetricKind Kind, bool IsTotal) Kind(Type instrument) => instrument.GetGenericTypeDefinition() is var kind && kind == typeof(Histogram<>) ? (MetricKind.Histogram, false)
        : kind == typeof(Counter<>) ? (MetricKind.Counter, false)
        : kind == typeof(ObservableCounter<>) ? (MetricKind.Counter, true)
        : kind == typeof(UpDownCounter<>) ? (MetricKind.Gauge, false)
        : (MetricKind.Gauge, true);

    private sealed class Series((string Name, string Value)[] labels)
    {
        private readonly long[] buckets = new long[Bounds.Length + 1];
        private double value;
        private long count;

        public void Take(double more, bool isTotal)
        {
            value = isTotal ? more : value + more;
            count++;
            var bucket = Array.BinarySearch(Bounds, more);
            buckets[bucket < 0 ? ~bucket : bucket]++;
        }

        public MetricSample Value() => new("", labels, value);

        public IEnumerable<MetricSample> Buckets()
        {
            var sum = 0L;
            for (var i = 0; i < buckets.Length; i++)
            {
                sum += buckets[i];
                yield return new MetricSample("_bucket", [.. labels, ("le", PrometheusText.Number(i < Bounds.Length ? Bounds[i] : double.PositiveInfinity))], sum);
            }

            yield return new MetricSample("_sum", labels, value);
            yield return new MetricSample("_count", labels, count);
        }
    }
}
