using Npgsql;
using Regenerator.Judgements;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>Judgements as rows.</summary>
internal static class JudgementRows
{
    private const string Columns = "SELECT context_id, rule_id, kind, reason, since_ticks, whole_since_ticks, dwelling FROM judgements";

    private const string Conditions =
        "($1::text IS NULL OR judgements.context_id = $1) AND ($2::text[] IS NULL OR judgements.context_id = ANY($2)) AND ($3::text[] IS NULL OR NOT judgements.context_id = ANY($3)) AND ($4::text IS NULL OR judgements.rule_id = $4)";

    private const string TallyOfAll = $"SELECT rule_id, kind, COUNT(*) FROM judgements WHERE kind = ANY($5) AND {Conditions} GROUP BY rule_id, kind";

    // From one rule of a kind to the next along the index, and only so far into each as is to be counted.
    private const string TallyOfTheFirst =
        $"""
        WITH RECURSIVE groups (kind, rule_id) AS (
            SELECT asked.kind, (SELECT MIN(rule_id) FROM judgements WHERE judgements.kind = asked.kind) FROM unnest($5::text[]) AS asked (kind)
            UNION ALL
            SELECT kind, (SELECT MIN(next.rule_id) FROM judgements AS next WHERE next.kind = groups.kind AND next.rule_id > groups.rule_id) FROM groups WHERE rule_id IS NOT NULL
        )
        SELECT rule_id, kind, counted FROM groups CROSS JOIN LATERAL (
            SELECT COUNT(*) AS counted FROM (SELECT 1 FROM judgements WHERE judgements.kind = groups.kind AND judgements.rule_id = groups.rule_id AND {Conditions} LIMIT $6) AS first
        ) AS each WHERE rule_id IS NOT NULL AND ($4::text IS NULL OR rule_id = $4) AND counted > 0
        """;

    /// <summary>Those of <c>$1</c>, a list of contexts.</summary>
    public const string Of = $"{Columns} WHERE context_id = ANY($1)";

    public static Task<List<Judgement>> OfAsync(NpgsqlConnection connection, string[] contexts, CancellationToken ct) => connection.ListAsync(Of, [contexts], Row, ct);

    /// <summary>All of them, by context and rule.</summary>
    public static Task<List<Judgement>> AllAsync(NpgsqlConnection connection, CancellationToken ct) => connection.ListAsync($"{Columns} ORDER BY context_id, rule_id", [], Row, ct);

    // Each kind has its rows in the order of the list; those that a full page does not need are not asked for.
    public static async Task<JudgementPage> PageAsync(NpgsqlConnection connection, JudgementQuery query, CancellationToken ct)
    {
        var kinds = query.Ahead.ToArray();
        var after = After(query, kinds);
        var found = await connection.ListAsync(
            $"""
            SELECT of_kind.* FROM unnest($5::text[]) WITH ORDINALITY AS asked (kind, place) CROSS JOIN LATERAL (
                {Columns} WHERE kind = asked.kind AND {Conditions} AND (rule_id, context_id) > (CASE asked.place WHEN 1 THEN $6 ELSE '' END, CASE asked.place WHEN 1 THEN $7 ELSE '' END) ORDER BY rule_id, context_id LIMIT $8
            ) AS of_kind ORDER BY asked.place, of_kind.rule_id, of_kind.context_id LIMIT $8
            """,
            [.. Values(query), kinds.Select(k => k.ToString()).ToArray(), after?.RuleId ?? "", after?.ContextId ?? "", query.Limit + 1],
            Row,
            ct);
        return JudgementPage.Of(found, query);
    }

    public static async Task<IReadOnlyList<JudgementTally>> TallyAsync(NpgsqlConnection connection, JudgementQuery query, int? most, CancellationToken ct)
    {
        var isOfAll = most is null || query.ContextId is not null || query.Contexts is not null;
        object?[] values = [.. Values(query), (query with { After = null }).Ahead.Select(k => k.ToString()).ToArray()];
        var tallies = await connection.ListAsync(
            isOfAll ? TallyOfAll : TallyOfTheFirst, isOfAll ? values : [.. values, most + 1], row => JudgementTally.Of(row.GetString(0), Enum.Parse<JudgementKind>(row.GetString(1)), row.GetInt64(2), most), ct);
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

    private static object?[] Values(JudgementQuery query) => [query.ContextId, query.Contexts?.ToArray(), query.Besides.Count == 0 ? null : query.Besides.ToArray(), query.RuleId];

    // The place is within the first kind that is still ahead, unless that one is asked for no more.
    private static JudgementPlace? After(JudgementQuery query, JudgementKind[] kinds) => query.After is { } after && kinds is [var first, ..] && first == after.Kind ? after : null;

    public static Judgement Row(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), Enum.Parse<JudgementKind>(row.GetString(2)), row.GetString(3), row.GetInt64(4).ToInstant())
    {
        WholeSince = row.Number(5)?.ToInstant(),
        Dwelling = row.Text(6) is { } dwelling ? Persisted.Read(dwelling, RegeneratorJson.Default.IReadOnlyDictionaryStringStreak) : new Dictionary<string, Streak>(StringComparer.Ordinal),
    };
}
