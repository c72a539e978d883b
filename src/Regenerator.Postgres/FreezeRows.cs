using Npgsql;
using Regenerator.Freezes;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>Freezes, as what happened to them.</summary>
internal static class FreezeRows
{
    /// <exception cref="StoreException">A row can not be read.</exception>
    public static async Task<IReadOnlyList<Freeze>> ReadAsync(NpgsqlConnection connection, DateTimeOffset? after, CancellationToken ct) => Freeze.Fold(
        await connection.ListAsync(
            "SELECT freeze_id, json FROM freeze_events WHERE $1::timestamptz IS NULL OR until > $1 ORDER BY seq",
            [after],
            row => (new FreezeId(row.GetString(0)), Persisted.Read(row.GetString(1), RegeneratorJson.Default.FreezeEvent)),
            ct));

    /// <summary>As they are until the transaction ends: nobody sets or ends one meanwhile.</summary>
    public static async Task<IReadOnlyList<Freeze>> HoldAsync(NpgsqlConnection connection, DateTimeOffset after, CancellationToken ct)
    {
        await connection.ExecuteAsync("SELECT 1 FROM freeze_gate FOR SHARE", [], ct);
        return await ReadAsync(connection, after, ct);
    }

    public static async Task<FreezeResult> RecordAsync(NpgsqlConnection connection, FreezeId id, FreezeEvent happened, CancellationToken ct)
    {
        await connection.ExecuteAsync("SELECT 1 FROM freeze_gate FOR UPDATE", [], ct);
        var result = Freeze.Next((await ReadAsync(connection, null, ct)).SingleOrDefault(f => f.Id == id), id, happened);
        if (result is FreezeResult.Recorded(var freeze)) await WriteAsync(connection, freeze, happened, ct);
        return result;
    }

    public static Task WriteAsync(NpgsqlConnection connection, Freeze freeze, FreezeEvent happened, CancellationToken ct) => connection.ExecuteAsync(Insert, Row(freeze, happened), ct);

    public static void Write(NpgsqlBatch batch, Freeze freeze, FreezeEvent happened) => batch.Add(Insert, Row(freeze, happened));

    private const string Insert = "INSERT INTO freeze_events (freeze_id, until, json) VALUES ($1, $2, $3)";

    private static object?[] Row(Freeze freeze, FreezeEvent happened) => [freeze.Id.Value, freeze.Set.Until.ToUniversalTime(), Persisted.Write(happened, RegeneratorJson.Default.FreezeEvent)];
}
