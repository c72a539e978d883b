using Npgsql;

namespace Regenerator.Postgres;

/// <summary>What is kept of contexts themselves.</summary>
internal static class ContextRows
{
    /// <returns>Whether there was anything.</returns>
    public static async Task<bool> ForgetAsync(NpgsqlConnection connection, string contextId, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("DELETE FROM contexts WHERE id = $1", [contextId]); // first: whoever commits for it holds this row
        batch.Add("DELETE FROM watermarks WHERE context_id = $1", [contextId]);
        batch.Add("DELETE FROM judgements WHERE context_id = $1", [contextId]);
        batch.Add("DELETE FROM quarantine WHERE json::jsonb -> 'contexts' ? $1", [contextId]);
        return await batch.ExecuteNonQueryAsync(ct) > 0;
    }
}
