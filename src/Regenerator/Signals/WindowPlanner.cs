using Regenerator.Contexts;
using Regenerator.Storage;

namespace Regenerator.Signals;

/// <summary>Finds the next window of a context: pure, so that a crash, a restart or another process comes to the same.</summary>
internal sealed class WindowPlanner(IReadOnlyList<SignalSource> sources, IReadOnlyList<Track> tracks, WindowOptions windows)
{
    private readonly SignalSource[] sources = [.. sources];

    // Of the first track, the pass's own, there is one for each source, in their order.
    private readonly WindowSlot[] slots = [.. tracks.SelectMany(track => sources.Where(track.Moves).Select(source => new WindowSlot(track, source)))];

    public WindowMarks MarksOf(string contextId, ReadProgress progress)
    {
        var until = new long[slots.Length];
        for (var slot = 0; slot < slots.Length; slot++)
            if (progress.Watermarks.TryGetValue(slots[slot].Key(contextId), out var mark)) until[slot] = mark.Until.UtcTicks;
        return new WindowMarks(until);
    }

    /// <summary>As they are once the watermarks of a reading are kept: they never move back.</summary>
    public WindowMarks After(WindowMarks before, ContextReading reading)
    {
        var until = before.Until!.ToArray();
        for (var slot = 0; slot < slots.Length; slot++)
            until[slot] = Math.Max(until[slot], Math.Max(slots[slot].Newest(reading.Watermarks), slots[slot].Newest(reading.FirstAsked)));
        return new WindowMarks(until);
    }

    /// <param name="silent">Providers that are not to be asked for this context.</param>
    /// <returns>Null: it has caught up. Of several windows the one that ended first, the pass's own before others.</returns>
    public WindowPlan? Next(RegenerationContext context, WindowMarks marks, long epoch, Func<RegenerationContext, SignalSource, bool> silent, DateTimeOffset now)
    {
        (Track Track, TimeWindow Window)? first = null;
        for (var slot = 0; slot < slots.Length; slot++)
        {
            var (track, source) = slots[slot];
            var (window, isClosed) = Stand(context, marks, slot, now);
            if (isClosed && !silent(context, source) && (first is not { } earlier || window.Until < earlier.Window.Until)) first = (track, window);
        }

        return first is { } next ? Plan(context, next.Track, next.Window, marks, epoch, silent, now) : null;
    }

    /// <summary>When there may be something to read: as long as nobody else reads for the context, there is nothing before.</summary>
    public DateTimeOffset DueAt(RegenerationContext context, WindowMarks marks, DateTimeOffset now)
    {
        var due = DateTimeOffset.MaxValue;
        for (var slot = 0; slot < slots.Length; slot++)
        {
            var (track, source) = slots[slot];
            var (window, isClosed) = Stand(context, marks, slot, now);
            if (isClosed) return now;
            if (track.Again && !HasRead(source, window, marks) || source.Traits.EndsAt < window.Until) continue; // it waits for the first reading, which is due before; or for nothing
            var closes = window.Until + Delay(context, track, source);
            if (closes < due) due = closes;
        }

        return due;
    }

    /// <summary>Up to when everything is known of a context by a source; null: it was never read.</summary>
    public DateTimeOffset? ReadUntil(SignalSource source, WindowMarks marks) => marks[Array.IndexOf(sources, source)];

    private WindowPlan Plan(RegenerationContext context, Track track, TimeWindow window, WindowMarks marks, long epoch, Func<RegenerationContext, SignalSource, bool> silent, DateTimeOffset now)
    {
        var asked = new List<SignalSource>(sources.Length);
        List<SignalSource>? companions = null, behind = null, isNew = null; // nearly always there are none: all providers keep step
        foreach (var source in sources)
        {
            var slot = SlotOf(track, source);
            var stand = slot < 0 ? default : Stand(context, marks, slot, now);
            var isAsked = stand.IsClosed && stand.Window == window && !silent(context, source);
            var isPast = track.Again ? HasRead(source, window, marks) : stand.Window > window;
            (isAsked ? asked : isPast ? companions ??= [] : behind ??= []).Add(source);
            if (slot < 0 || marks[slot] is null) (isNew ??= []).Add(source);
        }

        return new WindowPlan(context, track, window, [.. asked], companions?.ToArray() ?? [], behind?.ToArray() ?? []) { Epoch = epoch, Marks = marks, New = isNew?.ToArray() ?? [] };
    }

    private (TimeWindow Window, bool IsClosed) Stand(RegenerationContext context, WindowMarks marks, int slot, DateTimeOffset now)
    {
        var (track, source) = slots[slot];
        var known = now - Delay(context, track, source);
        if (source.Traits.EndsAt is { } end && end < known) known = end;
        var window = marks[slot] is { } until ? track.After(until) : track.Newest(known);
        return (window, window.Until <= known && (!track.Again || HasRead(source, window, marks)));
    }

    // -1: the source does not move on the track.
    private int SlotOf(Track track, SignalSource source)
    {
        for (var slot = 0; slot < slots.Length; slot++)
            if (ReferenceEquals(slots[slot].Source, source) && ReferenceEquals(slots[slot].Track, track)) return slot;
        return -1;
    }

    /// <summary>How long after its end a window can be asked for.</summary>
    private TimeSpan Delay(RegenerationContext context, Track track, SignalSource source) =>
        (source.Traits.Lateness ?? windows.Lateness) + (track.Again ? source.Traits.RereadFor : TimeSpan.Zero) + track.Offset(context.Id);

    private bool HasRead(SignalSource source, TimeWindow window, WindowMarks marks) => ReadUntil(source, marks) >= window.Until;
}
