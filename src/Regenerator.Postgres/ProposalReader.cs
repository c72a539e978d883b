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
        if (await FindAsync(connection, id, ct) is not { } proposal) return null;
        return new ProposalRecord(
            proposal,
            [.. (await ChainedHistory.ReadAsync(connection, [id.ToString()], ct)).Select(row => row.Kept.Read())],
            EvidenceSheet.Read((await EvidenceRows.ReadAsync(connection, [id.ToString()], ct))[id.ToString()]),
            await connection.ListAsync("SELECT json FROM steps WHERE proposal_id = $1 ORDER BY started_at, position, key", of, row => Persisted.Read(row.GetString(0), RegeneratorJson.Default.JournalStep), ct));
    }

    public static Task<List<(string State, long Count)>> CountLivingAsync(NpgsqlConnection connection, CancellationToken ct) =>
        connection.ListAsync("SELECT state, COUNT(*) FROM proposals WHERE living AND NOT shadow GROUP BY state", [], row => (row.GetString(0), row.GetInt64(1)), ct);

    public static async Task<ProposalPage> PageAsync(NpgsqlConnection connection, ProposalQuery query, CancellationToken ct)
    {
        var conditions = new Conditions(query);
        if (query.After is not null) conditions.Add("id < {0}", query.After?.ToString());
        return ProposalPage.Of(
            await connection.ListAsync($"SELECT json FROM proposals {conditions.Where()} ORDER BY id DESC LIMIT {conditions.Value(query.Limit + 1)}", conditions.Values, row => StoredState.Proposal(row.GetString(0)), ct), query);
    }

    // Jumps from item to item along an index, however many proposals an item has.
    public static async Task<ItemPage> ItemsAsync(NpgsqlConnection connection, ProposalQuery query, CancellationToken ct)
    {
        var conditions = new Conditions(query);
        var after = query.After is null ? "" : $"item < {conditions.Value(query.After?.ToString())}";
        var found = await connection.ListAsync(
            $"""
            WITH RECURSIVE items (item) AS (
                SELECT MAX(item) FROM proposals {conditions.Where(after)}
                UNION ALL
                SELECT (SELECT MAX(item) FROM proposals {conditions.Where("item < items.item")}) FROM items WHERE items.item IS NOT NULL
            )
            SELECT item, (SELECT json FROM proposals {conditions.Where("item = items.item")} ORDER BY id LIMIT 1), (SELECT COUNT(*) FROM proposals {conditions.Where("item = items.item")})
            FROM (SELECT item FROM items WHERE item IS NOT NULL LIMIT {conditions.Value(query.Limit + 1)}) AS items
            """,
            conditions.Values,
            row => new InboxItem(ProposalId.Parse(row.GetString(0))!.Value, StoredState.Proposal(row.GetString(1)), (int)row.GetInt64(2)),
            ct);
        return ItemPage.Of(found, query);
    }

    public static async Task<InboxLoad> LoadAsync(NpgsqlConnection connection, DateTimeOffset newSince, CancellationToken ct)
    {
        var buckets = await connection.ListAsync(
            """
            SELECT bucket, COUNT(DISTINCT item) FILTER (WHERE state = 'Open'), COUNT(DISTINCT item) FILTER (WHERE shown_at > $1)
            FROM proposals, unnest(buckets) AS bucket WHERE (state = 'Open' OR shown_at > $1) AND NOT shadow GROUP BY bucket
            """,
            [newSince],
            row => (Bucket: row.GetString(0), Load: new BucketLoad((int)row.GetInt64(1), (int)row.GetInt64(2))),
            ct);
        var causes = await connection.ListAsync("SELECT DISTINCT cause FROM proposals WHERE living AND cause IS NOT NULL", [], row => row.GetString(0), ct);
        return new InboxLoad(buckets.ToDictionary(b => b.Bucket, b => b.Load, StringComparer.Ordinal), causes.ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>What a query asks for, as SQL. Conditions that an index may be partial by stand in the text, so that it is found.</summary>
    private sealed class Conditions
    {
        private readonly List<object?> values = [];
        private readonly List<string> conditions = [];

        public Conditions(ProposalQuery query)
        {
            if (query.IsOfTheLiving) conditions.Add("living");
            else if (query.States.Count > 0) Add("state = ANY({0})", query.States.Select(s => s.ToString()).ToArray());
            if (query.RuleId is not null) Add("rule_id = {0}", query.RuleId);
            if (query.ContextId is not null) Add("id IN (SELECT proposal_id FROM proposal_contexts WHERE context_id = {0})", query.ContextId);
            if (query.Scope is not null) Add("scope = {0}", query.Scope.ToString());
            if (query.Scopes is not null) Add("scope = ANY({0})", query.Scopes.Select(s => s.ToString()).ToArray());
            if (query.Item is not null) Add("item = {0}", query.Item?.ToString());
            if (query.Shadow is { } shadow) conditions.Add(shadow ? "shadow" : "NOT shadow");
            if (query.DueBy is not null) Add("due <= {0}", query.DueBy);
            if (query.KeptSince is not null) Add("ended_at <= {0} AND NOT EXISTS (SELECT 1 FROM events WHERE events.proposal_id = proposals.id AND type = 'forgotten')", query.KeptSince);
            if (query.IdPrefix is not null) Add("id >= {0} AND id < {0} || '~'", query.IdPrefix.ToLowerInvariant()); // «~» sorts after every character of an id
        }

        public object?[] Values => [.. values];

        public string Value(object? value)
        {
            values.Add(value);
            return $"${values.Count}";
        }

        public void Add(string condition, object? value) => conditions.Add(condition.Replace("{0}", Value(value), StringComparison.Ordinal));

        /// <param name="more">Another condition; may be empty.</param>
        public string Where(string more = "")
        {
            string[] all = more.Length == 0 ? [.. conditions] : [more, .. conditions];
            return all.Length == 0 ? "" : $"WHERE {string.Join(" AND ", all)}";
        }
    }

    private static Task<Proposal?> FindAsync(NpgsqlConnection connection, ProposalId id, CancellationToken ct) =>
        connection.FindAsync("SELECT json FROM proposals WHERE id = $1", [id.ToString()], row => StoredState.Proposal(row.GetString(0)), ct);
}
