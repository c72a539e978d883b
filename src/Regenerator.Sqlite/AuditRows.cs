using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>The audit trail over all proposals.</summary>
internal static class AuditRows
{
    public static IReadOnlyList<AuditEntry> Read(SqliteConnection connection, AuditQuery query)
    {
        var conditions = Conditions(query).ToArray();
        var where = conditions.Length == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
        return
        [
            .. connection.Query<Row>(
                $"""
                SELECT found.id AS ProposalId, events.seq AS Seq, rule_id AS RuleId, scope AS Scope, type AS Type, actor AS Actor, events.at AS At, payload AS Payload, hash AS Hash, said.json AS Json
                FROM (SELECT events.rowid AS row, events.at, proposals.id, proposals.rule_id, proposals.scope, events.seq FROM {Events(query)} JOIN proposals ON proposals.seq = events.proposal
                      {where} ORDER BY events.at DESC, proposals.id DESC, events.seq DESC LIMIT @limit) AS found
                JOIN events ON events.rowid = found.row LEFT JOIN event_payloads AS said ON said.proposal = events.proposal AND said.seq = events.seq
                ORDER BY found.at DESC, found.id DESC, found.seq DESC
                """,
                new
                {
                    proposal = query.Proposal?.ToString(),
                    scopes = query.Scopes?.Select(s => s.ToString()).ToJsonArray(),
                    within = query.Within?.ToJsonArray(),
                    rule = query.RuleId,
                    actor = query.Actor,
                    types = query.Types.ToJsonArray(),
                    since = query.Since is { } since ? AuditPlace.Text(since) : null,
                    until = query.Until is { } until ? AuditPlace.Text(until) : null,
                    at = query.After is { } after ? AuditPlace.Text(after.At) : null,
                    id = query.After?.Proposal.ToString(),
                    number = query.After?.Number,
                    limit = query.Limit,
                })
                .Select(row => row.Entry()),
        ];
    }

    // Told by name: the planner rather sorts all events than walks along their order, and reads each of their proposals for it.
    private static string Events(AuditQuery query) =>
        query is { Proposal: null, Scopes: null, RuleId: null } && !IsOfPerson(query) ? "events INDEXED BY events_by_time" : "events";

    private static bool IsOfPerson(AuditQuery query) => query.Actor?.StartsWith("rule:", StringComparison.Ordinal) == false;

    private static IEnumerable<string> Conditions(AuditQuery query)
    {
        if (query.Proposal is not null) yield return "proposals.id = @proposal";
        if (query.Scopes is not null) yield return "scope IN (SELECT value FROM json_each(@scopes))";
        if (query.Within is not null)
            yield return "NOT EXISTS (SELECT 1 FROM proposal_contexts AS asked WHERE asked.proposal = proposals.seq AND context_id NOT IN (SELECT value FROM json_each(@within)))";
        if (query.RuleId is not null) yield return "rule_id = @rule";
        if (query.Actor is not null) yield return "actor = @actor";
        if (IsOfPerson(query)) yield return "actor NOT GLOB 'rule:*'"; // so that the index of the others is found
        if (query.Types.Count > 0) yield return "type IN (SELECT value FROM json_each(@types))";
        if (query.Since is not null) yield return "events.at >= @since";
        if (query.Until is not null) yield return "events.at < @until";
        if (query.After is not null) yield return "events.at <= @at AND (events.at, proposals.id, events.seq) < (@at, @id, @number)"; // the first of these finds the place in the index
    }

    // Its columns are more than a tuple takes.
    private sealed record Row(string ProposalId, long Seq, string RuleId, string Scope, string Type, string Actor, string At, string Payload, string Hash, string? Json)
    {
        public AuditEntry Entry() => new(
            Proposals.ProposalId.Parse(ProposalId)!.Value, (int)Seq, RuleId, ProposalScope.Parse(Scope), new KeptEvent(new EventRecord((int)Seq, Type, Actor, At, Payload, Hash), Json).Read());
    }
}
