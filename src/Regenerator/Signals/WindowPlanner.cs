using Regenerator.Contexts;
using Regenerator.Storage;

namespace Regenerator.Signals;

/// <summary>Finds the next window of a context: pure, so that a crash, a restart or another process comes to the same.</summary>
internal sealed class WindowPlanner(IReadOnlyList<SignalSource> sources, IReadOnlyList<Track> tracks, WindowOptions windows)
{
    /// <param name="silent">Providers that are not to be asked for this context.</param>
    /// <returns>Null: it has caught up. Of several windows the one that ended first, the pass's own before others.</returns>
    public WindowPlan? Next(RegenerationContext context, PassStart start, Func<SignalSource, bool> silent, DateTimeOffset now) =>
        tracks.Select(track => Next(context, track, start, silent, now)).OfType<WindowPlan>().MinBy(plan => plan.Window.Until);

    /// <summary>For how long nothing is known of a context.</summary>
    public TimeSpan Lag(RegenerationContext context, SignalSource source, PassStart start, DateTimeOffset now) =>
        start.Watermarks.TryGetValue(tracks[0].Key(context.Id, source), out var watermark) && now > watermark.Until ? now - watermark.Until : TimeSpan.Zero;

    private WindowPlan? Next(RegenerationContext context, Track track, PassStart start, Func<SignalSource, bool> silent, DateTimeOffset now)
    {
        var next = sources.Where(track.Moves).ToDictionary(source => source, source => Stand(context, track, source, start, now));
        var ready = next.Where(n => n.Value.IsClosed && !silent(n.Key)).ToArray();
        if (ready.Length == 0) return null;
        var window = ready.Min(n => n.Value.Window);
        var asked = ready.Where(n => n.Value.Window == window).Select(n => n.Key).ToArray();
        var others = sources.Except(asked).ToLookup(source => track.Again ? HasRead(context, source, window, start) : next[source].Window > window);
        return new WindowPlan(context, track, window, asked, [.. others[true]], [.. others[false]])
        {
            Epoch = start.Epochs.GetValueOrDefault(context.Id),
            IsNew = source => !start.Watermarks.ContainsKey(track.Key(context.Id, source)),
        };
    }

    private (TimeWindow Window, bool IsClosed) Stand(RegenerationContext context, Track track, SignalSource source, PassStart start, DateTimeOffset now)
    {
        var known = Known(context, track, source, now);
        var window = start.Watermarks.TryGetValue(track.Key(context.Id, source), out var watermark) ? track.After(watermark.Until) : track.Newest(known);
        return (window, window.Until <= known && (!track.Again || HasRead(context, source, window, start)));
    }

    /// <summary>Up to when a provider can be asked now.</summary>
    private DateTimeOffset Known(RegenerationContext context, Track track, SignalSource source, DateTimeOffset now)
    {
        var closed = now - (source.Traits.Lateness ?? windows.Lateness) - (track.Again ? source.Traits.RereadFor : TimeSpan.Zero) - track.Offset(context.Id);
        return source.Traits.EndsAt is { } end && end < closed ? end : closed;
    }

    private bool HasRead(RegenerationContext context, SignalSource source, TimeWindow window, PassStart start) =>
        start.Watermarks.TryGetValue(tracks[0].Key(context.Id, source), out var read) && read.Until >= window.Until;
}
