using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Regenerator.Integration.Tests.Sinks.Webhook;

/// <summary>A receiver of webhooks on a real socket, that can misbehave.</summary>
internal sealed class HttpReceiver : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly List<string> keys = [];
    private readonly X509Certificate2? certificate;
    private CancellationTokenSource end = new();
    private TcpListener listener = new(IPAddress.Loopback, 0);
    private int port;

    public HttpReceiver(bool tls = false)
    {
        certificate = tls ? Certificates.Make() : null;
        Start();
    }

    public Uri Url => new($"{(certificate is null ? "http" : "https")}://localhost:{port}/hook");

    /// <summary>The raw answer; empty: the connection is closed without one; null: nothing ever.</summary>
    public Func<string?> Answer { get; set; } = () => "HTTP/1.1 204 No Content\r\n\r\n";

    /// <summary>Of everything that was read to its end, whatever was answered.</summary>
    public IReadOnlyList<string> Keys
    {
        get
        {
            lock (gate) return [.. keys];
        }
    }

    public void Start()
    {
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = AcceptAsync(listener, end.Token);
    }

    public async Task StopAsync()
    {
        await end.CancelAsync();
        listener.Dispose();
        end.Dispose();
        end = new CancellationTokenSource();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        end.Dispose();
        certificate?.Dispose();
    }

    private async Task AcceptAsync(TcpListener from, CancellationToken ct)
    {
        try
        {
            while (true) _ = ServeAsync(await from.AcceptTcpClientAsync(ct), ct);
        }
        catch (Exception problem) when (problem is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It was stopped.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken ct)
    {
        using (client)
        {
            try
            {
                await using var stream = certificate is null ? (Stream)client.GetStream() : new SslStream(client.GetStream());
                if (stream is SslStream encrypted) await encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, ct);
                while (await RequestAsync(stream, ct) is { } key)
                {
                    lock (gate) keys.Add(key);
                    if (Answer() is not { } answer) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
                    else if (answer.Length == 0) return;
                    else await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), ct);
                }
            }
            catch (Exception problem) when (problem is OperationCanceledException or IOException or System.Security.Authentication.AuthenticationException)
            {
                // The sender has gone, or it was stopped.
            }
        }
    }

    private static async Task<string?> RequestAsync(Stream stream, CancellationToken ct)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, ct) == 0) return null;
            head.Append((char)one[0]);
        }

        var headers = head.ToString().Split("\r\n").Skip(1).Where(h => h.Contains(':')).ToDictionary(h => h.Split(':', 2)[0], h => h.Split(':', 2)[1].Trim(), StringComparer.OrdinalIgnoreCase);
        await stream.ReadExactlyAsync(new byte[int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture)], ct);
        return headers["webhook-id"];
    }
}
