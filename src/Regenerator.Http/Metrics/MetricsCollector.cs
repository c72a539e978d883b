using System.Diagnostics.Metrics;

namespace Regenerator.Http.Metrics;

/// <summary>
/// Adds up what a meter says, from when it is made. The page is as small as the labels that may be on it: whatever else an instrument tags its
/// figures with is left off, and of each metric only so many series are kept. Safe for concurrent use.
/// </summary>
public sealed class MetricsCollector : IDisposable
{
    /// <summary>What is beyond is counted in <c>regenerator_metrics_dropped_total</c>.</summary>
    public const int MostSeries = 200;

    // What an operator names in the configuration, and words of our own. Contexts and tenants are not among them: one tenant's reader may see the page.
    private static readonly HashSet<string> Labels = new(StringComparer.Ordinal) { "account", "of", "outcome", "provider", "result", "sink", "state" };

    private readonly Lock gate = new();
    private readonly MeterListener listener = new();
    private readonly SortedDictionary<string, Metric> metrics = new(StringComparer.Ordinal);
    private long dropped;

    public MetricsCollector(string meter = RegeneratorTelemetry.Name)
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (string.Equals(instrument.Meter.Name, meter)) self.EnableMeasurementEvents(instrument, Of(instrument));
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Take(state, value, tags));
        listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Take(state, value, tags));
        listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Take(state, value, tags));
        listener.Start();
    }

    /// <summary>What has been said up to now; observable instruments are asked.</summary>
    public IReadOnlyList<MetricFamily> Collect()
    {
        listener.RecordObservableInstruments();
        lock (gate)
        {
            return
            [
                .. metrics.Values.Select(m => m.Family()),
                new MetricFamily("regenerator_metrics_dropped_total", MetricKind.Counter, $"Figures left out because their metric has {MostSeries} series already", [new MetricSample("", [], dropped)]),
            ];
        }
    }

    public void Dispose() => listener.Dispose();

    private Metric Of(Instrument instrument)
    {
        var metric = Metric.Of(instrument);
        lock (gate) return metrics.TryAdd(metric.Name, metric) ? metric : metrics[metric.Name];
    }

    private void Take(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new List<(string Name, string Value)>(tags.Length);
        foreach (var (name, said) in tags)
            if (Labels.Contains(name)) labels.Add((name, Convert.ToString(said, System.Globalization.CultureInfo.InvariantCulture) ?? ""));
        labels.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        lock (gate)
            if (!((Metric)state!).Take(labels, value)) dropped++;
    }
}
