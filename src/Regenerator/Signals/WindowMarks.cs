namespace Regenerator.Signals;

/// <summary>How far each provider has been read for a context, on each track: its watermarks, in the order of the planner's slots.</summary>
/// <param name="Until">In UTC ticks; zero: never read.</param>
internal readonly record struct WindowMarks(long[]? Until)
{
    /// <summary>Null: never read.</summary>
    public DateTimeOffset? this[int slot] => Until is null || Until[slot] == 0 ? null : new DateTimeOffset(Until[slot], TimeSpan.Zero);

    /// <summary>Of two contexts, how far the one was read that is further behind.</summary>
    public WindowMarks Or(WindowMarks other)
    {
        if (Until is null || ReferenceEquals(Until, other.Until)) return other;
        if (other.Until is null) return this;
        long[]? least = null; // nearly all keep step
        for (var slot = 0; slot < Until.Length; slot++)
            if (other.Until[slot] is not 0 and var until && (Until[slot] == 0 || until < Until[slot])) (least ??= [.. Until])[slot] = until;
        return least is null ? this : new WindowMarks(least);
    }
}

/// <summary>One provider on one track: it has a watermark of its own there.</summary>
internal sealed record WindowSlot(Track Track, SignalSource Source)
{
    private readonly WatermarkKey key = Track.Key("", Source);

    public WatermarkKey Key(string contextId) => key with { ContextId = contextId };

    /// <summary>Where it stands by these watermarks of a context, in UTC ticks; zero: they do not say.</summary>
    public long Newest(IReadOnlyList<Watermark> marks)
    {
        var newest = 0L;
        for (var i = 0; i < marks.Count; i++)
            if (marks[i].Key is var mark && string.Equals(mark.Provider, key.Provider) && mark.Window == key.Window) newest = Math.Max(newest, marks[i].Until.UtcTicks);
        return newest;
    }
}
