using Npgsql;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>Writes what happens to proposals: the snapshots, the events, the evidence, the notices. One statement per table, however many rows.</summary>
internal static class ProposalWriter
{
    public static async Task KeepAsync(NpgsqlConnection connection, IReadOnlyList<ProposalWrite> writes, CancellationToken ct)
    {
        if (writes.Count == 0) return;
        await using var batch = new NpgsqlBatch(connection);
        Write(batch, writes);
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <param name="writes">In the order in which they happen; several may be of one proposal.</param>
    public static void Write(NpgsqlBatch batch, IReadOnlyList<ProposalWrite> writes)
    {
        if (writes.Count == 0) return;
        Snapshot[] snapshots = [.. writes.GroupBy(w => w.After.Id).Select(of => new Snapshot(of.First().Before, of.Last().After))];
        Update(batch, [.. snapshots.Where(s => s.Before is not null)]); // before the inserts: what ends makes room for what opens
        Insert(batch, [.. snapshots.Where(s => s.Before is null)]);
        Asked(batch, [.. snapshots.SelectMany(s => s.After.Sightings.Contexts.Except(s.Before?.Sightings.Contexts ?? []).Select(c => (c, s.After.Id.ToString())))]);
        ChainedHistory.Write(batch, [.. writes.Where(w => w.Kept is not null).Select(w => (w.After.Id.ToString(), w.Kept!))]);
        Stands(batch, [.. writes.SelectMany(w => w.Evidence.Select(e => (w.After.Id, Evidence: e))).GroupBy(e => (e.Id, e.Evidence.SignalId)).Select(e => e.Last())]);
        Tell(batch, [.. writes.Select(w => w.Notice).OfType<OutboxEntry>()]);
        foreach (var write in writes)
            if (write.Erases is { } erasure) ChainedHistory.Erase(batch, write.After, erasure);
    }

    /// <summary>A page of another store's proposals, in their order, with the text that it had of each.</summary>
    public static void Take(NpgsqlBatch batch, IReadOnlyList<StoreLine.Proposed> lines)
    {
        Snapshot[] opened = [.. lines.Select(l => new Snapshot(null, StoredState.Proposal(l.Json)) { Json = l.Json })];
        Insert(batch, opened);
        Asked(batch, [.. opened.SelectMany(s => s.After.Sightings.Contexts.Select(c => (c, s.After.Id.ToString())))]);
    }

    // Never by «upsert»: a new proposal whose wish lives already must fail on the partial index, not replace it.
    private static void Insert(NpgsqlBatch batch, Snapshot[] opened)
    {
        if (opened.Length == 0) return;
        batch.Add(
            """
            INSERT INTO proposals (id, state, living, shadow, due, ended_at, shown_at, json, fingerprint, rule_id, scope, item, cause, buckets)
            SELECT id, state, living, shadow, due, ended_at, shown_at, json, fingerprint, rule_id, scope, item, cause, string_to_array(buckets, chr(10))
            FROM unnest($1::text[], $2::text[], $3::boolean[], $4::boolean[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[], $8::text[],
                        $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[])
                WITH ORDINALITY AS opened (id, state, living, shadow, due, ended_at, shown_at, json, fingerprint, rule_id, scope, item, cause, buckets, place)
            ORDER BY place
            """,
            [
                .. Columns(opened),
                opened.Select(s => s.After.Fingerprint.Value).ToArray(),
                opened.Select(s => s.After.RuleId).ToArray(),
                opened.Select(s => s.After.Scope.ToString()).ToArray(),
                opened.Select(s => s.After.Item.ToString()).ToArray(),
                opened.Select(s => s.After.Cause?.Id).ToArray(),
                opened.Select(s => string.Join('\n', s.After.Buckets)).ToArray(), // arrays of arrays must be of one length
            ]);
    }

    private static void Update(NpgsqlBatch batch, Snapshot[] changed)
    {
        if (changed.Length == 0) return;
        batch.Add(
            """
            UPDATE proposals SET state = now.state, living = now.living, shadow = now.shadow, due = now.due, ended_at = now.ended_at,
                shown_at = now.shown_at, json = now.json
            FROM unnest($1::text[], $2::text[], $3::boolean[], $4::boolean[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[], $8::text[])
                AS now (id, state, living, shadow, due, ended_at, shown_at, json)
            WHERE proposals.id = now.id
            """,
            Columns(changed));
    }

    private static object?[] Columns(Snapshot[] snapshots) =>
    [
        snapshots.Select(s => s.After.Id.ToString()).ToArray(),
        snapshots.Select(s => s.After.State.ToString()).ToArray(),
        snapshots.Select(s => s.After.IsLiving).ToArray(),
        snapshots.Select(s => s.After.Shadow).ToArray(),
        snapshots.Select(s => s.After.DueAt?.ToUniversalTime()).ToArray(),
        snapshots.Select(s => s.After.EndedAt?.ToUniversalTime()).ToArray(),
        snapshots.Select(s => s.After.ShownAt?.ToUniversalTime()).ToArray(),
        snapshots.Select(s => s.Json ?? Persisted.Write(s.After, RegeneratorJson.Default.Proposal)).ToArray(),
    ];

    private static void Asked(NpgsqlBatch batch, (string Context, string Proposal)[] asked)
    {
        if (asked.Length == 0) return;
        batch.Add(
            "INSERT INTO proposal_contexts (context_id, proposal_id) SELECT * FROM unnest($1::text[], $2::text[])",
            [
                asked.Select(a => a.Context).ToArray(),
                asked.Select(a => a.Proposal).ToArray(),
            ]);
    }

    private static void Stands(NpgsqlBatch batch, (ProposalId Id, Evidence Evidence)[] evidence)
    {
        if (evidence.Length > 0) Stands(batch, [.. evidence.Select(e => (e.Id.ToString(), e.Evidence, Persisted.Write(e.Evidence, RegeneratorJson.Default.Evidence)))]);
    }

    public static void Stands(NpgsqlBatch batch, IReadOnlyCollection<(string Id, Evidence Evidence, string Json)> evidence)
    {
        batch.Add(
            """
            INSERT INTO evidence (proposal_id, signal_id, window_until, json) SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[])
            ON CONFLICT (proposal_id, signal_id) DO UPDATE SET window_until = excluded.window_until, json = excluded.json
            """,
            [
                evidence.Select(e => e.Id).ToArray(),
                evidence.Select(e => e.Evidence.SignalId).ToArray(),
                evidence.Select(e => e.Evidence.Window.Until.ToUniversalTime()).ToArray(),
                evidence.Select(e => e.Json).ToArray(),
            ]);
    }

    // Last, because everybody else who has something to tell waits from here to the commit.
    private static void Tell(NpgsqlBatch batch, OutboxEntry[] notices)
    {
        if (notices.Length == 0) return;
        batch.Add("UPDATE outbox_end SET number = number + $1", [notices.Length]);
        batch.Add(
            """
            INSERT INTO outbox (seq, key, proposal_id, moment, at, json)
            SELECT (SELECT number FROM outbox_end) - $1 + place, key, proposal_id, moment, at, json
            FROM unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[]) WITH ORDINALITY AS told (key, proposal_id, moment, at, json, place)
            """,
            [
                notices.Length,
                notices.Select(n => n.Key).ToArray(),
                notices.Select(n => n.Proposal.Id.ToString()).ToArray(),
                notices.Select(n => n.Moment.ToString()).ToArray(),
                notices.Select(n => n.At.ToUniversalTime()).ToArray(),
                notices.Select(n => Persisted.Write(n.Proposal, RegeneratorJson.Default.Proposal)).ToArray(),
            ]);
    }

    /// <param name="Before">As the transaction found it; null: it is new.</param>
    /// <param name="After">As the transaction leaves it.</param>
    private sealed record Snapshot(Proposal? Before, Proposal After)
    {
        /// <summary>The text to keep; null: it is written anew.</summary>
        public string? Json { get; init; }
    }
}
