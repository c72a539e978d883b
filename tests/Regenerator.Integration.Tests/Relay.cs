using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Regenerator.Integration.Tests;

/// <summary>A wire between a client and its server, which is cut once when a test says where.</summary>
/// <remarks>It takes connections as soon as it is made.</remarks>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ended = new();
    private readonly int serverPort;
    private readonly byte[] mark;
    private readonly Task accepting;
    private volatile Cut armed;

    /// <param name="serverPort">0: there is no server, and nothing is ever answered.</param>
    /// <param name="mark">Requests that hold this text can be cut; empty: all of them.</param>
    public Relay(int serverPort, string mark = "")
    {
        this.serverPort = serverPort;
        this.mark = Encoding.ASCII.GetBytes(mark);
        listener.Start();
        accepting = AcceptAsync();
    }

    public enum Cut
    {
        None,

        /// <summary>The server does not get the next request.</summary>
        BeforeTheRequest,

        /// <summary>The server gets the next request; nobody hears its answer.</summary>
        AfterTheRequest,

        /// <summary>The line on which the server says something next is closed instead.</summary>
        AtTheNextAnswer,
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
                if (serverPort == 0) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ended.Token);
                await server.ConnectAsync(IPAddress.Loopback, serverPort, ended.Token);
                var (up, down) = (client.GetStream(), server.GetStream());
                await Task.WhenAny(ToServerAsync(up, down), ToClientAsync(down, up));
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
            if (armed is Cut.BeforeTheRequest or Cut.AfterTheRequest && said.Span.IndexOf(mark) >= 0)
            {
                if (Take() == Cut.BeforeTheRequest) return;
                client.Socket.Shutdown(SocketShutdown.Both);
                await server.WriteAsync(said, ended.Token);
                await server.FlushAsync(ended.Token);
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, ended.Token); // the server does what it was told
                return;
            }

            await server.WriteAsync(said, ended.Token);
        }
    }

    private async Task ToClientAsync(NetworkStream server, NetworkStream client)
    {
        var buffer = new byte[64 * 1024];
        while (await server.ReadAsync(buffer, ended.Token) is var read and > 0)
        {
            if (armed == Cut.AtTheNextAnswer)
            {
                Take();
                return;
            }

            await client.WriteAsync(buffer.AsMemory(0, read), ended.Token);
        }
    }

    private Cut Take()
    {
        var cut = armed;
        armed = Cut.None;
        Cuts++;
        return cut;
    }
}
