using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Storage;

namespace Regenerator.Studio.Api.Shapes;

/// <summary>An item: proposals of one cause, decided about together.</summary>
/// <param name="Digest">Of what of it is open: what approving it takes. Null when nothing is.</param>
public sealed record ItemShape(string Item, string? Cause, string? Digest, IReadOnlyList<ProposalShape> Proposals)
{
    public static ItemShape Of(ProposalId item, IReadOnlyList<Proposal> members) => new(item.ToString(), members[0].Cause?.ToString(), DigestOf(members), [.. members.Select(ProposalShape.Of)]);

    internal static string? DigestOf(IReadOnlyList<Proposal> members)
    {
        Proposal[] open = [.. members.Where(m => m.State.WaitsForPeople())];
        return open.Length == 0 ? null : RevisionDigest.OfItem(open);
    }
}

/// <param name="First">The oldest of those that count.</param>
/// <param name="Count">How many of its proposals count.</param>
public sealed record InboxItemShape(string Item, int Count, ProposalShape First)
{
    public static InboxItemShape Of(InboxItem item) => new(item.Id.ToString(), item.Count, ProposalShape.Of(item.First));
}

/// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
public sealed record ItemPageShape(IReadOnlyList<InboxItemShape> Items, string? Next);

/// <param name="Proposals">For which the decision counts, as they are now.</param>
/// <param name="Refused">Those for which it does not, and why.</param>
public sealed record ItemDecisionShape(IReadOnlyList<ProposalShape> Proposals, IReadOnlyList<RefusalShape> Refused)
{
    public static ItemDecisionShape Of(ItemResult.Decided decided) =>
        new([.. decided.Taken.Select(ProposalShape.Of)], [.. decided.Refused.Select(r => new RefusalShape(r.Current.Id.ToString(), r.Reason))]);
}

public sealed record RefusalShape(string Id, string Reason);
