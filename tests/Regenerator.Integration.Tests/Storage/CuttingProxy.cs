using System.Net;
using System.Net.Sockets;

namespace Regenerator.Integration.Tests.Storage;

/// <summary>Stands between a store and its server, and cuts the line of the next commit: before the server gets it, or when its answer is on the way.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ended = new();
    private readonly int serverPort;
    private readonly Task accepting;
    private volatile Cut armed;

    public CuttingProxy(int serverPort)
    {
        this.serverPort = serverPort;
        listener.Start();
        accepting = AcceptAsync();
    }

    public enum Cut
    {
        None,
        BeforeTheCommit,
        AfterTheCommit,
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Cuts { get; private set; }

    public void Arm(Cut cut) => armed = cut;

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        listener.Stop();
        await accepting;
        ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        var lines = new List<Task>();
        try
        {
            while (true) lines.Add(CarryAsync(await listener.AcceptTcpClientAsync(ended.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(lines);
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, serverPort, ended.Token);
                var (up, down) = (client.GetStream(), server.GetStream());
                await Task.WhenAny(ToServerAsync(up, down), down.CopyToAsync(up, ended.Token));
            }
            catch (Exception problem) when (problem is IOException or SocketException or OperationCanceledException)
            {
                // One side has gone, or all of it ends.
            }
        }
    }

    private async Task ToServerAsync(NetworkStream client, NetworkStream server)
    {
        var buffer = new byte[64 * 1024];
        while (await client.ReadAsync(buffer, ended.Token) is var read and > 0)
        {
            var said = buffer.AsMemory(0, read);
            if (armed is not Cut.None and var cut && said.Span.IndexOf("COMMIT"u8) >= 0)
            {
                armed = Cut.None;
                Cuts++;
                if (cut == Cut.BeforeTheCommit) return;
                client.Socket.Shutdown(SocketShutdown.Both); // nobody hears the answer
                await server.WriteAsync(said, ended.Token);
                await server.FlushAsync(ended.Token);
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, ended.Token); // the server does what it was told
                return;
            }

            await server.WriteAsync(said, ended.Token);
        }
    }
}
