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

    // It begins with the id of the proposal, by which its few notices are found.
    private const string HasKey = "key = @key AND proposal = (SELECT seq FROM proposals WHERE id = substr(@key, 1, instr(@key, '/') - 1))";

    private const string Columns = "notice.seq AS Seq, notice.key AS Key, notice.moment AS Moment, notice.at AS At, notice.json AS Json, opened.json AS Opened, first.hash AS Hash";

    private const string AsOpened = """
        LEFT JOIN event_payloads AS opened ON notice.json IS NULL AND opened.proposal = notice.proposal AND opened.seq = 1
        LEFT JOIN events AS first ON notice.json IS NULL AND first.proposal = notice.proposal AND first.seq = 1
        """;

    /// <summary>Null when there is something to write down first: call <see cref="Remember"/> in a transaction that writes.</summary>
    public IReadOnlyList<OutboxEntry>? Take(string sink, IReadOnlySet<Moment> moments, DateTimeOffset now, int limit)
    {
        if (Sink(sink) is not { } known || !string.Equals(known.Moments, Text(moments))) return null;
        var fresh = Fresh(sink, known, limit);
        return Done(fresh) - known.Position >= Stride ? null : [.. fresh.Concat(Heads(sink, now, limit - fresh.Count)).Select(Entry)];
    }

    public IReadOnlyList<OutboxEntry> Remember(string sink, IReadOnlySet<Moment> moments, DateTimeOffset now, int limit)
    {
        var known = new SinkRow(Sink(sink)?.Position ?? End(), Text(moments));
        var fresh = Fresh(sink, known, limit);
        var done = Math.Max(known.Position, Done(fresh));
        connection.Execute(
            "INSERT INTO sinks (name, position, moments) VALUES (@sink, @done, @Moments) ON CONFLICT (name) DO UPDATE SET position = excluded.position, moments = excluded.moments",
            new { sink, done, known.Moments });
        connection.Execute("DELETE FROM deliveries WHERE sink = @sink AND settled <= @done AND head IS NULL", new { sink, done });
        return [.. fresh.Concat(Heads(sink, now, limit - fresh.Count)).Select(Entry)];
    }

    public bool Settle(string sink, string key, DeliveryOutcome outcome)
    {
        var notice = connection.QuerySingleOrDefault<NoticeRow>($"SELECT seq AS Seq, proposal AS Proposal FROM outbox WHERE {HasKey}", new { key });
        if (notice is null || Sink(sink) is not { } known) return false;
        var track = Track(sink, notice.Proposal);
        if ((track.Head ?? Next(notice.Proposal, Math.Max(track.Settled, known.Position), known)) != notice.Seq) return false;
        var behind = Next(notice.Proposal, notice.Seq, known) is { } next && next <= known.Position ? next : (long?)null;
        Write(sink, notice.Proposal, track.After(outcome, notice.Seq, behind));
        if (outcome is DeliveryOutcome.Dropped dropped) Write(sink, key, track, dropped);
        return true;
    }

    private SinkRow? Sink(string name) => connection.QuerySingleOrDefault<SinkRow>("SELECT position AS Position, moments AS Moments FROM sinks WHERE name = @name", new { name });

    private long End() => connection.ExecuteScalar<long?>("SELECT MAX(seq) FROM outbox") ?? 0;

    // Everything before the first one that is still to be told; all there is when none is.
    private long Done(IReadOnlyList<Row> fresh) => fresh.Count > 0 ? fresh[0].Seq - 1 : End();

    private static string Text(IReadOnlySet<Moment> moments) => moments.Order().Select(m => m.ToString()).ToJsonArray();

    // Of each proposal without a head of its own the first beyond the sink's position.
    private List<Row> Fresh(string sink, SinkRow known, int limit) => connection.Query<Row>(
        $"""
        SELECT {Columns}, 0 AS Tries
        FROM outbox AS notice LEFT JOIN deliveries AS track ON track.sink = @sink AND track.proposal = notice.proposal {AsOpened}
        WHERE notice.seq > @Position AND notice.seq > COALESCE(track.settled, 0) AND track.head IS NULL
          AND notice.moment IN (SELECT value FROM json_each(@Moments))
          AND NOT EXISTS (
              SELECT 1 FROM outbox AS earlier
              WHERE earlier.proposal = notice.proposal AND earlier.seq < notice.seq AND earlier.seq > MAX(@Position, COALESCE(track.settled, 0))
                AND earlier.moment IN (SELECT value FROM json_each(@Moments)))
        ORDER BY notice.seq LIMIT @limit
        """,
        new { sink, known.Position, known.Moments, limit }).AsList();

    private List<Row> Heads(string sink, DateTimeOffset now, int limit) => connection.Query<Row>(
        $"""
        SELECT {Columns}, track.tries AS Tries
        FROM deliveries AS track JOIN outbox AS notice ON notice.seq = track.head {AsOpened}
        WHERE track.sink = @sink AND track.head IS NOT NULL AND track.parked = 0 AND (track.not_before IS NULL OR track.not_before <= @now)
        ORDER BY track.tries > 0, track.head LIMIT @limit
        """,
        new { sink, now = now.ToColumn(), limit }).AsList();

    private long? Next(long proposal, long after, SinkRow known) => connection.ExecuteScalar<long?>(
        "SELECT MIN(seq) FROM outbox WHERE proposal = @proposal AND seq > @after AND moment IN (SELECT value FROM json_each(@Moments))",
        new { proposal, after, known.Moments });

    private DeliveryTrack Track(string sink, long proposal)
    {
        var row = connection.QuerySingleOrDefault<TrackRow>(
            "SELECT settled AS Settled, head AS Head, tries AS Tries, error AS Error, not_before AS NotBefore, parked AS Parked FROM deliveries WHERE sink = @sink AND proposal = @proposal",
            new { sink, proposal });
        return row is null ? new DeliveryTrack(0) : new DeliveryTrack(row.Settled)
        {
            Head = row.Head,
            Tries = (int)row.Tries,
            Error = row.Error,
            NotBefore = row.NotBefore?.ToInstant(),
            IsParked = row.Parked == 1,
        };
    }

    private void Write(string sink, long proposal, DeliveryTrack track) => connection.Execute(
        """
        INSERT INTO deliveries (sink, proposal, settled, head, tries, error, not_before, parked) VALUES (@sink, @proposal, @Settled, @Head, @Tries, @Error, @notBefore, @IsParked)
        ON CONFLICT (sink, proposal) DO UPDATE SET
            settled = excluded.settled, head = excluded.head, tries = excluded.tries, error = excluded.error, not_before = excluded.not_before, parked = excluded.parked
        """,
        new { sink, proposal, track.Settled, track.Head, track.Tries, track.Error, notBefore = track.NotBefore?.ToColumn(), track.IsParked });

    private void Write(string sink, string key, DeliveryTrack track, DeliveryOutcome.Dropped dropped) => connection.Execute(
        $"""
        INSERT INTO dropped_deliveries (sink, key, moment, at, proposal_id, tries, error, actor, reason, dropped_at)
        SELECT @sink, key, moment, at, (SELECT id FROM proposals WHERE seq = outbox.proposal), @Tries, @Error, @Actor, @Reason, @droppedAt FROM outbox WHERE {HasKey}
        """,
        new { sink, key, track.Tries, track.Error, dropped.Actor, dropped.Reason, droppedAt = dropped.At.ToColumn() });

    private static OutboxEntry Entry(Row row) => new(
        row.Key,
        Enum.Parse<Moment>(row.Moment),
        row.At.ToInstant(),
        new KeptProposal(row.Json, row.Opened, row.Hash).Read())
    {
        Tries = (int)row.Tries,
    };

    private sealed class Row
    {
        public long Seq { get; init; }

        public string Key { get; init; } = "";

        public string Moment { get; init; } = "";

        public string At { get; init; } = "";

        public string? Json { get; init; }

        public string? Opened { get; init; }

        public string? Hash { get; init; }

        public long Tries { get; init; }
    }

    private sealed record SinkRow(long Position, string Moments);

    private sealed record NoticeRow(long Seq, long Proposal);

    private sealed class TrackRow
    {
        public long Settled { get; init; }

        public long? Head { get; init; }

        public long Tries { get; init; }

        public string? Error { get; init; }

        public string? NotBefore { get; init; }

        public long Parked { get; init; }
    }
}
