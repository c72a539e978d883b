using Npgsql;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>Which store the schema is.</summary>
internal static class StoreRow
{
    public static async Task<StoreIdentity> ReadAsync(NpgsqlConnection connection, CancellationToken ct) => (await connection.FindAsync(
        "SELECT id, epoch, since, reason FROM store", [], row => new StoreIdentity(row.GetString(0), row.GetInt32(1), row.InstantOrNone(2), row.Text(3)), ct))!;

    /// <summary>Approvals fall, and nobody holds a document.</summary>
    public static async Task BeginEpochAsync(NpgsqlConnection connection, int epoch, string reason, DateTimeOffset now, CancellationToken ct)
    {
        await connection.ExecuteAsync("UPDATE store SET epoch = $1, since = $2, reason = $3", [epoch, now, reason], ct);
        await connection.ExecuteAsync("UPDATE document_locks SET proposal_id = NULL, owner = NULL, lease_until = NULL", [], ct);
        var concerned = await connection.ListAsync(
            "SELECT json FROM proposals WHERE state = ANY($1) ORDER BY seq", [NewEpoch.Concerned.Select(s => s.ToString()).ToArray()], row => StoredState.Proposal(row.GetString(0)), ct);
        foreach (var proposal in concerned)
            if (NewEpoch.Write(proposal, reason, now) is { } write) await ProposalWriter.KeepAsync(connection, write, ct);
    }
}
