using Regenerator.Contexts;
using Regenerator.Signals;

namespace Regenerator.Providers.Recorded;

/// <inheritdoc cref="RecordedSignals"/>
public sealed class RecordedBehavior : IBehaviorSignalProvider
{
    private readonly RecordedTrack track;

    internal RecordedBehavior(RecordedTrack track) => this.track = track;

    public ProviderTraits Traits => track.Traits;

    public IAsyncEnumerable<IReading<BehaviorSignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, CancellationToken ct) =>
        track.ReadAsync<BehaviorSignal>(contexts, window, ct);
}
