using FsCheck;
using FsCheck.Fluent;
using Regenerator.Contexts;
using Regenerator.Health;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Signals;

/// <summary>Windows over the service and a store: none skipped, none counted twice, whatever the clock and the world do.</summary>
public sealed class WindowTests : IAsyncDisposable
{
    // Before: a quiet Monday, both changes of European summer time, a leap day, the turn of a year.
    private static readonly DateTimeOffset[] Starts =
    [
        Some.Now, DateTimeOffset.Parse("2026-03-28T23:30:00Z"), DateTimeOffset.Parse("2026-10-24T23:30:00Z"), DateTimeOffset.Parse("2028-02-28T22:00:00Z"), DateTimeOffset.Parse("2026-12-31T22:00:00Z"),
    ];

    private readonly TestClock clock = new(Some.Now.AddSeconds(30));
    private readonly FakeTelemetry telemetry = FakeTelemetry.Failing();
    private readonly InMemoryStore store = new();
    private readonly List<TimeWindow> told = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    [Trait("Promise", "R1")]
    [Trait("Promise", "R9")]
    public void No_window_is_skipped_and_none_counted_twice_over_restarts_outages_and_clock_steps() => Prop.ForAll(
        Gen.Choose(0, Starts.Length - 1).Zip(Gen.Choose(0, 99).ListOf(25)).ToArbitrary(),
        script => RunAsync(Starts[script.Item1], script.Item2).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure);

    [Fact]
    [Trait("Promise", "R4")]
    public async Task Catching_up_is_oldest_first_in_bounded_slices_and_says_so_when_it_is_cut()
    {
        await using var service = Service(Some.Context("cfg-a"), Some.Context("cfg-b"));
        await service.RunOnceAsync(Ct);
        clock.Advance(TimeSpan.FromHours(2));

        var first = await service.RunOnceAsync(Ct);
        var second = await service.RunOnceAsync(Ct);

        Assert.Equal((true, false), (first.CutShort, second.CutShort));
        Assert.Equal([12, 12], new[] { first, second }.Select(r => r.Cycles.SelectMany(c => c.Windows).Count()));
        Assert.Equal(telemetry.Windows.Order(), telemetry.Windows);
        Assert.Equal(25, telemetry.Windows.Distinct().Count());
    }

    [Fact]
    [Trait("Promise", "R10")]
    public async Task A_window_is_read_again_when_its_late_events_have_come_and_what_it_says_then_replaces()
    {
        var late = new FakeTelemetry
        {
            Traits = new ProviderTraits("telemetry") { RereadFor = TimeSpan.FromMinutes(10) },
            Answer = (context, window) => [new(context, [Some.TelemetrySignal(count: clock.GetUtcNow() < window.Until.AddMinutes(10) ? 40 : 42, window: window)], Coverage.Complete)],
        };
        await using var service = Service(o => o with { Rules = [FakeRule.Pinning()], Adapters = new SignalAdapters { Telemetry = late } }, Some.Context());
        await service.RunOnceAsync(Ct);
        for (var i = 0; i < 3; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(5));
            await service.RunOnceAsync(Ct);
        }

