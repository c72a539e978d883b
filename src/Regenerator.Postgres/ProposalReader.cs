using Npgsql;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>Reads proposals to show them.</summary>
internal static class ProposalReader
{
    public static async Task<ProposalRecord?> RecordAsync(NpgsqlConnection connection, ProposalId id, CancellationToken ct)
    {
        object?[] of = [id.ToString()];
        if (await connection.FindAsync("SELECT json FROM proposals WHERE id = $1", of, row => StoredState.Proposal(row.GetString(0)), ct) is not { } proposal) return null;
        return new ProposalRecord(
            proposal,
            [.. (await ChainedHistory.ReadAsync(connection, [id.ToString()], ct)).Select(row => row.Kept.Read())],
            await connection.ListAsync("SELECT json FROM evidence WHERE proposal_id = $1 ORDER BY window_until DESC, signal_id", of, row => Persisted.Read(row.GetString(0), RegeneratorJson.Default.Evidence), ct),
            await connection.ListAsync("SELECT json FROM steps WHERE proposal_id = $1 ORDER BY started_at, position, key", of, row => Persisted.Read(row.GetString(0), RegeneratorJson.Default.JournalStep), ct));
    }

    public static async Task<ProposalPage> PageAsync(NpgsqlConnection connection, ProposalQuery query, CancellationToken ct)
    {
        var conditions = new List<string>();
        var values = new List<object?>();
        Where(query.States.Count > 0, "state = ANY({0})", query.States.Select(s => s.ToString()).ToArray());
        Where(query.RuleId is not null, "rule_id = {0}", query.RuleId);
        Where(query.ContextId is not null, "id IN (SELECT proposal_id FROM proposal_contexts WHERE context_id = {0})", query.ContextId);
        Where(query.Scope is not null, "scope = {0}", query.Scope?.ToString());
        if (query.Shadow is { } shadow) conditions.Add(shadow ? "shadow" : "NOT shadow"); // in the text, so that the partial index is found
        Where(query.DueBy is not null, "due <= {0}", query.DueBy);
        Where(query.KeptSince is not null, "ended_at <= {0} AND NOT EXISTS (SELECT 1 FROM events WHERE events.proposal_id = proposals.id AND type = 'forgotten')", query.KeptSince);
        Where(query.IdPrefix is not null, "id >= {0} AND id < {0} || '~'", query.IdPrefix?.ToLowerInvariant()); // «~» sorts after every character of an id
        Where(query.After is not null, "id < {0}", query.After?.ToString());
        var where = conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
        var found = await connection.ListAsync(
            $"SELECT json FROM proposals {where} ORDER BY id DESC LIMIT ${values.Count + 1}", [.. values, query.Limit + 1], row => StoredState.Proposal(row.GetString(0)), ct);
        return ProposalPage.Of(found, query);

        void Where(bool isSet, string condition, object? value)
        {
            if (!isSet) return;
            values.Add(value);
            conditions.Add(condition.Replace("{0}", $"${values.Count}", StringComparison.Ordinal));
        }
    }
}
