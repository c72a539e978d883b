using System.Net;
using System.Net.Sockets;

namespace Regenerator.Integration.Tests.Sinks;

/// <summary>A wire to a server that can be cut: what the client sends still arrives, the answer does not.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly int port;
    private volatile bool cut;

    private Relay(int port) => this.port = port;

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <param name="port">Of the server; 0: there is none, and nothing is ever answered.</param>
    public static Task<Relay> StartAsync(int port, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var relay = new Relay(port);
        relay.listener.Start();
        _ = relay.AcceptAsync();
        return Task.FromResult(relay);
    }

    /// <summary>Once: the connection on which the server answers next is closed instead.</summary>
    public void CutAtNextAnswer() => cut = true;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Dispose();
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync(end.Token));
        }
        catch (Exception problem) when (problem is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                if (port == 0) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, end.Token);
                await server.ConnectAsync(IPAddress.Loopback, port, end.Token);
                await Task.WhenAny(PumpAsync(client, server, answers: false), PumpAsync(server, client, answers: true));
            }
            catch (Exception problem) when (problem is OperationCanceledException or SocketException or IOException)
            {
                // Either side has gone.
            }
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, bool answers)
    {
        var buffer = new byte[64 * 1024];
        while (await from.GetStream().ReadAsync(buffer, end.Token) is > 0 and var length)
        {
            if (answers && cut)
            {
                cut = false;
                return;
            }

            await to.GetStream().WriteAsync(buffer.AsMemory(0, length), end.Token);
        }
    }
}
