using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>Reads what a pass begins with.</summary>
internal static class PassReader
{
    public static ReadProgress Progress(SqliteConnection connection, IReadOnlyList<string> contexts)
    {
        var ids = contexts.ToJsonArray();
        var epochs = contexts.ToDictionary(id => id, _ => 0L, StringComparer.Ordinal);
        foreach (var (id, epoch) in connection.Query<(string, long)>("SELECT id, epoch FROM contexts WHERE id IN (SELECT value FROM json_each(@ids))", new { ids })) epochs[id] = epoch;
        return new ReadProgress(epochs, Watermarks(connection, ids).ToDictionary(w => w.Key));
    }

    public static PassStart Read(SqliteConnection connection, IReadOnlyList<RegenerationContext> contexts)
    {
        var scopes = ProposalScope.Of(contexts).Select(s => s.ToString()).ToJsonArray();
        var living = Living(connection, scopes);
        return new PassStart
        {
            Living = living,
            Judgements = JudgementRows.Read(connection, contexts.Select(c => c.Id).Concat(living.SelectMany(p => p.Sightings.Contexts)).Distinct().ToJsonArray()),
            Past = Past(connection, scopes),
        };
    }

    /// <param name="ids">A JSON list of contexts.</param>
    /// <returns>By provider and window length.</returns>
    public static IEnumerable<Watermark> Watermarks(SqliteConnection connection, string ids) => connection
        .Query<(string Context, string Provider, long Ticks, string Until)>(
            "SELECT context_id, provider, window_ticks, until FROM watermarks WHERE context_id IN (SELECT value FROM json_each(@ids)) ORDER BY context_id, provider, window_ticks", new { ids })
        .Select(row => new Watermark(new WatermarkKey(row.Context, row.Provider, TimeSpan.FromTicks(row.Ticks)), row.Until.ToInstant()));

    private static IReadOnlyList<Proposal> Living(SqliteConnection connection, string scopes) =>
        Snapshots.Read(connection, "proposals WHERE living = 1 AND scope IN (SELECT value FROM json_each(@scopes)) ORDER BY id", new { scopes });

    private static Dictionary<Fingerprint, Past> Past(SqliteConnection connection, string scopes) => connection
        .Query<(string Fingerprint, long Occurrences, string? Rejected, string? AppliedAt)>(
            """
            SELECT wish.fingerprint, wish.occurrences, CASE WHEN latest.state IN ('Rejected', 'RolledBack') THEN latest.json END,
                   CASE WHEN latest.state IN ('Applied', 'RolledBack') THEN latest.ended_at END
            FROM (SELECT fingerprint, COUNT(*) AS occurrences, MAX(seq) AS latest
                  FROM proposals WHERE scope IN (SELECT value FROM json_each(@scopes)) GROUP BY scope, fingerprint) AS wish
            JOIN proposals AS latest ON latest.seq = wish.latest
            """,
            new { scopes })
        .ToDictionary(
            row => new Fingerprint(row.Fingerprint),
            row => new Past((int)row.Occurrences, row.Rejected is null ? null : StoredState.Proposal(row.Rejected).Rejection, row.AppliedAt?.ToInstant()));
}
