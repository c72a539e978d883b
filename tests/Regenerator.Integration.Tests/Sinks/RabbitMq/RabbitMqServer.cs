using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RabbitMQ.Client;

namespace Regenerator.Integration.Tests.Sinks.RabbitMq;

/// <summary>A real RabbitMQ: a node of its own, with its own epmd, cookie and data, on free ports of 127.0.0.1. All of it goes with the fixture.</summary>
public sealed class RabbitMqServer : IAsyncLifetime
{
    private const string Launcher = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("regenerator-rabbitmq-");
    private readonly int port = FreePort();
    private readonly int tlsPort = FreePort();
    private readonly int namesPort = FreePort();
    private readonly int distributionPort = FreePort();
    private Process? names;
    private Process? node;

    public string Url => $"amqp://127.0.0.1:{port}/%2F";

    /// <summary>Its certificate is made by nobody whom anybody trusts.</summary>
    public string TlsUrl => $"amqps://localhost:{tlsPort}/%2F";

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Launcher)) throw new FileNotFoundException($"{Launcher} is missing: apt-get install --no-install-recommends rabbitmq-server");
        await Certificates.WriteAsync(home.FullName);
        await File.WriteAllTextAsync(Path.Combine(home.FullName, "rabbitmq.conf"),
            $"""
            listeners.tcp.1 = 127.0.0.1:{port}
            listeners.ssl.1 = 127.0.0.1:{tlsPort}
            ssl_options.certfile = {home.FullName}/server.crt
            ssl_options.keyfile = {home.FullName}/server.key
            loopback_users = none
            log.console.level = warning

            """);
        await File.WriteAllTextAsync(Path.Combine(home.FullName, "enabled_plugins"), "[].\n");
        names = Start(EpmdPath(), "-port", namesPort.ToString(CultureInfo.InvariantCulture), "-address", "127.0.0.1");
        await StartAsync();
    }

    /// <summary>Ends the node as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (node is not { HasExited: false }) return;
        node.Kill(entireProcessTree: true);
        await node.WaitForExitAsync();
    }

    /// <summary>Starts it with the data that it has.</summary>
    public async Task StartAsync()
    {
        node = Start(Launcher);
        var log = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        var began = TimeProvider.System.GetTimestamp();
        while (!await AnswersAsync())
        {
            if (node.HasExited || TimeProvider.System.GetElapsedTime(began) > StartLimit)
            {
                await KillAsync();
                throw new InvalidOperationException($"rabbitmq-server did not become ready: {await log.Item1}{await log.Item2}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
        }
    }

    public async Task<IConnection> ConnectAsync() => await new ConnectionFactory { Uri = new Uri(Url) }.CreateConnectionAsync();

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        node?.Dispose();
        if (names is { HasExited: false }) names.Kill();
        names?.Dispose();
        home.Delete(recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = await ConnectAsync();
            return true;
        }
        catch (RabbitMQ.Client.Exceptions.BrokerUnreachableException)
        {
            return false;
        }
    }

    private static string EpmdPath() => Directory.GetFiles("/usr/lib/erlang", "epmd", SearchOption.AllDirectories)[0];

    private Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = home.FullName };
        var data = home.FullName;
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["HOME"] = data,
            ["ERL_EPMD_PORT"] = $"{namesPort}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODENAME"] = $"regenerator{port}@localhost",
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(data, "mnesia"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(data, "log"),
            ["RABBITMQ_LOGS"] = "-",
            ["RABBITMQ_PID_FILE"] = Path.Combine(data, "pid"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(data, "rabbitmq.conf"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(data, "enabled_plugins"),
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(data, "none"),
            ["RABBITMQ_DIST_PORT"] = $"{distributionPort}",
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none",
        })
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
