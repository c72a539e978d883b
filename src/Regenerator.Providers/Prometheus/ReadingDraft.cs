using Regenerator.Signals;

namespace Regenerator.Providers.Prometheus;

/// <summary>One context's reading while the answers come in.</summary>
/// <param name="value">What the context label must say.</param>
internal sealed class ReadingDraft<TSignal>(string contextId, string value)
    where TSignal : RegeneratorSignal
{
    private const int ShownReasons = 3;

    private readonly List<TSignal> signals = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly List<string> reasons = [];
    private int withoutData;

    public string Value { get; } = value;

    /// <summary>A series of the event came, whatever its number. Without a name: a series came that holds no data (NaN).</summary>
    public void Saw(string? name)
    {
        if (name is null) withoutData++;
        else seen.Add(name);
    }

    public void Take(Mapping<TSignal> mapping)
    {
        if (mapping.Refusal is { } refusal) Refuse(refusal);
        if (mapping.Signal is not { } signal) return;
        if (names.Add(signal.Name)) signals.Add(signal);
        else Refuse($"the queries give «{signal.Name}» twice; the first counts");
    }

    /// <summary>Something came that no rule can use: the reading is not whole.</summary>
    public void Refuse(string reason) => reasons.Add(reason);

    public void Warn(string reason)
    {
        if (!reasons.Contains(reason)) reasons.Add(reason);
    }

    /// <summary>Only a whole answer can say that something did not happen.</summary>
    public void Expect(IEnumerable<string> events, Func<string, TSignal> zero)
    {
        if (reasons.Count > 0) return;
        foreach (var name in events)
        {
            if (seen.Add(name)) Take(new Mapping<TSignal>(zero(name), null));
        }
    }

    public Reading<TSignal> Reading() => new(contextId, [.. signals], reasons.Count == 0 ? Coverage.Complete : Coverage.Partial(Why()));

    public Reading<TSignal> Unavailable(string reason) => new(contextId, [], Coverage.Unavailable(reason));

    private string Why()
    {
        var more = reasons.Count > ShownReasons ? $"; and {reasons.Count - ShownReasons} more" : "";
        var empty = withoutData > 0 ? $"; {withoutData} series without data" : "";
        return string.Join("; ", reasons.Take(ShownReasons)) + more + empty;
    }
}
