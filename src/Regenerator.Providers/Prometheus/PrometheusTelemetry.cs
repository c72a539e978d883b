using Regenerator.Contexts;
using Regenerator.Rules;
using Regenerator.Signals;

namespace Regenerator.Providers.Prometheus;

/// <summary>
/// Counts of events. <c>increase()</c> extrapolates to the edges of the window: counts are <see cref="Exactness.Estimated"/> and are not rounded.
/// https://prometheus.io/docs/prometheus/latest/querying/functions/#increase
/// </summary>
/// <remarks>
/// A window <c>[since, until)</c> is asked at <c>time=until</c> with the range <c>until − since</c>. Prometheus 2.x reads the closed range
/// <c>[since, until]</c>, 3.x the left-open <c>(since, until]</c>. Both suit counters: the sample at <c>until</c> counts what happened before it, and the one at
/// <c>since</c> is only where the counting starts from (3.x extrapolates it). <c>sum_over_time</c> and <c>count_over_time</c> see a sample on the border twice in 2.x.
/// </remarks>
public sealed class PrometheusTelemetry : ITelemetrySignalProvider, IReportsUnmapped, ILinksToSource
{
    private static readonly SeriesKind<TelemetrySignal> Kind = new(SignalKind.Telemetry, "telemetry", Map, (query, signal) => query.Event is null || string.Equals(query.Event, signal.EventName), Zero);
    private static readonly Dictionary<string, string> NoLabels = [];

    private readonly PrometheusReader<TelemetrySignal> reader;

    /// <param name="options">Queries of other kinds are left out.</param>
    /// <param name="http">Follows no redirects.</param>
    /// <exception cref="ArgumentException">The options can not work.</exception>
    public PrometheusTelemetry(PrometheusOptions options, HttpClient http)
        : this(options, new PrometheusClient(options, http))
    {
    }

    internal PrometheusTelemetry(PrometheusOptions options, PrometheusClient client) => reader = new(options, client, Kind);

    public ProviderTraits Traits => reader.Traits;

    public string MappedBy => reader.MappedBy;

    public IReadOnlyDictionary<string, int> Unmapped => reader.Unmapped;

    /// <exception cref="PrometheusException">A query was not answered.</exception>
    public IAsyncEnumerable<IReading<TelemetrySignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, CancellationToken ct) =>
        reader.ReadAsync(contexts, window, ct);

    public Uri? LinkTo(RegenerationContext context, TimeWindow window, RegeneratorSignal signal) => reader.LinkTo(context, window, signal);

    private static Mapping<TelemetrySignal> Map(MappedSeries series) =>
        (series.Query.Event ?? series.Label(series.Query.EventLabel)) is not { } name
            ? new(null, $"a series has no label «{series.Query.EventLabel}», which names its event")
            : new(Signal(series.Plan, name, series.Value, series.Window) with
            {
                Classification = series.Label(series.Query.ClassificationLabel) is ("normal" or "warning" or "critical") and var known ? known : null,
                Metadata = series.Metadata,
                Entity = series.Plan.Entity(series.Labels),
            }, null);

    private static TelemetrySignal Zero(QueryPlan plan, string name, TimeWindow window) => Signal(plan, name, 0, window);

    private static TelemetrySignal Signal(QueryPlan plan, string name, double count, TimeWindow window) => new()
    {
        EventName = name,
        Count = count,
        WindowStart = window.Since,
        WindowEnd = window.Until,
        Exactness = Exactness.Estimated,
        Entity = plan.Entity(NoLabels),
    };
}
