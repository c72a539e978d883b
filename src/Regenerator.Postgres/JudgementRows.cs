using Npgsql;
using Regenerator.Judgements;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>Judgements as rows.</summary>
internal static class JudgementRows
{
    private const string Columns = "SELECT context_id, rule_id, kind, reason, since_ticks, whole_since_ticks, dwelling FROM judgements";

    public static async Task<Dictionary<(string Context, string Rule), Judgement>> ReadAsync(NpgsqlConnection connection, string[] contexts, CancellationToken ct) =>
        (await connection.ListAsync($"{Columns} WHERE context_id = ANY($1)", [contexts], Row, ct)).ToDictionary(j => (j.ContextId, j.RuleId));

    public static async Task<IReadOnlyList<Judgement>> ReadAsync(NpgsqlConnection connection, string? contextId, string? ruleId, CancellationToken ct) => await connection.ListAsync(
        $"{Columns} WHERE ($1::text IS NULL OR context_id = $1) AND ($2::text IS NULL OR rule_id = $2) ORDER BY context_id, rule_id", [contextId, ruleId], Row, ct);

    public static async Task<IReadOnlyList<JudgementTally>> TallyAsync(NpgsqlConnection connection, IReadOnlyCollection<string>? contexts, CancellationToken ct)
    {
        var tallies = await connection.ListAsync(
            "SELECT rule_id, kind, COUNT(*) FROM judgements WHERE $1::text[] IS NULL OR context_id = ANY($1) GROUP BY rule_id, kind",
            [contexts?.ToArray()],
            row => new JudgementTally(row.GetString(0), Enum.Parse<JudgementKind>(row.GetString(1)), (int)row.GetInt64(2)),
            ct);
        return [.. tallies.OrderBy(t => t.RuleId, StringComparer.Ordinal).ThenBy(t => t.Kind)];
    }

    /// <param name="judgements">Each of another context or rule.</param>
    public static void Write(NpgsqlBatch batch, IReadOnlyCollection<Judgement> judgements)
    {
        if (judgements.Count == 0) return;
        batch.Add(
            """
            INSERT INTO judgements (context_id, rule_id, kind, reason, since_ticks, whole_since_ticks, dwelling)
            SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[])
            ON CONFLICT (context_id, rule_id) DO UPDATE
            SET kind = excluded.kind, reason = excluded.reason, since_ticks = excluded.since_ticks, whole_since_ticks = excluded.whole_since_ticks, dwelling = excluded.dwelling
            """,
            [
                judgements.Select(j => j.ContextId).ToArray(),
                judgements.Select(j => j.RuleId).ToArray(),
                judgements.Select(j => j.Kind.ToString()).ToArray(),
                judgements.Select(j => j.Reason).ToArray(),
                judgements.Select(j => j.Since.UtcTicks).ToArray(),
                judgements.Select(j => j.WholeSince?.UtcTicks).ToArray(),
                judgements.Select(j => j.Dwelling.Count == 0 ? null : Persisted.Write(j.Dwelling, RegeneratorJson.Default.IReadOnlyDictionaryStringStreak)).ToArray(),
            ]);
    }

    private static Judgement Row(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), Enum.Parse<JudgementKind>(row.GetString(2)), row.GetString(3), row.GetInt64(4).ToInstant())
    {
        WholeSince = row.Number(5)?.ToInstant(),
        Dwelling = row.Text(6) is { } dwelling ? Persisted.Read(dwelling, RegeneratorJson.Default.IReadOnlyDictionaryStringStreak) : new Dictionary<string, Streak>(StringComparer.Ordinal),
    };
}
