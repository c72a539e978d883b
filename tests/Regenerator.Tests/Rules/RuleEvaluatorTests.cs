using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Testing;

namespace Regenerator.Tests.Rules;

public sealed class RuleEvaluatorTests
{
    private static readonly FakeRule Fine = new("fine", (_, _) => []);

    [Fact]
    public async Task A_rule_that_throws_is_named_and_the_others_go_on()
    {
        var verdicts = await Evaluate(new FakeRule("broken", (_, _) => throw new FormatException("bad number")), Fine);

        Assert.Equal(("broken", "FormatException: bad number"), (verdicts[0].RuleId, Assert.IsType<Verdict.Threw>(verdicts[0]).Error));
        Assert.Equal("nothing to propose", Assert.IsType<Verdict.Quiet>(verdicts[1]).Why);
    }

    [Fact]
    public async Task A_rule_that_returns_nothing_at_all_or_nothing_in_a_list_is_named()
    {
        var verdicts = await Evaluate(new FakeRule("null", (_, _) => null!), new FakeRule("hole", (_, _) => [Some.Wish(), null!]), Fine);

        Assert.Equal(["it returned null", "it returned null"], verdicts.OfType<Verdict.Threw>().Select(v => v.Error));
        Assert.Equal(3, verdicts.Count);
    }

    [Fact]
    public async Task A_rule_that_cancels_itself_is_a_broken_rule() =>
        Assert.IsType<Verdict.Threw>(Assert.Single(await Evaluate(new FakeRule("tired", (_, _) => throw new OperationCanceledException("enough")))));

    [Fact]
    public async Task Rules_are_called_on_empty_windows_but_not_on_silence()
    {
        var calls = 0;
        var counting = new FakeRule("counting", (_, signals) => { calls++; Assert.Equal(0, signals.Count); return []; });

        await Evaluate(counting);
        Assert.Equal(1, calls);

        var silence = Reading(Judging.Telemetry()) with { Watermarks = [] };
        Assert.IsType<Verdict.Blind>(Assert.Single(await new RuleEvaluator([counting]).EvaluateAsync([silence], TestContext.Current.CancellationToken)));
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Reasons_are_kept_per_rule()
    {
        var verdicts = await Evaluate(
            new FakeRule("first", (_, s) => { s.Skip("2 of 9 starts"); s.Skip("50 needed"); return []; }), Fine);

        Assert.Equal(["2 of 9 starts; 50 needed", "nothing to propose"], verdicts.Cast<Verdict.Quiet>().Select(v => v.Why));
    }

    [Fact]
    public async Task A_rule_that_fires_for_one_thing_still_says_why_not_for_another()
    {
        var verdicts = await Evaluate(new FakeRule("both", (_, s) => { s.Skip("refund: too few"); return [Some.Wish()]; }));

        Assert.IsType<Verdict.Fired>(verdicts[0]);
        Assert.Equal("refund: too few", Assert.IsType<Verdict.Quiet>(verdicts[1]).Why);
    }

    [Fact]
    public async Task A_rule_cannot_change_what_the_next_one_sees()
    {
        var seen = new List<int>();
        var greedy = new FakeRule("greedy", (_, s) =>
        {
            seen.Add(s.Count);
            s.Skip("mine");
            Array.Clear(s.Telemetry.ToArray());
            Array.Clear((TelemetrySignal[])s.FindTelemetry(_ => true));
            return [];
        });

        var verdicts = await new RuleEvaluator([greedy, new FakeRule("next", (_, s) => { seen.Add(s.Count); Assert.NotNull(s.Telemetry[0]); return []; })])
            .EvaluateAsync([Reading(Judging.Telemetry(Some.TelemetrySignal()))], TestContext.Current.CancellationToken);

        Assert.Equal([1, 1], seen);
        Assert.Equal("nothing to propose", Assert.IsType<Verdict.Quiet>(verdicts[1]).Why);
    }

    [Fact]
    public async Task A_rule_gets_the_look_back_it_asked_for_and_no_other()
    {
        var hour = TimeSpan.FromHours(1);
        var before = Judging.Batch(Judging.Telemetry());
        SignalBatch? got = null, none = before;
        var evaluator = new RuleEvaluator(
        [
            new FakeRule("hour", (_, s) => { got = s.Earlier; return []; }) { Schedule = new RuleSchedule(hour) },
            new FakeRule("none", (_, s) => { none = s.Earlier; return []; }),
        ]);

        Assert.Equal([hour, TimeSpan.Zero], evaluator.Schedules.Select(s => s.Lookback));
        await evaluator.EvaluateAsync([Reading(Judging.Telemetry()) with { Earlier = new Dictionary<TimeSpan, SignalBatch?> { [hour] = before } }], TestContext.Current.CancellationToken);

        Assert.Equal(before.Window, got!.Window);
        Assert.Null(none);
    }

    private static Task<IReadOnlyList<Verdict>> Evaluate(params IRegenerationRule[] rules) =>
        new RuleEvaluator(rules).EvaluateAsync([Reading(Judging.Telemetry())], TestContext.Current.CancellationToken);

    private static ContextReading Reading(ProviderReading reading) => new(
        Some.Context(), Some.Window, [reading], [new Watermark(new WatermarkKey("cfg-acme", reading.Provider, Some.Window.Length), Some.Window.Until)], new Dictionary<TimeSpan, SignalBatch?>());
}
