using System.Globalization;
using Npgsql;
using Regenerator.Postgres;
using Regenerator.Sqlite;
using Regenerator.Storage;

namespace Regenerator.Benchmarks;

/// <summary>Where a load command keeps what it measures: files in a folder that goes with it, or schemas of a server, which is its own where none is named.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    private readonly OwnPostgres? server;
    private readonly NpgsqlConnectionStringBuilder? database;
    private int opened;

    private BenchStore(string kind, OwnPostgres? server, NpgsqlConnectionStringBuilder? database) => (Kind, this.server, this.database) = (kind, server, database);

    public string Kind { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("regenerator-bench-").FullName;

    /// <summary>Null: the store is no PostgreSQL.</summary>
    public string? Connection => database?.ConnectionString;

    /// <exception cref="ArgumentException">There is no such store.</exception>
    public static async Task<BenchStore> OfAsync(string[] args)
    {
        var kind = Bench.Text(args, "--store") ?? "sqlite";
        if (kind is "sqlite") return new BenchStore(kind, server: null, database: null);
        if (kind is not "postgres") throw new ArgumentException($"--store takes sqlite or postgres, not «{kind}»");
        var own = Bench.Text(args, "--connection") is null ? await OwnPostgres.StartAsync() : null;
        return new BenchStore(kind, own, new NpgsqlConnectionStringBuilder(own?.Connection ?? Bench.Text(args, "--connection")));
    }

    /// <summary>Each time another one, which is empty unless the server has it from before.</summary>
    public Task<IRegeneratorStore> OpenAsync() => OpenAsync(NextAddress());

    /// <summary>One that any process can open.</summary>
    public static async Task<IRegeneratorStore> OpenAsync(string address) => address.EndsWith(".db", StringComparison.Ordinal)
        ? await SqliteStore.OpenAsync(address, TimeProvider.System, default)
        : await PostgresStore.OpenAsync(address, TimeProvider.System, default);

    /// <summary>Each time that of another store.</summary>
    public string NextAddress()
    {
        var name = $"bench{(++opened).ToString(CultureInfo.InvariantCulture)}";
        return database is null ? Path.Combine(Folder, $"{name}.db") : new NpgsqlConnectionStringBuilder(database.ConnectionString) { SearchPath = name }.ConnectionString;
    }

    /// <summary>Does at once what a server does by itself within minutes after many rows were written.</summary>
    public async Task SettleAsync()
    {
        if (database is null) return;
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var vacuum = new NpgsqlCommand("VACUUM ANALYZE", connection) { CommandTimeout = 600 };
        await vacuum.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (server is not null) await server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
