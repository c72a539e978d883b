using Npgsql;
using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>The locks of documents, and the journal that is written under them.</summary>
internal static class DocumentLocks
{
    public const string Columns = "scope, fence, proposal_id, owner, lease_until";

    public static LockRow Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetInt64(1), row.Text(2) is { } holder ? ProposalId.Parse(holder) : null, row.Text(3), row.InstantOrNone(4));

    public static Task WriteAsync(NpgsqlConnection connection, DocumentLock held, CancellationToken ct) => connection.ExecuteAsync(
        "UPDATE document_locks SET fence = $2, proposal_id = $3, owner = $4, lease_until = $5 WHERE scope = $1",
        [held.Scope.ToString(), held.Fence, held.Holder?.ToString(), held.Owner, held.LeaseUntil],
        ct);

    public static async Task RecordAsync(NpgsqlConnection connection, ProposalId id, JournalStep step, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        Record(batch, id.ToString(), step, Persisted.Write(step, RegeneratorJson.Default.JournalStep));
        await batch.ExecuteNonQueryAsync(ct);
    }

    public static void Record(NpgsqlBatch batch, string id, JournalStep step, string json) => batch.Add(
        """
        INSERT INTO steps (proposal_id, key, started_at, position, json) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (proposal_id, key) DO UPDATE SET started_at = excluded.started_at, position = excluded.position, json = excluded.json
        """,
        [id, step.Key, step.StartedAt, step.Index, json]);

    /// <param name="Scope">As text.</param>
    public sealed record LockRow(string Scope, long Fence, ProposalId? Holder, string? Owner, DateTimeOffset? LeaseUntil)
    {
        public DocumentLock Of(ProposalScope scope) => new(scope, Fence, Holder, Owner, LeaseUntil);
    }
}
