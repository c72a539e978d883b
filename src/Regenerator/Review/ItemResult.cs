using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Review;

/// <summary>What became of one decision about an item. A closed hierarchy.</summary>
public abstract record ItemResult
{
    private ItemResult()
    {
    }

    /// <param name="Taken">The proposals for which it counts, as they are now; at least one.</param>
    /// <param name="Refused">Those that it does not count for: each has moved since, and says how.</param>
    public sealed record Decided(IReadOnlyList<Proposal> Taken, IReadOnlyList<DecideResult.Refused> Refused) : ItemResult;

    /// <summary>Nothing was decided.</summary>
    /// <param name="Current">The proposals of the item that live now.</param>
    public sealed record NotTaken(string Reason, IReadOnlyList<Proposal> Current) : ItemResult;
}
