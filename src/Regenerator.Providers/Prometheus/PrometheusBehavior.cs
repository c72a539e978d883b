using Regenerator.Contexts;
using Regenerator.Rules;
using Regenerator.Signals;

namespace Regenerator.Providers.Prometheus;

/// <summary>Latencies, conversions, usage. A quantile of nothing is NaN: no signal; one in the last bucket is +Inf: no signal, and the reading is partial.</summary>
/// <remarks>https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile. See <see cref="PrometheusTelemetry"/> for the range.</remarks>
public sealed class PrometheusBehavior : IBehaviorSignalProvider, IReportsUnmapped, ILinksToSource
{
    private static readonly SeriesKind<BehaviorSignal> Kind = new(SignalKind.Behavior, "behavior", Map, (query, signal) => (query.Feature is null || string.Equals(query.Feature, signal.Feature)) && (query.Metric is null || string.Equals(query.Metric, signal.Metric)));

    private readonly PrometheusReader<BehaviorSignal> reader;

    /// <inheritdoc cref="PrometheusTelemetry(PrometheusOptions, HttpClient)"/>
    public PrometheusBehavior(PrometheusOptions options, HttpClient http)
        : this(options, new PrometheusClient(options, http))
    {
    }

    internal PrometheusBehavior(PrometheusOptions options, PrometheusClient client) => reader = new(options, client, Kind);

    public ProviderTraits Traits => reader.Traits;

    public string MappedBy => reader.MappedBy;

    public IReadOnlyDictionary<string, int> Unmapped => reader.Unmapped;

    /// <exception cref="PrometheusException">A query was not answered.</exception>
    public IAsyncEnumerable<IReading<BehaviorSignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, CancellationToken ct) =>
        reader.ReadAsync(contexts, window, ct);

    public Uri? LinkTo(RegenerationContext context, TimeWindow window, RegeneratorSignal signal) => reader.LinkTo(context, window, signal);

    private static Mapping<BehaviorSignal> Map(MappedSeries series)
    {
        var query = series.Query;
        if ((query.Feature ?? series.Label(query.FeatureLabel)) is not { } feature) return new(null, $"a series has no label «{query.FeatureLabel}», which names its feature");
        var metric = query.Metric ?? series.Label(query.MetricLabel) ?? "";
        if (!QueryPlan.IsMetric(metric)) return new(null, $"a series has {query.MetricLabel}=\"{metric}\", which is no metric");
        return new(new BehaviorSignal
        {
            Feature = feature,
            Metric = metric,
            Value = series.Value * query.Scale,
            Baseline = series.Baseline * query.Scale,
            SampleSize = series.Sample,
            WindowStart = series.Window.Since,
            WindowEnd = series.Window.Until,
            Exactness = Exactness.Estimated,
            Metadata = series.Metadata,
            Entity = series.Plan.Entity(series.Labels),
        }, null);
    }
}
