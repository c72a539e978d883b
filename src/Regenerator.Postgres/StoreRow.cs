using Npgsql;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>Which store the schema is.</summary>
internal static class StoreRow
{
    public static async Task<StoreIdentity> ReadAsync(NpgsqlConnection connection, CancellationToken ct) => (await connection.FindAsync(
        "SELECT id, epoch, since, reason FROM store", [], row => new StoreIdentity(row.GetString(0), row.GetInt32(1), row.InstantOrNone(2), row.Text(3)), ct))! with
    {
        Environment = await EnvironmentAsync(connection, ct),
    };

    /// <summary>The one that it belongs to; null: to none.</summary>
    public static Task<string?> EnvironmentAsync(NpgsqlConnection connection, CancellationToken ct) =>
        connection.FindAsync("SELECT environment FROM store_bindings ORDER BY seq DESC LIMIT 1", [], row => row.GetString(0), ct);

    public static Task<List<StoreBinding>> BindingsAsync(NpgsqlConnection connection, CancellationToken ct) => connection.ListAsync(
        "SELECT environment, actor, at_ticks, reason FROM store_bindings ORDER BY seq", [], row => new StoreBinding(row.GetString(0), row.GetString(1), row.GetInt64(2).ToInstant(), row.GetString(3)), ct);

    public static void Bind(NpgsqlBatch batch, StoreBinding binding) => batch.Add(
        "INSERT INTO store_bindings (environment, actor, at_ticks, reason) VALUES ($1, $2, $3, $4)", [binding.Environment, binding.Actor, binding.At.UtcTicks, binding.Reason]);

    public static async Task<StoreIdentity> BindAsync(NpgsqlConnection connection, StoreBinding binding, bool anew, CancellationToken ct)
    {
        await connection.ExecuteAsync("SELECT 1 FROM store FOR UPDATE", [], ct); // one after the other
        if (anew || await EnvironmentAsync(connection, ct) is null)
        {
            await using var batch = new NpgsqlBatch(connection);
            Bind(batch, binding);
            await batch.ExecuteNonQueryAsync(ct);
        }

        return await ReadAsync(connection, ct);
    }

    /// <summary>Approvals fall, and nobody holds a document.</summary>
    public static async Task BeginEpochAsync(NpgsqlConnection connection, int epoch, string reason, DateTimeOffset now, CancellationToken ct)
    {
        await connection.ExecuteAsync("UPDATE store SET epoch = $1, since = $2, reason = $3", [epoch, now, reason], ct);
        await connection.ExecuteAsync("UPDATE document_locks SET proposal_id = NULL, owner = NULL, lease_until = NULL", [], ct);
        string[] concerned = [.. NewEpoch.Concerned.Select(s => s.ToString())];
        foreach (var proposal in await Snapshots.ReadAsync(connection, "proposals WHERE state = ANY($1) ORDER BY seq", [concerned], ct))
            if (NewEpoch.Write(proposal, reason, now) is { } write) await ProposalWriter.KeepAsync(connection, [write], ct);
    }
}
