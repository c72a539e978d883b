using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>Brings a file to the schema that this program knows: all missing steps in one transaction, or none.</summary>
internal static class SqliteSchema
{
    public static IReadOnlyList<Migration> Known { get; } = Migration.In(typeof(SqliteSchema).Assembly);

    // What a migration can not say in SQL, in the same transaction.
    private static readonly Dictionary<string, Action<SqliteConnection>> Code = new(StringComparer.Ordinal)
    {
        ["chained_history"] = ChainedHistory.Fill,
        ["lines"] = ProposalLines.Fill,
    };

    /// <exception cref="StoreException">The file is newer than this program, somebody else's, or was made by other migrations.</exception>
    public static void Migrate(SqliteConnection connection, string path, IReadOnlyList<Migration> known, TimeProvider time)
    {
        if (!IsEmpty(connection) && !Migration.Missing(path, known, Done(connection, path)).Any()) return; // also where nothing can be written
        using var transaction = connection.BeginTransaction(deferred: false);
        foreach (var migration in Migration.Missing(path, known, Done(connection, path)))
        {
            connection.Execute(migration.Sql);
            if (Code.TryGetValue(migration.Name, out var code)) code(connection);
            connection.Execute(
                "INSERT INTO schema_migrations (version, name, digest, at) VALUES (@Version, @Name, @Digest, @At)",
                new { migration.Version, migration.Name, migration.Digest, At = time.GetUtcNow().ToColumn() });
        }

        transaction.Commit();
    }

    private static bool IsEmpty(SqliteConnection connection) => connection.QuerySingle<long>("SELECT COUNT(*) FROM sqlite_schema") == 0;

    private static List<(int Version, string Name, string Digest)> Done(SqliteConnection connection, string path)
    {
        var tables = connection.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").AsList();
        if (tables.Count > 0 && !tables.Contains("schema_migrations")) throw new StoreException($"{path} is a SQLite database of another program (it has a table «{tables[0]}»)");
        if (tables.Count > 0) return connection.Query<(int Version, string Name, string Digest)>("SELECT version, name, digest FROM schema_migrations ORDER BY version").AsList();
        connection.Execute(
            """
            CREATE TABLE schema_migrations (
                version INTEGER NOT NULL PRIMARY KEY,
                name    TEXT    NOT NULL,
                digest  TEXT    NOT NULL, -- SHA-256 of the migration's text
                at      TEXT    NOT NULL
            ) STRICT
            """);
        return [];
    }
}
