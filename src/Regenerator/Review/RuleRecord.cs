using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Review;

/// <summary>What became of the proposals of one rule.</summary>
public sealed record RuleRecord
{
    public int Proposed { get; init; }

    /// <summary>Approved, and whatever came of it.</summary>
    public int Accepted { get; init; }

    public int Rejected { get; init; }

    /// <summary>Living, as reviewers see it.</summary>
    public int Open { get; init; }

    /// <summary>Living, seen by nobody.</summary>
    public int Shadows { get; init; }

    /// <summary>By rule.</summary>
    /// <param name="counted">Which proposals count, and at which moment.</param>
    public static async Task<IReadOnlyDictionary<string, RuleRecord>> ReadAsync(IInboxStore store, ProposalQuery counted, CancellationToken ct) =>
        (await store.TallyAsync(counted, ct)).GroupBy(t => t.RuleId, StringComparer.Ordinal).ToDictionary(of => of.Key, of => Of([.. of]), StringComparer.Ordinal);

    private static RuleRecord Of(IReadOnlyList<RuleTally> tallies) => new()
    {
        Proposed = tallies.Sum(t => t.Count),
        Accepted = Sum(tallies, t => t.State is ProposalState.Approved or ProposalState.Applying or ProposalState.NeedsAttention or ProposalState.Applied or ProposalState.RolledBack),
        Rejected = Sum(tallies, t => t.State == ProposalState.Rejected),
        Open = Sum(tallies, t => t.State.IsLiving() && !t.Shadow),
        Shadows = Sum(tallies, t => t.State.IsLiving() && t.Shadow),
    };

    private static int Sum(IReadOnlyList<RuleTally> tallies, Func<RuleTally, bool> counts) => tallies.Where(counts).Sum(t => t.Count);
}
