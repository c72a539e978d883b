using Npgsql;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>Brings a database to the schema that this program knows: all missing steps in one transaction, or none.</summary>
internal static class PostgresSchema
{
    public static IReadOnlyList<Migration> Known { get; } = Migration.In(typeof(PostgresSchema).Assembly);

    // What a migration can not say in SQL, in the same transaction.
    private static readonly Dictionary<string, Func<NpgsqlConnection, CancellationToken, Task>> Code = new(StringComparer.Ordinal)
    {
        ["chained_history"] = ChainedHistory.FillAsync,
        ["lines"] = ProposalLines.FillAsync,
    };

    /// <summary>In the transaction of the connection; whoever else wants to migrate the same schema waits for its end.</summary>
    /// <exception cref="StoreException">The schema is newer than this program, somebody else's, or was made by other migrations.</exception>
    public static async Task MigrateAsync(NpgsqlConnection connection, PostgresAddress address, IReadOnlyList<Migration> known, TimeProvider time, CancellationToken ct)
    {
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(hashtextextended('regenerator migrates ' || $1, 0))", [address.Schema], ct);
        var done = await DoneAsync(connection, address, ct);
        foreach (var migration in Migration.Missing(address.ToString(), known, done))
        {
            await connection.ExecuteAsync(migration.Sql, [], ct);
            if (Code.TryGetValue(migration.Name, out var code)) await code(connection, ct);
            await connection.ExecuteAsync(
                "INSERT INTO schema_migrations (version, name, digest, at) VALUES ($1, $2, $3, $4)", [migration.Version, migration.Name, migration.Digest, time.GetUtcNow()], ct);
        }
    }

    private static async Task<List<(int Version, string Name, string Digest)>> DoneAsync(NpgsqlConnection connection, PostgresAddress address, CancellationToken ct)
    {
        var tables = await connection.ListAsync("SELECT tablename::text FROM pg_tables WHERE schemaname = $1 ORDER BY 1", [address.Schema], row => row.GetString(0), ct);
        if (tables.Count > 0 && !tables.Contains("schema_migrations", StringComparer.Ordinal)) throw new StoreException($"{address} belongs to another program (it has a table «{tables[0]}»)");
        if (tables.Count > 0)
            return await connection.ListAsync("SELECT version, name, digest FROM schema_migrations ORDER BY version", [], row => (row.GetInt32(0), row.GetString(1), row.GetString(2)), ct);
        // Making a schema takes a right that need not be had where an administrator has made it.
        if (await connection.FindAsync("SELECT 1 FROM pg_namespace WHERE nspname = $1", [address.Schema], row => row.GetInt32(0), ct) == 0)
            await connection.ExecuteAsync($"CREATE SCHEMA \"{address.Schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", [], ct);
        await connection.ExecuteAsync(
            """
            CREATE TABLE schema_migrations (
                version integer     NOT NULL PRIMARY KEY,
                name    text        NOT NULL,
                digest  text        NOT NULL, -- SHA-256 of the migration's text
                at      timestamptz NOT NULL
            )
            """,
            [],
            ct);
        return [];
    }
}
