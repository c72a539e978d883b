using System.Globalization;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>One step of the schema, from an embedded file such as <c>0001_proposals.sql</c>.</summary>
internal sealed record Migration(int Version, string Name, string Sql)
{
    /// <summary>Of the text, whatever its line ends.</summary>
    public string Digest => Hash.OfBytes(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n")));
}

/// <summary>Brings a file to the schema that this program knows: all missing steps in one transaction, or none.</summary>
internal static class SqliteSchema
{
    public static IReadOnlyList<Migration> Known { get; } = Embedded();

    /// <exception cref="StoreException">The file is newer than this program, somebody else's, or was made by other migrations.</exception>
    public static void Migrate(SqliteConnection connection, string path, IReadOnlyList<Migration> known, TimeProvider time)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var done = Done(connection, path);
        foreach (var (version, name, digest) in done)
        {
            if (version > known.Count) throw new StoreException($"{path} has schema {done[^1].Version}, this program knows {known.Count}: a newer version has written it, use that one");
            if (!string.Equals(known[(int)version - 1].Digest, digest))
                throw new StoreException($"{path} was made with another migration {version} ({name}) than this program has: it belongs to another build");
        }

        foreach (var migration in known.Skip(done.Count))
        {
            connection.Execute(migration.Sql);
            connection.Execute(
                "INSERT INTO schema_migrations (version, name, digest, at) VALUES (@Version, @Name, @Digest, @At)",
                new { migration.Version, migration.Name, migration.Digest, At = time.GetUtcNow().ToColumn() });
        }

        transaction.Commit();
    }

    private static List<DoneRow> Done(SqliteConnection connection, string path)
    {
        var tables = connection.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").AsList();
        if (tables.Count > 0 && !tables.Contains("schema_migrations")) throw new StoreException($"{path} is a SQLite database of another program (it has a table «{tables[0]}»)");
        if (tables.Count > 0) return connection.Query<DoneRow>("SELECT version, name, digest FROM schema_migrations ORDER BY version").AsList();
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

    private static Migration[] Embedded()
    {
        var assembly = typeof(SqliteSchema).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return new Migration(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), Path.GetFileNameWithoutExtension(name)[5..], reader.ReadToEnd());
        })];
    }

    private sealed record DoneRow(long Version, string Name, string Digest);
}
