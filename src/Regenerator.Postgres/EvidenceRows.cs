using Npgsql;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>Evidence as rows: a sheet each.</summary>
internal static class EvidenceRows
{
    /// <returns>By the proposals' ids, the latest window first.</returns>
    public static async Task<ILookup<string, string>> ReadAsync(NpgsqlConnection connection, string[] ids, CancellationToken ct) =>
        (await connection.ListAsync(
            "SELECT proposal_id, json FROM evidence WHERE proposal_id = ANY($1) ORDER BY until_ticks DESC, context_id", [ids], row => (Id: row.GetString(0), Json: row.GetString(1)), ct))
        .ToLookup(row => row.Id, row => row.Json, StringComparer.Ordinal);

    /// <summary>What a transaction adds to proposals, on top of what is kept of the same windows.</summary>
    public static async Task<Added> OfAsync(NpgsqlConnection connection, IReadOnlyList<ProposalWrite> writes, CancellationToken ct)
    {
        var opened = writes.Where(w => w.Before is null).Select(w => w.After.Id).ToHashSet();
        var rows = writes.Where(w => w.Evidence.Count > 0).GroupBy(w => w.After.Id)
            .SelectMany(of => EvidenceSheet.Of(of.SelectMany(w => w.Evidence)), (of, sheet) => (of.Key, Row: new Row(of.Key.ToString(), sheet)))
            .ToLookup(row => opened.Contains(row.Key), row => row.Row);
        return new Added([.. rows[true]], await OverKeptAsync(connection, [.. rows[false]], ct));
    }

    /// <summary>Lines of another store's evidence, on top of what is kept of the same windows.</summary>
    public static Task<IReadOnlyList<Row>> OfAsync(NpgsqlConnection connection, IEnumerable<StoreLine.Cited> lines, CancellationToken ct) => OverKeptAsync(
        connection,
        [
            .. lines.GroupBy(l => l.Id, StringComparer.Ordinal).SelectMany(
                of => EvidenceSheet.Of(of.Select(l => (Persisted.Read(l.Json, RegeneratorJson.Default.Evidence), l.Json))), (of, sheet) => new Row(of.Key, sheet)),
        ],
        ct);

    public static void Write(NpgsqlBatch batch, Added added)
    {
        Insert(batch, added.ToNew, "");
        Write(batch, added.ToKept);
    }

    public static void Write(NpgsqlBatch batch, IReadOnlyList<Row> rows) => Insert(batch, rows, "ON CONFLICT (proposal_id, until_ticks, context_id) DO UPDATE SET json = excluded.json");

    // To look for what can not be there costs as much again.
    private static void Insert(NpgsqlBatch batch, IReadOnlyList<Row> rows, string otherwise)
    {
        if (rows.Count == 0) return;
        batch.Add($"INSERT INTO evidence (proposal_id, until_ticks, context_id, json) SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[]) {otherwise}", [.. Keys(rows), rows.Select(r => r.Sheet.Json).ToArray()]);
    }

    private static async Task<IReadOnlyList<Row>> OverKeptAsync(NpgsqlConnection connection, Row[] rows, CancellationToken ct)
    {
        if (rows.Length == 0) return rows;
        var kept = (await connection.ListAsync(
            """
            SELECT proposal_id, until_ticks, context_id, json
            FROM evidence JOIN unnest($1::text[], $2::bigint[], $3::text[]) AS asked (proposal_id, until_ticks, context_id) USING (proposal_id, until_ticks, context_id)
            """,
            Keys(rows),
            row => (Key: (row.GetString(0), row.GetInt64(1), row.GetString(2)), Json: row.GetString(3)),
            ct)).ToDictionary(row => row.Key, row => row.Json);
        return [.. rows.Select(row => kept.TryGetValue((row.Id, row.Sheet.Until.UtcTicks, row.Sheet.ContextId), out var json) ? row with { Sheet = row.Sheet.Over(json) } : row)];
    }

    private static object?[] Keys(IReadOnlyList<Row> rows) =>
        [rows.Select(r => r.Id).ToArray(), rows.Select(r => r.Sheet.Until.UtcTicks).ToArray(), rows.Select(r => r.Sheet.ContextId).ToArray()];

    /// <param name="ToNew">To proposals that the transaction opens: nothing is kept of them yet.</param>
    /// <param name="ToKept">To the others.</param>
    public sealed record Added(IReadOnlyList<Row> ToNew, IReadOnlyList<Row> ToKept);

    /// <param name="Id">The proposal's.</param>
    public sealed record Row(string Id, EvidenceSheet Sheet);
}
