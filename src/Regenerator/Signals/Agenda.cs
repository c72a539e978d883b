using System.Runtime.InteropServices;
using Regenerator.Contexts;

namespace Regenerator.Signals;

/// <summary>
/// When each context may have something to read, as far as the engine knows from what it has read itself: a fleet at rest costs neither a question to the
/// store nor a walk. Nothing stands on it: whoever is not on it, or due, is looked up in the store. For one pass at a time.
/// </summary>
internal sealed class Agenda
{
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private IReadOnlyList<RegenerationContext>? watched;
    private DateTimeOffset restsUntil;
    private WindowMarks? oldest; // null: somebody was read since it was looked for

    /// <summary>How far the contexts on it have been read that are furthest behind, by all that was kept up to now.</summary>
    public WindowMarks Oldest => oldest ??= FindOldest();

    /// <summary>Those that may have something to read, in their order. While there are none, and they are the very same contexts, they are not walked again.</summary>
    public IReadOnlyList<RegenerationContext> Due(IReadOnlyList<RegenerationContext> contexts, DateTimeOffset now)
    {
        if (ReferenceEquals(contexts, watched) && now < restsUntil) return [];
        var (due, known) = (new List<RegenerationContext>(), 0);
        restsUntil = DateTimeOffset.MaxValue;
        foreach (var context in contexts)
        {
            if (entries.TryGetValue(context.Id, out var entry)) known++;
            if (entry.At <= now) due.Add(context);
            else if (entry.At < restsUntil) restsUntil = entry.At;
        }

        if (due.Count > 0) restsUntil = default; // what is read of them will move it
        if (known < entries.Count) Keep(contexts);
        if (!ReferenceEquals(contexts, watched)) (watched, oldest) = (contexts, null);
        return due;
    }

    /// <summary>It has been read so far, and there is nothing more before then.</summary>
    public void Note(string contextId, WindowMarks marks, DateTimeOffset at)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(entries, contextId, out _);
        entry = new Entry(at, marks);
        oldest = null;
    }

    /// <summary>It has been read so far, and is due until that is known of more.</summary>
    public void Note(string contextId, WindowMarks marks) => Note(contextId, marks, at: default);

    private WindowMarks FindOldest()
    {
        var least = default(WindowMarks);
        foreach (var context in watched ?? [])
            if (entries.TryGetValue(context.Id, out var entry)) least = least.Or(entry.Marks);
        return least;
    }

    // Who is watched no more leaves.
    private void Keep(IReadOnlyList<RegenerationContext> contexts)
    {
        var here = contexts.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var id in entries.Keys)
            if (!here.Contains(id)) entries.Remove(id);
    }

    private readonly record struct Entry(DateTimeOffset At, WindowMarks Marks);
}
