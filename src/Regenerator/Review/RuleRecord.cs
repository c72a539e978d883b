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
    /// <param name="scopes">Of proposals on these documents; null: on any.</param>
    public static async Task<IReadOnlyDictionary<string, RuleRecord>> ReadAsync(IRegeneratorStore store, IReadOnlyCollection<ProposalScope>? scopes, DateTimeOffset now, CancellationToken ct)
    {
        var records = new Dictionary<string, RuleRecord>(StringComparer.Ordinal);
        await foreach (var proposal in store.AllAsync(new ProposalQuery { Scopes = scopes, Limit = 1000 }, ct))
            records[proposal.RuleId] = (records.GetValueOrDefault(proposal.RuleId) ?? new RuleRecord()).And(Lifecycle.At(proposal, now));
        return records;
    }

    private RuleRecord And(Proposal proposal) => new()
    {
        Proposed = Proposed + 1,
        Accepted = Accepted + (proposal.State is ProposalState.Approved or ProposalState.Applying or ProposalState.NeedsAttention or ProposalState.Applied or ProposalState.RolledBack ? 1 : 0),
        Rejected = Rejected + (proposal.State == ProposalState.Rejected ? 1 : 0),
        Open = Open + (proposal is { IsLiving: true, Shadow: false } ? 1 : 0),
        Shadows = Shadows + (proposal is { IsLiving: true, Shadow: true } ? 1 : 0),
    };
}
