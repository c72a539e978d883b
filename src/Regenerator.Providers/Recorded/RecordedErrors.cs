using Regenerator.Contexts;
using Regenerator.Signals;

namespace Regenerator.Providers.Recorded;

/// <inheritdoc cref="RecordedSignals"/>
public sealed class RecordedErrors : IErrorSignalProvider
{
    private readonly RecordedTrack track;

    internal RecordedErrors(RecordedTrack track) => this.track = track;

    public ProviderTraits Traits => track.Traits;

    public IAsyncEnumerable<IReading<ErrorSignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, CancellationToken ct) =>
        track.ReadAsync<ErrorSignal>(contexts, window, ct);
}
