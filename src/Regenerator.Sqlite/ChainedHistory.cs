using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>The history of proposals as rows: records, and beside them what was said.</summary>
internal static class ChainedHistory
{
    private const string Insert = "INSERT INTO events (proposal_id, seq, type, actor, at, payload, hash) VALUES ($id, $seq, $type, $actor, $at, $payload, $hash)";

    public static Statement Writer(SqliteConnection connection) => new(connection, Insert, "$id", "$seq", "$type", "$actor", "$at", "$payload", "$hash");

    public static void Write(this Statement writer, string id, EventRecord record) => writer.Run(id, record.Seq, record.Type, record.Actor, record.At, record.Payload, record.Hash);

    public static IReadOnlyList<KeptEvent> Read(SqliteConnection connection, string id) =>
    [
        .. connection.Query<(long Seq, string Type, string Actor, string At, string Payload, string Hash, string? Json)>(
            """
            SELECT events.seq, type, actor, at, payload, hash, json
            FROM events LEFT JOIN event_payloads AS said ON said.proposal_id = events.proposal_id AND said.seq = events.seq
            WHERE events.proposal_id = @id ORDER BY events.seq
            """,
            new { id })
            .Select(row => new KeptEvent(new EventRecord((int)row.Seq, row.Type, row.Actor, row.At, row.Payload, row.Hash), row.Json)),
    ];

    /// <summary>Chains what happened before there were chains.</summary>
    public static void Fill(SqliteConnection connection)
    {
        using var record = Writer(connection);
        using var head = new Statement(connection, "UPDATE proposals SET json = $json WHERE id = $id", "$json", "$id");
        foreach (var id in connection.Query<string>("SELECT id FROM proposals ORDER BY seq").AsList())
        {
            var proposal = StoredState.Proposal(connection.QuerySingle<string>("SELECT json FROM proposals WHERE id = @id", new { id }));
            string? before = null;
            foreach (var (seq, json) in connection.Query<(long Seq, string Json)>("SELECT seq, json FROM event_payloads WHERE proposal_id = @id ORDER BY seq", new { id }))
            {
                var kept = EventChain.Take(proposal.Id, before, (int)seq, json);
                record.Write(id, kept.Record);
                before = kept.Record.Hash;
            }

            head.Run(Persisted.Write(proposal with { Head = before }, RegeneratorJson.Default.Proposal), id);
        }
    }

    /// <summary>Erases beside the records; what sinks are still to be told becomes what the proposal is now.</summary>
    public static void Erase(SqliteConnection connection, Proposal now, Erasure erasure)
    {
        connection.Execute(erasure is Erasure.Everything ? Everything : Share, Of(now, erasure));
        connection.Execute("UPDATE outbox SET json = @json WHERE proposal_id = @id", new { id = now.Id.ToString(), json = Persisted.Write(now, RegeneratorJson.Default.Proposal) });
    }

    private const string Everything =
        """
        DELETE FROM event_payloads WHERE proposal_id = @id AND seq < @version;
        DELETE FROM evidence WHERE proposal_id = @id;
        DELETE FROM steps WHERE proposal_id = @id;
        DELETE FROM proposal_contexts WHERE proposal_id = @id;
        """;

    private const string Share =
        """
        DELETE FROM event_payloads WHERE proposal_id = @id AND seq IN (SELECT value FROM json_each(@records));
        DELETE FROM evidence WHERE proposal_id = @id AND json_extract(json, '$.contextId') = @context;
        DELETE FROM steps WHERE proposal_id = @id AND key IN (SELECT value FROM json_each(@steps));
        DELETE FROM proposal_contexts WHERE proposal_id = @id AND context_id = @context;
        """;

    private static object Of(Proposal now, Erasure erasure) => erasure switch
    {
        Erasure.Everything => new { id = now.Id.ToString(), version = now.Version },
        Erasure.Share(var context, var records, var steps) => new { id = now.Id.ToString(), context, records = $"[{string.Join(',', records)}]", steps = steps.ToJsonArray() },
        _ => throw new UnreachableException(),
    };
}
