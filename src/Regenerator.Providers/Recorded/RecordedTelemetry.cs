using Regenerator.Contexts;
using Regenerator.Signals;

namespace Regenerator.Providers.Recorded;

/// <inheritdoc cref="RecordedSignals"/>
public sealed class RecordedTelemetry : ITelemetrySignalProvider
{
    private readonly RecordedTrack track;

    internal RecordedTelemetry(RecordedTrack track) => this.track = track;

    public ProviderTraits Traits => track.Traits;

    public IAsyncEnumerable<IReading<TelemetrySignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, CancellationToken ct) =>
        track.ReadAsync<TelemetrySignal>(contexts, window, ct);
}
