using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Regenerator.Benchmarks;

/// <summary>
/// A PostgreSQL server of Debian's package, on a free port of 127.0.0.1 and with its data in a folder that goes with it. As it is installed: it waits for the disk.
/// </summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private readonly string folder;
    private readonly int port;

    private OwnPostgres(string folder, int port) => (this.folder, this.port) = (folder, port);

    public string Connection => $"Host=127.0.0.1;Port={port.ToString(CultureInfo.InvariantCulture)};Username=postgres;Database=postgres";

    /// <exception cref="ArgumentException">PostgreSQL is not installed here.</exception>
    public static async Task<OwnPostgres> StartAsync()
    {
        var server = new OwnPostgres(Directory.CreateTempSubdirectory("regenerator-postgres-").FullName, FreePort());
        if (Environment.IsPrivilegedProcess) await RunAsync("/usr/bin/chown", ["postgres", server.folder]);
        await server.ToolAsync("initdb", ["-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]);
        await server.ToolAsync("pg_ctl", ["-o", $"-c listen_addresses=127.0.0.1 -c port={server.port} -c unix_socket_directories={server.folder}", "-l", Path.Combine(server.folder, "log"), "-w", "start"]);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await ToolAsync("pg_ctl", ["-m", "immediate", "-w", "stop"]);
        Directory.Delete(folder, recursive: true);
    }

    // PostgreSQL refuses to run as root: the package makes a user for it.
    private Task ToolAsync(string name, string[] arguments)
    {
        var versions = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        var tool = versions.Order(StringComparer.Ordinal).Select(v => Path.Combine(v, "bin", name)).LastOrDefault(File.Exists)
            ?? throw new ArgumentException($"--store postgres wants an empty database (--connection postgresql://…), or «{name}» of Debian's package postgresql");
        string[] all = ["-D", Path.Combine(folder, "data"), .. arguments];
        return Environment.IsPrivilegedProcess ? RunAsync("/usr/sbin/runuser", ["-u", "postgres", "--", tool, .. all]) : RunAsync(tool, all);
    }

    // Its output is not read: the server would keep a pipe open for as long as it runs.
    private static async Task RunAsync(string program, string[] arguments)
    {
        using var tool = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments]) { WorkingDirectory = "/" })!;
        await tool.WaitForExitAsync();
        if (tool.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', [program, .. arguments])} ended with {tool.ExitCode}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
