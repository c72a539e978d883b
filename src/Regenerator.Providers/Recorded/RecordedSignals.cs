using Regenerator.Rules;
using Regenerator.Signals;

namespace Regenerator.Providers.Recorded;

/// <summary>
/// Signals that were recorded as NDJSON, <c>regenerator.signals/1</c>: read once, then served as if their providers still answered, under their own names, so that
/// watermarks and signal ids come out the same.
/// </summary>
/// <remarks>
/// A <c>reading</c> line closes a window of its context and provider: it takes the signals before it that lie in the window. An asked window that was
/// recorded as such replays word for word. Another one is put together of the recorded windows inside it (counts add up; of behaviours the last one stays)
/// and is partial where there are gaps. Signals that no reading line closes are partial, and nothing at all is unavailable: it was not recorded.
/// </remarks>
public sealed class RecordedSignals
{
    private RecordedSignals(IReadOnlyList<RecordedTelemetry> telemetry, IReadOnlyList<RecordedErrors> errors, IReadOnlyList<RecordedBehavior> behavior, TimeWindow? span) =>
        (Telemetry, Errors, Behavior, Span) = (telemetry, errors, behavior, span);

    /// <summary>One per provider name, ordered by it.</summary>
    public IReadOnlyList<RecordedTelemetry> Telemetry { get; }

    public IReadOnlyList<RecordedErrors> Errors { get; }

    public IReadOnlyList<RecordedBehavior> Behavior { get; }

    /// <summary>From the first recorded window to the last, as aligned; null when there is nothing.</summary>
    public TimeWindow? Span { get; }

    /// <param name="files">Each begins with the format line; their lines count as one recording.</param>
    /// <param name="align">Where on the time line the recording is laid.</param>
    /// <param name="anchor">For <see cref="RecordedAlign.EndNow"/>: the last recorded window ends here, or less than a window before. Keep it, so that a restart lays the recording on the same place.</param>
    /// <exception cref="RecordedFormatException">A line can not be read; the message names file and line.</exception>
    /// <exception cref="IOException">A file can not be read.</exception>
    public static RecordedSignals Load(IReadOnlyList<string> files, RecordedAlign align, DateTimeOffset anchor)
    {
        var tracks = new Dictionary<string, RecordedTrack>(StringComparer.Ordinal);
        foreach (var line in files.SelectMany(RecordedFile.Read).ToList())
        {
            if (!tracks.TryGetValue(line.Provider, out var track)) tracks[line.Provider] = track = new RecordedTrack(line.Provider);
            track.Add(line);
        }

        var windows = tracks.Values.SelectMany(t => t.Windows()).ToList();
        var shift = align == RecordedAlign.EndNow && windows.Count > 0 ? RecordedGrid.Shift(windows, anchor) : TimeSpan.Zero;
        foreach (var track in tracks.Values) track.Close(shift);

        return new RecordedSignals(
            Of(SignalKind.Telemetry, t => new RecordedTelemetry(t)),
            Of(SignalKind.Error, t => new RecordedErrors(t)),
            Of(SignalKind.Behavior, t => new RecordedBehavior(t)),
            windows.Count == 0 ? null : new TimeWindow(windows.Min(w => w.Since) + shift, windows.Max(w => w.Until) + shift));

        T[] Of<T>(SignalKind kind, Func<RecordedTrack, T> make) => [.. tracks.Values.Where(t => t.Kind == kind).OrderBy(t => t.Name, StringComparer.Ordinal).Select(make)];
    }
}

/// <summary>Where on the time line a recording is laid.</summary>
public enum RecordedAlign
{
    /// <summary>Where it happened.</summary>
    AsRecorded,

    /// <summary>Shifted by whole windows, so that it ends at the anchor.</summary>
    EndNow,
}
