using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Regenerator.Proposals;
using Regenerator.Sinks.Webhook;
using Regenerator.Testing;

namespace Regenerator.Tests.Sinks.Webhook;

public sealed class WebhookSinkTests : SinkContract, IDisposable
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDC2FVsBQIhrs=";

    private readonly TestClock clock = new();
    private readonly FakeReceiver receiver = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => receiver.Dispose();

    protected override ValueTask<IProposalSink> SinkAsync() => new(Sink());

    protected override ValueTask<IProposalSink> FailingSinkAsync()
    {
        receiver.Answer = () => new HttpResponseMessage(HttpStatusCode.InternalServerError) { Content = new StringContent("<html>\n<body>boom") };
        return new(Sink());
    }

    protected override ValueTask<IReadOnlyList<string>> ArrivedAsync() => new([.. receiver.Requests.Select(r => r.Headers["webhook-id"])]);

    [Fact]
    public async Task A_request_is_a_signed_cloud_event()
    {
        await Sink(Secret).SubmitAsync(Some.Delivery(), Ct);

        var (headers, body) = Assert.Single(receiver.Requests);
        Assert.Equal("application/cloudevents+json; charset=utf-8", headers["Content-Type"]);
        Assert.Equal(clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), headers["webhook-timestamp"]);
        Assert.Equal(Some.Delivery().Key, headers["webhook-id"]);
        Assert.Equal(Signed(Secret, headers, body), headers["webhook-signature"]);
        Assert.Equal(("dev.regenerator.proposal.opened", Some.Delivery().Key), (JsonElement.Parse(body).GetProperty("type").GetString(), JsonElement.Parse(body).GetProperty("id").GetString()));
    }

    [Fact]
    public void A_signature_is_what_the_reference_libraries_make_of_it() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Of([Secret])!.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""u8));

    [Fact]
    public async Task With_two_secrets_each_signs()
    {
        await Sink(Secret, Other).SubmitAsync(Some.Delivery(), Ct);

        var (headers, body) = Assert.Single(receiver.Requests);
        Assert.Equal($"{Signed(Secret, headers, body)} {Signed(Other, headers, body)}", headers["webhook-signature"]);
    }

    [Fact]
    public async Task Without_a_secret_nothing_is_signed()
    {
        await Sink().SubmitAsync(Some.Delivery(), Ct);

        Assert.False(Assert.Single(receiver.Requests).Headers.ContainsKey("webhook-signature"));
    }

    [Fact]
    public async Task A_delivery_that_comes_again_is_signed_for_the_time_of_its_sending()
    {
        var sink = Sink(Secret);
        await sink.SubmitAsync(Some.Delivery(), Ct);
        clock.Advance(TimeSpan.FromHours(1));
        await sink.SubmitAsync(Some.Delivery(), Ct);

        Assert.Equal(receiver.Requests[0].Headers["webhook-id"], receiver.Requests[1].Headers["webhook-id"]);
        Assert.Equal(receiver.Requests[0].Body, receiver.Requests[1].Body);
        Assert.NotEqual(receiver.Requests[0].Headers["webhook-signature"], receiver.Requests[1].Headers["webhook-signature"]);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    public async Task Every_2xx_is_taken(int status)
    {
        receiver.Answer = () => new HttpResponseMessage((HttpStatusCode)status) { Content = new StreamContent(new Endless()) };

        await Sink().SubmitAsync(Some.Delivery(), Ct);
    }

    [Fact]
    public async Task Gone_is_final()
    {
        var refused = await RefusedAsync(() => new HttpResponseMessage(HttpStatusCode.Gone));

        Assert.True(refused.IsFinal);
        Assert.Equal("https://hooks.example answered 410 Gone", refused.Message);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, "90", 90)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "90", 90)]
    [InlineData(HttpStatusCode.TooManyRequests, "Mon, 05 Jan 2026 09:15:00 GMT", 600)]
    [InlineData(HttpStatusCode.TooManyRequests, null, null)]
    [InlineData(HttpStatusCode.TooManyRequests, "soon", null)]
    [InlineData(HttpStatusCode.InternalServerError, "90", null)]
    public async Task Retry_after_is_passed_on(HttpStatusCode status, string? after, int? seconds)
    {
        var refused = await RefusedAsync(() =>
        {
            var response = new HttpResponseMessage(status);
            if (after is not null) response.Headers.TryAddWithoutValidation("Retry-After", after);
            return response;
        });

        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, refused.RetryAfter);
        Assert.False(refused.IsFinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        var refused = await RefusedAsync(() => new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri("http://169.254.169.254/latest") } });

        Assert.Equal("https://hooks.example answered 302 redirects, which is not followed: change the url", refused.Message);
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task An_endless_answer_is_read_for_a_few_characters_only()
    {
        var refused = await RefusedAsync(() => new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StreamContent(new Endless()) });

        Assert.InRange(refused.Message.Length, 100, 400);
    }

    [Fact, Trait("Promise", "S6")]
    public async Task Neither_secret_nor_path_is_in_an_error_or_in_the_options_text()
    {
        var refused = await RefusedAsync(() => new HttpResponseMessage(HttpStatusCode.BadRequest));
        receiver.Answer = () => throw new HttpRequestException("Name does not resolve (hooks.example:443)");
        var broken = await Assert.ThrowsAsync<DeliveryException>(() => Sink(Secret).SubmitAsync(Some.Delivery(), Ct));

        foreach (var text in new[] { refused.ToString(), broken.Message, Options(Secret).ToString() })
        {
            Assert.DoesNotContain("/canary", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret[6..], text, StringComparison.Ordinal);
        }
    }

    public static TheoryData<string, WebhookOptions> BadOptions => new()
    {
        { "hook: url is no address: http://… or https://… is expected", Options() with { Url = new Uri("ftp://hooks.example") } },
        { "hook: url holds credentials; requests are told from others by their signature", Options() with { Url = new Uri("https://ann:canary@hooks.example") } },
        { "hook: secrets has one that is not whsec_ and 24 to 64 bytes in base64", Options("canary") },
        { "hook: secrets has one that is not whsec_ and 24 to 64 bytes in base64", Options("whsec_c2hvcnQ=") },
        { "hook: atOnce is 0: 1 to 64", Options() with { AtOnce = 0 } },
        { "hook: timeout is 00:00:00: up to 10 minutes", Options() with { TimeLimit = TimeSpan.Zero } },
    };

    [Theory, Trait("Promise", "S6")]
    [MemberData(nameof(BadOptions), DisableDiscoveryEnumeration = true)]
    public void A_setting_that_can_not_be_is_refused_by_name_and_without_its_secret(string message, WebhookOptions options) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new WebhookSink(options, receiver.Client)).Message);

    private static WebhookOptions Options(params IReadOnlyList<string> secrets) => new() { Name = "hook", Url = new Uri("https://hooks.example/canary?token=canary"), Secrets = secrets };

    private static string Signed(string secret, IReadOnlyDictionary<string, string> headers, string body) =>
        $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.{body}")))}";

    private WebhookSink Sink(params IReadOnlyList<string> secrets) => new(Options(secrets) with { Time = clock }, receiver.Client);

    private Task<DeliveryException> RefusedAsync(Func<HttpResponseMessage> answer)
    {
        receiver.Answer = answer;
        return Assert.ThrowsAsync<DeliveryException>(() => Sink(Secret).SubmitAsync(Some.Delivery(), Ct));
    }

    /// <summary>Answers as told, and keeps what it was sent.</summary>
    private sealed class FakeReceiver : HttpMessageHandler
    {
        private readonly Lock gate = new();

        public Func<HttpResponseMessage> Answer { get; set; } = () => new HttpResponseMessage(HttpStatusCode.NoContent);

        public List<(IReadOnlyDictionary<string, string> Headers, string Body)> Requests { get; } = [];

        public HttpClient Client => new(this, disposeHandler: false);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsStringAsync(cancellationToken);
            lock (gate) Requests.Add((request.Headers.Concat(request.Content.Headers).ToDictionary(h => h.Key, h => string.Join(' ', h.Value), StringComparer.OrdinalIgnoreCase), body));
            var response = Answer();
            response.RequestMessage = request;
            return response;
        }
    }

    private sealed class Endless : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'x');
            return new(buffer.Length);
        }
    }
}
