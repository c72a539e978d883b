using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>What sinks are to be told, and how far each of them has been told.</summary>
internal sealed class InMemoryOutbox
{
    private readonly List<OutboxEntry> entries = [];
    private readonly Dictionary<string, Sink> sinks = new(StringComparer.Ordinal);

    public void Add(OutboxEntry entry) => entries.Add(entry);

    public IReadOnlyList<OutboxEntry> Take(string name, IReadOnlySet<Moment> moments, int limit)
    {
        if (!sinks.TryGetValue(name, out var sink)) sinks[name] = sink = new Sink(entries.Count);
        return [.. Enumerable.Range(0, entries.Count).Where(i => i >= sink.From(entries[i].Proposal.Id) && moments.Contains(entries[i].Moment)).Take(limit).Select(i => entries[i])];
    }

    public void Settle(string name, string key)
    {
        var index = entries.FindIndex(e => string.Equals(e.Key, key));
        if (index >= 0 && sinks.TryGetValue(name, out var sink)) sink.Settle(entries[index].Proposal.Id, index);
    }

    /// <param name="start">The end of the outbox when it first asked.</param>
    private sealed class Sink(int start)
    {
        private readonly Dictionary<ProposalId, int> next = [];

        public int From(ProposalId id) => Math.Max(start, next.GetValueOrDefault(id));

        public void Settle(ProposalId id, int index) => next[id] = Math.Max(next.GetValueOrDefault(id), index + 1);
    }
}
