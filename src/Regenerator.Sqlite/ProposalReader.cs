using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>Reads proposals to show them.</summary>
internal static class ProposalReader
{
    public static ProposalRecord? Record(SqliteConnection connection, ProposalId id)
    {
        using var stored = new StoredState(connection);
        if (stored.Find(id) is not { } proposal) return null;
        var of = new { id = id.ToString() };
        return new ProposalRecord(
            proposal,
            [.. ChainedHistory.Read(connection, of.id).Select(kept => kept.Read())],
            [.. connection.Query<string>("SELECT json FROM evidence WHERE proposal_id = @id ORDER BY window_until DESC, signal_id", of).Select(j => Persisted.Read(j, RegeneratorJson.Default.Evidence))],
            [.. connection.Query<string>("SELECT json FROM steps WHERE proposal_id = @id ORDER BY started_at, position, key", of).Select(j => Persisted.Read(j, RegeneratorJson.Default.JournalStep))]);
    }

    public static ProposalPage Page(SqliteConnection connection, ProposalQuery query)
    {
        var conditions = new List<string>();
        if (query.States.Count > 0) conditions.Add("state IN (SELECT value FROM json_each(@states))");
        if (query.RuleId is not null) conditions.Add("rule_id = @rule");
        if (query.ContextId is not null) conditions.Add("id IN (SELECT proposal_id FROM proposal_contexts WHERE context_id = @context)");
        if (query.Scope is not null) conditions.Add("scope = @scope");
        if (query.Shadow is { } shadow) conditions.Add(shadow ? "shadow = 1" : "shadow = 0"); // in the text, so that the partial index is found
        if (query.DueBy is not null) conditions.Add("due <= @due");
        if (query.KeptSince is not null) conditions.Add("ended_at <= @kept AND NOT EXISTS (SELECT 1 FROM events WHERE events.proposal_id = proposals.id AND type = 'forgotten')");
        if (query.IdPrefix is not null) conditions.Add("id >= @prefix AND id < @prefix || '~'"); // «~» sorts after every character of an id
        if (query.After is not null) conditions.Add("id < @after");
        var where = conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
        var found = connection.Query<string>(
            $"SELECT json FROM proposals {where} ORDER BY id DESC LIMIT @limit",
            new
            {
                states = query.States.Select(s => s.ToString()).ToJsonArray(),
                rule = query.RuleId,
                context = query.ContextId,
                scope = query.Scope?.ToString(),
                due = query.DueBy?.ToColumn(),
                kept = query.KeptSince?.ToColumn(),
                prefix = query.IdPrefix?.ToLowerInvariant(),
                after = query.After?.ToString(),
                limit = query.Limit + 1,
            });
        return ProposalPage.Of([.. found.Select(StoredState.Proposal)], query);
    }
}
