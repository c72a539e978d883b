using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>What the decisions are made on, as the transaction of the connection sees it.</summary>
internal sealed class StoredState(SqliteConnection connection) : IStoredState
{
    public long Epoch(string contextId) => connection.ExecuteScalar<long?>("SELECT epoch FROM contexts WHERE id = @contextId", new { contextId }) ?? 0;

    public Proposal? Find(ProposalId id) => Read(connection.ExecuteScalar<string>("SELECT json FROM proposals WHERE id = @id", new { id = id.ToString() }));

    public Proposal? Living(Fingerprint fingerprint) =>
        Read(connection.ExecuteScalar<string>("SELECT json FROM proposals WHERE fingerprint = @Value AND living = 1", new { fingerprint.Value }));

    public IReadOnlyList<Proposal> Living(ProposalScope scope) =>
        [.. connection.Query<string>("SELECT json FROM proposals WHERE scope = @scope AND living = 1 ORDER BY id", new { scope = scope.ToString() }).Select(Proposal)];

    public IReadOnlyList<Proposal> Rivals(Proposal proposal) => [.. Living(proposal.Scope).Where(p => p.Id != proposal.Id)];

    public static Proposal Proposal(string json) => Persisted.Read(json, RegeneratorJson.Default.Proposal);

    private static Proposal? Read(string? json) => json is null ? null : Proposal(json);
}
