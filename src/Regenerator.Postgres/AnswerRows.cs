using Npgsql;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>What requests were answered.</summary>
internal static class AnswerRows
{
    public static async Task<KeptAnswer?> BeginAsync(NpgsqlConnection connection, KeptAnswer begun, DateTimeOffset now, CancellationToken ct)
    {
        await connection.ExecuteAsync("DELETE FROM answers WHERE until <= $1", [now], ct);
        var added = await connection.ExecuteAsync(
            "INSERT INTO answers (actor, key, request, until) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", [begun.Key.Actor, begun.Key.Key, begun.Request, begun.Until], ct);
        return added == 1 ? null : await connection.FindAsync(
            "SELECT request, until, json FROM answers WHERE actor = $1 AND key = $2",
            [begun.Key.Actor, begun.Key.Key],
            row => new KeptAnswer(begun.Key, row.GetString(0), row.Instant(1), row.Text(2) is { } json ? Persisted.Read(json, RegeneratorJson.Default.AnswerText) : null),
            ct);
    }

    public static async Task<bool> EndAsync(NpgsqlConnection connection, AnswerKey key, AnswerText text, CancellationToken ct) =>
        await connection.ExecuteAsync("UPDATE answers SET json = $3 WHERE actor = $1 AND key = $2", [key.Actor, key.Key, Persisted.Write(text, RegeneratorJson.Default.AnswerText)], ct) == 1;
}
