using Regenerator.Contexts;
using Regenerator.Providers.Prometheus;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Prometheus;

public sealed class PrometheusProviderTests(PrometheusProviderTests.Shop shop) : IClassFixture<PrometheusProviderTests.Shop>
{
    private static readonly PrometheusQuery Events = new()
    {
        Kind = SignalKind.Telemetry,
        EventLabel = "event",
        Expect = ["login", "workflow.failure"],
        Query = "sum by (tenant, event) (increase(app_events_total[$window]))",
    };

    private static readonly PrometheusQuery Latency = new()
    {
        Kind = SignalKind.Behavior,
        Feature = "checkout",
        Metric = "latency",
        Scale = 1000,
        Query = "histogram_quantile(0.95, sum by (tenant, le) (increase(request_seconds_bucket{tenant=~\"$tenants\"}[$window])))",
        Baseline = "histogram_quantile(0.95, sum by (tenant, le) (increase(request_seconds_bucket{tenant=~\"$tenants\"}[$window] offset 30m)))",
        Sample = "sum by (tenant) (increase(request_seconds_count{tenant=~\"$tenants\"}[$window]))",
    };

    private static readonly RegenerationContext[] Tenants = [ProviderContract.Context("acme"), ProviderContract.Context("globex"), ProviderContract.Context("a.c\"me")];

    [Fact]
    public async Task Counts_of_three_tenants_strangers_and_what_did_not_happen()
    {
        var provider = new PrometheusTelemetry(shop.Options(Events), shop.Server.Http);

        var readings = await ReadAsync(provider);

        Assert.All(readings.Values, r => Assert.Equal(Coverage.Complete, r.Coverage));
        Assert.Equal([("login", 100), ("workflow.failure", 20)], Counts(readings["cfg-acme"]));
        Assert.Equal([("login", 50), ("workflow.failure", 0)], Counts(readings["cfg-globex"]));
        Assert.Equal([("login", 10), ("workflow.failure", 0)], Counts(readings["cfg-a.c\"me"]));
        Assert.Equal(["2 series of tenant=\"foo\" belong to nobody"], ((IReportsUnmapped)provider).UnmappedNotices());
    }

    [Fact]
    public async Task Tenants_are_named_literally()
    {
        var named = Events with { Query = "sum by (tenant, event) (increase(app_events_total{tenant=~\"$tenants\"}[$window]))", Expect = [] };
        var provider = new PrometheusTelemetry(shop.Options(named), shop.Server.Http);

        var odd = await provider.ReadAllAsync([Tenants[2]], Shop.Window, TestContext.Current.CancellationToken);

        Assert.Equal([("login", 10)], Counts(odd["cfg-a.c\"me"]));
        Assert.Empty(provider.Unmapped);
    }

    [Fact]
    public async Task A_latency_with_its_baseline_and_sample()
    {
        var readings = await ReadAsync(new PrometheusBehavior(shop.Options(Latency), shop.Server.Http));

        var acme = Assert.Single(readings["cfg-acme"].Signals);
        Assert.Equal(Coverage.Complete, readings["cfg-acme"].Coverage);
        // Half of the requests lie between 0.5 s and 1 s: 95 of 100 is nine tenths on the way. Before, all lay below 0.1 s.
        Assert.Equal(950, acme.Value, 3);
        Assert.Equal(95, acme.Baseline!.Value, 3);
        Assert.Equal(50, acme.SampleSize!.Value, 3);
        Assert.Empty(readings["cfg-globex"].Signals);
    }

    [Fact]
    public async Task Where_nothing_is_scraped_silence_means_nothing()
    {
        var nothing = Events with { Query = "sum by (tenant, event) (increase(gone_total[$window]))" };

        var silent = await ReadAsync(new PrometheusTelemetry(shop.Options(nothing) with { UpQuery = "max_over_time(scraped{job=\"gone\"}[$window])" }, shop.Server.Http));
        var quiet = await ReadAsync(new PrometheusTelemetry(shop.Options(nothing) with { UpQuery = "max_over_time(scraped{job=\"app\"}[$window])" }, shop.Server.Http));

        Assert.All(silent.Values, r => Assert.True(r.Coverage.IsUnavailable));
        Assert.All(quiet.Values, r => Assert.Equal([("login", 0), ("workflow.failure", 0)], Counts(r)));
    }

