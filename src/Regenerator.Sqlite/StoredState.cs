using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>What the decisions are made on, as the transaction of the connection sees it.</summary>
internal sealed class StoredState(SqliteConnection connection) : IStoredState, IDisposable
{
    private readonly Statement epoch = new(connection, "SELECT epoch FROM contexts WHERE id = $id", "$id");
    private readonly Statement find = new(connection, "SELECT json FROM proposals WHERE id = $id", "$id");
    private readonly Statement wish = new(connection, "SELECT json FROM proposals WHERE fingerprint = $fingerprint AND living = 1", "$fingerprint");

    public long Epoch(string contextId) => (long?)epoch.Ask(contextId) ?? 0;

    public Proposal? Find(ProposalId id) => Read(find.Ask(id.ToString()));

    public Proposal? Living(Fingerprint fingerprint) => Read(wish.Ask(fingerprint.Value));

    public IReadOnlyList<Proposal> Living(ProposalScope scope) =>
        [.. connection.Query<string>("SELECT json FROM proposals WHERE scope = @scope AND living = 1 ORDER BY id", new { scope = scope.ToString() }).Select(Proposal)];

    public IReadOnlyList<Proposal> Rivals(Proposal proposal) => [.. Living(proposal.Scope).Where(p => p.Id != proposal.Id)];

    public Proposal? Reverted(Proposal proposal) => proposal.Reverts is { } id ? Find(id) : null;

    public static Proposal Proposal(string json) => Persisted.Read(json, RegeneratorJson.Default.Proposal);

    public void Dispose()
    {
        epoch.Dispose();
        find.Dispose();
        wish.Dispose();
    }

    private static Proposal? Read(object? json) => json is string text ? Proposal(text) : null;
}
