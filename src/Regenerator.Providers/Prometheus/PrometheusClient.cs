using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Regenerator.Providers.Http;
using Regenerator.Signals;

namespace Regenerator.Providers.Prometheus;

/// <summary>Instant queries: POST <c>/api/v1/query</c>, https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries.</summary>
internal sealed class PrometheusClient
{
    private const int ErrorBodyLimit = 64 * 1024;
    private const int ErrorTextLimit = 500;

    private readonly PrometheusOptions options;
    private readonly HttpClient http;
    private readonly Uri endpoint;
    private readonly string shown;
    private readonly AuthenticationHeaderValue? authorization;
    private readonly string[] secrets;

    /// <exception cref="ArgumentException">The options can not work.</exception>
    public PrometheusClient(PrometheusOptions options, HttpClient http)
    {
        OptionsCheck.Connection(options);
        this.options = options;
        this.http = http;
        shown = options.Url.GetLeftPart(UriPartial.Path).TrimEnd('/');
        endpoint = new Uri(shown + "/api/v1/query");
        authorization = options.Auth switch
        {
            null => null,
            { Bearer: { } token } => new AuthenticationHeaderValue("Bearer", token),
            var basic => new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{basic.User}:{basic.Password}"))),
        };
        // A proxy may echo what it was sent. Short header values (a tenant's number) would only garble the text.
        secrets = [.. new[] { options.Auth?.Password, authorization?.Parameter }.Concat(options.Headers.Values.Where(v => v.Length >= 8)).OfType<string>().Where(s => s.Length > 0)];
    }

    /// <exception cref="PrometheusException">There is no answer, or it is no vector.</exception>
    public async Task<PrometheusAnswer> QueryAsync(string query, DateTimeOffset time, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Timeout);
        try
        {
            using var request = Request(query, time);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return await AnswerAsync(response, limit.Token);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw Failure($"no answer within {options.Timeout.TotalSeconds} s", e);
        }
        catch (ThrottledException e)
        {
            throw new ThrottledException(Failure(e.Message).Message, e.RetryAfter, e);
        }
        catch (MalformedAnswerException e)
        {
            throw Failure(e.Message, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Failure(e.Message, e);
        }
    }

    /// <summary>The page on which Prometheus draws a query. Credentials stand in headers only, so that there are none in it.</summary>
    /// <param name="window">Shown with twelve times its length, an hour at least, before its end.</param>
    public Uri GraphOf(string query, TimeWindow window)
    {
        var range = Math.Max(window.Length.TotalSeconds * 12, 3600);
        return new Uri(string.Create(CultureInfo.InvariantCulture,
            $"{shown}/graph?g0.expr={Uri.EscapeDataString(query)}&g0.tab=0&g0.range_input={range:0}s&g0.end_input={Uri.EscapeDataString($"{window.Until.UtcDateTime:yyyy-MM-dd HH:mm:ss}")}"));
    }

    private HttpRequestMessage Request(string query, DateTimeOffset time)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["query"] = query,
                ["time"] = (time.ToUnixTimeMilliseconds() / 1000m).ToString(CultureInfo.InvariantCulture),
                ["timeout"] = QueryTemplate.Duration(options.Timeout),
            }),
        };
        request.Headers.Authorization = authorization;
        request.Options.Set(AnswerGuard.Limit, options.ResponseLimit);
        request.Headers.Accept.ParseAdd("application/json");
        foreach (var (name, value) in options.Headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private async Task<PrometheusAnswer> AnswerAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400) throw Failure($"{status} redirects to {Target(response.Headers.Location)}; redirects are not followed, change the url");
        if (response.RequestMessage?.RequestUri is { } asked && asked != endpoint) throw Failure($"was redirected to {Target(asked)}; use a client that follows none");

        await using var body = await response.Content.ReadAsStreamAsync(ct);
        if (!response.IsSuccessStatusCode)
        {
            var text = await ErrorTextAsync(body, response.ReasonPhrase, ct);
            throw Failure($"{status} {text}", new HttpRequestException(HttpRequestError.Unknown, statusCode: response.StatusCode)); // whether to try again hangs on the status
        }

        await using var counted = new AnswerStream(body, options.ResponseLimit);
        try
        {
            return Answer(await JsonSerializer.DeserializeAsync(counted, PrometheusWire.Default.WireAnswer, ct) ?? throw new JsonException("null"), status);
        }
        catch (JsonException e)
        {
            throw counted.Malformed($"the answer is not what Prometheus answers: {e.Message}", e);
        }
    }

    private PrometheusAnswer Answer(WireAnswer answer, int status)
    {
        if (answer.Status != "success") throw Failure($"{status} {ErrorText(answer)}");
        if (answer.Data is not { } data) throw new JsonException("«data» is missing");
        if (data.ResultType != "vector") throw Failure($"the query gives a {data.ResultType}, a vector is expected: {Advice(data.ResultType)}");
        if (data.Result.ValueKind != JsonValueKind.Array) throw new JsonException("«result» is no list");
        return Answer(data.Result.Deserialize(PrometheusWire.Default.WireSeriesArray)!, answer.Warnings ?? []);
    }

    private static PrometheusAnswer Answer(WireSeries[] series, string[] warnings) =>
        new([.. series.Select(s => new PrometheusSeries(s.Metric ?? [], s.Number()))], warnings);

    private static string Advice(string? type) => type switch
    {
        "matrix" => "put a function around the range, such as increase(…[$window])",
        "scalar" => "use vector(…), or a query that keeps the context's label",
        _ => "write a query that keeps the context's label",
    };

    private static string ErrorText(WireAnswer answer) => $"{answer.ErrorType ?? "error"}: {answer.Error ?? "without a text"}";

    private static async Task<string> ErrorTextAsync(Stream body, string? reason, CancellationToken ct)
    {
        var buffer = new byte[ErrorBodyLimit];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        try
        {
            if (JsonSerializer.Deserialize(buffer.AsSpan(0, length), PrometheusWire.Default.WireAnswer) is { Error: not null } answer) return ErrorText(answer);
        }
        catch (JsonException)
        {
            // A proxy's own page: shown as it is.
        }

        return $"{reason}: {Encoding.UTF8.GetString(buffer, 0, length)}".TrimEnd(' ', ':');
    }

    private static string Target(Uri? location) => location switch
    {
        null => "nowhere",
        { IsAbsoluteUri: true } => location.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped),
        _ => location.OriginalString.Split('?', 2)[0],
    };

    private PrometheusException Failure(string text, Exception? inner = null)
    {
        foreach (var secret in secrets) text = text.Replace(secret, "***", StringComparison.Ordinal);
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new PrometheusException($"prometheus {shown}: {(line.Length > ErrorTextLimit ? string.Concat(line.AsSpan(0, ErrorTextLimit), "…") : line)}", inner);
    }
}

/// <param name="Warnings">Prometheus' own: a remote read failed, a shard was missing.</param>
internal sealed record PrometheusAnswer(PrometheusSeries[] Series, string[] Warnings);

/// <param name="Value">Null: a native histogram.</param>
internal sealed record PrometheusSeries(Dictionary<string, string> Labels, double? Value);
