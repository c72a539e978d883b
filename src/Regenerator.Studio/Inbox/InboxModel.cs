using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Studio.Inbox;

/// <param name="Counts">Lines of each of <see cref="InboxFilter.Counted"/>, under the same filters; one more than <see cref="MostCounted"/>: there are more.</param>
/// <param name="Next">Where the next page starts; null on the last.</param>
/// <param name="LatestPass">End of the last pass; null: none ended yet.</param>
internal sealed record InboxModel(
    InboxFilter Filter, IReadOnlyList<InboxItem> Items, ProposalId? Next, IReadOnlyList<int> Counts, IReadOnlyList<string> Rules, DateTimeOffset? LatestPass)
{
    /// <summary>As far as lines are counted.</summary>
    public const int MostCounted = 9_999;

    /// <summary>What is on the page, whatever its figures.</summary>
    public string Matter => Hash.Of([.. Items.Select(i => $"{i.Id}:{i.First.State}:{i.Count}")])[..16];

    public int? CountOf(InboxTab tab) => Array.IndexOf(InboxFilter.Counted, tab) is >= 0 and var place ? Math.Min(Counts[place], MostCounted) : null;

    public bool IsMore(InboxTab tab) => Array.IndexOf(InboxFilter.Counted, tab) is >= 0 and var place && Counts[place] > MostCounted;
}
