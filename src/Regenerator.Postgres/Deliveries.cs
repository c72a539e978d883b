using Npgsql;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>How far each sink has been told.</summary>
internal sealed class Deliveries(NpgsqlConnection connection)
{
    // The position may lag behind: it only saves looking at what is done with. Moving it is a write, so it moves in strides.
    private const int Stride = 256;

    // It begins with the id of the proposal, by which its few notices are found.
    private const string HasKey = "key = $1 AND proposal_id = split_part($1, '/', 1)";

    private const string Notice = "notice.seq, notice.key, notice.moment, notice.at, notice.json, opened.json, first.hash";

    private const string AsOpened = """
        LEFT JOIN event_payloads AS opened ON notice.json IS NULL AND opened.proposal_id = notice.proposal_id AND opened.seq = 1
        LEFT JOIN events AS first ON notice.json IS NULL AND first.proposal_id = notice.proposal_id AND first.seq = 1
        """;

    /// <summary>Null when there is something to write down first: call <see cref="RememberAsync"/> in a transaction that writes.</summary>
    public async Task<IReadOnlyList<OutboxEntry>?> TakeAsync(string sink, IReadOnlySet<Moment> moments, DateTimeOffset now, int limit, CancellationToken ct)
    {
        if (await SinkAsync(sink, "", ct) is not { } known || !known.Moments.SequenceEqual(Texts(moments), StringComparer.Ordinal)) return null;
        var end = await EndAsync(ct);
        var fresh = await FreshAsync(sink, known, limit, ct);
        return Done(fresh, end) - known.Position >= Stride ? null : [.. fresh.Concat(await HeadsAsync(sink, now, limit - fresh.Count, ct)).Select(row => row.Entry)];
    }

    public async Task<IReadOnlyList<OutboxEntry>> RememberAsync(string sink, IReadOnlySet<Moment> moments, DateTimeOffset now, int limit, CancellationToken ct)
    {
        await connection.ExecuteAsync("INSERT INTO sinks (name, position, moments) SELECT $1, number, $2 FROM outbox_end ON CONFLICT DO NOTHING", [sink, Texts(moments)], ct);
        var known = (await SinkAsync(sink, "FOR UPDATE", ct))! with { Moments = Texts(moments) };
        var end = await EndAsync(ct); // before the notices are read: what is committed in between is not done with
        var fresh = await FreshAsync(sink, known, limit, ct);
        var done = Math.Max(known.Position, Done(fresh, end));
        await connection.ExecuteAsync("UPDATE sinks SET position = $2, moments = $3 WHERE name = $1", [sink, done, known.Moments], ct);
        await connection.ExecuteAsync("DELETE FROM deliveries WHERE sink = $1 AND settled <= $2 AND head IS NULL", [sink, done], ct);
        return [.. fresh.Concat(await HeadsAsync(sink, now, limit - fresh.Count, ct)).Select(row => row.Entry)];
    }

    public async Task<bool> SettleAsync(string sink, string key, DeliveryOutcome outcome, CancellationToken ct)
    {
        if (await SinkAsync(sink, "FOR UPDATE", ct) is not { } known) return false;
        if (await connection.FindAsync($"SELECT seq, proposal_id FROM outbox WHERE {HasKey}", [key], row => new NoticeRow(row.GetInt64(0), row.GetString(1)), ct) is not { } notice) return false;
        var track = await TrackAsync(sink, notice.Proposal, ct);
        if ((track.Head ?? await NextAsync(notice.Proposal, Math.Max(track.Settled, known.Position), known, ct)) != notice.Seq) return false;
        var behind = await NextAsync(notice.Proposal, notice.Seq, known, ct) is { } next && next <= known.Position ? next : (long?)null;
        await WriteAsync(sink, notice.Proposal, track.After(outcome, notice.Seq, behind), ct);
        if (outcome is DeliveryOutcome.Dropped dropped) await WriteAsync(sink, key, track, dropped, ct);
        return true;
    }

    private Task<SinkRow?> SinkAsync(string name, string locking, CancellationToken ct) =>
        connection.FindAsync($"SELECT position, moments FROM sinks WHERE name = $1 {locking}", [name], row => new SinkRow(row.GetInt64(0), row.GetFieldValue<string[]>(1)), ct);

    private Task<long> EndAsync(CancellationToken ct) => connection.FindAsync("SELECT number FROM outbox_end", [], row => row.GetInt64(0), ct);

