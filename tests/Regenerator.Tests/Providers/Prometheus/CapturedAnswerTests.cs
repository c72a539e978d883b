using System.Net;
using Regenerator.Providers.Prometheus;
using Regenerator.Rules;
using Regenerator.Testing;
using static Regenerator.Tests.Providers.Prometheus.Asking;

namespace Regenerator.Tests.Providers.Prometheus;

/// <summary>Against answers that a real server gave.</summary>
public sealed class CapturedAnswerTests
{
    [Fact]
    public async Task Counts_of_three_tenants()
    {
        var readings = await ReadAsync(new PrometheusTelemetry(Options(Events), Captured("vector-multi-tenant-increase").Client), Acme, Globex, Initech);

        Assert.Equal(["cfg-acme checkout.completed 420", "cfg-acme login 1200", "cfg-globex checkout.completed 210", "cfg-globex login 600", "cfg-initech checkout.completed 840", "cfg-initech login 1320"],
            readings.Values.SelectMany(r => r.Signals.Select(s => $"{r.ContextId} {s.EventName} {s.Count}")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Latencies_of_three_tenants()
    {
        var readings = await ReadAsync(new PrometheusBehavior(Options(Latency), Captured("vector-p95-by-tenant").Client), Acme, Globex, Initech);

        Assert.Equal(833.333333333333, Assert.Single(readings["cfg-acme"].Signals).Value, 9);
        Assert.Equal(1000, Assert.Single(readings["cfg-globex"].Signals).Value);
    }

    [Fact]
    public async Task Infinities_and_nothings()
    {
        var options = Options(new PrometheusQuery { Kind = SignalKind.Telemetry, Event = "weird", Query = "app_weird" });
        var inf = options with { Context = new() { Label = "kind" } };

        var readings = await ReadAsync(new PrometheusTelemetry(inf, Captured("vector-nan-inf").Client), Regenerator.Testing.ProviderContract.Context("inf"), Regenerator.Testing.ProviderContract.Context("nan"));

        Assert.Equal("partial: {__name__=\"app_weird\", kind=\"inf\"} is +Inf", readings["cfg-inf"].Coverage.ToString());
        Assert.True(readings["cfg-nan"].Coverage.IsComplete);
        Assert.All(readings.Values, r => Assert.Empty(r.Signals));
    }

    [Theory]
    [InlineData("scalar", HttpStatusCode.OK, "the query gives a scalar")]
    [InlineData("matrix-multi-tenant", HttpStatusCode.OK, "the query gives a matrix")]
    [InlineData("error-bad-data", HttpStatusCode.BadRequest, "400 bad_data: invalid parameter \"query\": 1:6: parse error")]
    [InlineData("error-exec", HttpStatusCode.UnprocessableEntity, "422 execution: found duplicate series")]
    [InlineData("error-too-many-points", HttpStatusCode.BadRequest, "400 bad_data: exceeded maximum resolution")]
    public async Task Refusals(string file, HttpStatusCode status, string expected)
    {
        var provider = new PrometheusTelemetry(Options(Events), Captured(file, status).Client);

        var error = await Assert.ThrowsAsync<PrometheusException>(() => ReadAsync(provider, Acme));

        Assert.StartsWith($"prometheus http://127.0.0.1:9090: {expected}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_answer_is_complete() => Assert.True((await AcmeAsync(new PrometheusTelemetry(Options(Events), Captured("empty-vector").Client))).Coverage.IsComplete);

    private static FakeServer Captured(string name, HttpStatusCode status = HttpStatusCode.OK)
    {
        var root = Environment.GetEnvironmentVariable("REGENERATOR_FIXTURES");
        if (string.IsNullOrEmpty(root)) Assert.Skip("REGENERATOR_FIXTURES is not set: it names the folder that holds fixtures/prometheus");
        return FakeServer.Says(File.ReadAllText(Path.Combine(root, "fixtures", "prometheus", name + ".json")), status);
    }
}
