using Regenerator.Contexts;
using Regenerator.Rules;
using Regenerator.Signals;

namespace Regenerator.Providers.Prometheus;

/// <summary>Groups of errors, counted by <c>increase()</c>; a group that did not occur in the window gives no signal.</summary>
/// <remarks>Prometheus keeps no messages and no times of single errors: a group occurred at the window's last millisecond. See <see cref="PrometheusTelemetry"/> for the range.</remarks>
public sealed class PrometheusErrors : IErrorSignalProvider, IReportsUnmapped, ILinksToSource
{
    private static readonly SeriesKind<ErrorSignal> Kind = new(SignalKind.Error, "errors", Map, (_, _) => true);

    private readonly PrometheusReader<ErrorSignal> reader;

    /// <inheritdoc cref="PrometheusTelemetry(PrometheusOptions, HttpClient)"/>
    public PrometheusErrors(PrometheusOptions options, HttpClient http)
        : this(options, new PrometheusClient(options, http))
    {
    }

    internal PrometheusErrors(PrometheusOptions options, PrometheusClient client) => reader = new(options, client, Kind);

    public ProviderTraits Traits => reader.Traits;

    public string MappedBy => reader.MappedBy;

    public IReadOnlyDictionary<string, int> Unmapped => reader.Unmapped;

    /// <exception cref="PrometheusException">A query was not answered.</exception>
    public IAsyncEnumerable<IReading<ErrorSignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, CancellationToken ct) =>
        reader.ReadAsync(contexts, window, ct);

    public Uri? LinkTo(RegenerationContext context, TimeWindow window, RegeneratorSignal signal) => reader.LinkTo(context, window, signal);

    private static Mapping<ErrorSignal> Map(MappedSeries series)
    {
        if (series.Value == 0) return default;
        var query = series.Query;
        if (query.IdLabel is not null && series.Label(query.IdLabel) is null) return new(null, $"a series has no label «{query.IdLabel}», which names its group");
        var id = series.Label(query.IdLabel) ?? string.Join(',', series.Plan.Remaining(series.Labels).Select(l => $"{l.Key}={l.Value}"));
        if (id.Length == 0) id = "errors";
        return new(new ErrorSignal
        {
            Id = id,
            Message = series.Label(query.MessageLabel) ?? $"errors counted by Prometheus: {id}",
            Classification = series.Label(query.ClassificationLabel) is ("runtime" or "policy" or "workflow") and var known ? known : "unknown",
            Count = series.Value,
            OccurredAt = series.Window.Until.AddMilliseconds(-1),
            Exactness = Exactness.Estimated,
            Metadata = series.Metadata,
            Entity = series.Plan.Entity(series.Labels),
        }, null);
    }
}
