using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>What requests were answered.</summary>
internal static class AnswerRows
{
    public static KeptAnswer? Begin(SqliteConnection connection, KeptAnswer begun, DateTimeOffset now)
    {
        connection.Execute("DELETE FROM answers WHERE until <= @now", new { now = now.ToColumn() });
        var added = connection.Execute(
            "INSERT OR IGNORE INTO answers (actor, key, request, until) VALUES (@Actor, @Key, @request, @until)",
            new { begun.Key.Actor, begun.Key.Key, request = begun.Request, until = begun.Until.ToColumn() });
        if (added == 1) return null;
        var (request, until, json) = connection.QuerySingle<(string Request, string Until, string? Json)>("SELECT request, until, json FROM answers WHERE actor = @Actor AND key = @Key", begun.Key);
        return new KeptAnswer(begun.Key, request, until.ToInstant(), json is null ? null : Persisted.Read(json, RegeneratorJson.Default.AnswerText));
    }

    public static bool End(SqliteConnection connection, AnswerKey key, AnswerText text) => connection.Execute(
        "UPDATE answers SET json = @json WHERE actor = @Actor AND key = @Key", new { key.Actor, key.Key, json = Persisted.Write(text, RegeneratorJson.Default.AnswerText) }) == 1;
}