    [Theory]
    [InlineData("sum by (tenant (x)", "400 bad_data: invalid parameter \"query\": ")]
    [InlineData("sum by (tenant) (app_events_total) / on (tenant) app_events_total", "422 execution: ")]
    [InlineData("scalar(sum(app_events_total))", "the query gives a scalar, a vector is expected: ")]
    [InlineData("app_events_total[$window]", "the query gives a matrix, a vector is expected: ")]
    public async Task A_query_that_can_not_be_answered_is_told_in_prometheus_own_words(string query, string expected)
    {
        var error = await Assert.ThrowsAsync<PrometheusException>(() => ReadAsync(new PrometheusTelemetry(shop.Options(Events with { Query = query }), shop.Server.Http)));

        Assert.StartsWith($"prometheus {shop.Server.Url.ToString().TrimEnd('/')}: {expected}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_has_stopped_is_an_exception()
    {
        await using var server = await PrometheusServer.StartAsync(new OpenMetrics(Shop.Window.Since, Shop.Window.Until, TimeSpan.FromMinutes(1)).Gauge("x", _ => 1).ToString(), TestContext.Current.CancellationToken);
        await server.StopAsync();

        var error = await Assert.ThrowsAsync<PrometheusException>(() => ReadAsync(new PrometheusTelemetry(shop.Options(Events) with { Url = server.Url }, server.Http)));

        Assert.Contains("refused", error.Message, StringComparison.Ordinal);
    }

    private static Task<Dictionary<string, IReading<T>>> ReadAsync<T>(ISignalProvider<T> provider)
        where T : RegeneratorSignal =>
        provider.ReadAllAsync(Tenants, Shop.Window, TestContext.Current.CancellationToken);

    /// <summary>Rounded for the eye: on the grid nothing is extrapolated, but floating point is.</summary>
    private static IEnumerable<(string, double)> Counts(IReading<TelemetrySignal> reading) =>
        reading.Signals.Select(s => (s.EventName, Math.Round(s.Count, 6))).OrderBy(s => s.EventName, StringComparer.Ordinal);

    /// <summary>Three tenants, one of them oddly named, and a stranger; a tenant whose latency went up in the last five minutes.</summary>
    public sealed class Shop : IAsyncLifetime
    {
        public static readonly TimeWindow Window = new(DateTimeOffset.Parse("2025-01-15T10:00:00Z"), DateTimeOffset.Parse("2025-01-15T10:05:00Z"));

        public PrometheusServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await PrometheusServer.StartAsync(
            new OpenMetrics(Window.Since.AddHours(-1), Window.Until, TimeSpan.FromMinutes(1))
                .Counter("app_events", _ => 20, ("tenant", "acme"), ("event", "login"))
                .Counter("app_events", at => at > Window.Since ? 4 : 0, ("tenant", "acme"), ("event", "workflow.failure"))
                .Counter("app_events", _ => 10, ("tenant", "globex"), ("event", "login"))
                .Counter("app_events", _ => 2, ("tenant", "a.c\"me"), ("event", "login"))
                .Counter("app_events", _ => 1, ("tenant", "foo"), ("event", "login"))
                .Counter("app_events", _ => 1, ("tenant", "foo"), ("event", "logout"))
                .Gauge("scraped", _ => 1, ("job", "app"))
                .Histogram("request_seconds", [0.1, 0.5, 1], at => at > Window.Since ? [5, 0, 5] : [10, 0, 0], ("tenant", "acme"))
                .Histogram("request_seconds", [0.1, 0.5, 1], _ => [0, 0, 0], ("tenant", "globex")).ToString(),
            TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync() => Server.DisposeAsync();

        public PrometheusOptions Options(params PrometheusQuery[] queries) => new() { Name = "prom", Url = Server.Url, Queries = queries };
    }
}
