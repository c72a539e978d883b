using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Storage;

namespace Regenerator.Studio.Deciding;

/// <summary>Something that happened, to one proposal or in the same way to several of an item.</summary>
/// <param name="Words">Its subject is the actor.</param>
/// <param name="Comment">What was said; null: it is no comment.</param>
/// <param name="Of">The documents of those it happened to, in order; empty: of the only one there is.</param>
internal sealed record HistoryLine(string Actor, string Words, string? Comment, DateTimeOffset At, DateTimeOffset Until, IReadOnlyList<string> Of)
{
    // A pass over a large fleet takes a while, and so does one apply after the other.
    private static readonly TimeSpan Together = TimeSpan.FromMinutes(10);

    public static IReadOnlyList<HistoryLine> OfOne(IEnumerable<ProposalEvent> history) => [.. history.Select(h => new HistoryLine(h.Actor, Wording(h), Said(h), h.At, h.At, []))];

    /// <summary>The histories of all, by time; what one actor did to several within minutes is one line.</summary>
    /// <param name="entries">In any order.</param>
    public static IReadOnlyList<HistoryLine> OfMany(IEnumerable<AuditEntry> entries)
    {
        var lines = new List<Fold>();
        var open = new Dictionary<(string, string, string?), Fold>();
        foreach (var entry in entries.OrderBy(e => e.Event.At).ThenBy(e => e.Proposal).ThenBy(e => e.Number))
        {
            var key = (entry.Event.Actor, Wording(entry.Event), Said(entry.Event));
            if (open.TryGetValue(key, out var fold) && fold.Take(entry)) continue;
            lines.Add(open[key] = fold = new Fold());
            fold.Take(entry);
        }

        return [.. lines.Select(line => line.Line)];
    }

    // Digests differ between proposals that are alike.
    private static string Wording(ProposalEvent happened) => happened switch
    {
        ProposalEvent.Commented => "commented",
        ProposalEvent.ApprovalGiven { Bypass: { } bypass } => $"approved it past the policy: {bypass}",
        ProposalEvent.ApprovalGiven => "approved it",
        _ => Review.Wording.Of(happened),
    };

    private static string? Said(ProposalEvent happened) => (happened as ProposalEvent.Commented)?.Text;

    private sealed class Fold
    {
        private readonly HashSet<ProposalId> proposals = [];
        private readonly List<AuditEntry> entries = [];

        public HistoryLine Line
        {
            get
            {
                var first = entries[0].Event;
                return new HistoryLine(first.Actor, Wording(first), Said(first), first.At, entries[^1].Event.At, [.. entries.Select(e => e.Scope.DocumentId).Order(StringComparer.Ordinal)]);
            }
        }

        /// <returns>False: it belongs to another line.</returns>
        public bool Take(AuditEntry entry)
        {
            if (entries.Count > 0 && entry.Event.At - entries[^1].Event.At > Together || !proposals.Add(entry.Proposal)) return false;
            entries.Add(entry);
            return true;
        }
    }
}