    // Everything before the first one that is still to be told; all there is when none is.
    private static long Done(IReadOnlyList<Row> fresh, long end) => fresh.Count > 0 ? fresh[0].Seq - 1 : end;

    private static string[] Texts(IReadOnlySet<Moment> moments) => [.. moments.Order().Select(m => m.ToString())];

    // Of each proposal without a head of its own the first beyond the sink's position.
    private Task<List<Row>> FreshAsync(string sink, SinkRow known, int limit, CancellationToken ct) => connection.ListAsync(
        $"""
        SELECT {Notice}, 0 AS tries
        FROM outbox AS notice LEFT JOIN deliveries AS track ON track.sink = $1 AND track.proposal_id = notice.proposal_id {AsOpened}
        WHERE notice.seq > $2 AND notice.seq > COALESCE(track.settled, 0) AND track.head IS NULL AND notice.moment = ANY($3)
          AND NOT EXISTS (
              SELECT 1 FROM outbox AS earlier
              WHERE earlier.proposal_id = notice.proposal_id AND earlier.seq < notice.seq AND earlier.seq > GREATEST($2, COALESCE(track.settled, 0)) AND earlier.moment = ANY($3))
        ORDER BY notice.seq LIMIT $4
        """,
        [sink, known.Position, known.Moments, limit],
        Read,
        ct);

    private Task<List<Row>> HeadsAsync(string sink, DateTimeOffset now, int limit, CancellationToken ct) => connection.ListAsync(
        $"""
        SELECT {Notice}, track.tries
        FROM deliveries AS track JOIN outbox AS notice ON notice.seq = track.head {AsOpened}
        WHERE track.sink = $1 AND track.head IS NOT NULL AND NOT track.parked AND (track.not_before IS NULL OR track.not_before <= $2)
        ORDER BY track.tries > 0, track.head LIMIT $3
        """,
        [sink, now, limit],
        Read,
        ct);

    private Task<long?> NextAsync(string proposal, long after, SinkRow known, CancellationToken ct) =>
        connection.FindAsync("SELECT MIN(seq) FROM outbox WHERE proposal_id = $1 AND seq > $2 AND moment = ANY($3)", [proposal, after, known.Moments], row => row.Number(0), ct);

    private async Task<DeliveryTrack> TrackAsync(string sink, string proposal, CancellationToken ct) => await connection.FindAsync(
        "SELECT settled, head, tries, error, not_before, parked FROM deliveries WHERE sink = $1 AND proposal_id = $2",
        [sink, proposal],
        row => new DeliveryTrack(row.GetInt64(0)) { Head = row.Number(1), Tries = row.GetInt32(2), Error = row.Text(3), NotBefore = row.InstantOrNone(4), IsParked = row.GetBoolean(5) },
        ct) ?? new DeliveryTrack(0);

    private Task WriteAsync(string sink, string proposal, DeliveryTrack track, CancellationToken ct) => connection.ExecuteAsync(
        """
        INSERT INTO deliveries (sink, proposal_id, settled, head, tries, error, not_before, parked) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (sink, proposal_id) DO UPDATE SET
            settled = excluded.settled, head = excluded.head, tries = excluded.tries, error = excluded.error, not_before = excluded.not_before, parked = excluded.parked
        """,
        [sink, proposal, track.Settled, track.Head, track.Tries, track.Error, track.NotBefore, track.IsParked],
        ct);

    private Task WriteAsync(string sink, string key, DeliveryTrack track, DeliveryOutcome.Dropped dropped, CancellationToken ct) => connection.ExecuteAsync(
        $"""
        INSERT INTO dropped_deliveries (sink, key, moment, at, proposal_id, tries, error, actor, reason, dropped_at)
        SELECT $2, key, moment, at, proposal_id, $3, $4, $5, $6, $7 FROM outbox WHERE {HasKey}
        """,
        [key, sink, track.Tries, track.Error, dropped.Actor, dropped.Reason, dropped.At],
        ct);

    private static Row Read(NpgsqlDataReader row) =>
        new(row.GetInt64(0), new OutboxEntry(row.GetString(1), Enum.Parse<Moment>(row.GetString(2)), row.Instant(3), row.Kept(4).Read()) { Tries = row.GetInt32(7) });

    private sealed record Row(long Seq, OutboxEntry Entry);

    private sealed record SinkRow(long Position, string[] Moments);

    private sealed record NoticeRow(long Seq, string Proposal);
}