        var proposal = Assert.Single((await store.ListAsync(new(), Ct)).Proposals);
        var evidence = (await store.GetAsync(proposal.Id, Ct))!.Evidence.OrderBy(e => e.Window).ToArray();
        Assert.Equal([42, 42, 40, 40], evidence.Select(e => e.Signal.Number));
        Assert.Equal(4, proposal.Sightings.Windows);
        Assert.Equal([2, 2, 1, 1], late.Windows.GroupBy(w => w).OrderBy(g => g.Key).Select(g => g.Count()));
    }

    [Fact]
    public async Task A_rule_with_its_own_schedule_gets_its_own_windows_aligned_to_utc_and_spread_over_the_day()
    {
        var seen = new List<(string Context, TimeWindow Window, DateTimeOffset At)>();
        var monthly = new FakeRule("monthly", (context, signals) =>
        {
            seen.Add((context.Id, signals.Window, clock.GetUtcNow()));
            return [];
        })
        { Schedule = new RuleSchedule(Window: TimeSpan.FromDays(28), Every: TimeSpan.FromDays(1)) };
        RegenerationContext[] contexts = [.. Enumerable.Range(0, 24).Select(i => Some.Context($"cfg-{i:00}"))];
        var usual = 0;
        await using var service = Service(o => o with { Windows = new() { Length = TimeSpan.FromHours(1) }, Rules = [monthly, new FakeRule("usual", (_, signals) => { usual++; Assert.Equal(TimeSpan.FromHours(1), signals.Window.Length); return []; })] }, contexts);

        for (var hour = 0; hour < 72; hour++)
        {
            await service.RunOnceAsync(Ct);
            clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.All(seen, s => Assert.Equal((TimeSpan.FromDays(28), TimeSpan.Zero), (s.Window.Length, s.Window.Until.TimeOfDay)));
        foreach (var context in seen.GroupBy(s => s.Context))
        {
            Assert.InRange(context.Count(), 3, 4);
            Assert.All(context.Zip(context.Skip(1)), pair => Assert.Equal(pair.First.Window.Until.AddDays(1), pair.Second.Window.Until));
            Assert.Single(context.Skip(1).Select(s => s.At.TimeOfDay).Distinct()); // always at the same time of day
        }

        Assert.InRange(seen.Where(s => s.At > Some.Now.AddHours(24) && s.At <= Some.Now.AddHours(48)).Select(s => s.At).Distinct().Count(), 8, 24);
        Assert.Equal(72 * contexts.Length, usual);
    }

    [Fact]
    public async Task Ticks_that_come_due_during_a_pass_are_counted_and_not_made_up()
    {
        var gate = new TaskCompletionSource();
        var reports = new List<PassReport>();
        await using var service = Service(o => o with { Contexts = new Gated(gate.Task, o.Contexts), OnPass = reports.Add }, Some.Context());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await using var watch = service.WatchAsync(stop.Token).GetAsyncEnumerator(Ct);

        var first = watch.MoveNextAsync().AsTask();
        for (var i = 0; i < 5; i++) clock.Advance(TimeSpan.FromMinutes(1));
        gate.SetResult();
        Assert.True(await first);
        Assert.True(await watch.MoveNextAsync());
        var third = watch.MoveNextAsync().AsTask();
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await third);

        Assert.Equal([0, 4, 0], reports.Select(r => r.MissedTicks));
        Assert.Equal("the pass before this one took so long that 4 ticks were missed", reports[1].Notices[^1]);
    }

    [Fact]
    [Trait("Promise", "R8")]
    public async Task A_source_of_contexts_that_collapses_is_a_fault_and_nothing_is_evaluated()
    {
        var source = new Shrinking { Contexts = [.. Enumerable.Range(0, 6).Select(i => Some.Context($"cfg-{i}"))] };
        var looks = 0;
        await using var service = Service(o => o with { Contexts = source, Rules = [new FakeRule("absence", (_, _) => { looks++; return []; })] });
        var began = clock.GetUtcNow();
        await service.RunOnceAsync(Ct);
        source.Contexts = source.Contexts[..2];
        clock.Advance(TimeSpan.FromMinutes(5));

        var report = await service.RunOnceAsync(Ct);

        Assert.Equal(ContextCollapse.Between(new ContextListing(6, null, began), new ContextListing(2, null, clock.GetUtcNow())), report.ContextSourceFault);
        Assert.Equal((6, true, null), (looks, report.IsIncomplete, report.Fault));
    }

    [Fact]
    [Trait("Promise", "R8")]
    public async Task A_process_that_starts_without_its_documents_evaluates_nothing_and_is_not_ready()
    {
        var source = new Shrinking { Contexts = [Some.Context()] };
        await using (var before = Service(o => o with { Contexts = source })) await before.RunOnceAsync(Ct);
        source.Contexts = [];
        clock.Advance(TimeSpan.FromMinutes(5));
        await using var after = Service(o => o with { Contexts = source });

        var report = await after.RunOnceAsync(Ct);

        Assert.Equal((PassResult.Failed, true), (report.Result, report.ContextSourceFault?.Contains("nothing left", StringComparison.Ordinal)));
        var checks = (await after.ReadinessAsync(Ct)).Checks.Where(c => c.State == CheckState.Failed).ToDictionary(c => c.Name, c => c.Detail);
        Assert.Equal(["pass", "contexts"], checks.Keys);
        Assert.Equal((report.ContextSourceFault, $"no pass has succeeded yet: {report.ContextSourceFault}"), (checks["contexts"], checks["pass"]));
    }

    private static async Task RunAsync(DateTimeOffset start, IList<int> script)
    {
        await using var world = new WindowTests();
        world.clock.MoveTo(start.AddSeconds(30));
        var service = world.Service(Some.Context());
        var latest = world.clock.GetUtcNow();
        foreach (var action in script)
        {
            switch (action)
            {
                case < 50:
                    world.clock.Advance(TimeSpan.FromSeconds(60 + action * 17));
                    break;
                case < 60:
                    world.clock.Advance(TimeSpan.FromHours(action - 49));
                    break;
                case < 70:
                    world.clock.Step(TimeSpan.FromHours(action % 2 == 0 ? 1 : -1));
                    break;
                case < 80:
                    world.telemetry.Down = world.telemetry.Down is null ? "HTTP 503" : null;
                    break;
                default:
                    await service.DisposeAsync();
                    service = world.Service(Some.Context());
                    break;
            }

            await service.RunOnceAsync();
            if (world.clock.GetUtcNow() > latest) latest = world.clock.GetUtcNow();
        }

        // In the end past whatever the clock has shown: windows that were read while it ran ahead are not read again.
        world.telemetry.Down = null;
        world.clock.Advance(latest - world.clock.GetUtcNow() + TimeSpan.FromHours(3));
        while ((await service.RunOnceAsync()).CutShort)
        {
        }

        await service.DisposeAsync();
        var windows = world.told.ToArray();
        Assert.All(windows.Zip(windows.Skip(1)), pair => Assert.Equal(pair.First.Next(), pair.Second));
        Assert.Equal(TimeWindow.LastClosed(world.clock.GetUtcNow(), windows[0].Length, TimeSpan.FromSeconds(30)), windows.Max());
    }

    private RegeneratorService Service(params RegenerationContext[] contexts) => Service(o => o, contexts);

    private RegeneratorService Service(Func<RegeneratorOptions, RegeneratorOptions> change, params RegenerationContext[] contexts) => new(change(new RegeneratorOptions
    {
        Contexts = new FixedContexts(contexts),
        Rules = [new FakeRule("told", (_, signals) => { told.Add(signals.Window); return []; })],
        Adapters = new SignalAdapters { Telemetry = telemetry },
        Store = store,
        Time = clock,
    }));

    private sealed class Gated(Task gate, IContextSource inner) : IContextSource
    {
        public async ValueTask<ContextSnapshot> ReadAsync(CancellationToken ct)
        {
            await gate;
            return await inner.ReadAsync(ct);
        }
    }

    private sealed class Shrinking : IContextSource
    {
        public required RegenerationContext[] Contexts { get; set; }

        public ValueTask<ContextSnapshot> ReadAsync(CancellationToken ct) => ValueTask.FromResult(new ContextSnapshot(Contexts, []));
    }
}
