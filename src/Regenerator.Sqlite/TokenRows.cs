using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Access;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>Tokens, as they are now.</summary>
internal static class TokenRows
{
    public static bool Add(SqliteConnection connection, ApiToken token) => connection.Execute(
        "INSERT OR IGNORE INTO tokens (id, hash, json) VALUES (@id, @hash, @json)",
        new { id = token.Id.Value, hash = token.Hash, json = Persisted.Write(token, RegeneratorJson.Default.ApiToken) }) == 1;

    public static IReadOnlyList<ApiToken> Read(SqliteConnection connection, string? hash) =>
        [.. connection.Query<string>("SELECT json FROM tokens WHERE @hash IS NULL OR hash = @hash ORDER BY seq", new { hash }).Select(json => Persisted.Read(json, RegeneratorJson.Default.ApiToken))];

    public static ApiToken? Change(SqliteConnection connection, TokenId id, TokenChange change)
    {
        if (connection.QuerySingleOrDefault<string>("SELECT json FROM tokens WHERE id = @id", new { id = id.Value }) is not { } json) return null;
        var token = Persisted.Read(json, RegeneratorJson.Default.ApiToken);
        if (token.Next(change) is not { } changed) return token;
        connection.Execute("UPDATE tokens SET json = @json WHERE id = @id", new { id = id.Value, json = Persisted.Write(changed, RegeneratorJson.Default.ApiToken) });
        return changed;
    }
}
