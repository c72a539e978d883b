using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>What sinks are to be told, and how far each of them has been told.</summary>
internal sealed class InMemoryOutbox
{
    private static readonly Comparer<Notice> ByNumber = Comparer<Notice>.Create((left, right) => left.Number.CompareTo(right.Number));

    private readonly List<Notice> notices = [];
    private readonly SortedDictionary<string, Sink> sinks = new(StringComparer.Ordinal);
    private readonly List<Undelivered> dropped = [];
    private long last;

    public void Add(OutboxEntry entry) => notices.Add(new Notice(++last, entry));

    /// <summary>What was told of it is told of what is left of it.</summary>
    public void Rewrite(Proposal proposal)
    {
        for (var i = 0; i < notices.Count; i++)
            if (notices[i].Entry.Proposal.Id == proposal.Id) notices[i] = notices[i] with { Entry = notices[i].Entry with { Proposal = proposal } };
    }

    public IReadOnlyList<OutboxEntry> Take(string name, IReadOnlySet<Moment> moments, DateTimeOffset now, int limit)
    {
        if (!sinks.TryGetValue(name, out var sink)) sinks[name] = sink = new Sink(last);
        sink.Moments = moments;
        sink.Done = Waiting(sink).Select(w => w.Number - 1).FirstOrDefault(last);
        return [.. Heads(sink).Select(h => (h.Number, h.Entry, Track: h.Track.Head == h.Number ? h.Track : new DeliveryTrack(h.Track.Settled)))
            .Where(h => !h.Track.IsParked && !(h.Track.NotBefore > now))
            .OrderBy(h => h.Track.Tries > 0).ThenBy(h => h.Number)
            .Take(limit)
            .Select(h => h.Entry with { Tries = h.Track.Tries })];
    }

    public bool Settle(string name, string key, DeliveryOutcome outcome)
    {
        if (!sinks.TryGetValue(name, out var sink)) return false;
        if (Heads(sink).FirstOrDefault(h => string.Equals(h.Entry.Key, key)) is not { Entry: { } entry } head) return false;
        sink.Tracks[entry.Proposal.Id] = head.Track.After(outcome, head.Number, behind: null);
        if (outcome is DeliveryOutcome.Dropped gone)
            dropped.Add(new Undelivered(name, key, entry.Moment, entry.At, entry.Proposal.Id, DeliveryState.Dropped) { Tries = head.Track.Tries, Error = head.Track.Error, Dropped = gone });
        return true;
    }

    public IReadOnlyList<Undelivered> List(DeliveryQuery query)
    {
        var behind = from sink in sinks
                     from waiting in Waiting(sink.Value)
                     let isHead = waiting.Track.Head == waiting.Number
                     let entry = waiting.Entry
                     select !isHead
                         ? new Undelivered(sink.Key, entry.Key, entry.Moment, entry.At, entry.Proposal.Id, DeliveryState.Waiting)
                         : new Undelivered(sink.Key, entry.Key, entry.Moment, entry.At, entry.Proposal.Id, waiting.Track.State)
                         {
                             Tries = waiting.Track.Tries,
                             Error = waiting.Track.Error,
                             NotBefore = waiting.Track.NotBefore,
                         };
        return [.. behind.Concat(dropped).Where(d => query.States.Contains(d.State) && (query.Sink is null || string.Equals(query.Sink, d.Sink))).Take(query.Limit)];
    }

    public IReadOnlyDictionary<string, SinkBacklog> Count()
    {
        var states = List(new DeliveryQuery { Limit = int.MaxValue }).ToLookup(d => d.Sink, d => d.State, StringComparer.Ordinal);
        return sinks.Keys.ToDictionary(
            name => name,
            name => new SinkBacklog(states[name].Count(s => s == DeliveryState.Waiting), states[name].Count(s => s == DeliveryState.Failing), states[name].Count(s => s == DeliveryState.Parked)),
            StringComparer.Ordinal);
    }

    public int Prune(DateTimeOffset before, int limit)
    {
        var needed = sinks.Values.SelectMany(Waiting).Select(w => w.Number).ToHashSet();
        var gone = notices.Where(n => n.Entry.At < before && !needed.Contains(n.Number)).Take(limit).ToHashSet();
        notices.RemoveAll(gone.Contains);
        dropped.RemoveAll(d => d.Dropped!.At < before);
        return gone.Count;
    }

    private IEnumerable<(long Number, OutboxEntry Entry, DeliveryTrack Track)> Heads(Sink sink)
    {
        var seen = new HashSet<ProposalId>();
        return Waiting(sink).Where(w => seen.Add(w.Entry.Proposal.Id));
    }

    // What was tried once is to be told even when the sink has stopped asking for such moments.
    private IEnumerable<(long Number, OutboxEntry Entry, DeliveryTrack Track)> Waiting(Sink sink)
    {
        var done = notices.BinarySearch(new Notice(sink.Done, null!), ByNumber);
        return from notice in notices.Skip(done < 0 ? ~done : done + 1)
               let track = sink.Tracks.GetValueOrDefault(notice.Entry.Proposal.Id) ?? new DeliveryTrack(0)
               where notice.Number > track.Settled && !(notice.Number < track.Head)
               where sink.Moments.Contains(notice.Entry.Moment) || notice.Number == track.Head
               select (notice.Number, notice.Entry, track);
    }

    /// <param name="Number">Rises with every notice.</param>
    private sealed record Notice(long Number, OutboxEntry Entry);

    /// <param name="start">The end of the outbox when it first asked.</param>
    private sealed class Sink(long start)
    {
        /// <summary>Nothing up to here waits.</summary>
        public long Done { get; set; } = start;

        public IReadOnlySet<Moment> Moments { get; set; } = new HashSet<Moment>();

        public Dictionary<ProposalId, DeliveryTrack> Tracks { get; } = [];
    }
}
