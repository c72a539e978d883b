using System.Globalization;
using System.Text;
using Npgsql;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>One step of the schema, from an embedded file such as <c>0001_proposals.sql</c>.</summary>
internal sealed record Migration(int Version, string Name, string Sql)
{
    /// <summary>Of the text, whatever its line ends.</summary>
    public string Digest => Hash.OfBytes(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n")));
}

/// <summary>Brings a database to the schema that this program knows: all missing steps in one transaction, or none.</summary>
internal static class PostgresSchema
{
    public static IReadOnlyList<Migration> Known { get; } = Embedded();

    /// <summary>In the transaction of the connection; whoever else wants to migrate the same schema waits for its end.</summary>
    /// <exception cref="StoreException">The schema is newer than this program, somebody else's, or was made by other migrations.</exception>
    public static async Task MigrateAsync(NpgsqlConnection connection, PostgresAddress address, IReadOnlyList<Migration> known, TimeProvider time, CancellationToken ct)
    {
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(hashtextextended('regenerator migrates ' || $1, 0))", [address.Schema], ct);
        var done = await DoneAsync(connection, address, ct);
        foreach (var (version, name, digest) in done)
        {
            if (version > known.Count) throw new StoreException($"{address} has schema {done[^1].Version}, this program knows {known.Count}: a newer version has written it, use that one");
            if (!string.Equals(known[version - 1].Digest, digest))
                throw new StoreException($"{address} was made with another migration {version} ({name}) than this program has: it belongs to another build");
        }

        foreach (var migration in known.Skip(done.Count))
        {
            await connection.ExecuteAsync(migration.Sql, [], ct);
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

    private static Migration[] Embedded()
    {
        var assembly = typeof(PostgresSchema).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return new Migration(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), Path.GetFileNameWithoutExtension(name)[5..], reader.ReadToEnd());
        })];
    }
}
