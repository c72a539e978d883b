using System.Runtime.CompilerServices;
using Regenerator.Contexts;
using Regenerator.Rules;
using Regenerator.Signals;

namespace Regenerator.Providers.Recorded;

/// <summary>Everything that was recorded of one provider.</summary>
internal sealed class RecordedTrack(string name)
{
    private readonly Dictionary<string, RecordedHistory> histories = new(StringComparer.Ordinal);
    private RecordedLine? told;
    private RecordedLine? first;

    public string Name => name;

    public SignalKind Kind { get; private set; }

    // What was recorded can not come late, and there is nothing after it.
    public ProviderTraits Traits { get; private set; } = new(name) { ContextsPerRequest = 100_000, Lateness = TimeSpan.Zero };

    public void Add(RecordedLine line)
    {
        first ??= line;
        if (line.Kind is { } kind)
        {
            told ??= line;
            if (kind != told.Kind)
                throw new RecordedFormatException($"{line.Place}: provider «{name}» is of kind {RecordedFormat.Word(kind)} here and of kind {RecordedFormat.Word(told.Kind!.Value)} at {told.Place}: a name serves one kind, such as {name}/telemetry and {name}/errors");
        }

        if (!histories.TryGetValue(line.ContextId, out var history)) histories[line.ContextId] = history = new RecordedHistory();
        history.Add(line);
    }

    public IEnumerable<TimeWindow> Windows() => histories.Values.SelectMany(h => h.Windows());

    /// <summary>All lines are in.</summary>
    public void Close(TimeSpan shift)
    {
        Kind = told?.Kind ?? KindByName() ?? throw new RecordedFormatException($"{first!.Place}: provider «{name}» has no signals, and its readings do not tell their kind: add \"kind\":\"telemetry\", \"error\" or \"behavior\"");
        foreach (var history in histories.Values) history.Close(shift);
        Traits = Traits with { EndsAt = Windows().Max(w => w.Until) };
    }

#pragma warning disable CS1998 // Everything is in memory; the shape is the provider's.
    public async IAsyncEnumerable<IReading<TSignal>> ReadAsync<TSignal>(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, [EnumeratorCancellation] CancellationToken ct)
        where TSignal : RegeneratorSignal
    {
        foreach (var context in contexts)
        {
            ct.ThrowIfCancellationRequested();
            var (signals, coverage) = histories.TryGetValue(context.Id, out var history) ? history.Read(window) : ([], Coverage.Unavailable("not recorded"));
            yield return new Reading<TSignal>(context.Id, [.. signals.Cast<TSignal>()], coverage);
        }
    }
#pragma warning restore CS1998

    private SignalKind? KindByName() =>
        name.EndsWith("/telemetry", StringComparison.Ordinal) ? SignalKind.Telemetry
        : name.EndsWith("/errors", StringComparison.Ordinal) ? SignalKind.Error
        : name.EndsWith("/behavior", StringComparison.Ordinal) ? SignalKind.Behavior
        : null;
}
