using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Regenerator.Integration.Tests.Signals;

/// <summary>Ways to be a bad server.</summary>
public enum Misbehaviour
{
    None,
    Hangs,
    Throttles,
    ThrottlesUntilADate,
    Fails,
    Resets,
    Drips,
    NeverEnds,
    Babbles,
}

/// <summary>A vendor on a real socket: answers one number for every path, but for one path it misbehaves.</summary>
internal sealed class MisbehavingServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentBag<Task> talks = [];
    private readonly Task accepting;

    public MisbehavingServer()
    {
        listener.Start(backlog: 512);
        accepting = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    /// <summary>Last part of the path of the one it misbehaves for.</summary>
    public string Victim { get; init; } = "";

    public Misbehaviour Misbehaviour { get; init; }

    /// <summary>Paths that were asked for, in order of arrival.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await Task.WhenAll([accepting, .. talks]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
        listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true) talks.Add(TalkAsync(await listener.AcceptSocketAsync(stop.Token)));
    }

    private async Task TalkAsync(Socket socket)
    {
        await Task.Yield();
        using (socket)
        {
            await using var stream = new NetworkStream(socket);
            var buffer = new byte[8192];
            var length = await stream.ReadAtLeastAsync(buffer, 16, cancellationToken: stop.Token);
            var path = Encoding.ASCII.GetString(buffer, 0, length).Split(' ')[1].TrimStart('/');
            Asked.Enqueue(path);
            await AnswerAsync(socket, stream, path == Victim ? Misbehaviour : Misbehaviour.None);
        }
    }

    private async Task AnswerAsync(Socket socket, NetworkStream stream, Misbehaviour how)
    {
        switch (how)
        {
            case Misbehaviour.None:
                await SayAsync(stream, "200 OK\r\nContent-Length: 12", """{"count":42}""");
                break;
            case Misbehaviour.Hangs:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token);
                break;
            case Misbehaviour.Throttles:
                await SayAsync(stream, "429 Too Many Requests\r\nRetry-After: 60\r\nContent-Length: 0");
                break;
            case Misbehaviour.ThrottlesUntilADate:
                await SayAsync(stream, "503 Service Unavailable\r\nDate: Mon, 05 Jan 2026 09:05:30 GMT\r\nRetry-After: Mon, 05 Jan 2026 09:06:30 GMT\r\nContent-Length: 0");
                break;
            case Misbehaviour.Fails:
                await SayAsync(stream, "500 Internal Server Error\r\nContent-Length: 0");
                break;
            case Misbehaviour.Resets:
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                break;
            case Misbehaviour.Drips:
                await SayAsync(stream, "200 OK\r\nContent-Length: 100000");
                while (true)
                {
                    await SayRawAsync(stream, "x");
                    await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, stop.Token);
                }

            case Misbehaviour.NeverEnds:
                await SayAsync(stream, "200 OK");
                while (true) await SayRawAsync(stream, new string(' ', 64 * 1024));
            case Misbehaviour.Babbles:
                await SayAsync(stream, "200 OK\r\nContent-Length: 52", """{"count":"forty-two","owner":"ann@example.org"}xxxxx""");
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private Task SayAsync(NetworkStream stream, string head, string body = "") => SayRawAsync(stream, $"HTTP/1.1 {head}\r\nConnection: close\r\n\r\n{body}");

    private async Task SayRawAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text), stop.Token);
}
