using Npgsql;
using Regenerator.Access;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>Tokens, as they are now.</summary>
internal static class TokenRows
{
    public static async Task<bool> AddAsync(NpgsqlConnection connection, ApiToken token, CancellationToken ct) => await connection.ExecuteAsync(
        "INSERT INTO tokens (id, hash, json) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", [token.Id.Value, token.Hash, Persisted.Write(token, RegeneratorJson.Default.ApiToken)], ct) == 1;

    public static async Task<IReadOnlyList<ApiToken>> ReadAsync(NpgsqlConnection connection, string? hash, CancellationToken ct) =>
        await connection.ListAsync("SELECT json FROM tokens WHERE $1::text IS NULL OR hash = $1 ORDER BY seq", [hash], row => Persisted.Read(row.GetString(0), RegeneratorJson.Default.ApiToken), ct);

    public static async Task<ApiToken?> ChangeAsync(NpgsqlConnection connection, TokenId id, TokenChange change, CancellationToken ct)
    {
        var token = await connection.FindAsync("SELECT json FROM tokens WHERE id = $1 FOR UPDATE", [id.Value], row => Persisted.Read(row.GetString(0), RegeneratorJson.Default.ApiToken), ct);
        if (token?.Next(change) is not { } changed) return token;
        await connection.ExecuteAsync("UPDATE tokens SET json = $2 WHERE id = $1", [id.Value, Persisted.Write(changed, RegeneratorJson.Default.ApiToken)], ct);
        return changed;
    }
}
