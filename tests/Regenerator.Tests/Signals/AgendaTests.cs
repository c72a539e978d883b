using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Signals;

/// <summary>A fleet to which nothing happens costs next to nothing, and nothing is noticed later for it.</summary>
public sealed class AgendaTests : IAsyncDisposable
{
    private readonly TestClock clock = new(Some.Now.AddSeconds(30));
    private readonly FakeTelemetry telemetry = FakeTelemetry.Failing();
    private readonly WatchedStore store = WatchedStore.Over(new InMemoryStore());
    private RegenerationContext[] watched = [Some.Context("cfg-a"), Some.Context("cfg-b")];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => store.Inner.DisposeAsync();

    [Fact]
    public async Task Until_the_next_window_closes_neither_providers_nor_watermarks_nor_the_inbox_are_asked_for()
    {
        await using var service = Service();
        await service.RunOnceAsync(Ct);
        store.Called.Clear();
        clock.Advance(TimeSpan.FromMinutes(4));

        await service.RunOnceAsync(Ct);

        Assert.Single(telemetry.Windows);
        Assert.DoesNotContain(nameof(IRegeneratorStore.BeginAsync), store.Called);
        Assert.DoesNotContain(nameof(IRegeneratorStore.CommitAsync), store.Called);
        Assert.DoesNotContain(nameof(IRegeneratorStore.NoteProvidersAsync), store.Called);
        Assert.DoesNotContain(store.Listed, query => query.Shadow == false && query.States.Contains(ProposalState.Open));
        clock.Advance(TimeSpan.FromMinutes(1));
        await service.RunOnceAsync(Ct);
        Assert.Equal([Some.Window, Some.Window.Next()], telemetry.Windows);
    }

    [Fact]
    public async Task A_window_that_was_committed_needs_no_second_question_whether_there_is_more()
    {
        await using var service = Service();
        await service.RunOnceAsync(Ct);

        Assert.Single(store.Called, name => name == nameof(IRegeneratorStore.ProgressAsync));
    }

    [Fact]
    public async Task A_context_that_comes_between_windows_is_read_at_once()
    {
        await using var service = Service();
        await service.RunOnceAsync(Ct);
        watched = [.. watched, Some.Context("cfg-new")];

        await service.RunOnceAsync(Ct);

        Assert.Equal(["cfg-new"], telemetry.Requests[^1].Contexts);
    }

    [Fact]
    public async Task A_context_that_comes_back_is_looked_up_in_the_store()
    {
        await using var service = Service();
        await service.RunOnceAsync(Ct);
        var all = watched;
        watched = [all[0]];
        await service.RunOnceAsync(Ct);
        watched = all;
        store.Called.Clear();

        await service.RunOnceAsync(Ct);

        Assert.Contains(nameof(IRegeneratorStore.ProgressAsync), store.Called);
        Assert.Single(telemetry.Windows);
    }

    [Fact]
    public async Task A_provider_that_could_not_answer_is_asked_at_every_look()
    {
        await using var service = Service();
        await service.RunOnceAsync(Ct);
        telemetry.Down = "HTTP 503";
        clock.Advance(TimeSpan.FromMinutes(5));
        await service.RunOnceAsync(Ct);
        var before = telemetry.Windows.Length;
        telemetry.Down = null;
        clock.Advance(TimeSpan.FromSeconds(1));

        var report = await service.RunOnceAsync(Ct);

        Assert.Equal(before + 1, telemetry.Windows.Length);
        Assert.False(report.IsIncomplete);
    }

    [Fact]
    public async Task A_snooze_that_ends_between_windows_is_over_at_the_next_look()
    {
        await using var service = Service();
        var opened = (await service.RunOnceAsync(Ct)).Opened.First();
        await service.Reviewer.SnoozeItemAsync(opened.Item, clock.GetUtcNow().AddSeconds(30), null, "person:ann", Ct);
        clock.Advance(TimeSpan.FromSeconds(31));

        await service.RunOnceAsync(Ct);

        Assert.Equal(ProposalState.Open, (await store.Inner.GetAsync(opened.Id, Ct))!.Proposal.State);
    }

    [Fact]
    public async Task For_how_long_nothing_is_known_is_told_between_windows_too()
    {
        await using var service = Service();
        await service.RunOnceAsync(Ct);
        clock.Advance(TimeSpan.FromMinutes(2));
        await service.RunOnceAsync(Ct);
        clock.Advance(TimeSpan.FromMinutes(1));

        var report = await service.RunOnceAsync(Ct);

        Assert.Equal(clock.GetUtcNow() - Some.Window.Until, Assert.Single(report.Providers).Lag);
    }

    [Fact]
    public async Task For_how_long_nothing_is_known_is_told_as_it_is_after_the_pass_has_caught_up()
    {
        await using var service = Service();
        await service.RunOnceAsync(Ct);
        clock.Advance(TimeSpan.FromMinutes(30));

        var report = await service.RunOnceAsync(Ct);

        Assert.Equal(7, telemetry.Windows.Length);
        Assert.Equal(TimeSpan.FromSeconds(30), Assert.Single(report.Providers).Lag);
    }

