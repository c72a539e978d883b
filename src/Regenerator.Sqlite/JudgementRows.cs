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

    public static IReadOnlyList<Judgement> Read(SqliteConnection connection, string? contextId, string? ruleId) =>
        [.. Query(connection, $"{Columns} WHERE (@contextId IS NULL OR context_id = @contextId) AND (@ruleId IS NULL OR rule_id = @ruleId) ORDER BY context_id, rule_id", new { contextId, ruleId })];

    public static IReadOnlyList<JudgementTally> Tally(SqliteConnection connection, IReadOnlyCollection<string>? contexts) =>
    [
        .. connection.Query<(string Rule, string Kind, long Count)>(
            $"SELECT rule_id, kind, COUNT(*) FROM judgements {(contexts is null ? "" : "WHERE context_id IN (SELECT value FROM json_each(@contexts))")} GROUP BY rule_id, kind",
            new { contexts = contexts?.ToJsonArray() })
            .Select(row => new JudgementTally(row.Rule, Enum.Parse<JudgementKind>(row.Kind), (int)row.Count)).OrderBy(t => t.RuleId, StringComparer.Ordinal).ThenBy(t => t.Kind),
    ];

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

    private static IEnumerable<Judgement> Query(SqliteConnection connection, string sql, object arguments) => connection
        .Query<(string Context, string Rule, string Kind, string Reason, string Since, string? Whole, string? Dwelling)>(sql, arguments)
        .Select(row => new Judgement(row.Context, row.Rule, Enum.Parse<JudgementKind>(row.Kind), row.Reason, row.Since.ToInstant())
        {
            WholeSince = row.Whole?.ToInstant(),
            Dwelling = row.Dwelling is null ? new Dictionary<string, Streak>(StringComparer.Ordinal) : Persisted.Read(row.Dwelling, RegeneratorJson.Default.IReadOnlyDictionaryStringStreak),
        });
}
