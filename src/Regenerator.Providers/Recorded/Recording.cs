using System.Runtime.CompilerServices;
using Regenerator.Contexts;
using Regenerator.Signals;

namespace Regenerator.Providers.Recorded;

/// <summary>A provider whose readings are written down as they pass; its name and its answers stay.</summary>
/// <remarks>
/// A throw is written as an unavailable reading of every context that had no reading yet, and goes on to the caller. A context that got none is written as
/// unavailable too. What was cancelled is not written: nobody was refused an answer.
/// </remarks>
public abstract class Recording<TSignal> : ISignalProvider<TSignal>, IReportsUnmapped, ILinksToSource
    where TSignal : RegeneratorSignal
{
    private static readonly Dictionary<string, int> Nobody = [];

    private readonly ISignalProvider<TSignal> inner;
    private readonly SignalRecorder recorder;

    private protected Recording(ISignalProvider<TSignal> inner, SignalRecorder recorder) => (this.inner, this.recorder) = (inner, recorder);

    public ProviderTraits Traits => inner.Traits;

    public string MappedBy => (inner as IReportsUnmapped)?.MappedBy ?? "";

    public IReadOnlyDictionary<string, int> Unmapped => (inner as IReportsUnmapped)?.Unmapped ?? Nobody;

    public Uri? LinkTo(RegenerationContext context, TimeWindow window, RegeneratorSignal signal) => (inner as ILinksToSource)?.LinkTo(context, window, signal);

    public async IAsyncEnumerable<IReading<TSignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, [EnumeratorCancellation] CancellationToken ct)
    {
        var waiting = contexts.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        await using var readings = inner.ReadAsync(contexts, window, ct).GetAsyncEnumerator(ct);
        while (await NextAsync(readings, waiting, window, ct))
        {
            var reading = readings.Current;
            waiting.Remove(reading.ContextId);
            await recorder.RecordAsync(Traits.Name, window, reading, ct);
            yield return reading;
        }

        await RecordSilenceAsync(waiting, window, "the provider gave no reading", ct);
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<IReading<TSignal>> readings, HashSet<string> waiting, TimeWindow window, CancellationToken ct)
    {
        try
        {
            return await readings.MoveNextAsync();
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            await RecordSilenceAsync(waiting, window, e.Message.ReplaceLineEndings(" "), ct);
            throw;
        }
    }

    private async Task RecordSilenceAsync(HashSet<string> waiting, TimeWindow window, string reason, CancellationToken ct)
    {
        foreach (var context in waiting.Order(StringComparer.Ordinal))
            await recorder.RecordAsync(Traits.Name, window, new Reading<TSignal>(context, [], Coverage.Unavailable(reason)), ct);
    }
}
