using System.Diagnostics;
using Npgsql;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>The history of proposals as rows: records, and beside them what was said.</summary>
internal static class ChainedHistory
{
    // Proposals whose histories are in memory at the same time.
    private const int AtOnce = 200;

    /// <param name="happened">In the order in which it happened.</param>
    public static void Write(NpgsqlBatch batch, IReadOnlyCollection<(string Id, KeptEvent Kept)> happened)
    {
        if (happened.Count == 0) return;
        Records(batch, happened);
        var said = happened.Where(h => h.Kept.Json is not null).ToArray();
        batch.Add(
            "INSERT INTO event_payloads (proposal_id, seq, json) SELECT * FROM unnest($1::text[], $2::integer[], $3::text[])",
            [said.Select(h => h.Id).ToArray(), said.Select(h => h.Kept.Record.Seq).ToArray(), said.Select(h => h.Kept.Json).ToArray()]);
    }

    /// <returns>In the order of the proposals' ids, each from its first record to its last.</returns>
    public static Task<List<(string Id, KeptEvent Kept)>> ReadAsync(NpgsqlConnection connection, string[] ids, CancellationToken ct) => connection.ListAsync(
        """
        SELECT proposal_id, seq, type, actor, at, payload, hash, json
        FROM events LEFT JOIN event_payloads USING (proposal_id, seq) WHERE proposal_id = ANY($1) ORDER BY proposal_id, seq
        """,
        [ids],
        row => (row.GetString(0), new KeptEvent(new EventRecord(row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6)), row.Text(7))),
        ct);

    /// <summary>Chains what happened before there were chains.</summary>
    public static async Task FillAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        for (var after = ""; ;)
        {
            var proposals = await connection.ListAsync(
                "SELECT json FROM proposals WHERE id > $1 ORDER BY id LIMIT $2", [after, AtOnce], row => StoredState.Proposal(row.GetString(0)), ct);
            if (proposals.Count == 0) return;
            after = proposals[^1].Id.ToString();
            var said = (await connection.ListAsync(
                "SELECT proposal_id, seq, json FROM event_payloads WHERE proposal_id = ANY($1) ORDER BY proposal_id, seq",
                [proposals.Select(p => p.Id.ToString()).ToArray()],
                row => (Id: row.GetString(0), Seq: row.GetInt32(1), Json: row.GetString(2)),
                ct)).ToLookup(row => row.Id, StringComparer.Ordinal);
            var records = new List<(string Id, KeptEvent Kept)>();
            var heads = new Dictionary<ProposalId, string?>();
            foreach (var proposal in proposals)
            {
                heads[proposal.Id] = null;
                foreach (var (_, seq, json) in said[proposal.Id.ToString()])
                {
                    records.Add((proposal.Id.ToString(), EventChain.Take(proposal.Id, heads[proposal.Id], seq, json)));
                    heads[proposal.Id] = records[^1].Kept.Record.Hash;
                }
            }

            await using var batch = new NpgsqlBatch(connection);
            Records(batch, records);
            batch.Add(
                "UPDATE proposals SET json = chained.json FROM unnest($1::text[], $2::text[]) AS chained (id, json) WHERE proposals.id = chained.id",
                [
                    proposals.Select(p => p.Id.ToString()).ToArray(),
                    proposals.Select(p => Persisted.Write(p with { Head = heads[p.Id] }, RegeneratorJson.Default.Proposal)).ToArray(),
                ]);
            await batch.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Erases beside the records; what sinks are still to be told becomes what the proposal is now.</summary>
    public static void Erase(NpgsqlBatch batch, Proposal now, Erasure erasure)
    {
        var id = now.Id.ToString();
        switch (erasure)
        {
            case Erasure.Everything:
                batch.Add("DELETE FROM event_payloads WHERE proposal_id = $1 AND seq < $2", [id, now.Version]);
                batch.Add("DELETE FROM evidence WHERE proposal_id = $1", [id]);
                batch.Add("DELETE FROM steps WHERE proposal_id = $1", [id]);
                batch.Add("DELETE FROM proposal_contexts WHERE proposal_id = $1", [id]);
                break;
            case Erasure.Share(var context, var records, var steps):
                batch.Add("DELETE FROM event_payloads WHERE proposal_id = $1 AND seq = ANY($2)", [id, records.ToArray()]);
                batch.Add("DELETE FROM evidence WHERE proposal_id = $1 AND json::jsonb ->> 'contextId' = $2", [id, context]);
                batch.Add("DELETE FROM steps WHERE proposal_id = $1 AND key = ANY($2)", [id, steps.ToArray()]);
                batch.Add("DELETE FROM proposal_contexts WHERE proposal_id = $1 AND context_id = $2", [id, context]);
                break;
            default:
                throw new UnreachableException();
        }

        batch.Add("UPDATE outbox SET json = $2 WHERE proposal_id = $1", [id, Persisted.Write(now, RegeneratorJson.Default.Proposal)]);
    }

    private static void Records(NpgsqlBatch batch, IReadOnlyCollection<(string Id, KeptEvent Kept)> happened) => batch.Add(
        "INSERT INTO events (proposal_id, seq, type, actor, at, payload, hash) SELECT * FROM unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])",
        [
            happened.Select(h => h.Id).ToArray(),
            happened.Select(h => h.Kept.Record.Seq).ToArray(),
            happened.Select(h => h.Kept.Record.Type).ToArray(),
            happened.Select(h => h.Kept.Record.Actor).ToArray(),
            happened.Select(h => h.Kept.Record.At).ToArray(),
            happened.Select(h => h.Kept.Record.Payload).ToArray(),
            happened.Select(h => h.Kept.Record.Hash).ToArray(),
        ]);
}
