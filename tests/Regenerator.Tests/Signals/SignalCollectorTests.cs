using Regenerator.Contexts;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Signals;

public sealed class SignalCollectorTests
{
    private static readonly WindowOptions Cut = new();
    private readonly TestClock clock = new(Some.Now + Cut.Lateness);
    private readonly FakeTelemetry telemetry = new();
    private readonly FakeErrors errors = new();
    private readonly Dictionary<WatermarkKey, Watermark> watermarks = [];
    private readonly List<TimeSpan> lookbacks = [];
    private RegenerationContext[] contexts = [Some.Context()];
    private Collection? pass;

    [Fact]
    public async Task One_request_asks_for_all_contexts_of_a_batch()
    {
        contexts = [Some.Context("cfg-b"), Some.Context("cfg-a")];

        var readings = await CollectAsync();

        var (asked, window) = Assert.Single(telemetry.Requests);
        Assert.Equal(["cfg-a", "cfg-b"], asked);
        Assert.Equal(Some.Window, window);
        Assert.Equal(["cfg-b", "cfg-a"], readings.Select(r => r.Context.Id));
    }

    [Fact]
    public async Task A_request_names_no_more_contexts_than_the_provider_allows()
    {
        contexts = [.. Enumerable.Range(0, 7).Select(i => Some.Context($"cfg-{i}"))];
        var small = new FakeTelemetry { Traits = new ProviderTraits("telemetry") { ContextsPerRequest = 3 } };

        await CollectAsync(small);

        Assert.Equal([3, 3, 1], small.Requests.Select(r => r.Contexts.Length).OrderDescending());
        Assert.Equal(7, small.Requests.SelectMany(r => r.Contexts).Distinct().Count());
    }

    [Fact]
    public async Task The_first_look_is_at_the_last_closed_window()
    {
        clock.Advance(TimeSpan.FromHours(3));
        await CollectAsync();
        Assert.Equal(TimeWindow.LastClosed(clock.GetUtcNow(), Cut.Length, Cut.Lateness), Assert.Single(telemetry.Windows));
    }

    [Fact]
    public async Task A_provider_that_is_down_from_the_start_is_asked_for_every_window_since()
    {
        telemetry.Answer = (_, _) => throw new InvalidOperationException("HTTP 503");
        Assert.True(Assert.Single(Keep(await CollectAsync())).IsSilent);
        clock.Advance(Cut.Length * 2);
        pass = null; // the next one
        telemetry.Answer = (context, _) => [new(context, [], Coverage.Complete)];

        for (var i = 0; i < 3; i++) Keep(await CollectAsync());

        Assert.Equal([Some.Window, Some.Window, Some.Window.Next(), Some.Window.Next().Next()], telemetry.Windows);
        Assert.Empty(await CollectAsync());
    }

    [Fact]
    public async Task A_recording_that_has_ended_is_asked_for_its_last_window_and_never_again()
    {
        clock.Advance(TimeSpan.FromHours(3));
        var recording = new FakeTelemetry { Traits = new ProviderTraits("telemetry") { EndsAt = Some.Window.Until } };

        Keep(await CollectAsync(recording));

        Assert.Empty(await CollectAsync(recording));
        Assert.Equal(Some.Window, Assert.Single(recording.Windows));
    }

    [Fact]
    public async Task A_window_that_may_still_get_late_events_is_left_alone()
    {
        Read("telemetry", Some.Window.Previous());
        pass = new SignalCollector([SignalSource.Of(telemetry)], Cut, new TestClock(Some.Now + Cut.Lateness - TimeSpan.FromTicks(1))).Open(contexts);

        Assert.Empty(await CollectAsync());
        Assert.Empty(telemetry.Requests);
    }

    [Fact]
    public async Task A_provider_that_throws_is_unavailable_for_all_and_the_others_go_on()
    {
        contexts = [Some.Context("cfg-a"), Some.Context("cfg-b")];
        telemetry.Down = "HTTP 503";

        var readings = await CollectAsync(telemetry, errors);

        Assert.All(readings, r =>
        {
            Assert.Equal("unavailable: HTTP 503", Of(r, "telemetry").Coverage.ToString());
            Assert.True(Of(r, "errors").Coverage.IsComplete);
            Assert.Equal("errors", Assert.Single(r.Watermarks).Key.Provider);
            Assert.Equal("telemetry", Assert.Single(r.Faults).Provider);
            Assert.False(r.IsSilent);
        });
    }

    [Fact]
    public async Task A_context_without_a_reading_is_unavailable_never_zero()
    {
        contexts = [Some.Context("cfg-a"), Some.Context("cfg-b")];
        telemetry.Answer = (context, _) => context is "cfg-a" ? [new(context, [], Coverage.Complete)] : [];

        var readings = await CollectAsync();

        Assert.True(Of(readings[0], "telemetry").Coverage.IsComplete);
        Assert.Equal("telemetry gave no reading for it", Of(readings[1], "telemetry").Coverage.Reason);
        Assert.True(readings[1].IsSilent);
        Assert.Empty(readings[1].Watermarks);
    }

