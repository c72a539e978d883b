using System.Runtime.InteropServices;
using System.Text.Json;

namespace Regenerator.Integration.Tests.Cli;

/// <summary>A daemon that is asked to go goes, whatever it waits for, and leaves nothing half done.</summary>
public sealed class SignalsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CliFolder folder = CliFolder.Of<SignalsTests>();

    public SignalsTests()
    {
        folder.Write("blueprints/shop.json", Pair.Blueprint);
        folder.Write("tenants/acme.json", Pair.Tenant());
    }

    [Theory]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGINT)]
    public async Task Between_two_passes(PosixSignal signal)
    {
        folder.Write("rules.cs", Pair.FailingRules("new WorkflowFailureRule(new() { Propose = Safe, Tests = [\"checkout\"] })"));
        folder.Write("regenerator.json", """{ "pass": { "window": "1s", "lateness": "0s" }, "rules": [{ "module": "rules.cs" }] }""");
        await using var serving = RegeneratorCommand.Start(folder.Location, [], "serve", ".", "--urls", "none");
        await serving.SaysAsync(" of 1 context");

        serving.Signal(signal);

        Assert.EndsWith("stopped; what was begun is in the store, and the next start goes on from there\n", (await serving.EndAsync(Patience)).Ended(0).Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGINT)]
    public async Task While_a_provider_hangs(PosixSignal signal)
    {
        folder.Write("hangs.cs", """
            public static class Module
            {
                public static ITelemetrySignalProvider Telemetry => new Hangs();
            }

            public sealed class Hangs : ITelemetrySignalProvider
            {
                public ProviderTraits Traits { get; } = new("hangs");

                public async IAsyncEnumerable<IReading<TelemetrySignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
                {
                    Console.Error.WriteLine("asked");
                    await new TaskCompletionSource().Task; // whatever the token says
                    yield break;
                }
            }
            """);
        folder.Write("regenerator.json", """{ "providers": [{ "name": "hangs", "module": "hangs.cs" }], "rules": [{ "id": "r", "type": "workflow-failure" }] }""");
        await using var serving = RegeneratorCommand.Start(folder.Location, [], "serve", ".", "--urls", "none");
        await serving.SaysAsync("asked");

        serving.Signal(signal);

        (await serving.EndAsync(Patience)).Ended(0);
    }

    [Fact]
    public async Task While_a_test_runs_which_the_next_apply_repeats()
    {
        folder.Write("rules.cs", Pair.FailingRules("new WorkflowFailureRule(new() { Propose = Safe, Tests = [\"checkout\"] })"));
        folder.Write("test.sh", "echo $$ > began.tmp; mv began.tmp began; exec sleep 60");
        folder.Write("regenerator.json", """
            { "pass": { "window": "1s", "lateness": "0s", "pollInterval": "200ms" }, "providers": [{ "name": "failing", "module": "rules.cs" }], "rules": [{ "module": "rules.cs" }],
              "execution": { "tests": { "command": ["sh", "test.sh"] } } }
            """);
        var opened = Assert.Single((await folder.RunAsync("serve", ".", "--once", "--output", "json")).Ended(0).Json.GetProperty("opened").EnumerateArray());
        var id = opened.GetProperty("id").GetString()!;
        (await folder.RunAsync("proposals", "approve", id, "--digest", opened.GetProperty("digest").GetString()![..12], "--no-apply")).Ended(0);
        await using var serving = RegeneratorCommand.Start(folder.Location, [], "serve", ".", "--urls", "none");
        await serving.EventuallyAsync(() => File.Exists(folder.PathOf("began")), "began the tests");

        serving.Signal(PosixSignal.SIGTERM);

        (await serving.EndAsync(Patience)).Ended(0);
        Assert.False(Directory.Exists($"/proc/{folder.Read("began").Trim()}"), "the test command outlived the daemon");
        Assert.Equal(Pair.Tenant(), folder.Read("tenants/acme.json"));
        Assert.Equal("applying", State((await folder.RunAsync("proposals", "show", id, "--output", "json")).Ended(0).Json));

        folder.Write("test.sh", "exit 0");
        (await folder.RunAsync("proposals", "apply", id)).Ended(0);
        Assert.Equal("applied", State((await folder.RunAsync("proposals", "show", id, "--output", "json")).Ended(0).Json));
        Assert.Contains("checkout.safe", folder.Read("tenants/acme.json"), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static string? State(JsonElement proposal) => proposal.GetProperty("state").GetString();
}
