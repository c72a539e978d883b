using Npgsql;
using Regenerator.Contexts;
using Regenerator.Judgements;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>Reads what a pass begins with, in one round trip each; what is judged in contexts beside those that were asked for takes another.</summary>
internal static class PassReader
{
    private const string Watermarks = "SELECT context_id, provider, window_ticks, until_ticks FROM watermarks WHERE context_id = ANY($1) ORDER BY context_id, provider, window_ticks";

    public static async Task<ReadProgress> ProgressAsync(NpgsqlConnection connection, IReadOnlyList<string> contexts, CancellationToken ct)
    {
        string[] ids = [.. contexts];
        await using var batch = new NpgsqlBatch(connection);
        batch.AddGenericPlans();
        batch.Add("SELECT id, epoch FROM contexts WHERE id = ANY($1)", [ids]);
        batch.Add(Watermarks, [ids]);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var epochs = ids.ToDictionary(id => id, _ => 0L, StringComparer.Ordinal);
        foreach (var (id, epoch) in await reader.RowsAsync(row => (row.GetString(0), row.GetInt64(1)), ct)) epochs[id] = epoch;
        await reader.NextResultAsync(ct);
        return new ReadProgress(epochs, (await reader.RowsAsync(Watermark, ct)).ToDictionary(w => w.Key));
    }

    public static async Task<PassStart> ReadAsync(NpgsqlConnection connection, IReadOnlyList<RegenerationContext> contexts, CancellationToken ct)
    {
        string[] ids = [.. contexts.Select(c => c.Id)];
        var start = await StartAsync(connection, ids, [.. ProposalScope.Of(contexts).Select(s => s.ToString())], ct);
        string[] others = [.. start.Living.SelectMany(p => p.Sightings.Contexts).Except(ids, StringComparer.Ordinal)];
        if (others.Length == 0) return start;
        return start with { Judgements = ByContextAndRule(start.Judgements.Values.Concat(await JudgementRows.OfAsync(connection, others, ct))) };
    }

    /// <returns>By provider and window length.</returns>
    public static Task<List<Watermark>> WatermarksAsync(NpgsqlConnection connection, string[] ids, CancellationToken ct) => connection.ListAsync(Watermarks, [ids], Watermark, ct);

    private static async Task<PassStart> StartAsync(NpgsqlConnection connection, string[] ids, string[] scopes, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.AddGenericPlans();
        batch.Add($"SELECT {Snapshots.Columns} FROM proposals WHERE living AND scope = ANY($1) ORDER BY id", [scopes]);
        batch.Add(
            """
            SELECT DISTINCT ON (scope, fingerprint) fingerprint, COUNT(*) OVER (PARTITION BY scope, fingerprint)::integer,
                CASE WHEN state IN ('Rejected', 'RolledBack') THEN json END, CASE WHEN state IN ('Applied', 'RolledBack') THEN ended_at END
            FROM proposals WHERE scope = ANY($1) ORDER BY scope, fingerprint, seq DESC
            """,
            [scopes]);
        batch.Add(JudgementRows.Of, [ids]);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var living = await reader.RowsAsync(row => row.Kept().Read(), ct);
        await reader.NextResultAsync(ct);
        var past = await reader.RowsAsync(row => (Fingerprint: new Fingerprint(row.GetString(0)), Past: Past(row)), ct);
        await reader.NextResultAsync(ct);
        return new PassStart
        {
            Living = living,
            Past = past.ToDictionary(p => p.Fingerprint, p => p.Past),
            Judgements = ByContextAndRule(await reader.RowsAsync(JudgementRows.Row, ct)),
        };
    }

    private static Past Past(NpgsqlDataReader row) => new(row.GetInt32(1), row.Text(2) is { } rejected ? StoredState.Proposal(rejected).Rejection : null, row.InstantOrNone(3));

    private static Watermark Watermark(NpgsqlDataReader row) => new(new WatermarkKey(row.GetString(0), row.GetString(1), TimeSpan.FromTicks(row.GetInt64(2))), row.GetInt64(3).ToInstant());

    private static Dictionary<(string Context, string Rule), Judgement> ByContextAndRule(IEnumerable<Judgement> judgements) => judgements.ToDictionary(j => (j.ContextId, j.RuleId));
}