    [Fact]
    public async Task A_provider_that_answers_twice_is_not_believed()
    {
        telemetry.Answer = (context, w) => [new(context, [Some.TelemetrySignal(window: w)], Coverage.Complete), new(context, [Some.TelemetrySignal(count: 1, window: w)], Coverage.Complete)];

        var reading = Of(Assert.Single(await CollectAsync()), "telemetry");

        Assert.Equal("telemetry answered twice", reading.Coverage.Reason);
        Assert.Equal(0, reading.Signals.Length);
    }

    [Fact]
    public async Task A_reading_of_a_context_that_was_not_asked_for_is_dropped()
    {
        telemetry.Answer = (context, _) => [new("cfg-stranger", [], Coverage.Complete), new(context, [], Coverage.Complete)];
        Assert.Equal("cfg-acme", Assert.Single(await CollectAsync()).Context.Id);
    }

    [Fact]
    public async Task What_is_no_number_is_left_out_and_said_so()
    {
        telemetry.Answer = (context, w) => [new(context, [Some.TelemetrySignal(count: double.NaN, window: w), Some.TelemetrySignal(count: 3, window: w), null!], Coverage.Complete)];

        var reading = Of(Assert.Single(await CollectAsync()), "telemetry");

        Assert.Equal("partial: 2 of 3 signals had no finite number and were left out", reading.Coverage.ToString());
        Assert.Equal(3, Assert.Single(reading.Signals.ToArray()).Number);
    }

    [Fact]
    public async Task A_reading_without_coverage_is_unavailable()
    {
        telemetry.Answer = (context, _) => [new(context, [], null!)];
        Assert.Equal("telemetry did not say how complete its reading is", Of(Assert.Single(await CollectAsync()), "telemetry").Coverage.Reason);
    }

    [Fact]
    public async Task Others_move_on_while_a_provider_lags()
    {
        telemetry.Down = "HTTP 503";
        Read("telemetry", Some.Window.Previous());
        Keep(await CollectAsync(telemetry, errors));
        clock.Advance(Cut.Length);
        pass = null;

        var first = Keep(await CollectAsync(telemetry, errors)); // telemetry's turn: still the old window
        var second = Keep(await CollectAsync(telemetry, errors));

        Assert.True(first[0].IsSilent);
        Assert.Equal("telemetry", Assert.Single(first[0].Faults).Provider);
        Assert.Equal(Some.Window.Next(), second[0].Window);
        Assert.Equal("telemetry has not come to this window yet", Of(second[0], "telemetry").Coverage.Reason);
        Assert.Empty(second[0].Faults);
        Assert.Equal([Some.Window, Some.Window.Next()], errors.Windows);
    }

    [Fact]
    public async Task When_it_recovers_the_others_are_read_again_and_do_not_move()
    {
        Read("errors", Some.Window);
        Read("telemetry", Some.Window.Previous());
        clock.Advance(Cut.Length);

        var reading = Assert.Single(await CollectAsync(telemetry, errors));

        Assert.Equal(Some.Window, reading.Window);
        Assert.True(Of(reading, "errors").Coverage.IsComplete);
        Assert.Equal("telemetry", Assert.Single(reading.Watermarks).Key.Provider);
        Assert.Equal([Some.Window], errors.Windows);
    }

    [Fact]
    public async Task A_provider_that_failed_is_not_asked_again_within_the_pass_not_even_for_what_came_before()
    {
        lookbacks.Add(TimeSpan.FromHours(1));
        telemetry.Down = "HTTP 503";
        clock.Advance(Cut.Length);
        Read("telemetry", Some.Window.Previous());
        Read("errors", Some.Window.Previous());

        for (var i = 0; i < 4; i++) Keep(await CollectAsync(telemetry, errors));

        Assert.Single(telemetry.Requests);
        Assert.Equal([Some.Window, Some.Window.Next()], errors.Windows.Where(w => w.Length == Cut.Length));
    }

    [Fact]
    public async Task Windows_are_caught_up_oldest_first()
    {
        Read("telemetry", Some.Window.Previous());
        clock.Advance(3 * Cut.Length);

        while (Keep(await CollectAsync()).Count > 0)
        {
        }

        var expected = new[] { Some.Window, Some.Window.Next(), Some.Window.Next().Next(), Some.Window.Next().Next().Next() };
        Assert.Equal(expected, telemetry.Windows);
    }

    [Fact]
    public async Task A_provider_whose_events_come_later_is_told_to_be_behind_and_is_no_fault()
    {
        var slow = new FakeErrors { Traits = new ProviderTraits("errors") { Lateness = TimeSpan.FromMinutes(1) } };
        Read("telemetry", Some.Window.Previous());
        Read("errors", Some.Window.Previous());

        var now = Assert.Single(Keep(await CollectAsync(telemetry, slow)));
        Assert.Equal("errors has not come to this window yet", Of(now, "errors").Coverage.Reason);
        Assert.Empty(now.Faults);
        Assert.Empty(slow.Requests);

        clock.Advance(TimeSpan.FromSeconds(30));
        var later = Assert.Single(Keep(await CollectAsync(telemetry, slow)));
        Assert.Equal(Some.Window, later.Window);
        Assert.All(later.Readings, r => Assert.True(r.Coverage.IsComplete));
        Assert.Equal("errors", Assert.Single(later.Watermarks).Key.Provider);
    }

