using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Studio.Inbox;

/// <param name="Counts">Of proposals that live.</param>
/// <param name="Next">Where the next page starts; null on the last.</param>
/// <param name="LatestPass">End of the last pass; null: none ended yet.</param>
internal sealed record InboxModel(
    InboxFilter Filter, IReadOnlyList<InboxItem> Items, ProposalId? Next, IReadOnlyDictionary<ProposalState, int> Counts, IReadOnlyList<string> Rules, DateTimeOffset? LatestPass)
{
    /// <summary>What is on the page, whatever its figures.</summary>
    public string Matter => Hash.Of([.. Items.Select(i => $"{i.Id}:{i.First.State}:{i.Count}")])[..16];

    public int? CountOf(InboxTab tab) => tab.IsOfTheLiving ? tab.States.Sum(state => Counts.GetValueOrDefault(state)) : null;
}
