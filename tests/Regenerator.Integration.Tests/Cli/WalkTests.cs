using System.Text.Json;
using Regenerator.Integration.Tests.Prometheus;

namespace Regenerator.Integration.Tests.Cli;

/// <summary>From a real Prometheus to a changed file: three tenants, of whom one has a checkout that fails in 31 % of its starts.</summary>
public sealed class WalkTests(WalkTests.Traffic traffic) : IClassFixture<WalkTests.Traffic>, IDisposable
{
    private const string Canary = "canary-8f1c2d";
    private const string Effect = "workflow slot «checkout» now points to checkout.safe@1.2.0, was checkout.fast@2.0.0";
    private const string Query = """sum by (tenant,event,workflow) (increase(app_events_total{tenant=~"$tenants"}[$window]))""";

    private readonly CliFolder folder = CliFolder.Of<WalkTests>();

    [Fact]
    public async Task Two_documents_rules_and_a_sink()
    {
        folder.Write("blueprint.json", Pair.Blueprint);
        folder.Write("tenant.json", Pair.Tenant());
        folder.Write("sink.cs", Pair.Sink);
        folder.Write("rules.cs", $$""""
            public static class Module
            {
                public static IReadOnlyList<IRegenerationRule> Rules => [new WorkflowFailureRule(new() { Propose = new SpecEdit.PinWorkflow("checkout", new SpecRef("checkout.safe", "1.2.0")) })];

                public static ITelemetrySignalProvider Telemetry(ModuleContext m) => new PrometheusTelemetry(
                    new PrometheusOptions
                    {
                        Url = new Uri(m.Secret("PROM_URL")),
                        Queries = [new PrometheusQuery { Kind = SignalKind.Telemetry, EventLabel = "event", Entity = new PrometheusEntity { SpecType = "workflow", SlotLabel = "workflow" }, Query = """{{Query}}""" }],
                    },
                    m.Http);
            }
            """");

        var opened = Assert.Single((await RunAsync("--detailed-exitcode")).Ended(2).Json.GetProperty("opened").EnumerateArray());
        Assert.Equal(Effect, Assert.Single(opened.GetProperty("effect").EnumerateArray()).GetString());
        Assert.Equal("""{"pinWorkflow":{"slot":"checkout","to":{"key":"checkout.safe","version":"1.2.0"}}}""", Compact(opened.GetProperty("proposal").GetProperty("actions")[0].GetProperty("edits")[0]));
        Assert.Equal("""{"moment":"Opened","context":"acme","title":"Workflow \u00ABcheckout\u00BB fails too often"}""", Assert.Single(folder.Read("sink.ndjson").Split('\n', StringSplitOptions.RemoveEmptyEntries)));

        var approved = (await folder.RunAsync("proposals", "approve", opened.GetProperty("id").GetString()!, "--digest", opened.GetProperty("digest").GetString()![..12])).Ended(0);
        Assert.StartsWith("applied  Workflow «checkout» fails too often", approved.Out, StringComparison.Ordinal);
        var changed = Lines.Changed(Pair.Tenant(), folder.Read("tenant.json"));
        Assert.Equal(["meta", "workflowOverrides"], changed.Where(c => c[0] == '-').Select(c => c.Split('"')[1]));
        Assert.Contains(changed, c => c.Contains("checkout.safe", StringComparison.Ordinal));

        var second = (await RunAsync()).Ended(0).Json;
        Assert.Empty(second.GetProperty("opened").EnumerateArray());
        Assert.Single(folder.Read("sink.ndjson").Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_workspace_with_a_secret_and_its_recording_again()
    {
        Workspace("live", $$"""{ "name": "prom", "type": "prometheus", "url": "{{traffic.Server.Url}}", "auth": { "bearer": "${env:PROM_TOKEN}" }, "queries": [{ "kind": "telemetry", "eventLabel": "event", "entity": { "specType": "workflow", "slotLabel": "workflow" }, "query": {{JsonSerializer.Serialize(Query)}} }] }""");

        var live = (await RegeneratorCommand.RunAsync(folder.Location, [("PROM_TOKEN", Canary)], "serve", "live", "--once", "--output", "json")).Ended(0);
        var shown = (await RegeneratorCommand.RunAsync(folder.Location, [], "serve", "live", "--once")).Ended(1);
        var listed = (await folder.RunAsync("proposals", "list", "--workspace", "live", "--output", "json")).Ended(0); // deciding needs no provider's secret

        Assert.Equal([("acme", Effect)], Wishes(live.Json, "opened"));
        Assert.Equal([("acme", Effect)], Wishes(listed.Json, "proposals"));
        Assert.Contains("providers[0].auth.bearer: the environment variable PROM_TOKEN is not set", shown.Err, StringComparison.Ordinal);
        Assert.All([live.Out, live.Err, shown.Err, listed.Out], said => Assert.DoesNotContain(Canary, said, StringComparison.Ordinal));
        Assert.All(folder.Files(), file => Assert.False(File.ReadAllBytes(folder.PathOf(file)).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Canary)) >= 0, $"{file} has the secret"));

        Workspace("again", """{ "name": "replay", "type": "recorded", "files": ["../live/recorded/*.ndjson"], "align": "endNow" }""");
        await Clock.AwayFromTheEndOfAsync(TimeSpan.FromSeconds(30)); // the recording is laid on the clock before the first pass looks at it
        var again = (await folder.RunAsync("serve", "again", "--once", "--output", "json")).Ended(0);

        Assert.Equal([("acme", Effect)], Wishes(again.Json, "opened"));
        Assert.Equal(Summary(live.Json), Summary(again.Json));
    }

    public void Dispose() => folder.Dispose();

    private Task<Answer> RunAsync(params string[] more) => RegeneratorCommand.RunAsync(
        folder.Location, [("PROM_URL", traffic.Server.Url.ToString())],
        ["run", "blueprint.json", "tenant.json", "rules.cs", "sink.cs", "--batch-duration", "10s", "--lateness", "0s", "--once", "--output", "json", .. more]);

    private void Workspace(string name, string provider)
    {
        folder.Write($"{name}/blueprints/shop.json", Pair.Blueprint);
        foreach (var tenant in Traffic.Tenants) folder.Write($"{name}/tenants/{tenant}.json", Pair.Tenant(tenant));
        folder.Write($"{name}/regenerator.json", $$"""
            {
              "pass": { "window": "30s", "lateness": "0s", "record": "recorded/polled.ndjson" },
              "providers": [{{provider}}],
              "rules": [{ "id": "checkout-failing", "type": "workflow-failure", "propose": { "pinWorkflow": { "slot": "checkout", "to": { "key": "checkout.safe", "version": "1.2.0" } } } }]
            }
            """);
    }

    private static IEnumerable<(string? Document, string? Effect)> Wishes(JsonElement answer, string member) => answer.GetProperty(member).EnumerateArray()
        .Select(p => (p.GetProperty("scope").GetProperty("document").GetString(), p.GetProperty("effect")[0].GetString()));

    private static string? Summary(JsonElement pass) => pass.GetProperty("opened")[0].GetProperty("proposal").GetProperty("summary").GetString();

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);

    /// <summary>A past of ten minutes, and ten minutes to come: no test waits for a scrape.</summary>
    public sealed class Traffic : IAsyncLifetime
    {
        public static readonly string[] Tenants = ["acme", "globex", "initech"];

        private static readonly TimeSpan Reach = TimeSpan.FromMinutes(10);

        public PrometheusServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
            var scraped = new OpenMetrics(now - Reach, now + Reach, TimeSpan.FromSeconds(1));
            foreach (var tenant in Tenants)
            {
                scraped.Counter("app_events", _ => 100, ("tenant", tenant), ("event", "workflow.started"), ("workflow", "checkout"));
                scraped.Counter("app_events", _ => tenant == "acme" ? 31 : 1, ("tenant", tenant), ("event", "workflow.failure"), ("workflow", "checkout"));
            }

            Server = await PrometheusServer.StartAsync(scraped.ToString(), TestContext.Current.CancellationToken);
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