    [Fact]
    public async Task A_provider_that_hangs_is_given_up_after_the_timeout()
    {
        telemetry.Hangs = true;
        var asking = CollectAsync(telemetry, errors);
        while (telemetry.Windows.Length == 0) await Task.Yield();

        while (!asking.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var reading = Assert.Single(await asking);
        Assert.Equal("no answer within 30 s", Of(reading, "telemetry").Coverage.Reason);
        Assert.True(Of(reading, "errors").Coverage.IsComplete);
    }

    [Fact]
    public async Task What_came_before_is_read_as_one_window_once_per_length()
    {
        lookbacks.Add(TimeSpan.FromHours(1));
        telemetry.Answer = (context, w) => [new(context, [Some.TelemetrySignal(count: w.Length.TotalMinutes, window: w)], Coverage.Complete)];

        var reading = Assert.Single(await CollectAsync());

        var earlier = reading.Earlier[TimeSpan.FromHours(1)]!;
        Assert.Equal(new TimeWindow(Some.Window.Since.AddHours(-1), Some.Window.Since), earlier.Window);
        Assert.Equal(60, earlier.Telemetry[0].Count);
        Assert.Equal(2, telemetry.Requests.Count);
    }

    [Fact]
    public async Task A_look_back_that_fails_is_told_and_holds_nothing_up()
    {
        lookbacks.Add(TimeSpan.FromHours(1));
        telemetry.Answer = (context, w) => w.Length == Cut.Length ? [new(context, [], Coverage.Complete)] : throw new InvalidOperationException("range too long");

        var reading = Assert.Single(await CollectAsync());

        Assert.Null(reading.Earlier[TimeSpan.FromHours(1)]);
        Assert.Equal("range too long", Assert.Single(reading.Faults).Coverage.Reason);
        Assert.Single(reading.Watermarks);
    }

    [Fact]
    public async Task Cancellation_ends_the_collection()
    {
        using var stop = new CancellationTokenSource();
        telemetry.Hangs = true;
        var reading = new SignalCollector([SignalSource.Of(telemetry)], Cut, clock).Open(contexts);
        reading.Ask(Progress(), stop.Token);
        var asking = reading.TakeAsync(stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public void One_object_serves_one_kind()
    {
        Assert.Contains("serves 2 kinds", Assert.Throws<ArgumentException>(() => SignalSource.Of(new Both())).Message, StringComparison.Ordinal);
        Assert.Contains("provides no signals", Assert.Throws<ArgumentException>(() => SignalSource.Of("prom")).Message, StringComparison.Ordinal);
    }

    /// <summary>The next window of every context, stragglers included.</summary>
    private async Task<IReadOnlyList<ContextReading>> CollectAsync(params object[] providers)
    {
        var ct = TestContext.Current.CancellationToken;
        pass ??= new SignalCollector([.. (providers.Length > 0 ? providers : [telemetry]).Select(SignalSource.Of)], Cut, clock, [.. lookbacks.Select(span => new RuleSchedule(span))]).Open(contexts);
        pass.Ask(Progress(), ct);
        var readings = new List<ContextReading>((await pass.TakeAsync(ct)).Readings);
        while (pass.IsWaiting)
        {
            await pass.StragglerAsync(ct);
            readings.AddRange((await pass.TakeAsync(ct)).Readings);
        }

        return readings;
    }

    private ReadProgress Progress() => new(new Dictionary<string, long>(), watermarks);

    private void Read(string provider, TimeWindow window)
    {
        foreach (var context in contexts)
        {
            var key = new WatermarkKey(context.Id, provider, Cut.Length);
            watermarks[key] = new Watermark(key, window.Until);
        }
    }

    private IReadOnlyList<ContextReading> Keep(IReadOnlyList<ContextReading> readings)
    {
        foreach (var watermark in readings.SelectMany(r => r.Watermarks.Concat(r.FirstAsked))) watermarks[watermark.Key] = watermark;
        return readings;
    }

    private static ProviderReading Of(ContextReading reading, string provider) => Assert.Single(reading.Readings, r => r.Provider == provider);

    private sealed class Both : ITelemetrySignalProvider, IErrorSignalProvider
    {
        public ProviderTraits Traits { get; } = new("both");

        public IAsyncEnumerable<IReading<TelemetrySignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, CancellationToken ct) => throw new NotSupportedException();

        IAsyncEnumerable<IReading<ErrorSignal>> ISignalProvider<ErrorSignal>.ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, CancellationToken ct) => throw new NotSupportedException();
    }
}
