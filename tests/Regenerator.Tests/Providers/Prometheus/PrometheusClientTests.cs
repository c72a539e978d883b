using System.Net;
using System.Net.Sockets;
using Regenerator.Providers.Prometheus;
using static Regenerator.Tests.Providers.Prometheus.Asking;

namespace Regenerator.Tests.Providers.Prometheus;

public sealed class PrometheusClientTests
{
    private const string Secret = "s3cr3t-token";

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, """{"status":"error","errorType":"bad_data","error":"1:6: parse error: unclosed left parenthesis"}""", "400 bad_data: 1:6: parse error: unclosed left parenthesis")]
    [InlineData(HttpStatusCode.UnprocessableEntity, """{"status":"error","data":{"resultType":"vector","result":[]},"errorType":"execution","error":"found duplicate\nseries"}""", "422 execution: found duplicate series")]
    [InlineData(HttpStatusCode.ServiceUnavailable, """{"status":"error","errorType":"timeout","error":"query timed out"}""", "503 timeout: query timed out")]
    [InlineData(HttpStatusCode.OK, """{"status":"error","errorType":"internal","error":"late"}""", "200 internal: late")]
    [InlineData(HttpStatusCode.BadGateway, "<html>\n<h1>Bad Gateway</h1></html>", "502 Bad Gateway: <html> <h1>Bad Gateway</h1></html>")]
    [InlineData(HttpStatusCode.Unauthorized, "", "401 Unauthorized")]
    [InlineData(HttpStatusCode.OK, "<html>please log in</html>", "the answer is not what Prometheus answers: ")]
    [InlineData(HttpStatusCode.OK, """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,7]}]}}""", "the answer is not what Prometheus answers: a sample is [time, \"number\"], not [1,7]")]
    [InlineData(HttpStatusCode.OK, """{"status":"success","data":{"resultType":"vector"}}""", "the answer is not what Prometheus answers: «result» is no list")]
    [InlineData(HttpStatusCode.OK, """{"status":"success","data":{"resultType":"scalar","result":[1,"2"]}}""", "the query gives a scalar, a vector is expected: use vector(…)")]
    [InlineData(HttpStatusCode.OK, """{"status":"success","data":{"resultType":"matrix","result":[]}}""", "the query gives a matrix, a vector is expected: put a function around the range")]
    public async Task Whatever_goes_wrong_is_one_line_that_says_who_and_what(HttpStatusCode status, string body, string expected)
    {
        var error = await FailAsync(FakeServer.Says(body, status), Options(Events));

        Assert.StartsWith($"prometheus http://127.0.0.1:9090: {expected}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task A_long_complaint_is_cut()
    {
        var error = await FailAsync(FakeServer.Says(new string('x', 100_000), HttpStatusCode.InternalServerError), Options(Events));

        Assert.InRange(error.Message.Length, 400, 600);
    }

    [Fact]
    public async Task An_answer_beyond_the_limit_is_not_read_on()
    {
        var server = FakeServer.Vector([.. Enumerable.Range(0, 200).Select(i => ($"tenant=acme,event=e{i}", "1"))]);

        var error = await FailAsync(server, Options(Events) with { ResponseLimit = 1024 });

        Assert.Contains("the answer is longer than 1024 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_its_query_is_not_shown()
    {
        var server = new FakeServer(_ => new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri("https://login.example/start?state=abc") } });

        var error = await FailAsync(server, Options(Events));

        Assert.Equal("prometheus http://127.0.0.1:9090: 302 redirects to https://login.example/start; redirects are not followed, change the url", error.Message);
    }

    [Fact]
    public async Task A_server_that_is_gone_is_an_exception()
    {
        var server = new FakeServer(_ => throw new HttpRequestException("Connection refused (127.0.0.1:9090)", new SocketException(111)));

        Assert.Equal("prometheus http://127.0.0.1:9090: Connection refused (127.0.0.1:9090)", (await FailAsync(server, Options(Events))).Message);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        using var http = new HttpClient(new SilentServer());

        var error = await Assert.ThrowsAsync<PrometheusException>(() => ReadAsync(new PrometheusTelemetry(Options(Events) with { Timeout = TimeSpan.FromSeconds(1) }, http), Acme));

        Assert.Equal("prometheus http://127.0.0.1:9090: no answer within 1 s", error.Message);
    }

    [Fact]
    public async Task The_prefix_the_token_and_the_headers_go_with_every_request()
    {
        var server = FakeServer.Vector();
        var options = Options(Events) with
        {
            Url = new Uri("https://mimir.example/prometheus/"),
            Auth = new() { Bearer = Secret },
            Headers = new Dictionary<string, string> { ["X-Scope-OrgID"] = "team-1" },
        };

        await AcmeAsync(new PrometheusTelemetry(options, server.Client));

        var request = Assert.Single(server.Requests);
        Assert.Equal("https://mimir.example/prometheus/api/v1/query", request.Url.ToString());
        Assert.Equal(("Bearer " + Secret, "team-1"), (request.Headers["Authorization"], request.Headers["X-Scope-OrgID"]));
    }

    [Fact]
    public async Task A_secret_that_a_proxy_echoes_is_not_passed_on()
    {
        var bearer = Options(Events) with { Auth = new() { Bearer = Secret } };
        var basic = Options(Events) with { Auth = new() { User = "prom", Password = "pässword" } };
        var encoded = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("prom:pässword"));

        Assert.Contains("bad token ***", (await FailAsync(FakeServer.Says($"bad token {Secret}", HttpStatusCode.Forbidden), bearer)).ToString(), StringComparison.Ordinal);
        Assert.Contains("bad *** of ***", (await FailAsync(FakeServer.Says($"bad {encoded} of pässword", HttpStatusCode.Forbidden), basic)).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, bearer.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("pässword", basic.ToString(), StringComparison.Ordinal);
    }

    private static async Task<PrometheusException> FailAsync(FakeServer server, PrometheusOptions options) =>
        await Assert.ThrowsAsync<PrometheusException>(() => ReadAsync(new PrometheusTelemetry(options, server.Client), Acme, Globex));

    private sealed class SilentServer : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new System.Diagnostics.UnreachableException();
        }
    }
}
