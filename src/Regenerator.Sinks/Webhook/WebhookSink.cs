using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Regenerator.Proposals;

namespace Regenerator.Sinks.Webhook;

/// <summary>
/// POSTs each delivery as a CloudEvent, signed by Standard Webhooks. 2xx is taken, whatever the answer's body; 410 is parked at once;
/// 429 and 503 are obeyed as to when to come again; everything else has failed. Redirects are not followed.
/// </summary>
public sealed class WebhookSink : IProposalSink
{
    private const int AnswerLimit = 200;

    private readonly WebhookOptions options;
    private readonly HttpClient http;
    private readonly WebhookSignature signature;
    private readonly string shown;

    /// <param name="http">Must follow no redirects: a signed request is for one address only.</param>
    /// <exception cref="ArgumentException">A setting can not work; names it.</exception>
    public WebhookSink(WebhookOptions options, HttpClient http)
    {
        var url = options.Url;
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https")) throw OptionsCheck.Refused(options.Name, "url", "is no address: http://… or https://… is expected");
        if (url.UserInfo.Length > 0) throw OptionsCheck.Refused(options.Name, "url", "holds credentials; requests are told from others by their signature");
        signature = WebhookSignature.Of(options.Secrets) ?? throw OptionsCheck.Refused(options.Name, "secrets", "has one that is not whsec_ and 24 to 64 bytes in base64");
        OptionsCheck.Source(options.Name, options.Source);
        OptionsCheck.TimeLimit(options.Name, options.TimeLimit);
        if (options.AtOnce is < 1 or > 64) throw OptionsCheck.Refused(options.Name, "atOnce", $"is {options.AtOnce}: 1 to 64");
        this.options = options;
        this.http = http;
        shown = url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
    }

    public string Name => options.Name;

    public IReadOnlySet<Moment> Moments => options.Moments;

    public TimeSpan TimeLimit => options.TimeLimit;

    public int AtOnce => options.AtOnce;

    /// <exception cref="DeliveryException">The receiver did not take it.</exception>
    public async Task SubmitAsync(ProposalDelivery delivery, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            using var request = Request(delivery);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (response.RequestMessage?.RequestUri is { } asked && asked != options.Url) throw Failure("was redirected; use a client that follows no redirects");
            if (!response.IsSuccessStatusCode) throw await RefusalAsync(response, ct);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            throw Failure((problem.InnerException as System.Security.Authentication.AuthenticationException ?? problem).Message, problem);
        }
    }

    private HttpRequestMessage Request(ProposalDelivery delivery)
    {
        var body = CloudEvent.Of(delivery, options.Source);
        var timestamp = options.Time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, options.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(CloudEvent.MediaType, "utf-8");
        request.Headers.UserAgent.ParseAdd("regenerator");
        request.Headers.Add("webhook-id", delivery.Key);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        if (signature.Sign(delivery.Key, timestamp, body) is { } signed) request.Headers.Add("webhook-signature", signed);
        return request;
    }

    private async Task<DeliveryException> RefusalAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        var words = status is >= 300 and < 400 ? "redirects, which is not followed: change the url" : await AnswerAsync(response, ct);
        return new DeliveryException($"{shown} answered {status} {words}".TrimEnd())
        {
            IsFinal = response.StatusCode == HttpStatusCode.Gone,
            RetryAfter = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable ? Wait(response.Headers.RetryAfter) : null,
        };
    }

    private TimeSpan? Wait(RetryConditionHeaderValue? after) => after?.Delta ?? after?.Date - options.Time.GetUtcNow();

    // Enough to see what the receiver means; what else it sends is not read.
    private static async Task<string> AnswerAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[AnswerLimit];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return length == 0 ? response.ReasonPhrase ?? "" : string.Join(' ', Encoding.UTF8.GetString(buffer, 0, length).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private DeliveryException Failure(string reason, Exception? inner = null) => new($"{shown}: {reason}", inner);
}
