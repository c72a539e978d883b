using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>The history of proposals as rows: records, and beside them what was said.</summary>
internal static class ChainedHistory
{
    public static Statement Writer(SqliteConnection connection) => Writer(connection, "proposal");

    /// <param name="writer">Of <see cref="Writer(SqliteConnection)"/>.</param>
    /// <param name="proposal">Its number.</param>
    public static void Write(this Statement writer, long proposal, EventRecord record) => Write(writer, (SqlValue)proposal, record);

    public static IReadOnlyList<KeptEvent> Read(SqliteConnection connection, string id) =>
    [
        .. connection.Query<(long Seq, string Type, string Actor, string At, string Payload, string Hash, string? Json)>(
            """
            SELECT events.seq, type, actor, at, payload, hash, json
            FROM events LEFT JOIN event_payloads AS said ON said.proposal = events.proposal AND said.seq = events.seq
            WHERE events.proposal = (SELECT proposals.seq FROM proposals WHERE id = @id) ORDER BY events.seq
            """,
            new { id })
            .Select(row => new KeptEvent(new EventRecord((int)row.Seq, row.Type, row.Actor, row.At, row.Payload, row.Hash), row.Json)),
    ];

    /// <summary>Chains what happened before there were chains: in the schema of that time, in which records had the ids of proposals.</summary>
    public static void Fill(SqliteConnection connection)
    {
        using var record = Writer(connection, "proposal_id");
        using var head = new Statement(connection, "UPDATE proposals SET json = $json WHERE id = $id", "$json", "$id");
        foreach (var id in connection.Query<string>("SELECT id FROM proposals ORDER BY seq").AsList())
        {
            var proposal = StoredState.Proposal(connection.QuerySingle<string>("SELECT json FROM proposals WHERE id = @id", new { id }));
            string? before = null;
            foreach (var (seq, json) in connection.Query<(long Seq, string Json)>("SELECT seq, json FROM event_payloads WHERE proposal_id = @id ORDER BY seq", new { id }))
            {
                var kept = EventChain.Take(proposal.Id, before, (int)seq, json);
                Write(record, id, kept.Record);
                before = kept.Record.Hash;
            }

            head.Run(Persisted.Write(proposal with { Head = before }, RegeneratorJson.Default.Proposal), id);
        }
    }

    /// <summary>Erases beside the records; what sinks are still to be told becomes what the proposal is now.</summary>
    /// <param name="number">The proposal's.</param>
    public static void Erase(SqliteConnection connection, long number, Proposal now, Erasure erasure)
    {
        connection.Execute(erasure is Erasure.Everything ? Everything : Share, Of(number, now, erasure));
        connection.Execute("UPDATE outbox SET json = @json WHERE proposal = @number", new { number, json = Persisted.Write(now, RegeneratorJson.Default.Proposal) });
    }

    private const string Everything =
        """
        DELETE FROM event_payloads WHERE proposal = @number AND seq < @version;
        DELETE FROM evidence WHERE proposal = @number;
        DELETE FROM steps WHERE proposal_id = @id;
        DELETE FROM proposal_contexts WHERE proposal = @number;
        """;

    private const string Share =
        """
        DELETE FROM event_payloads WHERE proposal = @number AND seq IN (SELECT value FROM json_each(@records));
        DELETE FROM evidence WHERE proposal = @number AND context_id = @context;
        DELETE FROM steps WHERE proposal_id = @id AND key IN (SELECT value FROM json_each(@steps));
        DELETE FROM proposal_contexts WHERE proposal = @number AND context_id = @context;
        """;

    private static object Of(long number, Proposal now, Erasure erasure) => erasure switch
    {
        Erasure.Everything => new { number, id = now.Id.ToString(), version = now.Version },
        Erasure.Share(var context, var records, var steps) => new { number, id = now.Id.ToString(), context, records = $"[{string.Join(',', records)}]", steps = steps.ToJsonArray() },
        _ => throw new UnreachableException(),
    };

    private static Statement Writer(SqliteConnection connection, string key) => new(
        connection,
        $"INSERT INTO events ({key}, seq, type, actor, at, payload, hash) VALUES ($proposal, $seq, $type, $actor, $at, $payload, $hash)",
        "$proposal", "$seq", "$type", "$actor", "$at", "$payload", "$hash");

    private static void Write(Statement writer, SqlValue proposal, EventRecord record) => writer.Run(proposal, record.Seq, record.Type, record.Actor, record.At, record.Payload, record.Hash);
}
