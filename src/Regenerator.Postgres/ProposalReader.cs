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
        var conditions = await ProposalConditions.OfAsync(connection, query, ct);
        if (query.After is not null) conditions.Add("id < {0}", query.After?.ToString());
        return ProposalPage.Of(
            await Snapshots.ReadAsync(connection, $"proposals {conditions.Where()} ORDER BY id DESC LIMIT {conditions.Value(query.Limit + 1)}", conditions.Values, ct), query);
    }

    // The JSON is read only of what is shown.
    public static async Task<ItemPage> ItemsAsync(NpgsqlConnection connection, ProposalQuery query, CancellationToken ct)
    {
        var conditions = await ProposalConditions.OfAsync(connection, query, ct);
        if (query.After is not null) conditions.Add("item < {0}", query.After?.ToString());
        var found = await connection.ListAsync(
            $"""
            SELECT found.item, found.members, {Snapshots.Columns}
            FROM (SELECT item, MIN(id) AS first, COUNT(*) AS members FROM proposals {conditions.Where()} GROUP BY item ORDER BY item DESC LIMIT {conditions.Value(query.Limit + 1)}) AS found
                 JOIN proposals ON proposals.id = found.first
            ORDER BY found.item DESC
            """,
            conditions.Values,
            row => new InboxItem(ProposalId.Parse(row.GetString(0))!.Value, row.Kept(2).Read(), (int)row.GetInt64(1)),
            ct);
        return ItemPage.Of(found, query);
    }

    public static async Task<IReadOnlyCollection<ProposalId>?> FewAsync(NpgsqlConnection connection, ProposalQuery query, int most, CancellationToken ct)
    {
        var conditions = await ProposalConditions.OfAsync(connection, query, ct);
        var ids = await connection.ListAsync($"SELECT id FROM proposals {conditions.Where()} LIMIT {conditions.Value(most + 1)}", conditions.Values, row => ProposalId.Parse(row.GetString(0))!.Value, ct);
        return ids.Count > most ? null : ids;
    }

    public static async Task<IReadOnlyList<int>> CountItemsAsync(NpgsqlConnection connection, ProposalQuery query, IReadOnlyList<IReadOnlyCollection<ProposalState>> groups, int? most, CancellationToken ct)
    {
        var conditions = await ProposalConditions.OfAsync(connection, query with { States = [.. groups.SelectMany(states => states).Distinct()] }, ct);
        if (most is not { } last) return await CountAllAsync(connection, conditions, groups, ct);
        if (groups.Count > 1 && !IsOfStates(query)) return [.. (await CountAllAsync(connection, conditions, groups, ct)).Select(count => Math.Min(count, last + 1))];
        var counts = new List<int>();
        foreach (var states in groups) counts.Add(await CountFirstAsync(connection, await ProposalConditions.OfAsync(connection, query with { States = states }, ct), last, ct));
        return counts;
    }

    private static bool IsOfStates(ProposalQuery query) => query is
    {
        RuleId: null, Ids: null, ContextId: null, Contexts: null, Within: null, Scope: null, Scopes: null, Confidence: null, SpecType: null, Owner: null, Text: null, Item: null, DueBy: null, KeptSince: null, IdPrefix: null,
    };

    // As far along an index by item as is to be counted.
    private static async Task<int> CountFirstAsync(NpgsqlConnection connection, ProposalConditions conditions, int most, CancellationToken ct) => (int)await connection.FindAsync(
        $"SELECT COUNT(*) FROM (SELECT item FROM proposals {conditions.Where()} GROUP BY item ORDER BY item DESC LIMIT {conditions.Value(most + 1)}) AS items", conditions.Values, row => row.GetInt64(0), ct);

    // One walk, whatever the groups.
    private static async Task<int[]> CountAllAsync(NpgsqlConnection connection, ProposalConditions conditions, IReadOnlyList<IReadOnlyCollection<ProposalState>> groups, CancellationToken ct)
    {
        var counts = string.Join(", ", groups.Select((_, place) => $"COUNT(*) FILTER (WHERE group{place})"));
        var isIn = string.Join(", ", groups.Select((states, place) => $"bool_or({conditions.IsOneOf(states)}) AS group{place}"));
        return await connection.FindAsync<int[]>(
            $"SELECT {counts} FROM (SELECT {isIn} FROM proposals {conditions.Where()} GROUP BY item) AS items", conditions.Values, row => [.. groups.Select((_, place) => (int)row.GetInt64(place))], ct) ?? [];
    }

    public static async Task<IReadOnlyList<RuleTally>> TallyAsync(NpgsqlConnection connection, ProposalQuery query, CancellationToken ct)
    {
        var conditions = await ProposalConditions.OfAsync(connection, query, ct);
        return await connection.ListAsync(
            $"SELECT rule_id, shadow, {conditions.State}, COUNT(*) FROM proposals {conditions.Where()} GROUP BY 1, 2, 3",
            conditions.Values,
            row => new RuleTally(row.GetString(0), Enum.Parse<ProposalState>(row.GetString(2)), row.GetBoolean(1), (int)row.GetInt64(3)),
            ct);
    }

    public static async Task<IReadOnlyList<ContextStanding>> StandingsAsync(NpgsqlConnection connection, IReadOnlyList<string> contexts, ProposalQuery counted, CancellationToken ct)
    {
        string[] ids = [.. contexts];
        var conditions = await ProposalConditions.OfAsync(connection, counted, ct);
        conditions.Add("context_id = ANY({0})", ids);
        var asked = (await connection.ListAsync(
            $"SELECT context_id, COUNT(*) FROM proposal_contexts JOIN proposals ON proposals.id = proposal_id {conditions.Where()} GROUP BY context_id",
            conditions.Values,
            row => (Context: row.GetString(0), Count: (int)row.GetInt64(1)),
            ct)).ToDictionary(row => row.Context, row => row.Count, StringComparer.Ordinal);
        var marks = (await PassReader.WatermarksAsync(connection, ids, ct)).ToLookup(w => w.Key.ContextId, StringComparer.Ordinal);
        return [.. contexts.Select(id => new ContextStanding(id, asked.GetValueOrDefault(id), [.. marks[id]]))];
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

    private static async Task<Proposal?> FindAsync(NpgsqlConnection connection, ProposalId id, CancellationToken ct) =>
        (await Snapshots.ReadAsync(connection, "proposals WHERE id = $1", [id.ToString()], ct)).SingleOrDefault();
}
