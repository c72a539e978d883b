using System.Diagnostics.Metrics;
using System.Text;
using Regenerator.Http.Metrics;

namespace Regenerator.Tests.Http.Metrics;

public sealed class MetricsCollectorTests : IDisposable
{
    private readonly Meter meter;
    private readonly MetricsCollector collector;

    public MetricsCollectorTests()
    {
        var name = $"test-{TestContext.Current.Test!.UniqueID}"; // meters are the process's
        meter = new Meter(name);
        collector = new MetricsCollector(name);
    }

    [Fact]
    public void Counters_add_up_per_labels()
    {
        var counter = meter.CreateCounter<long>("engine.faults", description: "What failed");
        counter.Add(2, Tag("of", "rule"));
        counter.Add(3, Tag("of", "sink"));
        counter.Add(1, Tag("of", "rule"));

        Assert.Equal(
            """
            # HELP engine_faults_total What failed
            # TYPE engine_faults_total counter
            engine_faults_total{of="rule"} 3
            engine_faults_total{of="sink"} 3

            """,
            Page("engine_faults_total"));
    }

    [Fact]
    public void A_gauge_says_what_it_said_last()
    {
        var gauge = meter.CreateGauge<double>("engine.lag", "s", "How far behind");
        gauge.Record(7);
        gauge.Record(0.25);

        Assert.EndsWith("engine_lag_seconds 0.25\n", Page("engine_lag_seconds"), StringComparison.Ordinal);
    }

    [Fact]
    public void Observed_instruments_are_asked_when_the_page_is()
    {
        var asked = 0;
        meter.CreateObservableCounter("engine.seen", () => ++asked, description: "Seen");

        Assert.EndsWith("engine_seen_total 1\n", Page("engine_seen_total"), StringComparison.Ordinal);
        Assert.EndsWith("engine_seen_total 2\n", Page("engine_seen_total"), StringComparison.Ordinal);
    }

    [Fact]
    public void Buckets_of_a_histogram_hold_what_is_at_most_their_bound()
    {
        var histogram = meter.CreateHistogram<double>("engine.duration", "s", "How long");
        foreach (var seconds in new[] { 0.1, 0.2, 1000 }) histogram.Record(seconds);

        var page = Page("engine_duration_seconds");
        Assert.Contains("""engine_duration_seconds_bucket{le="0.05"} 0""", page, StringComparison.Ordinal);
        Assert.Contains("""engine_duration_seconds_bucket{le="0.1"} 1""", page, StringComparison.Ordinal);
        Assert.Contains("""engine_duration_seconds_bucket{le="0.25"} 2""", page, StringComparison.Ordinal);
        Assert.Contains("""engine_duration_seconds_bucket{le="300"} 2""", page, StringComparison.Ordinal);
        Assert.Contains("""engine_duration_seconds_bucket{le="+Inf"} 3""", page, StringComparison.Ordinal);
        Assert.EndsWith("engine_duration_seconds_sum 1000.3\nengine_duration_seconds_count 3\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_of_labels_can_not_break_out_of_their_quotes()
    {
        meter.CreateGauge<int>("engine.sinks", description: "One \\ two\nthree \"four\"").Record(1, Tag("sink", "a\\b\"} 1\ninjected 2"));

        Assert.Equal(
            "# HELP engine_sinks One \\\\ two\\nthree \"four\"\n# TYPE engine_sinks gauge\nengine_sinks{sink=\"a\\\\b\\\"} 1\\ninjected 2\"} 1\n",
            Page("engine_sinks"));
    }

    [Fact]
    [Trait("Promise", "S4")]
    public void A_label_that_could_name_a_tenant_is_left_off()
    {
        var counter = meter.CreateCounter<long>("engine.read", description: "Read");
        counter.Add(1, Tag("tenant", "acme"), Tag("provider", "prom"));
        counter.Add(1, Tag("context", "cfg-zeta"), Tag("provider", "prom"));

        Assert.EndsWith("\nengine_read_total{provider=\"prom\"} 2\n", Page("engine_read_total"), StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_only_so_many_series_and_what_is_beyond_is_counted()
    {
        var counter = meter.CreateCounter<long>("engine.asked", description: "Asked");
        for (var i = 0; i < MetricsCollector.MostSeries + 7; i++) counter.Add(1, Tag("provider", $"p{i}"));

        Assert.Equal(MetricsCollector.MostSeries + 2, Page("engine_asked_total").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.EndsWith("regenerator_metrics_dropped_total 7\n", Page("regenerator_metrics_dropped_total"), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        collector.Dispose();
        meter.Dispose();
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => KeyValuePair.Create(name, (object?)value);

    private string Page(string name) => Encoding.UTF8.GetString(PrometheusText.Write(collector.Collect().Where(f => f.Name == name)));
}
