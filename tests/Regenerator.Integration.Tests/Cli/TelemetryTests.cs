using System.Runtime.InteropServices;
using System.Text.Json;

namespace Regenerator.Integration.Tests.Cli;

/// <summary>Traces and logs of <c>serve</c>, and what must not be in any of them.</summary>
public sealed class TelemetryTests : IDisposable
{
    private const string Canary = "canary-Zk3v9QpL";

    private static readonly HttpClient Http = new(new SocketsHttpHandler(), disposeHandler: true);

    private readonly CliFolder folder = CliFolder.Of<TelemetryTests>();

    public TelemetryTests() => folder.CopyFrom(Path.Combine(ShopTests.Repository(), "samples", "shop"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pass_is_a_trace_down_to_the_request_and_to_the_step()
    {
        await using var collector = await OtlpCollector.StartAsync();
        folder.Write("regenerator.json", folder.Read("regenerator.json").Replace("\"rules\"", $$"""
            "otlp": { "endpoint": "{{collector.Address}}" },
              "rules"
            """, StringComparison.Ordinal).Replace("\"policy\": \"manual\"", "\"policy\": \"auto\"", StringComparison.Ordinal));

        (await folder.RunAsync("serve", ".", "--once")).Ended(0);

        var pass = Assert.Single(collector.Spans, s => s.Name == "regenerator.pass");
        Assert.Equal("", pass.Parent);
        var slice = collector.Spans.First(s => s.Name == "regenerator.slice" && s.Parent == pass.Id && Inside(s).Any());
        Assert.Superset(new HashSet<string> { "regenerator.rules", "regenerator.commit" }, Inside(slice).ToHashSet());
        Assert.Contains(collector.Spans, s => s.Name == "regenerator.provider.request" && s.Text.Contains("shop/telemetry", StringComparison.Ordinal));
        Assert.Equal(3, collector.Spans.Count(s => s.Name == "regenerator.decide" && s.Text.Contains("policy:auto", StringComparison.Ordinal)));
        var apply = collector.Spans.First(s => s.Name == "regenerator.apply");
        Assert.Equal(pass.Id, apply.Parent);
        Assert.Contains("regenerator.apply.step", Inside(apply));
        Assert.Contains("regenerator.passes", collector.Everything, StringComparison.Ordinal); // metrics go there too

        IEnumerable<string> Inside(Span parent) => collector.Spans.Where(s => s.Parent == parent.Id).Select(s => s.Name);
    }

    [Fact]
    public async Task Json_logs_are_one_event_a_line_and_nothing_else()
    {
        await using var serving = RegeneratorCommand.Start(folder.Location, [], "serve", ".", "--urls", "http://127.0.0.1:0", "--log-format", "json");
        await serving.SaysAsync("\"event\":\"PassFinished\"");
        serving.Signal(PosixSignal.SIGTERM);
        var answer = (await serving.EndAsync()).Ended(0);

        Assert.Equal("", answer.Out);
        var events = answer.Err.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToArray();
        Assert.All(events, e => Assert.Equal(["time", "level", "eventId", "event", "message"], e.EnumerateObject().Take(5).Select(m => m.Name)));
        Assert.Equal(["Listening", "Watching"], events.Take(2).Select(e => e.GetProperty("event").GetString()));
        Assert.Equal("Stopped", events[^1].GetProperty("event").GetString());
        var opened = events.Where(e => e.GetProperty("event").GetString() == "ProposalOpened").ToArray();
        Assert.Equal(["checkout-failing", "feature-unused", "product-list-slow"], opened.Select(e => e.GetProperty("rule").GetString()).Order(StringComparer.Ordinal));
        Assert.All(opened, e => Assert.Equal(36, e.GetProperty("proposal").GetString()!.Length));
        var pass = events.First(e => e.GetProperty("event").GetString() == "PassFinished");
        Assert.Equal((3, 3, "complete"), (pass.GetProperty("contexts").GetInt32(), pass.GetProperty("opened").GetInt32(), pass.GetProperty("result").GetString()));
    }

    [Fact]
    public async Task What_ends_it_is_an_event_too() =>
        Assert.Equal(
            "Ended",
            JsonElement.Parse((await folder.RunAsync("serve", "nowhere", "--log-format", "json")).Ended(1).Err).GetProperty("event").GetString());

    [Fact]
    [Trait("Promise", "S6")]
    public async Task A_secret_is_in_no_log_line_trace_metric_or_health_body()
    {
        await using var collector = await OtlpCollector.StartAsync();
        folder.Write("regenerator.json", folder.Read("regenerator.json").Replace("\"providers\": [", $$"""
            "providers": [
                { "name": "prom", "type": "prometheus", "url": "{{collector.Address}}", "auth": { "bearer": "${env:PROM_TOKEN}" }, "context": { "label": "tenant", "equals": "tenantId" },
                  "queries": [ { "kind": "telemetry", "eventLabel": "event", "query": "sum by (tenant,event) (increase(x{tenant=~\"$tenants\",token=\"{{Canary}}\"}[$window]))" } ] },
            """, StringComparison.Ordinal));
        await using var serving = RegeneratorCommand.Start(
            folder.Location, [("PROM_TOKEN", Canary), ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")],
            "serve", ".", "--urls", "http://127.0.0.1:0", "--log-format", "json");
        await serving.SaysAsync("\"event\":\"PassFinished\"");
        var address = JsonElement.Parse(serving.Said.Split('\n')[0]).GetProperty("address").GetString();

        var ready = await Http.GetAsync($"{address}/readyz", Ct);
        string[] said = [await ready.Content.ReadAsStringAsync(Ct), await Http.GetStringAsync($"{address}/metrics", Ct)];
        serving.Signal(PosixSignal.SIGTERM);
        var answer = (await serving.EndAsync()).Ended(0);
        var quarantine = await folder.RunAsync("coverage", "--workspace", ".", "--output", "json");

        Assert.Contains("\"event\":\"ProviderFault\"", answer.Err, StringComparison.Ordinal); // it did ask, and was refused with its own secret
        Assert.Contains(collector.Spans, s => s.Name == "regenerator.provider.request" && s.Text.Contains("prom", StringComparison.Ordinal));
        Assert.All([.. said, answer.Out, answer.Err, collector.Everything, quarantine.Out], text => Assert.DoesNotContain(Canary, text, StringComparison.Ordinal));
    }

    public void Dispose() => folder.Dispose();
}
