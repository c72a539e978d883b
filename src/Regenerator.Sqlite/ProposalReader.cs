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
            EvidenceSheet.Read(EvidenceRows.Read(connection, of.id)),
            [.. connection.Query<string>("SELECT json FROM steps WHERE proposal_id = @id ORDER BY started_at, position, key", of).Select(j => Persisted.Read(j, RegeneratorJson.Default.JournalStep))]);
    }

    public static IEnumerable<(string State, long Count)> CountLiving(SqliteConnection connection) =>
        connection.Query<(string, long)>("SELECT state, COUNT(*) FROM proposals WHERE living = 1 AND shadow = 0 GROUP BY state");

    public static ProposalPage Page(SqliteConnection connection, ProposalQuery query)
    {
        var where = Where(query, query.After is null ? [] : ["id < @after"]);
        return ProposalPage.Of([.. connection.Query<string>($"SELECT json FROM proposals {where} ORDER BY id DESC LIMIT @limit", Values(query)).Select(StoredState.Proposal)], query);
    }

    // Jumps from item to item along an index, however many proposals an item has.
    public static ItemPage Items(SqliteConnection connection, ProposalQuery query)
    {
        var found = connection.Query<(string Id, string First, long Count)>(
            $"""
            WITH RECURSIVE items (item) AS (
                SELECT MAX(item) FROM proposals {Where(query, query.After is null ? [] : ["item < @after"])}
                UNION ALL
                SELECT (SELECT MAX(item) FROM proposals {Where(query, ["item < items.item"])}) FROM items WHERE items.item IS NOT NULL LIMIT @limit
            )
            SELECT item, (SELECT json FROM proposals {Where(query, ["item = items.item"])} ORDER BY id LIMIT 1), (SELECT COUNT(*) FROM proposals {Where(query, ["item = items.item"])})
            FROM items WHERE item IS NOT NULL
            """,
            Values(query));
        return ItemPage.Of([.. found.Select(row => new InboxItem(ProposalId.Parse(row.Id)!.Value, StoredState.Proposal(row.First), (int)row.Count))], query);
    }

    public static InboxLoad Load(SqliteConnection connection, DateTimeOffset newSince)
    {
        var buckets = connection.Query<(string Bucket, long Open, long New)>(
            """
            SELECT bucket.value, COUNT(DISTINCT CASE WHEN state = 'Open' THEN item END), COUNT(DISTINCT CASE WHEN shown_at > @since THEN item END)
            FROM (SELECT item, state, shown_at, buckets FROM proposals WHERE state = 'Open' AND shadow = 0
                  UNION ALL
                  SELECT item, state, shown_at, buckets FROM proposals WHERE shown_at > @since AND state <> 'Open' AND shadow = 0) AS shown, json_each(shown.buckets) AS bucket
            GROUP BY bucket.value
            """,
            new { since = newSince.ToColumn() });
        return new InboxLoad(
            buckets.ToDictionary(b => b.Bucket, b => new BucketLoad((int)b.Open, (int)b.New), StringComparer.Ordinal),
            connection.Query<string>("SELECT DISTINCT cause FROM proposals WHERE living = 1 AND cause IS NOT NULL").ToHashSet(StringComparer.Ordinal));
    }

    // Conditions that an index may be partial by stand in the text, so that it is found.
    private static string Where(ProposalQuery query, IEnumerable<string> more)
    {
        var conditions = new List<string>(more);
        if (query.IsOfTheLiving) conditions.Add("living = 1");
        else if (query.States.Count > 0) conditions.Add("state IN (SELECT value FROM json_each(@states))");
        if (query.RuleId is not null) conditions.Add("rule_id = @rule");
        if (query.ContextId is not null) conditions.Add("id IN (SELECT proposal_id FROM proposal_contexts WHERE context_id = @context)");
        if (query.Scope is not null) conditions.Add("scope = @scope");
        if (query.Scopes is not null) conditions.Add("scope IN (SELECT value FROM json_each(@scopes))");
        if (query.Item is not null) conditions.Add("item = @item");
        if (query.Shadow is { } shadow) conditions.Add(shadow ? "shadow = 1" : "shadow = 0");
        if (query.DueBy is not null) conditions.Add("due <= @due");
        if (query.KeptSince is not null) conditions.Add("ended_at <= @kept AND NOT EXISTS (SELECT 1 FROM events WHERE events.proposal = proposals.seq AND type = 'forgotten')");
        if (query.IdPrefix is not null) conditions.Add("id >= @prefix AND id < @prefix || '~'"); // «~» sorts after every character of an id
        return conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
    }

    private static object Values(ProposalQuery query) => new
    {
        states = query.States.Select(s => s.ToString()).ToJsonArray(),
        rule = query.RuleId,
        context = query.ContextId,
        scope = query.Scope?.ToString(),
        scopes = query.Scopes?.Select(s => s.ToString()).ToJsonArray(),
        item = query.Item?.ToString(),
        due = query.DueBy?.ToColumn(),
        kept = query.KeptSince?.ToColumn(),
        prefix = query.IdPrefix?.ToLowerInvariant(),
        after = query.After?.ToString(),
        limit = query.Limit + 1,
    };
}
