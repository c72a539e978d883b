using Regenerator.Providers.Prometheus;
using Regenerator.Signals;
using Regenerator.Testing;
using static Regenerator.Tests.Providers.Prometheus.Asking;

namespace Regenerator.Tests.Providers.Prometheus;

public sealed class PrometheusTelemetryTests
{
    [Fact]
    public async Task One_request_asks_for_all_contexts_at_the_end_of_the_window()
    {
        var server = FakeServer.Vector(("tenant=acme,event=login", "100.22920833333333"), ("tenant=globex,event=login", "7"));

        var readings = await ReadAsync(new PrometheusTelemetry(Options(Events), server.Client), Globex, Acme, ProviderContract.Context("a.b\"c\\d"));

        var request = Assert.Single(server.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal("http://127.0.0.1:9090/api/v1/query", request.Url.ToString());
        Assert.Equal("1795338300", request.Time);
        Assert.Equal("""sum by (tenant, event) (increase(app_events_total{tenant=~"a\\.b\x22c\\\\d|acme|globex"}[300s]))""", request.Query);
        var signal = Assert.Single(readings["cfg-acme"].Signals);
        Assert.Equal(("login", 100.22920833333333, Exactness.Estimated), (signal.EventName, signal.Count, signal.Exactness));
        Assert.Equal((Window.Since, Window.Until), (signal.WindowStart, signal.WindowEnd));
        Assert.Null(signal.Metadata);
        Assert.Equal(7, Assert.Single(readings["cfg-globex"].Signals).Count);
        Assert.All(readings.Values, r => Assert.True(r.Coverage.IsComplete));
    }

    [Fact]
    public void A_signal_leads_to_the_graph_of_its_query_for_its_own_tenant_and_to_no_secret()
    {
        var server = FakeServer.Vector(("tenant=acme,event=login", "7"));
        var options = Options(Events with { Event = "logout", EventLabel = null, Query = "other" }, Events) with { Url = new Uri("https://prom.example/base/"), Auth = new() { Bearer = "hush-hush" } };
        var provider = new PrometheusTelemetry(options, server.Client);

        var link = provider.LinkTo(Acme, Window, Some.TelemetrySignal("login"))!.AbsoluteUri;

        Assert.Equal(
            "https://prom.example/base/graph?g0.expr=sum%20by%20%28tenant%2C%20event%29%20%28increase%28app_events_total%7Btenant%3D~%22acme%22%7D%5B300s%5D%29%29&g0.tab=0&g0.range_input=3600s&g0.end_input=2026-11-22%2009%3A05%3A00",
            link);
        Assert.DoesNotContain("hush", link, StringComparison.Ordinal);
        Assert.Null(provider.LinkTo(Acme, Window, Some.ErrorSignal()));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Nobody_to_ask_for_sends_nothing()
    {
        var server = FakeServer.Vector();

        Assert.Empty(await ReadAsync(new PrometheusTelemetry(Options(Events), server.Client)));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Labels_that_do_not_name_the_signal_are_its_metadata_and_name_its_entity()
    {
        var server = FakeServer.Vector(("tenant=acme,event=failed,workflow=checkout,ver=1.20,severity=critical", "3"));
        var query = Events with { ClassificationLabel = "severity", Entity = new() { SpecType = "workflow", SlotLabel = "workflow", VersionLabel = "ver" } };

        var signal = Assert.Single((await AcmeAsync(new PrometheusTelemetry(Options(query), server.Client))).Signals);

        Assert.Equal("failed{severity=critical,ver=1.20,workflow=checkout}", signal.Name);
        Assert.Equal(new SpecEntity("workflow", Version: "1.20", Slot: "checkout"), signal.Entity);
        Assert.Equal("critical", signal.Classification);
    }

    [Fact]
    public async Task A_series_without_data_is_no_signal_and_no_zero()
    {
        var server = FakeServer.Vector(("tenant=acme,event=login", "NaN"));

        var reading = await AcmeAsync(new PrometheusTelemetry(Options(Events with { Expect = ["login"] }), server.Client));

        Assert.Empty(reading.Signals);
        Assert.True(reading.Coverage.IsComplete);
    }

    [Theory]
    [InlineData("+Inf", "is +Inf")]
    [InlineData("Inf", "is +Inf")]
    [InlineData("-Inf", "is -Inf")]
    [InlineData("-3", "is -3: a count is never negative")]
    public async Task A_number_that_no_rule_can_use_makes_only_its_own_reading_partial(string value, string reason)
    {
        var server = FakeServer.Vector(("tenant=acme,event=login", value), ("tenant=acme,event=logout", "1"), ("tenant=globex,event=login", "2"));

        var readings = await ReadAsync(new PrometheusTelemetry(Options(Events with { Expect = ["signup"] }), server.Client), Acme, Globex);

        Assert.Equal("logout", Assert.Single(readings["cfg-acme"].Signals).EventName);
        Assert.Equal($$"""partial: {event="login", tenant="acme"} {{reason}}""", readings["cfg-acme"].Coverage.ToString());
        Assert.Equal(["login", "signup"], readings["cfg-globex"].Signals.Select(s => s.EventName));
    }

    [Fact]
    public async Task A_warning_makes_every_reading_partial_and_no_zero_is_made_up()
    {
        var server = FakeServer.Says("""{"status":"success","warnings":["remote read: shard 3 is down"],"data":{"resultType":"vector","result":[]}}""");

        var reading = await AcmeAsync(new PrometheusTelemetry(Options(Events with { Expect = ["login"] }), server.Client));

        Assert.Empty(reading.Signals);
        Assert.Equal("partial: prometheus warns: remote read: shard 3 is down", reading.Coverage.ToString());
    }

    [Fact]
    public async Task A_native_histogram_is_skipped_by_name()
    {
        var server = FakeServer.Says("""
            {"status":"success","data":{"resultType":"vector","result":[{"metric":{"tenant":"acme","event":"x"},"histogram":[1795337340,{"count":"3","sum":"4","buckets":[[0,"1","2","3"]]}]}]}}
            """);

        var reading = await AcmeAsync(new PrometheusTelemetry(Options(Events), server.Client));

        Assert.Empty(reading.Signals);
        Assert.Contains("is a native histogram", reading.Coverage.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expected_event_that_a_complete_answer_does_not_have_did_not_happen()
    {
        var server = FakeServer.Vector(("tenant=globex,event=login", "2"));

        var readings = await ReadAsync(new PrometheusTelemetry(Options(Events with { Expect = ["login"] }), server.Client), Acme, Globex);

        var zero = Assert.Single(readings["cfg-acme"].Signals);
        Assert.Equal(("login", 0.0), (zero.EventName, zero.Count));
        Assert.Equal(2, Assert.Single(readings["cfg-globex"].Signals).Count);
    }

    [Theory]
    [InlineData("0")]
    [InlineData(null)]
    public async Task Where_nothing_is_scraped_silence_means_nothing(string? up)
    {
        var server = new FakeServer(q => FakeServer.Json(q.StartsWith("up", StringComparison.Ordinal) && up is not null ? FakeServer.VectorJson(("job=app", up)) : FakeServer.VectorJson()));
        var options = Options(Events with { Expect = ["login"] }) with { UpQuery = "up{job=\"app\"}" };

        var reading = await AcmeAsync(new PrometheusTelemetry(options, server.Client));

        Assert.Empty(reading.Signals);
        Assert.Equal("unavailable: nothing is scraped: the up query has no series above 0", reading.Coverage.ToString());
    }

    [Fact]
    public async Task Where_something_is_scraped_silence_is_zero()
    {
        var server = new FakeServer(q => FakeServer.Json(q == "up" ? FakeServer.VectorJson(("job=app", "1")) : FakeServer.VectorJson()));

        var reading = await AcmeAsync(new PrometheusTelemetry(Options(Events with { Expect = ["login"] }) with { UpQuery = "up" }, server.Client));

        Assert.Equal(0, Assert.Single(reading.Signals).Count);
        Assert.True(reading.Coverage.IsComplete);
    }

    [Fact]
    public async Task Series_of_nobody_are_counted_and_told()
    {
        var server = FakeServer.Vector(("tenant=foo,event=a", "1"), ("tenant=foo,event=b", "1"), ("event=c", "1"), ("tenant=acme,event=a", "1"), ("tenant=globex,event=a", "1"));
        IReportsUnmapped provider = new PrometheusTelemetry(Options(Events), server.Client);

        await AcmeAsync((PrometheusTelemetry)provider);

        Assert.Equal(["2 series of tenant=\"foo\" belong to nobody", "1 series without the label «tenant» belong to nobody", "1 series of tenant=\"globex\" belong to nobody"], provider.UnmappedNotices());

        await ReadAsync((PrometheusTelemetry)provider, Globex);
        Assert.Equal(["", "foo"], provider.Unmapped.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_flood_of_strangers_is_told_in_a_hundred_names()
    {
        var server = FakeServer.Vector([.. Enumerable.Range(0, 250).Select(i => ($"tenant=t{i:000},event=a", "1"))]);
        IReportsUnmapped provider = new PrometheusTelemetry(Options(Events), server.Client);

        await AcmeAsync((PrometheusTelemetry)provider);

        Assert.Equal(101, provider.Unmapped.Count);
        Assert.Equal(150, provider.Unmapped[IReportsUnmapped.FurtherValues]);
        Assert.StartsWith("150 series of further values of «tenant»", provider.UnmappedNotices().First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_signal_from_two_queries_counts_once()
    {
        var server = FakeServer.Vector(("tenant=acme,event=login", "4"));

        var reading = await AcmeAsync(new PrometheusTelemetry(Options(Events, Events), server.Client));

        Assert.Single(reading.Signals);
        Assert.Equal("partial: the queries give «login» twice; the first counts", reading.Coverage.ToString());
    }

    [Fact]
    public async Task A_context_that_has_no_value_to_compare_with_can_not_be_answered()
    {
        var server = FakeServer.Vector();
        var options = Options(Events) with { Context = new() { Label = "app", EqualTo = PrometheusIdentity.AppId } };

        var readings = await ReadAsync(new PrometheusTelemetry(options, server.Client), ProviderContract.Context("acme", app: ""));

        Assert.Equal("unavailable: the context has no AppId to compare the label «app» with", readings["cfg-acme"].Coverage.ToString());
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(PrometheusIdentity.ContextId, "cfg-acme")]
    [InlineData(PrometheusIdentity.AppId, "shop")]
    public async Task The_label_may_speak_of_contexts_or_apps(PrometheusIdentity equalTo, string value)
    {
        var server = FakeServer.Vector(($"who={value},event=login", "4"));
        var options = Options(Events) with { Context = new() { Label = "who", EqualTo = equalTo } };

        Assert.Single((await AcmeAsync(new PrometheusTelemetry(options, server.Client))).Signals);
    }

    [Fact]
    public void A_query_that_names_no_tenants_is_asked_once_for_all()
    {
        using var http = FakeServer.Vector().Client;

        Assert.Equal(500, new PrometheusTelemetry(Options(Events), http).Traits.ContextsPerRequest);
        Assert.Equal(100_000, new PrometheusTelemetry(Options(Events with { Query = "sum by (tenant, event) (x)" }), http).Traits.ContextsPerRequest);
    }
}
