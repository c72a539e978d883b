using Dapper;
using Microsoft.Data.Sqlite;

namespace Regenerator.Sqlite;

/// <summary>What is kept of contexts themselves.</summary>
internal static class ContextRows
{
    /// <returns>Whether there was anything.</returns>
    public static bool Forget(SqliteConnection connection, string contextId) => connection.Execute(
        """
        DELETE FROM watermarks WHERE context_id = @contextId;
        DELETE FROM judgements WHERE context_id = @contextId;
        DELETE FROM contexts WHERE id = @contextId;
        DELETE FROM quarantine WHERE EXISTS (SELECT 1 FROM json_each(quarantine.json, '$.contexts') WHERE value = @contextId);
        """,
        new { contextId }) > 0;
}
