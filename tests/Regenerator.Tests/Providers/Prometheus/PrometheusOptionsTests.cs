using Regenerator.Providers.Prometheus;
using Regenerator.Rules;
using static Regenerator.Tests.Providers.Prometheus.Asking;

namespace Regenerator.Tests.Providers.Prometheus;

public sealed class PrometheusOptionsTests
{
    [Theory]
    [InlineData("http://prom:hunter2@host:9090", "prometheus: url holds credentials: put them into auth (user and password, or bearer)")]
    [InlineData("prom:hunter2@host:9090", "prometheus: url is «…@…»: http://… or https://… is expected")]
    [InlineData("ftp://host", "prometheus: url is «ftp://host»: http://… or https://… is expected")]
    [InlineData("http://host/?token=abc", "prometheus: url is «http://host/» with a query or a fragment: only a path prefix may follow the host")]
    public void A_url_that_can_not_work_is_refused(string url, string expected) => Assert.Equal(expected, Refusal(Options(Events) with { Url = new Uri(url, UriKind.RelativeOrAbsolute) }));

    [Fact]
    public void Settings_out_of_range_are_refused_by_name()
    {
        Assert.Equal("prometheus: timeout is 00:00:00: 1 second to 10 minutes", Refusal(Options(Events) with { Timeout = TimeSpan.Zero }));
        Assert.Equal("prometheus: responseLimit is 5 bytes: 1 KiB to 1 GiB", Refusal(Options(Events) with { ResponseLimit = 5 }));
        Assert.Equal("prometheus: auth has a bearer and a user: one of them is expected", Refusal(Options(Events) with { Auth = new() { Bearer = "a", User = "b" } }));
        Assert.Equal("prometheus: auth is incomplete: a bearer, or a user and a password, is expected", Refusal(Options(Events) with { Auth = new() { User = "b" } }));
        Assert.Equal("prometheus: headers.X-Org has characters that no header can hold", Refusal(Options(Events) with { Headers = new Dictionary<string, string> { ["X-Org"] = "a\r\nb" } }));
        Assert.Equal("prometheus: queries has none of the kind telemetry", Refusal(Options(Failures)));
    }

    [Fact]
    public void A_query_that_can_not_be_read_is_refused_by_place()
    {
        Assert.Equal("prometheus: queries[1] (kind telemetry) needs event or eventLabel, and not both", Refusal(Options(Failures, new() { Kind = SignalKind.Telemetry, Query = "x" })));
        Assert.Equal("prometheus: queries[0].metric means nothing for the kind telemetry", Refusal(Options(Events with { Metric = "latency" })));
        Assert.Equal("prometheus: queries[0].baseline means nothing for the kind telemetry", Refusal(Options(Events with { Baseline = "x" })));
        Assert.Equal("prometheus: queries[0].entity.specType is «flow»: the known are workflow, capability, policy, dataView, telemetry, experiment, theme, unknown", Refusal(Options(Events with { Entity = new() { SpecType = "flow" } })));
    }

    [Theory]
    [InlineData("rate(x[$__range])", "unknown placeholder $__range: the known are $window, $tenants")]
    [InlineData("x{tenant=\"$tenants\"}", "$tenants stands only where a label is matched: tenant=~\"$tenants\"")]
    [InlineData("x{tenant=~`$tenants`}", "$tenants stands only where a label is matched: tenant=~\"$tenants\"")]
    [InlineData("x{tenant=~$tenants}", "$tenants stands only where a label is matched: tenant=~\"$tenants\"")]
    [InlineData(" ", "the query is empty")]
    public void A_placeholder_that_can_not_work_is_refused_before_anything_is_asked(string query, string expected) =>
        Assert.Equal($"prometheus: queries[0] can not be asked: {expected}", Refusal(Options(Events with { Query = query })));

    [Theory]
    [InlineData("x{tenant=~ \"$tenants\", a=\"it's $5\"}[$window]", "x{tenant=~ \"acme\", a=\"it's $5\"}[300s]")]
    [InlineData("label_replace(x, \"a\", \"$1\", \"b\", '\\'$window$') # $tenants [$window]\n + y[$window]", "label_replace(x, \"a\", \"$1\", \"b\", '\\'$window$') # $tenants [$window]\n + y[300s]")]
    [InlineData("x{tenant=~'$tenants'}", "x{tenant=~'acme'}")]
    public async Task Placeholders_are_filled_where_they_stand_and_nothing_else_is_touched(string query, string expected)
    {
        var server = FakeServer.Vector();

        await AcmeAsync(new PrometheusTelemetry(Options(Events with { Query = query }), server.Client));

        Assert.Equal(expected, Assert.Single(server.Requests).Query);
    }

    private static string Refusal(PrometheusOptions options)
    {
        using var http = FakeServer.Vector().Client;
        return Assert.Throws<ArgumentException>(() => new PrometheusTelemetry(options, http)).Message;
    }
}
