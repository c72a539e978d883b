using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Regenerator.Integration.Tests.Storage;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Regenerator.Integration.Tests.Storage;

/// <summary>A real PostgreSQL on a free port of 127.0.0.1, with its data in a folder that goes with it. Starts when it is first needed.</summary>
/// <remarks>PostgreSQL refuses to run as root: where the tests do, it runs as the user <c>postgres</c>, whom the Debian package makes.</remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private DirectoryInfo? home;
    private int databases;

    public int Port { get; private set; }

    /// <summary>An empty database of its own.</summary>
    /// <returns>Its connection string.</returns>
    public Task<string> DatabaseAsync(CancellationToken ct) => MakeAsync("template1", ct);

    /// <summary>An empty database of its own, with its tables in a folder.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> DatabaseAsync(string folder, CancellationToken ct)
    {
        await EnsureStartedAsync(ct);
        if (Environment.IsPrivilegedProcess) await RunAsync("/usr/bin/chown", ["postgres", folder], ct);
        await TellAsync($"CREATE TABLESPACE elsewhere LOCATION '{folder}'", ct);
        return await MakeAsync("template1 TABLESPACE elsewhere", ct);
    }

    /// <summary>A database like another one, to which nobody is connected.</summary>
    /// <returns>Its connection string.</returns>
    public Task<string> CopyAsync(string connectionString, CancellationToken ct) => MakeAsync(new NpgsqlConnectionStringBuilder(connectionString).Database!, ct);

    public Task DropAsync(string connectionString, CancellationToken ct) => TellAsync($"DROP DATABASE {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)", ct);

    public async Task EnsureStartedAsync(CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            if (home is not null) return;
            home = Directory.CreateTempSubdirectory("regenerator-postgres-");
            Port = FreePort();
            if (Environment.IsPrivilegedProcess) await RunAsync("/usr/bin/chown", ["postgres", home.FullName], ct);
            await ServerAsync("initdb", ["-D", Data, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"], ct);
            await StartAsync(ct);
        }
        finally
        {
            gate.Release();
        }
    }

    public Task StartAsync(CancellationToken ct) => ServerAsync(
        "pg_ctl",
        ["-D", Data, "-o", $"-c listen_addresses=127.0.0.1 -c port={Port} -c unix_socket_directories={home!.FullName} -c fsync=off -c max_connections=300", "-l", Path.Combine(home.FullName, "log"), "-w", "start"],
        ct);

    /// <param name="mode"><c>fast</c>: in order; <c>immediate</c>: as a power cut would.</param>
    public Task StopAsync(string mode, CancellationToken ct) => ServerAsync("pg_ctl", ["-D", Data, "-m", mode, "-w", "stop"], ct);

    public async ValueTask DisposeAsync()
    {
        gate.Dispose();
        if (home is null) return;
        NpgsqlConnection.ClearAllPools();
        if (File.Exists(Path.Combine(Data, "postmaster.pid"))) await StopAsync("immediate", CancellationToken.None);
        home.Delete(recursive: true);
    }

    private async Task<string> MakeAsync(string like, CancellationToken ct)
    {
        await EnsureStartedAsync(ct);
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await TellAsync($"CREATE DATABASE {name} TEMPLATE {like}", ct);
        return ConnectionString(name);
    }

    private async Task TellAsync(string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private string Data => Path.Combine(home!.FullName, "data");

    private string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port.ToString(CultureInfo.InvariantCulture)};Username=postgres;Database={database}";

    private static Task ServerAsync(string program, string[] arguments, CancellationToken ct)
    {
        var path = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(v => Path.Combine(v, "bin", program)).LastOrDefault(File.Exists) : null;
        if (path is null) throw new FileNotFoundException($"{program} is missing: apt-get install --no-install-recommends postgresql");
        return Environment.IsPrivilegedProcess ? RunAsync("/usr/sbin/runuser", ["-u", "postgres", "--", path, .. arguments], ct) : RunAsync(path, arguments, ct);
    }

    // Its output is not read: the server would keep a pipe open for as long as it runs.
    private static async Task RunAsync(string program, string[] arguments, CancellationToken ct)
    {
        using var tool = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments]) { UseShellExecute = false, WorkingDirectory = "/" })!;
        await tool.WaitForExitAsync(ct);
        if (tool.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', [program, .. arguments])} ended with {tool.ExitCode}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
