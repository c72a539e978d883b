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
        var conditions = new List<string>();
        if (query.Proposal is not null) conditions.Add("proposal_id = @proposal");
        if (query.Scopes is not null) conditions.Add("scope IN (SELECT value FROM json_each(@scopes))");
        if (query.Since is not null) conditions.Add("events.at >= @since");
        if (query.After is not null) conditions.Add("(events.at, proposal_id, events.seq) < (@at, @id, @number)");
        var where = conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
        return
        [
            .. connection.Query<(string Id, long Number, string Scope, string Json)>(
                $"""
                SELECT proposal_id, events.seq, scope, events.json FROM events JOIN proposals ON proposals.id = events.proposal_id
                {where} ORDER BY events.at DESC, proposal_id DESC, events.seq DESC LIMIT @limit
                """,
                new
                {
                    proposal = query.Proposal?.ToString(),
                    scopes = query.Scopes?.Select(s => s.ToString()).ToJsonArray(),
                    since = query.Since is { } since ? AuditPlace.Text(since) : null,
                    at = query.After is { } after ? AuditPlace.Text(after.At) : null,
                    id = query.After?.Proposal.ToString(),
                    number = query.After?.Number,
                    limit = query.Limit,
                })
                .Select(row => new AuditEntry(ProposalId.Parse(row.Id)!.Value, (int)row.Number, ProposalScope.Parse(row.Scope), Persisted.Read(row.Json, RegeneratorJson.Default.ProposalEvent))),
        ];
    }
}
