using Microsoft.Data.Sqlite;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>What the decisions are made on, as the transaction of the connection sees it.</summary>
internal sealed class StoredState(SqliteConnection connection) : IStoredState, IDisposable
{
    private readonly Statement epoch = new(connection, "SELECT epoch FROM contexts WHERE id = $id", "$id");
    private readonly Statement find = new(connection, $"SELECT {Snapshots.Columns} FROM proposals WHERE id = $id", "$id");

    private readonly Statement document = new(connection, $"SELECT {Snapshots.Columns} FROM proposals WHERE scope = $scope AND living = 1 ORDER BY id", "$scope");
    private readonly Statement cause = new(connection, $"SELECT {Snapshots.Columns} FROM proposals WHERE cause = $cause AND living = 1 ORDER BY CASE state WHEN 'Snoozed' THEN 2 WHEN 'Held' THEN 1 ELSE 0 END, id LIMIT 1", "$cause");

    public long Epoch(string contextId) => epoch.Number(contextId) ?? 0;

    public Proposal? Find(ProposalId id) => find.Rows(Snapshots.Read, id.ToString()).SingleOrDefault();

    public IReadOnlyList<Proposal> Living(ProposalScope scope) => document.Rows(Snapshots.Read, scope.ToString());

    public Proposal? Living(Cause of) => cause.Rows(Snapshots.Read, of.Id).SingleOrDefault();

    public static Proposal Proposal(string json) => Persisted.Read(json, RegeneratorJson.Default.Proposal);

    public void Dispose()
    {
        epoch.Dispose();
        find.Dispose();
        document.Dispose();
        cause.Dispose();
    }
}
