using System.Globalization;
using System.Net;
using Regenerator.Signals;

namespace Regenerator.Providers.Http;

/// <summary>
/// Stands between providers and their vendors: a vendor that asks for a pause is heard (<see cref="ThrottledException"/>), and no answer is longer
/// than it may be (<see cref="MalformedAnswerException"/>).
/// </summary>
public sealed class AnswerGuard : DelegatingHandler
{
    /// <summary>16 MiB.</summary>
    public const long UsualLimit = 16L << 20;

    /// <summary>For a provider that knows better how long its answers are: bytes of one answer, unpacked.</summary>
    public static readonly HttpRequestOptionsKey<long> Limit = new("regenerator.response-limit");

    // To one server. How many requests are out at once is for the accounts to say (RequestBudget.AtOnce): this is only a roof over all of them.
    private const int MostConnections = 10_000;

    // Unix seconds; vendors that do not send Retry-After send one of these. https://docs.sentry.io/api/ratelimits/
    private static readonly string[] Resets = ["X-Sentry-Rate-Limit-Reset", "X-RateLimit-Reset"];

    private readonly long limit;
    private readonly TimeProvider time;

    /// <param name="limit">Bytes of one answer, unpacked.</param>
    public AnswerGuard(HttpMessageHandler inner, TimeProvider time, long limit = UsualLimit)
        : base(inner)
    {
        this.limit = limit;
        this.time = time;
    }

    /// <summary>One client for all providers of a process: no redirects, no cookies, bounded connections, this guard.</summary>
    public static HttpClient Client(TimeProvider time, long limit = UsualLimit)
    {
        var sockets = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = MostConnections, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        return new HttpClient(new AnswerGuard(sockets, time, limit)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var wait = Wait(response);
        if (response.StatusCode == HttpStatusCode.TooManyRequests || (response.StatusCode == HttpStatusCode.ServiceUnavailable && wait is not null))
        {
            using (response) throw new ThrottledException($"{request.RequestUri?.Host}: {(int)response.StatusCode} asks to wait{Words(wait)}", wait);
        }

        response.Content = new GuardedContent(response.Content, request.Options.TryGetValue(Limit, out var own) ? own : limit);
        return response;
    }

    // Nobody reads 196764 s.
    private string Words(TimeSpan? wait) => wait switch
    {
        null => "",
        { TotalHours: < 1 } seconds => $" {Math.Ceiling(seconds.TotalSeconds).ToString(CultureInfo.InvariantCulture)} s",
        { } far => $" until {(time.GetUtcNow() + far).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)}",
    };

    /// <summary>How long a vendor asks to be left alone, by its own clock where it tells it; null: it does not ask.</summary>
    private TimeSpan? Wait(HttpResponseMessage response)
    {
        var now = response.Headers.Date ?? time.GetUtcNow();
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => Seconds(response, "Retry-After") is { } seconds ? TimeSpan.FromSeconds(seconds)
                : Resets.Select(name => Seconds(response, name)).OfType<double>().FirstOrDefault() is > 0 and var at ? TimeSpan.FromSeconds(at - now.ToUnixTimeSeconds())
                : (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static double? Seconds(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) && double.TryParse(values.First(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < int.MaxValue ? seconds : null;

    /// <summary>The vendor's content, with a stream that counts.</summary>
    private sealed class GuardedContent : HttpContent
    {
        private readonly HttpContent inner;
        private readonly long limit;

        public GuardedContent(HttpContent inner, long limit)
        {
            this.inner = inner;
            this.limit = limit;
            foreach (var (name, values) in inner.Headers) Headers.TryAddWithoutValidation(name, values);
        }

        protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

        protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken)
        {
            var body = new AnswerStream(await inner.ReadAsStreamAsync(cancellationToken), limit);
            if (AnswerTrace.Current is { } trace) trace.Latest = () => (body.Head, body.Size);
            return body;
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await using var body = await CreateContentReadStreamAsync(cancellationToken);
            await body.CopyToAsync(stream, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = inner.Headers.ContentLength ?? 0;
            return inner.Headers.ContentLength is not null;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
