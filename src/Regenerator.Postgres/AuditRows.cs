using Npgsql;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>The audit trail over all proposals.</summary>
internal static class AuditRows
{
    public static async Task<IReadOnlyList<AuditEntry>> ReadAsync(NpgsqlConnection connection, AuditQuery query, CancellationToken ct)
    {
        var values = new List<object?>();
        var conditions = Conditions(query, Value).ToArray();
        var where = conditions.Length == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
        return await connection.ListAsync(
            $"""
            SELECT events.proposal_id, events.seq, scope, type, actor, events.at, payload, hash, said.json, rule_id
            FROM events JOIN proposals ON proposals.id = events.proposal_id
                 LEFT JOIN event_payloads AS said ON said.proposal_id = events.proposal_id AND said.seq = events.seq
            {where} ORDER BY events.at COLLATE "C" DESC, events.proposal_id DESC, events.seq DESC LIMIT {Value(query.Limit)}
            """,
            [.. values],
            row => new AuditEntry(ProposalId.Parse(row.GetString(0))!.Value, row.GetInt32(1), row.GetString(9), ProposalScope.Parse(row.GetString(2)), Kept(row).Read()),
            ct);

        string Value(object? value)
        {
            values.Add(value);
            return $"${values.Count}";
        }
    }

    private static IEnumerable<string> Conditions(AuditQuery query, Func<object?, string> value)
    {
        if (query.Proposal is { } proposal) yield return $"events.proposal_id = {value(proposal.ToString())}";
        if (query.Scopes is not null) yield return $"scope = ANY({value(query.Scopes.Select(s => s.ToString()).ToArray())})";
        if (query.Within is not null)
            yield return $"NOT EXISTS (SELECT 1 FROM proposal_contexts AS asked WHERE asked.proposal_id = proposals.id AND NOT asked.context_id = ANY({value(query.Within.ToArray())}))";
        if (query.RuleId is not null) yield return $"rule_id = {value(query.RuleId)}";
        if (query.Actor is not null) yield return $"actor = {value(query.Actor)}";
        if (query.Actor?.StartsWith("rule:", StringComparison.Ordinal) == false) yield return "actor NOT LIKE 'rule:%'"; // so that the index of the others is found
        if (query.Types.Count > 0) yield return $"type = ANY({value(query.Types.ToArray())})";
        if (query.Since is { } since) yield return $"events.at COLLATE \"C\" >= {value(AuditPlace.Text(since))}";
        if (query.Until is { } until) yield return $"events.at COLLATE \"C\" < {value(AuditPlace.Text(until))}";
        if (query.After is { } after)
            yield return $"(events.at COLLATE \"C\", events.proposal_id, events.seq) < ({value(AuditPlace.Text(after.At))}, {value(after.Proposal.ToString())}, {value(after.Number)})";
    }

    private static KeptEvent Kept(NpgsqlDataReader row) =>
        new(new EventRecord(row.GetInt32(1), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7)), row.Text(8));
}
