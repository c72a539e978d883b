using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Signals;

public sealed class QuarantineTests : IAsyncDisposable
{
    private readonly TestClock clock = new(Some.Now.AddSeconds(30));
    private readonly InMemoryStore store = new();
    private readonly FakeTelemetry telemetry = new() { Answer = (context, window) => [new Reading<TelemetrySignal>(context, [Some.TelemetrySignal(count: double.NaN, window: window)], Coverage.Complete)] };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    [Trait("Promise", "R7")]
    public async Task What_was_broken_is_told_although_its_contexts_wait_for_another_provider()
    {
        var collector = new SignalCollector([SignalSource.Of(telemetry), SignalSource.Of(new FakeErrors { Hangs = true })], new WindowOptions { Patience = TimeSpan.Zero }, clock);
        var cycle = new Cycle(store, new RuleEvaluator([FakeRule.Pinning()]), new IntakeOptions(), clock);
        var collection = collector.Open([Some.Context()]);

        JudgedSlice? judged = null;
        while (judged is null) judged = await cycle.JudgeAsync(collection, Ct); // nobody waits for anybody: it may take a few looks until the broken answer is there
        var report = (await cycle.KeepAsync(judged, await cycle.AllowanceAsync(1, Ct), Ct)).Report;

        Assert.Equal("1 of 1 signals had no finite number and were left out", Assert.Single(report.Quarantined).Reason);
        Assert.Empty(report.Windows);
        Assert.True(collection.IsWaiting);
    }

    [Fact]
    public async Task What_a_pass_has_put_into_quarantine_is_kept_in_the_store()
    {
        await using var service = new RegeneratorService(new RegeneratorOptions
        {
            Contexts = new FixedContexts(Some.Context()),
            Rules = [FakeRule.Pinning()],
            Adapters = new SignalAdapters { Telemetry = telemetry },
            Store = store,
            Time = clock,
        });

        Assert.Single((await service.RunOnceAsync(Ct)).Quarantined);

        Assert.Single((await store.ProviderNotesAsync(Ct)).Quarantined);
        Assert.Single(service.Quarantine.Answers);
    }
}
