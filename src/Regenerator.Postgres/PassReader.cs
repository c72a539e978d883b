using Npgsql;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>Reads what a pass begins with.</summary>
internal static class PassReader
{
    public static async Task<PassStart> ReadAsync(NpgsqlConnection connection, IReadOnlyList<RegenerationContext> contexts, CancellationToken ct)
    {
        string[] ids = [.. contexts.Select(c => c.Id)];
        string[] scopes = [.. ProposalScope.Of(contexts).Select(s => s.ToString())];
        var living = await LivingAsync(connection, scopes, ct);
        return new PassStart
        {
            Epochs = await EpochsAsync(connection, ids, ct),
            Watermarks = (await WatermarksAsync(connection, ids, ct)).ToDictionary(w => w.Key),
            Living = living,
            Judgements = await JudgementRows.ReadAsync(connection, [.. ids.Concat(living.SelectMany(p => p.Sightings.Contexts)).Distinct()], ct),
            Past = await PastAsync(connection, scopes, ct),
        };
    }

    private static async Task<Dictionary<string, long>> EpochsAsync(NpgsqlConnection connection, string[] ids, CancellationToken ct)
    {
        var epochs = ids.ToDictionary(id => id, _ => 0L, StringComparer.Ordinal);
        foreach (var (id, epoch) in await connection.ListAsync("SELECT id, epoch FROM contexts WHERE id = ANY($1)", [ids], row => (row.GetString(0), row.GetInt64(1)), ct)) epochs[id] = epoch;
        return epochs;
    }

    /// <returns>By provider and window length.</returns>
    public static Task<List<Watermark>> WatermarksAsync(NpgsqlConnection connection, string[] ids, CancellationToken ct) => connection.ListAsync(
        "SELECT context_id, provider, window_ticks, until_ticks FROM watermarks WHERE context_id = ANY($1) ORDER BY context_id, provider, window_ticks",
        [ids],
        row => new Watermark(new WatermarkKey(row.GetString(0), row.GetString(1), TimeSpan.FromTicks(row.GetInt64(2))), row.GetInt64(3).ToInstant()),
        ct);

    private static Task<List<Proposal>> LivingAsync(NpgsqlConnection connection, string[] scopes, CancellationToken ct) =>
        Snapshots.ReadAsync(connection, "proposals WHERE living AND scope = ANY($1) ORDER BY id", [scopes], ct);

    private static async Task<Dictionary<Fingerprint, Past>> PastAsync(NpgsqlConnection connection, string[] scopes, CancellationToken ct)
    {
        var wishes = await connection.ListAsync(
            """
            SELECT wish.fingerprint, wish.occurrences, CASE WHEN latest.state IN ('Rejected', 'RolledBack') THEN latest.json END,
                   CASE WHEN latest.state IN ('Applied', 'RolledBack') THEN latest.ended_at END
            FROM (SELECT fingerprint, COUNT(*)::integer AS occurrences, MAX(seq) AS latest
                  FROM proposals WHERE scope = ANY($1) GROUP BY scope, fingerprint) AS wish
            JOIN proposals AS latest ON latest.scope = ANY($1) AND latest.fingerprint = wish.fingerprint AND latest.seq = wish.latest
            """,
            [scopes],
            row => (Fingerprint: row.GetString(0), Past: new Past(row.GetInt32(1), row.Text(2) is { } rejected ? StoredState.Proposal(rejected).Rejection : null, row.InstantOrNone(3))),
            ct);
        return wishes.ToDictionary(w => new Fingerprint(w.Fingerprint), w => w.Past);
    }
}
