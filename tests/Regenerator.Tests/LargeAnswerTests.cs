using Regenerator.Contexts;
using Regenerator.Signals;
using Regenerator.Testing;

namespace Regenerator.Tests;

public sealed class LargeAnswerTests
{
    private const int Signals = 1_000_000;
    private const int Wishes = 500;

    [Fact]
    public async Task A_million_signals_in_one_answer_are_read_and_five_hundred_wishes_of_one_rule_taken_in()
    {
        var telemetry = new FakeTelemetry
        {
            Answer = (context, window) => [new(context, [.. Enumerable.Repeat(Some.TelemetrySignal(window: window), Signals)], Coverage.Complete)],
        };
        await using var service = new RegeneratorService(new RegeneratorOptions
        {
            Contexts = new FixedContexts(Some.Context()),
            Rules = [new FakeRule("busy", (_, signals) => [.. Enumerable.Range(0, Wishes).Select(i => Some.Wish($"wish-{i}") with { Signals = signals.Telemetry[..1].ToArray() })])],
            Adapters = new SignalAdapters { Telemetry = telemetry },
            Time = new TestClock(Some.Now.AddSeconds(30)),
        });

        var report = await service.RunOnceAsync(TestContext.Current.CancellationToken);

        Assert.Null(report.Fault);
        Assert.Equal((Signals, Wishes), (report.Signals, report.Opened.Count()));
        Assert.False(report.IsIncomplete);
    }
}
