using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Studio.Api;

/// <summary>
/// Notices when new evidence joins a proposal: that is no event of its history. Reads what waits for people at most every <see cref="Often"/>, however many
/// listen, and not at all while nobody does. Safe for concurrent use.
/// </summary>
internal sealed class EvidenceWatch(RegeneratorService service, TimeProvider time)
{
    /// <summary>And at once when a pass of this process has ended: other processes pass too.</summary>
    public static readonly TimeSpan Often = TimeSpan.FromSeconds(5);

    // What joined while nobody listened is no news.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private const int Most = 1000;

    private readonly Lock gate = new();
    private readonly Queue<Joining> news = new();
    private Dictionary<ProposalId, Sightings> known = [];
    private DateTimeOffset readAt;
    private PassReport? readAfter;
    private long last;
    private Task reading = Task.CompletedTask;

    /// <param name="number">The last news that was heard; null: none is asked for.</param>
    /// <returns>The later ones, oldest first, and the number to ask with the next time.</returns>
    public async Task<(IReadOnlyList<Joining> News, long Last)> SinceAsync(long? number, CancellationToken ct)
    {
        Task current;
        lock (gate)
        {
            if (reading.IsCompleted && (time.GetUtcNow() - readAt >= Often || !ReferenceEquals(service.Latest, readAfter))) reading = ReadAsync();
            current = reading;
        }

        await current.WaitAsync(ct);
        lock (gate) return ([.. news.Where(n => n.Number > number)], last);
    }

    // For all who listen: none of them ends it.
    private async Task ReadAsync()
    {
        await Task.Yield();
        var (now, after) = (time.GetUtcNow(), service.Latest);
        var (seen, joined) = (new Dictionary<ProposalId, Sightings>(), new List<Proposal>());
        if (now - readAt > Silence) known = [];
        await foreach (var proposal in service.Store.AllAsync(ProposalQuery.Inbox, CancellationToken.None))
        {
            seen[proposal.Id] = proposal.Sightings;
            if (known.TryGetValue(proposal.Id, out var before) && !IsSame(before, proposal.Sightings)) joined.Add(proposal);
        }

        lock (gate)
        {
            foreach (var proposal in joined) news.Enqueue(new Joining(++last, proposal));
            while (news.Count > Most) news.Dequeue();
            (known, readAt, readAfter) = (seen, now, after);
        }
    }

    private static bool IsSame(Sightings one, Sightings other) =>
        one.Windows == other.Windows && one.LastWindow == other.LastWindow && one.Magnitude.Equals(other.Magnitude) && one.Contexts.Count == other.Contexts.Count;
}

/// <param name="Number">Later news have higher ones.</param>
/// <param name="Proposal">With what joined it.</param>
internal sealed record Joining(long Number, Proposal Proposal);
