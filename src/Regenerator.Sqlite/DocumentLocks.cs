using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>The locks of documents, and the journal that is written under them.</summary>
internal sealed class DocumentLocks(SqliteConnection connection)
{
    public DocumentLock Read(ProposalScope scope)
    {
        var row = connection.QuerySingleOrDefault<LockRow>(
            "SELECT fence AS Fence, proposal_id AS Holder, owner AS Owner, lease_until AS LeaseUntil FROM document_locks WHERE scope = @scope", new { scope = scope.ToString() });
        return row is null
            ? DocumentLock.Unclaimed(scope)
            : new DocumentLock(scope, row.Fence, row.Holder is null ? null : ProposalId.Parse(row.Holder), row.Owner, row.LeaseUntil?.ToInstant());
    }

    public void Write(DocumentLock held) => connection.Execute(
        """
        INSERT INTO document_locks (scope, fence, proposal_id, owner, lease_until) VALUES (@Scope, @Fence, @Holder, @Owner, @LeaseUntil)
        ON CONFLICT (scope) DO UPDATE SET fence = excluded.fence, proposal_id = excluded.proposal_id, owner = excluded.owner, lease_until = excluded.lease_until
        """,
        new { Scope = held.Scope.ToString(), held.Fence, Holder = held.Holder?.ToString(), held.Owner, LeaseUntil = held.LeaseUntil?.ToColumn() });

    public void Record(ProposalId id, JournalStep step) => Record(id.ToString(), step, Persisted.Write(step, RegeneratorJson.Default.JournalStep));

    public void Record(string id, JournalStep step, string json) => connection.Execute(
        """
        INSERT INTO steps (proposal_id, key, started_at, position, json) VALUES (@id, @Key, @startedAt, @Index, @json)
        ON CONFLICT (proposal_id, key) DO UPDATE SET started_at = excluded.started_at, position = excluded.position, json = excluded.json
        """,
        new { id, step.Key, startedAt = step.StartedAt.ToColumn(), step.Index, json });

    private sealed class LockRow
    {
        public long Fence { get; init; }

        public string? Holder { get; init; }

        public string? Owner { get; init; }

        public string? LeaseUntil { get; init; }
    }
}
