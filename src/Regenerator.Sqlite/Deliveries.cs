using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>How far each sink has been told.</summary>
internal sealed class Deliveries(SqliteConnection connection)
{
    // The position may lag behind: it only saves looking at what is done with. Moving it is a write, so it moves in strides.
    private const int Stride = 256;

    /// <summary>Null when the sink is new, or its position should move: call <see cref="Remember"/> in a transaction that writes.</summary>
    public IReadOnlyList<OutboxEntry>? Take(string sink, IReadOnlySet<Moment> moments, int limit)
    {
        if (Position(sink) is not { } position) return null;
        var rows = Undelivered(sink, moments, position, limit);
        return Done(rows) - position >= Stride ? null : [.. rows.Select(Entry)];
    }

    public IReadOnlyList<OutboxEntry> Remember(string sink, IReadOnlySet<Moment> moments, int limit)
    {
        var position = Position(sink) ?? End();
        var rows = Undelivered(sink, moments, position, limit);
        var done = Math.Max(position, Done(rows));
        connection.Execute("INSERT INTO sinks (name, position) VALUES (@sink, @done) ON CONFLICT (name) DO UPDATE SET position = excluded.position", new { sink, done });
        connection.Execute("DELETE FROM deliveries WHERE sink = @sink AND settled <= @done", new { sink, done });
        return [.. rows.Select(Entry)];
    }

    public void Settle(string sink, string key) => connection.Execute(
        """
        INSERT INTO deliveries (sink, proposal_id, settled)
        SELECT sinks.name, outbox.proposal_id, outbox.seq FROM outbox JOIN sinks ON sinks.name = @sink WHERE outbox.key = @key AND outbox.seq > sinks.position
        ON CONFLICT (sink, proposal_id) DO UPDATE SET settled = MAX(settled, excluded.settled)
        """,
        new { sink, key });

    private long? Position(string sink) => connection.ExecuteScalar<long?>("SELECT position FROM sinks WHERE name = @sink", new { sink });

    private long End() => connection.ExecuteScalar<long?>("SELECT MAX(seq) FROM outbox") ?? 0;

    // Everything before the first one that is still to be told; all there is when none is.
    private long Done(IReadOnlyList<Row> rows) => rows.Count > 0 ? rows[0].Seq - 1 : End();

    private List<Row> Undelivered(string sink, IReadOnlySet<Moment> moments, long position, int limit) => connection.Query<Row>(
        """
        SELECT outbox.seq AS Seq, outbox.key AS Key, outbox.moment AS Moment, outbox.json AS Json
        FROM outbox LEFT JOIN deliveries ON deliveries.sink = @sink AND deliveries.proposal_id = outbox.proposal_id
        WHERE outbox.seq > @position AND outbox.seq > COALESCE(deliveries.settled, 0) AND outbox.moment IN (SELECT value FROM json_each(@moments))
        ORDER BY outbox.seq LIMIT @limit
        """,
        new { sink, position, moments = moments.Select(m => m.ToString()).ToJsonArray(), limit }).AsList();

    private static OutboxEntry Entry(Row row) => new(row.Key, Enum.Parse<Moment>(row.Moment), StoredState.Proposal(row.Json));

    private sealed record Row(long Seq, string Key, string Moment, string Json);
}
