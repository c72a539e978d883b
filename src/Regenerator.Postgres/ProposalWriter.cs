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
        Write(batch, writes, await EvidenceRows.OfAsync(connection, writes, ct));
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <param name="writes">In the order in which they happen; several may be of one proposal.</param>
    /// <param name="evidence">Of the writes.</param>
    public static void Write(NpgsqlBatch batch, IReadOnlyList<ProposalWrite> writes, EvidenceRows.Added evidence)
    {
        if (writes.Count == 0) return;
        Snapshot[] snapshots = [.. writes.GroupBy(w => w.After.Id).Select(of => new Snapshot(of.First().Before, of.Last().After, JsonOf(of.Last())))];
        Update(batch, [.. snapshots.Where(s => s.Before is not null)]); // before the inserts: what ends makes room for what opens
        Insert(batch, [.. snapshots.Where(s => s.Before is null)]);
        Asked(batch, [.. snapshots.SelectMany(s => s.After.Sightings.Contexts.Except(s.Before?.Sightings.Contexts ?? []).Select(c => (c, s.After.Id.ToString())))]);
        ChainedHistory.Write(batch, [.. writes.Where(w => w.Kept is not null).Select(w => (w.After.Id.ToString(), w.Kept!))]);
        EvidenceRows.Write(batch, evidence);
        Tell(batch, [.. writes.Where(w => w.Notice is not null)]);
        foreach (var write in writes)
            if (write.Erases is { } erasure) ChainedHistory.Erase(batch, write.After, erasure);
    }

    /// <summary>A page of another store's proposals, in their order, with the text that it had of each.</summary>
    public static void Take(NpgsqlBatch batch, IReadOnlyList<StoreLine.Proposed> lines)
    {
        Snapshot[] opened = [.. lines.Select(l => new Snapshot(null, StoredState.Proposal(l.Json), l.Json))];
        Insert(batch, opened);
        Asked(batch, [.. opened.SelectMany(s => s.After.Sightings.Contexts.Select(c => (c, s.After.Id.ToString())))]);
    }

    // Never by «upsert»: a new proposal whose wish lives already must fail on the partial index, not replace it.
    private static void Insert(NpgsqlBatch batch, Snapshot[] opened)
    {
        if (opened.Length == 0) return;
        batch.Add(
            """
            INSERT INTO proposals (id, state, living, shadow, due, expires, ended_at, shown_at, confidence, spec_type, text, json, fingerprint, rule_id, scope, item, cause, buckets)
            SELECT id, state, living, shadow, due, expires, ended_at, shown_at, confidence, spec_type, text, json, fingerprint, rule_id, scope, item, cause, string_to_array(buckets, chr(10))
            FROM unnest($1::text[], $2::text[], $3::boolean[], $4::boolean[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[],
                        $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[])
                WITH ORDINALITY AS opened (id, state, living, shadow, due, expires, ended_at, shown_at, confidence, spec_type, text, json, fingerprint, rule_id, scope, item, cause, buckets, place)
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
            UPDATE proposals SET state = now.state, living = now.living, shadow = now.shadow, due = now.due, expires = now.expires, ended_at = now.ended_at,
                shown_at = now.shown_at, confidence = now.confidence, spec_type = now.spec_type, text = now.text, json = now.json
            FROM unnest($1::text[], $2::text[], $3::boolean[], $4::boolean[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[],
                        $9::text[], $10::text[], $11::text[], $12::text[])
                AS now (id, state, living, shadow, due, expires, ended_at, shown_at, confidence, spec_type, text, json)
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
        snapshots.Select(s => s.After.ExpiresAt?.ToUniversalTime()).ToArray(),
        snapshots.Select(s => s.After.EndedAt?.ToUniversalTime()).ToArray(),
        snapshots.Select(s => s.After.ShownAt?.ToUniversalTime()).ToArray(),
        snapshots.Select(s => s.After.Revision.Proposal.Confidence.ToString()).ToArray(),
        snapshots.Select(s => s.After.Revision.Proposal.Target.SpecType).ToArray(),
        snapshots.Select(s => SearchText.Of(s.After)).ToArray(),
        snapshots.Select(s => s.Json).ToArray(),
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

    // Last, because everybody else who has something to tell waits from here to the commit.
    private static void Tell(NpgsqlBatch batch, ProposalWrite[] told)
    {
        if (told.Length == 0) return;
        OutboxEntry[] notices = [.. told.Select(w => w.Notice!)];
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
                told.Select(JsonOf).ToArray(),
            ]);
    }

    private static string? JsonOf(ProposalWrite write) => write.IsAsOpened ? null : Persisted.Write(write.After, RegeneratorJson.Default.Proposal);

    /// <param name="Before">As the transaction found it; null: it is new.</param>
    /// <param name="After">As the transaction leaves it.</param>
    /// <param name="Json">The same as text; null: as it was opened, see <see cref="KeptProposal"/>.</param>
    private sealed record Snapshot(Proposal? Before, Proposal After, string? Json);
}
