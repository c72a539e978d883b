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
        var conditions = new ProposalConditions(connection, query);
        var more = query.After is null ? null : "id < @after";
        var isDated = query.DueBy is not null || query.KeptSince is not null; // then few come into question, and «+» keeps from walking over all by id
        var from = conditions.IsSearch || !conditions.IsBound && !conditions.IsInOrder
            ? $"proposals WHERE id IN (SELECT id FROM {conditions.FromLines(more)} ORDER BY id DESC LIMIT @limit) ORDER BY id DESC"
            : $"{conditions.From(more)} ORDER BY {(isDated ? "+" : "")}id DESC LIMIT @limit";
        return ProposalPage.Of(Snapshots.Read(connection, from, conditions.Values), query);
    }

    // Walks along an index by item, whose JSON is read only of those that are shown.
    public static ItemPage Items(SqliteConnection connection, ProposalQuery query)
    {
        var conditions = new ProposalConditions(connection, query);
        var more = query.After is null ? null : "item < @after";
        var found = connection.Query<(string? Json, string? Opened, string? Hash, string Id, long Count)>(
            $"""
            SELECT {Snapshots.Columns}, found.item, found.members
            FROM (SELECT item, MIN(id) AS first, COUNT(*) AS members FROM {(conditions.IsBound || conditions.IsOfStates && query.States.Count == 1 ? conditions.From(more) : conditions.FromLines(more))}
                  GROUP BY item ORDER BY item DESC LIMIT @limit) AS found
                 JOIN proposals ON proposals.id = found.first
            ORDER BY found.item DESC
            """,
            conditions.Values);
        return ItemPage.Of([.. found.Select(row => new InboxItem(ProposalId.Parse(row.Id)!.Value, new KeptProposal(row.Json, row.Opened, row.Hash).Read(), (int)row.Count))], query);
    }

    public static IReadOnlyCollection<ProposalId>? Few(SqliteConnection connection, ProposalQuery query, int most)
    {
        var conditions = new ProposalConditions(connection, query);
        var ids = connection.Query<string>($"SELECT id FROM {(conditions.IsBound ? conditions.From() : conditions.FromLines())} LIMIT {most + 1}", conditions.Values).AsList();
        return ids.Count > most ? null : [.. ids.Select(id => ProposalId.Parse(id)!.Value)];
    }

    public static IReadOnlyList<int> CountItems(SqliteConnection connection, ProposalQuery query, IReadOnlyList<IReadOnlyCollection<ProposalState>> groups, int? most)
    {
        var conditions = new ProposalConditions(connection, query with { States = [.. groups.SelectMany(states => states).Distinct()] });
        using var row = connection.ExecuteReader(
            conditions.IsOfStates || groups.Count == 1 ? $"SELECT {string.Join(", ", groups.Select(states => Alone(new ProposalConditions(connection, query with { States = states }), most)))}" : Together(conditions, groups),
            conditions.Values);
        row.Read();
        return [.. groups.Select((_, place) => Math.Min(row.GetInt32(place), most + 1 ?? int.MaxValue))];
    }

    // A group by the index of its states, or as far along the lines as is to be counted.
    private static string Alone(ProposalConditions conditions, int? most) =>
        $"(SELECT COUNT(*) FROM (SELECT 1 FROM {(conditions.IsOfStates || conditions.IsBound ? conditions.From() : conditions.FromLines())} GROUP BY item LIMIT {most + 1 ?? -1}))";

    // One walk for all groups.
    private static string Together(ProposalConditions conditions, IReadOnlyList<IReadOnlyCollection<ProposalState>> groups)
    {
        var sums = string.Join(", ", groups.Select((_, place) => $"COALESCE(SUM(group{place}), 0)"));
        var isIn = string.Join(", ", groups.Select((states, place) => $"MAX({conditions.IsOneOf(states)}) AS group{place}"));
        return $"SELECT {sums} FROM (SELECT {isIn} FROM {(conditions.IsBound ? conditions.From() : conditions.FromLines())} GROUP BY item)";
    }

    public static IReadOnlyList<RuleTally> Tally(SqliteConnection connection, ProposalQuery query)
    {
        var conditions = new ProposalConditions(connection, query);
        return
        [
            .. connection.Query<(string Rule, string State, bool Shadow, long Count)>(
                $"SELECT rule_id, {conditions.State}, shadow, COUNT(*) FROM {(conditions.IsSearch ? conditions.FromLines() : conditions.From())} GROUP BY rule_id, shadow, {conditions.State}", conditions.Values)
                .Select(row => new RuleTally(row.Rule, Enum.Parse<ProposalState>(row.State), row.Shadow, (int)row.Count)),
        ];
    }

    public static IReadOnlyList<ContextStanding> Standings(SqliteConnection connection, IReadOnlyList<string> contexts, ProposalQuery counted)
    {
        var conditions = new ProposalConditions(connection, counted);
        var ids = contexts.ToJsonArray();
        var values = new DynamicParameters(conditions.Values);
        values.Add("asked", ids);
        var asked = connection.Query<(string Context, long Count)>(
            $"""
            SELECT context_id, COUNT(*) FROM proposal_contexts CROSS JOIN {conditions.From("proposals.seq = proposal AND context_id IN (SELECT value FROM json_each(@asked))")}
            GROUP BY context_id
            """,
            values).ToDictionary(row => row.Context, row => (int)row.Count, StringComparer.Ordinal);
        var marks = PassReader.Watermarks(connection, ids).ToLookup(w => w.Key.ContextId, StringComparer.Ordinal);
        return [.. contexts.Select(id => new ContextStanding(id, asked.GetValueOrDefault(id), [.. marks[id]]))];
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
}
