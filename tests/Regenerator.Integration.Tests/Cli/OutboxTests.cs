using System.Text;
using System.Text.Json;

namespace Regenerator.Integration.Tests.Cli;

public sealed class OutboxTests : IDisposable
{
    private const string Canary = "whsec_Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5LWNhbmFyeQ==";

    private readonly CliFolder folder = CliFolder.Of<OutboxTests>();

    public void Dispose() => folder.Dispose();

    [Fact, Trait("Promise", "S6")]
    public async Task What_a_sink_does_not_take_is_listed_retried_and_dropped_and_its_secret_is_nowhere()
    {
        Write("""
            { "name": "file", "type": "ndjson", "file": "out/proposals.ndjson" },
            { "name": "hook", "type": "webhook", "url": "http://127.0.0.1:9/canary-path", "secrets": ["${env:HOOK_SECRET}"] }
            """, """, "outbox": { "tries": 1 }""");

        var pass = await RunAsync("serve", "--once");

        Assert.Equal(3, pass.ExitCode);
        Assert.Contains("sink hook was given up on with opened of", pass.Err, StringComparison.Ordinal);
        var sent = JsonElement.Parse(Assert.Single(File.ReadAllLines(folder.PathOf("out/proposals.ndjson")))).GetProperty("id").GetString()!;
        var listed = Assert.Single((await RunAsync("outbox", "list", "--output", "json")).Ended(0).Json.GetProperty("deliveries").EnumerateArray().ToArray());
        Assert.Equal(("hook", sent, "parked", 1), (listed.GetProperty("sink").GetString(), listed.GetProperty("key").GetString(), listed.GetProperty("state").GetString(), listed.GetProperty("tries").GetInt32()));
        var table = (await RunAsync("outbox", "list", "--parked")).Ended(0).Out;
        Assert.Contains($"{sent[28..]}", table, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:9: Connection refused", table, StringComparison.Ordinal);

        Assert.Contains("to be tried again  hook", (await RunAsync("outbox", "retry", sent[28..])).Ended(0).Out, StringComparison.Ordinal);
        Assert.Equal("no delivery is parked; deliveries wait for hook", (await RunAsync("outbox", "list", "--parked")).Ended(0).Out.Trim());
        Assert.Equal("nothing waits for a sink «hoook»; deliveries wait for hook", (await RunAsync("outbox", "retry", "--all", "--sink", "hoook")).Ended(0).Out.Trim());
        Assert.Contains("waiting", (await RunAsync("outbox", "list")).Ended(0).Out, StringComparison.Ordinal);
        await RunAsync("serve", "--once");
        Assert.Contains($"no delivery that failed has a key that ends with «{sent}» at sink «file»", (await RunAsync("outbox", "drop", sent, "--sink", "file", "--reason", "x")).Ended(1).Err, StringComparison.Ordinal);
        Assert.Contains("dropped  hook", (await RunAsync("outbox", "drop", sent, "--reason", "they know", "--as", "ann")).Ended(0).Out, StringComparison.Ordinal);
        Assert.Contains("person:ann: they know", (await RunAsync("outbox", "list", "--dropped")).Ended(0).Out, StringComparison.Ordinal);
        (await RunAsync("serve", "--once")).Ended(0);

        foreach (var file in folder.Files().Where(f => f != "regenerator.json"))
        {
            var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(folder.PathOf(file), TestContext.Current.CancellationToken));
            Assert.DoesNotContain(Canary[6..], text, StringComparison.Ordinal);
            Assert.DoesNotContain("canary-path", text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("canary-path", pass.Err + table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "name": "x", "type": "kafka" }""", "sinks[0].type: saw «kafka»; allowed: ndjson, webhook, rabbitmq")]
    [InlineData("""{ "name": "x" }""", "sinks[0]: «type» is missing (or, instead of a type, a «module»)")]
    [InlineData("""{ "name": "x", "type": "ndjson", "path": "y" }""", "unknown member «path» in sinks[0]; known: name, type, on, file, source, timeout")]
    [InlineData("""{ "name": "x", "type": "ndjson", "file": "y", "on": ["open"] }""", "sinks[0].on[0]: saw «open»; allowed: opened, widened, revised, approved, rejected, applied, failed, needsAttention, obsolete")]
    [InlineData("""{ "name": "x", "type": "webhook", "url": "https://ann:pw@h" }""", "x: url holds credentials; requests are told from others by their signature")]
    [InlineData("""{ "name": "x", "type": "webhook", "url": "https://h", "secrets": ["${env:NOT_THERE}"] }""", "sinks[0].secrets[0]: the environment variable NOT_THERE is not set")]
    [InlineData("""{ "name": "x", "type": "rabbitmq", "url": "amqp://h" }""", "x: queue is missing, and so is an exchange: a message has to go somewhere")]
    public async Task A_sink_that_can_not_be_is_refused_by_place_and_name(string sink, string message)
    {
        Write(sink);

        var answer = await RunAsync("check");

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains(message, answer.Err, StringComparison.Ordinal);
    }

    private void Write(string sinks, string more = "")
    {
        folder.Write("blueprints/shop.json", Pair.Blueprint);
        folder.Write("tenants/acme.json", Pair.Tenant());
        folder.Write("rules.cs", Pair.FailingRules());
        folder.Write("regenerator.json", $$"""{ "providers": [{ "name": "failing", "module": "rules.cs" }], "rules": [{ "module": "rules.cs" }], "sinks": [{{sinks}}]{{more}} }""");
    }

    private Task<Answer> RunAsync(params string[] arguments) => RegeneratorCommand.RunAsync(folder.Location, [("HOOK_SECRET", Canary)], arguments);
}
