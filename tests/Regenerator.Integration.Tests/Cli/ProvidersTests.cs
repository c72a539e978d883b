namespace Regenerator.Integration.Tests.Cli;

/// <summary>How providers are, and what they said that could not be read, from a process that did not ask them.</summary>
public sealed class ProvidersTests : IDisposable
{
    private readonly CliFolder folder = CliFolder.Of<ProvidersTests>();

    public ProvidersTests()
    {
        folder.CopyFrom(Path.Combine(ShopTests.Repository(), "samples", "shop"));
        folder.Write("providers/broken.cs", """
            using Regenerator.Contexts;
            using Regenerator.Signals;

            public static class Module
            {
                public static ITelemetrySignalProvider Telemetry => new Broken();
            }

            public sealed class Broken : ITelemetrySignalProvider
            {
                public ProviderTraits Traits { get; } = new("broken");

                public IAsyncEnumerable<IReading<TelemetrySignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, CancellationToken ct) =>
                    throw new MalformedAnswerException("a list was expected, a page came") { Excerpt = "<html>token=abcdef", Size = 4096 };
            }
            """);
        folder.Write("regenerator.json", folder.Read("regenerator.json").Replace("\"providers\": [", "\"providers\": [ { \"name\": \"broken\", \"module\": \"providers/broken.cs\" },", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_could_not_be_read_is_shown_redacted_and_can_be_forgotten()
    {
        (await folder.RunAsync("serve", ".", "--once")).Ended(3);

        var listed = (await folder.RunAsync("providers", "quarantine", "--output", "json")).Ended(0).Json.GetProperty("quarantined").EnumerateArray().ToArray();
        var answer = listed[0];
        Assert.Equal("broken", answer.GetProperty("provider").GetString());
        Assert.Equal(["brotzeit", "nordwind", "vela"], answer.GetProperty("contexts").EnumerateArray().Select(c => c.GetString()).Order(StringComparer.Ordinal));
        Assert.Equal("a list was expected, a page came", answer.GetProperty("reason").GetString());
        Assert.Equal(4096, answer.GetProperty("size").GetInt64());
        Assert.StartsWith("<html>token=«redacted»", answer.GetProperty("sample").GetString(), StringComparison.Ordinal);
        Assert.Contains("a list was expected", (await folder.RunAsync("providers", "quarantine")).Ended(0).Out, StringComparison.Ordinal);

        Assert.StartsWith("no pass has asked a provider «brokn»; known: ", (await folder.RunAsync("providers", "quarantine", "--provider", "brokn", "--clear")).Ended(1).Err, StringComparison.Ordinal);
        Assert.StartsWith("forgot ", (await folder.RunAsync("providers", "quarantine", "--provider", "broken", "--clear")).Ended(0).Out, StringComparison.Ordinal);
        Assert.Equal("every answer could be read\n", (await folder.RunAsync("providers", "quarantine")).Ended(0).Out);
    }

    [Fact]
    public async Task A_vendor_that_was_asked_by_another_process_is_left_alone_until_the_instant_that_is_listed()
    {
        folder.Write("providers/broken.cs", folder.Read("providers/broken.cs").Replace(
            "throw new MalformedAnswerException(\"a list was expected, a page came\") { Excerpt = \"<html>token=abcdef\", Size = 4096 };",
            "throw new ThrottledException(\"asks to wait\", System.TimeSpan.FromSeconds(50_000));", StringComparison.Ordinal));
        (await folder.RunAsync("serve", ".", "--once")).Ended(3);

        var again = (await folder.RunAsync("serve", ".", "--once")).Ended(3).Err;

        var broken = (await folder.RunAsync("providers", "list", "--output", "json")).Ended(0).Json.GetProperty("providers")[0];
        var until = broken.GetProperty("pausedUntil").GetDateTimeOffset();
        Assert.InRange(until - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(13), TimeSpan.FromHours(14));
        Assert.Equal(3, broken.GetProperty("pausedContexts").GetInt32());
        Assert.Contains($"throttled: account «broken» was asked to wait until {until:yyyy-MM-dd HH:mm:ss}Z", again, StringComparison.Ordinal);
        Assert.Contains("for 3 contexts", (await folder.RunAsync("providers", "list")).Ended(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Providers_are_listed_with_lag_breaker_and_budget()
    {
        (await folder.RunAsync("serve", ".", "--once")).Ended(3);

        var providers = (await folder.RunAsync("providers", "list", "--output", "json")).Ended(0).Json.GetProperty("providers").EnumerateArray().ToArray();

        Assert.Equal(["broken", "shop/behavior", "shop/telemetry"], providers.Select(p => p.GetProperty("provider").GetString()));
        Assert.All(providers, p => Assert.Equal("closed", p.GetProperty("breaker").GetString()));
        Assert.Contains("shop/telemetry", (await folder.RunAsync("providers", "list")).Ended(0).Out, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();
}
