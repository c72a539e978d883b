using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Testing;

namespace Regenerator.Tests.Rules;

public sealed class SignalBatchTests
{
    [Fact]
    public void Signals_are_sorted_by_kind_over_all_providers()
    {
        var batch = new SignalBatch(Some.Window,
        [
            Judging.Telemetry(Some.TelemetrySignal(count: 1)),
            new ProviderReading("otlp", SignalKind.Telemetry, new[] { Some.TelemetrySignal(count: 2) }, Coverage.Complete),
            Judging.Behavior(Some.BehaviorSignal()),
            new ProviderReading("sentry", SignalKind.Error, new[] { Some.ErrorSignal() }, Coverage.Complete),
        ]);

        Assert.Equal([1, 2], batch.Telemetry.ToArray().Select(s => s.Count));
        Assert.Equal((1, 1, 4), (batch.Errors.Length, batch.Behaviors.Length, batch.Count));
        Assert.Equal(2, Assert.Single(batch.FindTelemetry(s => s.Count > 1)).Count);
        Assert.Single(batch.FindErrors(_ => true));
        Assert.Empty(batch.FindBehaviors(_ => false));
    }

    [Fact]
    public void The_coverage_of_a_kind_is_that_of_its_worst_provider()
    {
        var batch = new SignalBatch(Some.Window,
        [
            Judging.Telemetry(),
            new ProviderReading("a", SignalKind.Error, Array.Empty<ErrorSignal>(), Coverage.Partial("half")),
            new ProviderReading("b", SignalKind.Error, Array.Empty<ErrorSignal>(), Coverage.Complete),
            new ProviderReading("c", SignalKind.Error, Array.Empty<ErrorSignal>(), Coverage.Unavailable("HTTP 503")),
        ]);

        Assert.True(batch.CoverageOf(SignalKind.Telemetry).IsComplete);
        Assert.Equal("unavailable: HTTP 503", batch.CoverageOf(SignalKind.Error).ToString());
        Assert.Equal("unavailable: no provider of behavior signals", batch.CoverageOf(SignalKind.Behavior).ToString());
    }

    [Fact]
    public void The_next_rule_gets_the_same_signals_and_a_fresh_sheet()
    {
        var batch = Judging.Batch(Judging.Telemetry(Some.TelemetrySignal()), Judging.Telemetry(Some.TelemetrySignal()));
        var first = batch.ForNextRule();
        first.Skip("not enough");
        first.Earlier!.Skip("not enough before");

        var second = batch.ForNextRule();

        Assert.Empty(second.Skips);
        Assert.Empty(second.Earlier!.Skips);
        Assert.Same(batch.Telemetry[0], second.Telemetry[0]);
    }
}
