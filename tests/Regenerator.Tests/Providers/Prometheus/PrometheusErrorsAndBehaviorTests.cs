using Regenerator.Providers.Prometheus;
using static Regenerator.Tests.Providers.Prometheus.Asking;

namespace Regenerator.Tests.Providers.Prometheus;

public sealed class PrometheusErrorsAndBehaviorTests
{
    [Fact]
    public async Task Without_an_id_label_the_group_is_its_labels()
    {
        var server = FakeServer.Vector(("tenant=acme,route=/pay,error_type=timeout", "7"), ("tenant=acme,route=/login,error_type=timeout", "0"));

        var reading = await AcmeAsync(new PrometheusErrors(Options(Failures), server.Client));

        var error = Assert.Single(reading.Signals);
        Assert.Equal("error_type=timeout,route=/pay", error.Id);
        Assert.Equal("errors counted by Prometheus: error_type=timeout,route=/pay", error.Message);
        Assert.Equal(("unknown", 7.0), (error.Classification, error.Count));
        Assert.True(Window.Contains(error.OccurredAt));
        Assert.True(reading.Coverage.IsComplete);
    }

    [Fact]
    public async Task Labels_may_tell_id_message_and_classification()
    {
        var server = FakeServer.Vector(("tenant=acme,group=PAY-1,text=card declined,class=workflow", "7"), ("tenant=acme,text=who?", "1"));
        var query = Failures with { IdLabel = "group", MessageLabel = "text", ClassificationLabel = "class" };

        var reading = await AcmeAsync(new PrometheusErrors(Options(query), server.Client));

        var error = Assert.Single(reading.Signals);
        Assert.Equal(("PAY-1", "card declined", "workflow"), (error.Id, error.Message, error.Classification));
        Assert.Equal("partial: a series has no label «group», which names its group", reading.Coverage.ToString());
    }

    [Fact]
    public async Task A_latency_finds_its_baseline_and_sample_by_labels()
    {
        var server = new FakeServer(q => FakeServer.Json(q switch
        {
            "p95(latency[300s])" => FakeServer.VectorJson(("tenant=acme,route=/pay", "1.84"), ("tenant=acme,route=/cart", "0.1"), ("tenant=acme,route=/idle", "NaN")),
            "usual" => FakeServer.VectorJson(("tenant=acme,route=/pay", "0.42"), ("tenant=acme,route=/cart", "NaN"), ("tenant=globex,route=/cart", "9")),
            _ => FakeServer.VectorJson(("route=/pay,tenant=acme,__name__=x", "812")),
        }));

        var reading = await AcmeAsync(new PrometheusBehavior(Options(Latency with { Baseline = "usual", Sample = "count" }), server.Client));

        Assert.Equal(3, server.Requests.Count);
        Assert.True(reading.Coverage.IsComplete);
        Assert.Equal(2, reading.Signals.Count);
        var pay = reading.Signals.Single(s => s.Text("route") == "/pay");
        Assert.Equal(("checkout", "latency", 1840.0, 420.0, 812.0), (pay.Feature, pay.Metric, pay.Value, pay.Baseline!.Value, pay.SampleSize!.Value));
        var cart = reading.Signals.Single(s => s.Text("route") == "/cart");
        Assert.Equal((100.0, null, null), (cart.Value, cart.Baseline, cart.SampleSize));
    }

    [Fact]
    public async Task A_quantile_in_the_last_bucket_is_no_number()
    {
        var reading = await AcmeAsync(new PrometheusBehavior(Options(Latency), FakeServer.Vector(("tenant=acme", "+Inf")).Client));

        Assert.Empty(reading.Signals);
        Assert.Equal("""partial: {tenant="acme"} is +Inf""", reading.Coverage.ToString());
    }

    [Fact]
    public async Task A_label_may_tell_the_metric_but_only_a_known_one()
    {
        var server = FakeServer.Vector(("tenant=acme,feature=cart,metric=usage", "3"), ("tenant=acme,feature=cart,metric=joy", "3"));

        var reading = await AcmeAsync(new PrometheusBehavior(Options(new PrometheusQuery { Kind = Latency.Kind, Query = "x", FeatureLabel = "feature", MetricLabel = "metric" }), server.Client));

        Assert.Equal("cart/usage", Assert.Single(reading.Signals).Name);
        Assert.Equal("""partial: a series has metric="joy", which is no metric""", reading.Coverage.ToString());
    }

    [Fact]
    public void A_set_of_queries_gives_the_providers_it_needs()
    {
        using var http = FakeServer.Vector().Client;

        var all = PrometheusProvider.Create("main", Options(Events, Failures, Latency), http);
        var one = PrometheusProvider.Create("main", Options(Failures), http);

        Assert.Equal(("main/telemetry", "main/errors", "main/behavior"), (all.Telemetry!.Traits.Name, all.Errors!.Traits.Name, all.Behavior!.Traits.Name));
        Assert.Null(one.Telemetry);
        Assert.NotNull(one.Errors);
        Assert.Null(one.Behavior);
    }
}
