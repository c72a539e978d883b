using Npgsql;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>What sinks do not have, for operators; and what nobody needs any more.</summary>
internal static class DeliveryList
{
    // What is behind a head or beyond the position was not told; only heads were ever tried.
    private const string Untold = "(track.head IS NOT NULL AND notice.seq >= track.head OR track.head IS NULL AND notice.seq > GREATEST(sinks.position, COALESCE(track.settled, 0)))";

    private const string Columns = "notice.key, notice.moment, notice.at, notice.proposal_id";

    private const string Heads = $"""
        SELECT track.sink, {Columns}, CASE WHEN track.parked THEN 'Parked' WHEN track.tries > 0 THEN 'Failing' ELSE 'Waiting' END AS state,
               track.tries, track.error, track.not_before, NULL AS actor, NULL AS reason, NULL::timestamptz AS dropped_at, notice.seq
        FROM deliveries AS track JOIN outbox AS notice ON notice.seq = track.head
        """;

    private const string Waiting = $"""
        SELECT sinks.name AS sink, {Columns}, 'Waiting' AS state, 0 AS tries, NULL AS error, NULL::timestamptz AS not_before, NULL AS actor, NULL AS reason, NULL::timestamptz AS dropped_at, notice.seq
        FROM sinks CROSS JOIN outbox AS notice LEFT JOIN deliveries AS track ON track.sink = sinks.name AND track.proposal_id = notice.proposal_id
        WHERE {Untold} AND notice.seq IS DISTINCT FROM track.head AND notice.moment = ANY(sinks.moments)
        """;

    private const string Dropped = """
        SELECT sink, key, moment, at, proposal_id, 'Dropped' AS state, tries, error, NULL::timestamptz AS not_before, actor, reason, dropped_at, 0 AS seq
        FROM dropped_deliveries
        """;

    public static async Task<IReadOnlyList<Undelivered>> ReadAsync(NpgsqlConnection connection, DeliveryQuery query, CancellationToken ct)
    {
        // Looking for what waits walks the whole outbox: only for whom asks for it.
        List<string> parts = [Heads];
        if (query.States.Contains(DeliveryState.Waiting)) parts.Add(Waiting);
        if (query.States.Contains(DeliveryState.Dropped)) parts.Add(Dropped);
        return await connection.ListAsync(
            $"SELECT * FROM ({string.Join(" UNION ALL ", parts)}) AS found WHERE state = ANY($1) AND ($2::text IS NULL OR sink = $2) ORDER BY state = 'Dropped', sink, seq LIMIT $3",
            [query.States.Select(s => s.ToString()).ToArray(), query.Sink, query.Limit],
            Row,
            ct);
    }

    public static Task<List<string>> SinksAsync(NpgsqlConnection connection, CancellationToken ct) => connection.ListAsync("SELECT name FROM sinks", [], row => row.GetString(0), ct);

    /// <summary>What each sink does not have. Walks the outbox from the first notice that anybody may lack: sinks that keep up leave little to count.</summary>
    public static Task<List<(string Sink, string State, long Count)>> CountAsync(NpgsqlConnection connection, CancellationToken ct) => connection.ListAsync(
        $"""
        SELECT sink, state, COUNT(*) FROM (
            {Heads} UNION ALL
            {Waiting} AND notice.seq >= LEAST((SELECT MIN(position) FROM sinks), (SELECT MIN(head) FROM deliveries WHERE head IS NOT NULL))) AS found
        GROUP BY sink, state
        """,
        [],
        row => (row.GetString(0), row.GetString(1), row.GetInt64(2)),
        ct);

    /// <summary>Old notices lie at the front: it walks no further than to the first young one.</summary>
    public static async Task<int> PruneAsync(NpgsqlConnection connection, DateTimeOffset before, int limit, CancellationToken ct)
    {
        await connection.ExecuteAsync("SELECT 1 FROM sinks ORDER BY name FOR UPDATE", [], ct); // what a sink is about to come to, or to ask for, is not pruned under it
        await connection.ExecuteAsync("DELETE FROM dropped_deliveries WHERE dropped_at < $1", [before], ct);
        return await connection.ExecuteAsync(
            $"""
            DELETE FROM outbox WHERE seq IN (
                SELECT notice.seq FROM outbox AS notice
                WHERE notice.seq < COALESCE((SELECT seq FROM outbox WHERE at >= $1 ORDER BY seq LIMIT 1), 9223372036854775807) AND NOT EXISTS (
                    SELECT 1 FROM sinks LEFT JOIN deliveries AS track ON track.sink = sinks.name AND track.proposal_id = notice.proposal_id
                    WHERE {Untold} AND (notice.seq IS NOT DISTINCT FROM track.head OR notice.moment = ANY(sinks.moments)))
                ORDER BY notice.seq LIMIT $2)
            """,
            [before, limit],
            ct);
    }

    private static Undelivered Row(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), Enum.Parse<Moment>(row.GetString(2)), row.Instant(3), ProposalId.Parse(row.GetString(4))!.Value, Enum.Parse<DeliveryState>(row.GetString(5)))
        {
            Tries = row.GetInt32(6),
            Error = row.Text(7),
            NotBefore = row.InstantOrNone(8),
            Dropped = row.Text(9) is { } actor ? new DeliveryOutcome.Dropped(actor, row.GetString(10), row.Instant(11)) : null,
        };
}
