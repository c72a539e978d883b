using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Judgements;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>Judgements as rows.</summary>
internal static class JudgementRows
{
    private const string Columns = "SELECT context_id, rule_id, kind, reason, since, whole_since, dwelling FROM judgements";

    /// <param name="contexts">A JSON list of ids.</param>
    public static Dictionary<(string Context, string Rule), Judgement> Read(SqliteConnection connection, string contexts) =>
        Query(connection, $"{Columns} WHERE context_id IN (SELECT value FROM json_each(@contexts))", new { contexts }).ToDictionary(j => (j.ContextId, j.RuleId));

    /// <summary>All of them, by context and rule.</summary>
    public static IEnumerable<Judgement> All(SqliteConnection connection) => Query(connection, $"{Columns} ORDER BY context_id, rule_id", arguments: null, buffered: false);

    // One kind after the other: each has its rows in the order of the list, and mostly the first ones fill the page.
    public static JudgementPage Page(SqliteConnection connection, JudgementQuery query)
    {
        var found = new List<Judgement>();
        foreach (var kind in query.Ahead)
        {
            var after = query.After?.Kind == kind ? query.After : null;
            found.AddRange(Query(
                connection,
                $"{Columns} WHERE {Where(query, after is null ? "kind = @kind" : "kind = @kind AND (rule_id, context_id) > (@afterRule, @afterContext)")} ORDER BY rule_id, context_id LIMIT @limit",
                Values(query, kind, after, query.Limit + 1 - found.Count)));
            if (found.Count > query.Limit) break;
        }

        return JudgementPage.Of(found, query);
    }

    public static IReadOnlyList<JudgementTally> Tally(SqliteConnection connection, JudgementQuery query, int? most) =>
    [
        .. connection.Query<(string Rule, string Kind, long Count)>(most is null || IsOfSome(query) ? TallyOfAll(query) : TallyOfTheFirst(query), Values(query, limit: most + 1 ?? 0))
            .Select(row => JudgementTally.Of(row.Rule, Enum.Parse<JudgementKind>(row.Kind), row.Count, most)).OrderBy(t => t.RuleId, StringComparer.Ordinal).ThenBy(t => t.Kind),
    ];

    private static string TallyOfAll(JudgementQuery query) =>
        $"SELECT rule_id, kind, COUNT(*) FROM judgements WHERE {Where(query, "kind IN (SELECT value FROM json_each(@kinds))")} GROUP BY rule_id, kind";

    // From one rule of a kind to the next along the index, and only so far into each as is to be counted.
    private static string TallyOfTheFirst(JudgementQuery query) =>
        $"""
        WITH RECURSIVE groups (kind, rule_id) AS (
            SELECT value, (SELECT MIN(rule_id) FROM judgements WHERE kind = value) FROM json_each(@kinds)
            UNION ALL
            SELECT kind, (SELECT MIN(next.rule_id) FROM judgements AS next WHERE next.kind = groups.kind AND next.rule_id > groups.rule_id) FROM groups WHERE rule_id IS NOT NULL
        )
        SELECT rule_id, kind, counted FROM (
            SELECT rule_id, kind, (
                SELECT COUNT(*) FROM (SELECT 1 FROM judgements WHERE {Where(query with { RuleId = null }, "judgements.kind = groups.kind AND judgements.rule_id = groups.rule_id")} LIMIT @limit)
            ) AS counted
            FROM groups WHERE rule_id IS NOT NULL AND (@rule IS NULL OR rule_id = @rule)
        ) WHERE counted > 0
        """;

    private static bool IsOfSome(JudgementQuery query) => query.ContextId is not null || query.Contexts is not null;

    // «+»: those of some contexts are found by the key, not by their kind.
    private static string Where(JudgementQuery query, string kinds)
    {
        var conditions = new List<string> { IsOfSome(query) ? $"+{kinds}" : kinds };
        if (query.ContextId is not null) conditions.Add("context_id = @context");
        if (query.Contexts is not null) conditions.Add("context_id IN (SELECT value FROM json_each(@contexts))");
        if (query.Besides.Count > 0) conditions.Add("context_id NOT IN (SELECT value FROM json_each(@besides))");
        if (query.RuleId is not null) conditions.Add("rule_id = @rule");
        return string.Join(" AND ", conditions);
    }

    private static object Values(JudgementQuery query, JudgementKind? kind = null, JudgementPlace? after = null, int limit = 0) => new
    {
        kind = kind?.ToString(),
        kinds = (query with { After = null }).Ahead.Select(k => k.ToString()).ToJsonArray(),
        context = query.ContextId,
        contexts = query.Contexts?.ToJsonArray(),
        besides = query.Besides.ToJsonArray(),
        rule = query.RuleId,
        afterRule = after?.RuleId,
        afterContext = after?.ContextId,
        limit,
    };

    public static Statement Writer(SqliteConnection connection) => new(
        connection,
        """
        INSERT INTO judgements (context_id, rule_id, kind, reason, since, whole_since, dwelling) VALUES ($context, $rule, $kind, $reason, $since, $whole, $dwelling)
        ON CONFLICT (context_id, rule_id) DO UPDATE
        SET kind = excluded.kind, reason = excluded.reason, since = excluded.since, whole_since = excluded.whole_since, dwelling = excluded.dwelling
        """,
        "$context", "$rule", "$kind", "$reason", "$since", "$whole", "$dwelling");

    public static void Write(this Statement writer, Judgement judgement) => writer.Run(
        judgement.ContextId, judgement.RuleId, judgement.Kind.ToString(), judgement.Reason, judgement.Since.ToColumn(), judgement.WholeSince?.ToColumn(),
        judgement.Dwelling.Count == 0 ? null : Persisted.Write(judgement.Dwelling, RegeneratorJson.Default.IReadOnlyDictionaryStringStreak));

    private static IEnumerable<Judgement> Query(SqliteConnection connection, string sql, object? arguments, bool buffered = true) => connection
        .Query<(string Context, string Rule, string Kind, string Reason, string Since, string? Whole, string? Dwelling)>(sql, arguments, buffered: buffered)
        .Select(row => new Judgement(row.Context, row.Rule, Enum.Parse<JudgementKind>(row.Kind), row.Reason, row.Since.ToInstant())
        {
            WholeSince = row.Whole?.ToInstant(),
            Dwelling = row.Dwelling is null ? new Dictionary<string, Streak>(StringComparer.Ordinal) : Persisted.Read(row.Dwelling, RegeneratorJson.Default.IReadOnlyDictionaryStringStreak),
        });
}
