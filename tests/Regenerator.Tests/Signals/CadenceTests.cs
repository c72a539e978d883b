using FsCheck;
using FsCheck.Fluent;
using Regenerator.Contexts;
using Regenerator.Signals;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Signals;

/// <summary>How often we look, and when, does not change what is seen.</summary>
public sealed class CadenceTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly RegenerationContext[] Fleet = [Some.Context("cfg-a"), Some.Context("cfg-b"), Some.Context("cfg-c")];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Promise", "R1")]
    public async Task An_hour_that_is_looked_at_every_minute_every_five_minutes_or_after_a_stop_of_forty_gives_the_same()
    {
        var everyMinute = await HourAsync([.. Enumerable.Repeat(Minute, 60)]);

        Assert.Equal(13 * Fleet.Length, everyMinute.Count(line => line.StartsWith("evidence own", StringComparison.Ordinal)));
        Assert.Equal(everyMinute, await HourAsync([.. Enumerable.Repeat(5 * Minute, 12)]));
        Assert.Equal(everyMinute, await HourAsync([.. Enumerable.Repeat(Minute, 10), 40 * Minute, .. Enumerable.Repeat(Minute, 10)]));
        Assert.Equal(everyMinute, await HourAsync([Hour]));
    }

    [Fact]
    [Trait("Promise", "R10")]
    public void Late_events_within_the_time_that_is_waited_for_them_are_counted_once() => Prop.ForAll(
        Gen.Choose(0, 600).Zip(Gen.Choose(0, 600)).ArrayOf(40).Zip(Gen.Choose(30, 400)).ToArbitrary(),
        script => LateAsync(script.Item1, script.Item2).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    [Fact]
    [Trait("Promise", "R4")]
    public async Task Six_hours_of_standstill_are_caught_up_oldest_first_in_slices_that_hold_a_window_each()
    {
        await using var store = new InMemoryStore();
        var clock = new TestClock(Some.Now.AddSeconds(30));
        var answers = new List<WeakReference>();
        var held = new List<int>();
        var telemetry = new FakeTelemetry
        {
            Answer = (context, window) =>
            {
                TelemetrySignal[] signals = [.. Enumerable.Range(0, 200).Select(i => Some.TelemetrySignal($"event.{i}", i, window))];
                answers.Add(new WeakReference(signals));
                return [new(context, signals, Coverage.Complete)];
            },
        };
        var told = new List<TimeWindow>();
        await using var service = Service(store, clock, telemetry, o => o with
        {
            Rules = [new FakeRule("told", (_, signals) => { told.Add(signals.Window); if (told.Count % 10 == 0) held.Add(Held()); return []; })],
        });
        await service.RunOnceAsync(Ct);
        clock.Advance(6 * Hour);

        var cut = new List<bool>();
        do cut.Add((await service.RunOnceAsync(Ct)).CutShort);
        while (cut[^1]);

        Assert.Equal([true, true, true, true, true, false], cut);
        Assert.Equal(Enumerable.Repeat(12 * Fleet.Length, 6), told.Skip(Fleet.Length).Chunk(12 * Fleet.Length).Select(pass => pass.Length));
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.True(pair.First <= pair.Second));
        Assert.Equal(73 * Fleet.Length, answers.Count);
        Assert.InRange(held.Max(), 1, 3 * Fleet.Length); // the window at hand and what is left over of the one before

        int Held()
        {
            GC.Collect();
            return answers.Count(a => a.IsAlive);
        }
    }

    private static async Task LateAsync((int At, int Delay)[] events, int lateness)
    {
        await using var store = new InMemoryStore();
        var clock = new TestClock(Some.Window.Since);
        var arrived = 0;
        // Each event happens some seconds after the beginning and comes so much later; what is later than is waited for is nobody's promise.
        var known = events.Where(e => e.Delay <= lateness).ToArray();
        var telemetry = new FakeTelemetry
        {
            Traits = new ProviderTraits("telemetry") { Lateness = TimeSpan.FromSeconds(lateness) },
            Answer = (context, window) =>
            {
                var now = clock.GetUtcNow();
                var seen = known.Count(e => window.Contains(Some.Window.Since.AddSeconds(e.At)) && Some.Window.Since.AddSeconds(e.At + e.Delay) <= now);
                arrived += seen;
                return [new(context, [Some.TelemetrySignal(count: seen, window: window)], Coverage.Complete)];
            },
        };
        await using var service = Service(store, clock, telemetry, o => o with { Contexts = new FixedContexts(Some.Context()), Rules = [FakeRule.Pinning("own")] });
        for (var i = 0; i < 30; i++)
        {
            await service.RunOnceAsync();
            clock.Advance(Minute);
        }

        Assert.Equal(known.Length, arrived);
        var evidence = (await store.GetAsync(Assert.Single((await store.ListAsync(new ProposalQuery(), default)).Proposals).Id, default))!.Evidence;
        Assert.Equal(known.Length, evidence.Sum(e => e.Signal.Number));
    }

    /// <returns>What proposals, evidence and watermarks come to; who looked when is not in it.</returns>
    private static async Task<string[]> HourAsync(TimeSpan[] looks)
    {
        await using var store = new InMemoryStore();
        var clock = new TestClock(Some.Now.AddSeconds(30));
        var telemetry = new FakeTelemetry { Answer = (context, window) => [new(context, [Some.TelemetrySignal(count: window.Since.Minute + context[^1], window: window)], Coverage.Complete)] };
        await using var service = Service(store, clock, telemetry);
        await service.RunOnceAsync();
        foreach (var wait in looks)
        {
            clock.Advance(wait);
            while ((await service.RunOnceAsync()).CutShort)
            {
            }
        }

        var lines = new List<string>();
        foreach (var mark in (await store.ProgressAsync([.. Fleet.Select(c => c.Id)], default)).Watermarks.Values) lines.Add($"watermark {mark}");
        foreach (var proposal in (await store.ListAsync(new ProposalQuery(), default)).Proposals)
        {
            var record = (await store.GetAsync(proposal.Id, default))!;
            var seen = record.Proposal.Sightings;
            lines.Add($"{proposal.RuleId} {proposal.Id} {proposal.State} {proposal.Revision.Digest} {seen.FirstWindow:O} {seen.LastWindow:O} {seen.Windows} {string.Join(',', seen.Contexts)} {seen.Magnitude}");
            lines.AddRange(record.Evidence.Select(e => $"evidence {proposal.RuleId} {e.SignalId} {e.Window} {e.Signal.Number}"));
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    private static RegeneratorService Service(InMemoryStore store, TestClock clock, FakeTelemetry telemetry, Func<RegeneratorOptions, RegeneratorOptions>? change = null)
    {
        var options = new RegeneratorOptions
        {
            Contexts = new FixedContexts(Fleet),
            Rules = [FakeRule.Pinning("own"), FakeRule.Pinning("shared", tenantScoped: false)],
            Adapters = new SignalAdapters { Telemetry = telemetry },
            Store = store,
            Time = clock,
        };
        return new RegeneratorService(change is null ? options : change(options));
    }
}
