namespace Regenerator.Signals;

/// <summary>A way of walking through time, with watermarks of its own: the pass's windows, their second readings, the windows that rules asked for.</summary>
/// <param name="Length">Of a window.</param>
/// <param name="Every">How often one ends; shorter than the length where windows overlap.</param>
/// <param name="Lookbacks">How far back the rules of this track want to compare.</param>
internal sealed record Track(TimeSpan Length, TimeSpan Every, IReadOnlyCollection<TimeSpan> Lookbacks)
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>Set where rules asked for these windows: only those rules look at them.</summary>
    public TimeSpan? OfRules { get; init; }

    /// <summary>Windows are read once more, when their late events have come.</summary>
    public bool Again { get; init; }

    public bool IsOwn => OfRules is null && !Again;

    public bool Moves(SignalSource source) => !Again || source.Traits.RereadFor > TimeSpan.Zero;

    /// <summary>The newest window that has ended by then. Ends are aligned to UTC.</summary>
    public TimeWindow Newest(DateTimeOffset known) => EndingAt(TimeWindow.Around(known, Every).Since);

    public TimeWindow After(DateTimeOffset until) => EndingAt(until + Every);

    public WatermarkKey Key(string contextId, SignalSource source) => new(contextId, Again ? $"{source.Name} (again)" : source.Name, Length);

    /// <summary>How much later than its closing a window is read: the contexts of a rule's own schedule are spread over it, each always at the same offset.</summary>
    public TimeSpan Offset(string contextId) =>
        OfRules is null ? TimeSpan.Zero : TimeSpan.FromTicks((long)(contextId.Aggregate(FnvOffset, static (hash, letter) => (hash ^ letter) * FnvPrime) % (ulong)Every.Ticks));

    private TimeWindow EndingAt(DateTimeOffset until) => new(until - Length, until);
}