    [Fact]
    public async Task Of_a_provider_that_never_answered_nothing_is_known_since_the_window_it_was_first_asked_for_began()
    {
        await using var service = Service();
        telemetry.Down = "HTTP 503";

        Assert.Equal(clock.GetUtcNow() - Some.Window.Since, Assert.Single((await service.RunOnceAsync(Ct)).Providers).Lag);
        clock.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal(clock.GetUtcNow() - Some.Window.Since, Assert.Single((await service.RunOnceAsync(Ct)).Providers).Lag);
    }

    [Fact]
    public async Task The_lag_is_that_of_the_context_that_is_furthest_behind_as_long_as_it_is_watched()
    {
        await using var service = Service();
        await service.RunOnceAsync(Ct);
        telemetry.Answer = (context, _) => context == "cfg-b" ? [] : [new Reading<TelemetrySignal>(context, [], Coverage.Complete)];
        clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(clock.GetUtcNow() - Some.Window.Until, Assert.Single((await service.RunOnceAsync(Ct)).Providers).Lag);
        watched = [watched[0]];
        Assert.Equal(TimeSpan.FromSeconds(30), Assert.Single((await service.RunOnceAsync(Ct)).Providers).Lag);
    }

    [Fact]
    public void Before_it_is_due_there_is_nothing_to_read_and_then_there_is() => Prop.ForAll(
        Gen.Choose(0, 1000).ListOf(12).ToArbitrary(),
        script =>
        {
            var next = 0;
            var (planner, slots) = Planner(Any);
            var context = Some.Context($"cfg-{Any(20)}");
            var now = Some.Now.AddSeconds(Any(1000));
            var marks = planner.MarksOf(context.Id, Progress(context.Id, slots, Any));
            var due = planner.DueAt(context, marks, now);
            foreach (var share in new[] { 0.0, 0.5, 0.999 })
                if (due > now && due < DateTimeOffset.MaxValue) Assert.Null(planner.Next(context, marks, 0, static (_, _) => false, now + (due - now) * share));
            if (due < DateTimeOffset.MaxValue) Assert.NotNull(planner.Next(context, marks, 0, static (_, _) => false, due));
            else Assert.Null(planner.Next(context, marks, 0, static (_, _) => false, now.AddDays(400)));

            int Any(int below) => script[next++ % script.Count] % below;
        }).QuickCheckThrowOnFailure();

    // Two sources of some lateness, one that may read windows again or come to its end; the pass's windows, and those of a rule.
    private static (WindowPlanner Planner, WindowSlot[] Slots) Planner(Func<int, int> any)
    {
        var first = new FakeTelemetry { Traits = new ProviderTraits("first") { Lateness = TimeSpan.FromSeconds(any(600)), RereadFor = TimeSpan.FromMinutes(any(3) * 4) } };
        var second = new FakeErrors { Traits = new ProviderTraits("second") { Lateness = TimeSpan.FromSeconds(any(600)), EndsAt = any(2) == 0 ? null : Some.Now.AddSeconds(any(1000)) } };
        SignalSource[] sources = [SignalSource.Of(first), SignalSource.Of(second)];
        var own = new Track(Some.Window.Length, Some.Window.Length, []);
        Track[] tracks = [own, own with { Again = true }, new Track(TimeSpan.FromHours(1), TimeSpan.FromMinutes(20), []) { OfRules = TimeSpan.FromHours(1) }];
        return (new WindowPlanner(sources, tracks, new WindowOptions()), [.. tracks.SelectMany(track => sources.Where(track.Moves).Select(source => new WindowSlot(track, source)))]);
    }

    private static ReadProgress Progress(string context, WindowSlot[] slots, Func<int, int> any) => new(
        new Dictionary<string, long>(),
        slots.Where(_ => any(4) > 0).Select(slot => new Watermark(slot.Key(context), TimeWindow.Around(Some.Now.AddMinutes(any(30) - 15), slot.Track.Every).Since)).ToDictionary(w => w.Key));

    private RegeneratorService Service() => new(new RegeneratorOptions
    {
        Contexts = new Listed(() => watched),
        Rules = [FakeRule.Pinning()],
        Adapters = new SignalAdapters { Telemetry = telemetry },
        Store = store.Watched,
        Time = clock,
    });

    private sealed class Listed(Func<RegenerationContext[]> now) : IContextSource
    {
        public ValueTask<ContextSnapshot> ReadAsync(CancellationToken ct) => ValueTask.FromResult(new ContextSnapshot(now(), []));
    }

    /// <summary>A store that remembers what it was asked. Public and open, as a proxy has to be.</summary>
    public class WatchedStore : DispatchProxy
    {
        public IRegeneratorStore Inner { get; private set; } = null!;

        public IRegeneratorStore Watched => (IRegeneratorStore)(object)this;

        public List<string> Called { get; } = [];

        public List<ProposalQuery> Listed { get; } = [];

        public static WatchedStore Over(IRegeneratorStore inner)
        {
            var watched = (WatchedStore)(object)Create<IRegeneratorStore, WatchedStore>();
            watched.Inner = inner;
            return watched;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Called.Add(targetMethod!.Name);
            if (args is [ProposalQuery query, ..]) Listed.Add(query);
            return targetMethod.Invoke(Inner, args);
        }
    }
}
