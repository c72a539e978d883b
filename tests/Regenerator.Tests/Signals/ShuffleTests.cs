using FsCheck;
using FsCheck.Fluent;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Signals;

/// <summary>Whatever comes in another order, or again, changes nothing.</summary>
[Trait("Promise", "R2")]
[Trait("Promise", "R3")]
public sealed class ShuffleTests
{
    private const int Windows = 8;

    [Fact]
    public async Task Tenants_providers_rules_and_signals_in_any_order_and_passes_one_to_five_times_leave_the_same_bytes()
    {
        var expected = await RunAsync(null);
        Assert.Contains("  evidence ", expected, StringComparison.Ordinal);

        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => Assert.Equal("", StoreText.Difference(expected, RunAsync(new Random(seed)).GetAwaiter().GetResult()))).Check(Config.QuickThrowOnFailure.WithMaxTest(15));
    }

    [Fact]
    public void A_commit_that_comes_one_to_five_times_and_late_counts_once() => Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => RedeliverAsync(new Random(seed)).GetAwaiter().GetResult())
        .Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    /// <param name="random">Null: in order, and once.</param>
    private static async Task<string> RunAsync(Random? random)
    {
        await using var store = new InMemoryStore();
        var clock = new TestClock(Some.Now.AddSeconds(30));
        var contexts = Enumerable.Range(0, 5).Select(i => Some.Context($"cfg-{i}")).ToArray();
        var service = Service();
        for (var window = 0; window < Windows; window++)
        {
            for (var times = random?.Next(1, 6) ?? 1; times > 0; times--)
            {
                var report = await service.RunOnceAsync();
                Assert.Null(report.Fault);
                if (random?.Next(2) != 0) continue;
                await service.DisposeAsync(); // as after a restart
                service = Service();
            }

            clock.Advance(TimeSpan.FromMinutes(5));
        }

        await service.DisposeAsync();
        return await StoreText.OfAsync(store, contexts.OrderBy(c => c.Id, StringComparer.Ordinal).ToArray(), default);

        RegeneratorService Service() => new(new RegeneratorOptions
        {
            Contexts = new AnyOrder(contexts, random),
            Rules = Shuffled<IRegenerationRule>(random, FakeRule.Pinning("own"), FakeRule.Pinning("shared", tenantScoped: false), Errors("errors")),
            Providers = Shuffled<object>(random, Telemetry("prom", random), Telemetry("loki", random), ErrorsOf("sentry", random)),
            Store = store,
            Time = clock,
        });
    }

    private static async Task RedeliverAsync(Random random)
    {
        await using var store = new InMemoryStore();
        RegenerationContext[] contexts = [.. Enumerable.Range(0, 4).Select(i => Some.Context($"cfg-{i}"))];
        var sent = new List<PassCommit>();
        for (var window = 0; window < 4; window++)
        {
            var at = new TimeWindow(Some.Window.Since + window * Some.Window.Length, Some.Window.Until + window * Some.Window.Length);
            var start = await store.BeginAsync(contexts, default);
            var readings = await store.AsOfNowAsync([.. contexts.Select(c => Reading(c, at))]);
            var verdicts = await new RuleEvaluator([FakeRule.Pinning("own"), FakeRule.Pinning("shared", tenantScoped: false)]).EvaluateAsync(Shuffled(random, readings), default);
            sent.Add(Intake.Admit(start, Shuffled(random, readings), Shuffled(random, [.. verdicts]), at.Until).Commit);
            Assert.All(await store.CommitAsync(sent[^1], default), o => Assert.IsType<CommitOutcome.Committed>(o));
        }

        var expected = await StoreText.OfAsync(store, contexts, default);
        foreach (var again in Shuffled(random, [.. sent.SelectMany(commit => Enumerable.Repeat(commit, random.Next(1, 6)))]))
            Assert.All(await store.CommitAsync(again, default), o => Assert.IsType<CommitOutcome.Overtaken>(o));
        Assert.Equal("", StoreText.Difference(expected, await StoreText.OfAsync(store, contexts, default)));
    }

    private static ContextReading Reading(RegenerationContext context, TimeWindow window) => new(
        context, window,
        [new ProviderReading("prom", SignalKind.Telemetry, new[] { Some.TelemetrySignal(window: window) }, Coverage.Complete)],
        [new Watermark(new WatermarkKey(context.Id, "prom", window.Length), window.Until)],
        new Dictionary<TimeSpan, SignalBatch?>());

    // More equal facts than are kept, so that which of them are kept may not depend on their order.
    private static FakeTelemetry Telemetry(string name, Random? random) => new(name)
    {
        Answer = (context, window) => Number(context, window) % 3 == 0 ? [new(context, [], Coverage.Complete)]
            : [new(context, Shuffled(random, [.. Enumerable.Range(0, 30).Select(i => Some.TelemetrySignal($"workflow.failure.{i}", 1 + i % 2, window))]), Coverage.Complete)],
    };

    private static FakeErrors ErrorsOf(string name, Random? random) => new(name)
    {
        Answer = (context, window) => Number(context, window) % 2 == 0 ? [new(context, [], Coverage.Partial("HTTP 206"))]
            : [new(context, Shuffled(random, [Some.ErrorSignal("PAY-1", window: window), Some.ErrorSignal("PAY-2", classification: "policy", window: window)]), Coverage.Complete)],
    };

    private static int Number(string context, TimeWindow window) => context[^1] + (int)((window.Until - Some.Window.Until) / Some.Window.Length);

    private static FakeRule Errors(string id) => new(id, (_, signals) => signals.Errors.IsEmpty ? [] : [Some.Wish("refund", slot: "refund") with { Signals = signals.Errors.ToArray(), Magnitude = null }]);

    private static T[] Shuffled<T>(Random? random, params T[] items)
    {
        T[] copy = [.. items];
        random?.Shuffle(copy);
        return copy;
    }

    private sealed class AnyOrder(RegenerationContext[] contexts, Random? random) : IContextSource
    {
        public ValueTask<ContextSnapshot> ReadAsync(CancellationToken ct) => ValueTask.FromResult(new ContextSnapshot(Shuffled(random, contexts), []));
    }
}
