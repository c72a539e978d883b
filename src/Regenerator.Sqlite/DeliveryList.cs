using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>What sinks do not have, for operators; and what nobody needs any more.</summary>
internal static class DeliveryList
{
    // What is behind a head or beyond the position was not told; only heads were ever tried.
    private const string Untold = "(track.head IS NOT NULL AND notice.seq >= track.head OR track.head IS NULL AND notice.seq > MAX(sinks.position, COALESCE(track.settled, 0)))";

    private const string Columns = "notice.key AS Key, notice.moment AS Moment, notice.at AS At, (SELECT id FROM proposals WHERE seq = notice.proposal) AS Proposal";

    private const string Heads = $"""
        SELECT track.sink AS Sink, {Columns}, CASE WHEN track.parked = 1 THEN 'Parked' WHEN track.tries > 0 THEN 'Failing' ELSE 'Waiting' END AS State,
               track.tries AS Tries, track.error AS Error, track.not_before AS NotBefore, NULL AS Actor, NULL AS Reason, NULL AS DroppedAt, notice.seq AS Seq
        FROM deliveries AS track JOIN outbox AS notice ON notice.seq = track.head
        WHERE track.head IS NOT NULL
        """;

    private const string Waiting = $"""
        SELECT sinks.name AS Sink, {Columns}, 'Waiting' AS State, 0 AS Tries, NULL AS Error, NULL AS NotBefore, NULL AS Actor, NULL AS Reason, NULL AS DroppedAt, notice.seq AS Seq
        FROM sinks JOIN outbox AS notice LEFT JOIN deliveries AS track ON track.sink = sinks.name AND track.proposal = notice.proposal
        WHERE {Untold} AND notice.seq IS NOT track.head AND notice.moment IN (SELECT value FROM json_each(sinks.moments))
        """;

    private const string Dropped = """
        SELECT sink AS Sink, key AS Key, moment AS Moment, at AS At, proposal_id AS Proposal, 'Dropped' AS State,
               tries AS Tries, error AS Error, NULL AS NotBefore, actor AS Actor, reason AS Reason, dropped_at AS DroppedAt, 0 AS Seq
        FROM dropped_deliveries
        """;

    public static IReadOnlyList<Undelivered> Read(SqliteConnection connection, DeliveryQuery query)
    {
        // Looking for what waits walks the whole outbox: only for whom asks for it.
        List<string> parts = [Heads];
        if (query.States.Contains(DeliveryState.Waiting)) parts.Add(Waiting);
        if (query.States.Contains(DeliveryState.Dropped)) parts.Add(Dropped);
        return [.. connection.Query<Row>(
            $"SELECT * FROM ({string.Join(" UNION ALL ", parts)}) WHERE State IN (SELECT value FROM json_each(@states)) AND (@Sink IS NULL OR Sink = @Sink) ORDER BY State = 'Dropped', Sink, Seq LIMIT @Limit",
            new { states = query.States.Select(s => s.ToString()).ToJsonArray(), query.Sink, query.Limit }).Select(row => row.Undelivered())];
    }

    public static IEnumerable<string> Sinks(SqliteConnection connection) => connection.Query<string>("SELECT name FROM sinks");

    /// <summary>What each sink does not have. Walks the outbox from the first notice that anybody may lack: sinks that keep up leave little to count.</summary>
    public static IEnumerable<(string Sink, string State, long Count)> Count(SqliteConnection connection) => connection.Query<(string, string, long)>(
        $"""
        SELECT Sink, State, COUNT(*) FROM (
            {Heads} UNION ALL
            {Waiting} AND notice.seq >= MIN((SELECT MIN(position) FROM sinks), (SELECT COALESCE(MIN(head), 9223372036854775807) FROM deliveries WHERE head IS NOT NULL)))
        GROUP BY Sink, State
        """);

    /// <summary>Old notices lie at the front: it walks no further than to the first young one.</summary>
    public static int Prune(SqliteConnection connection, DateTimeOffset before, int limit)
    {
        var old = new { before = before.ToColumn(), limit };
        connection.Execute("DELETE FROM dropped_deliveries WHERE dropped_at < @before", old);
        return connection.Execute(
            $"""
            DELETE FROM outbox WHERE seq IN (
                SELECT notice.seq FROM outbox AS notice
                WHERE notice.seq < COALESCE((SELECT seq FROM outbox WHERE at >= @before ORDER BY seq LIMIT 1), 9223372036854775807) AND NOT EXISTS (
                    SELECT 1 FROM sinks LEFT JOIN deliveries AS track ON track.sink = sinks.name AND track.proposal = notice.proposal
                    WHERE {Untold} AND (notice.seq IS track.head OR notice.moment IN (SELECT value FROM json_each(sinks.moments))))
                ORDER BY notice.seq LIMIT @limit)
            """,
            old);
    }

    private sealed class Row
    {
        public string Sink { get; init; } = "";

        public string Key { get; init; } = "";

        public string Moment { get; init; } = "";

        public string At { get; init; } = "";

        public string Proposal { get; init; } = "";

        public string State { get; init; } = "";

        public long Tries { get; init; }

        public string? Error { get; init; }

        public string? NotBefore { get; init; }

        public string? Actor { get; init; }

        public string? Reason { get; init; }

        public string? DroppedAt { get; init; }

        public Undelivered Undelivered() => new(Sink, Key, Enum.Parse<Moment>(Moment), At.ToInstant(), ProposalId.Parse(Proposal)!.Value, Enum.Parse<DeliveryState>(State))
        {
            Tries = (int)Tries,
            Error = Error,
            NotBefore = NotBefore?.ToInstant(),
            Dropped = Actor is null ? null : new DeliveryOutcome.Dropped(Actor, Reason!, DroppedAt!.ToInstant()),
        };
    }
}
