using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Regenerator.Integration.Tests.Prometheus;

/// <summary>A real Prometheus with a past of its own: on a free port of 127.0.0.1, in a folder that goes with it.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo folder;
    private readonly Process process;

    private PrometheusServer(DirectoryInfo folder, Process process, Uri url) => (this.folder, this.process, Url) = (folder, process, url);

    public Uri Url { get; }

    /// <summary>Follows no redirects; as the composition makes it.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <param name="openMetrics">What it has scraped: see <see cref="OpenMetrics"/>.</param>
    public static async Task<PrometheusServer> StartAsync(string openMetrics, CancellationToken ct)
    {
        var home = Directory.CreateTempSubdirectory("regenerator-prometheus-");
        try
        {
            var seed = Path.Combine(home.FullName, "seed.om");
            await File.WriteAllTextAsync(seed, openMetrics, ct);
            await File.WriteAllTextAsync(Path.Combine(home.FullName, "prometheus.yml"), "scrape_configs: []\n", ct);
            await RunAsync("promtool", ["tsdb", "create-blocks-from", "openmetrics", "--quiet", seed, Path.Combine(home.FullName, "data")], ct);
            return await ServeAsync(home, ct);
        }
        catch
        {
            home.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Stops answering; the port is free afterwards.</summary>
    public async Task StopAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        process.Dispose();
        Http.Dispose();
        folder.Delete(recursive: true);
    }

    private static async Task<PrometheusServer> ServeAsync(DirectoryInfo home, CancellationToken ct)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        var running = Start("prometheus",
        [
            $"--config.file={Path.Combine(home.FullName, "prometheus.yml")}", $"--storage.tsdb.path={Path.Combine(home.FullName, "data")}",
            $"--web.listen-address={url.Authority}", "--storage.tsdb.retention.time=100y", "--log.level=warn",
        ]);
        var log = running.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = running.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var server = new PrometheusServer(home, running, url);
        var began = TimeProvider.System.GetTimestamp();
        while (!await server.IsReadyAsync(ct))
        {
            if (running.HasExited || TimeProvider.System.GetElapsedTime(began) > StartLimit)
            {
                await server.StopAsync();
                throw new InvalidOperationException($"prometheus did not become ready: {await log}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct);
        }

        return server;
    }

    private async Task<bool> IsReadyAsync(CancellationToken ct)
    {
        try
        {
            using var response = await Http.GetAsync(new Uri(Url, "/-/ready"), ct);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task RunAsync(string program, string[] arguments, CancellationToken ct)
    {
        using var tool = Start(program, arguments);
        var output = tool.StandardOutput.ReadToEndAsync(ct);
        var errors = await tool.StandardError.ReadToEndAsync(ct);
        await tool.WaitForExitAsync(ct);
        if (tool.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {tool.ExitCode}: {await output}{errors}");
    }

    private static Process Start(string program, string[] arguments)
    {
        var path = $"/usr/bin/{program}";
        if (!File.Exists(path)) throw new FileNotFoundException($"{path} is missing: apt-get install prometheus");
        return Process.Start(new ProcessStartInfo(path, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
