using Regenerator.Contexts;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Registries;
using Regenerator.Testing;

namespace Regenerator.Tests.Rules;

/// <summary>Four ways in which nothing is heard of a feature that everybody uses.</summary>
public sealed class FourSilencesTests
{
    private static readonly FeatureUnderUseRule Rule = new(new() { Event = "wishlist.used" });
    private static readonly ProviderReading Nothing = Judging.Behavior(Some.BehaviorSignal("wishlist", "usage", 0, null) with { SampleSize = 5000 });

    [Fact]
    [Trait("Promise", "R8")]
    public void None_is_taken_for_disuse_and_each_says_why()
    {
        string[] reasons =
        [
            Look(new() { DisabledEvents = ["wishlist.used"] }, Nothing),
            Look(new() { Spec = new SpecRef("shop-events", "2.0.0"), SamplingOverrides = new OrderedMap<double>([new("wishlist.used", 0.1)]) }, Nothing),
            Look(new(), new ProviderReading("prom/behavior", SignalKind.Behavior, Array.Empty<BehaviorSignal>(), Coverage.Partial("prometheus warns: a shard is missing"))),
            Look(new() { Spec = new SpecRef("shop-events", "2.0.0") }, Nothing),
        ];

        Assert.Equal(
            [
                "event «wishlist.used» is switched off in the spec",
                "event «wishlist.used» is sampled at 0.1 in the spec",
                "usage is partial: prometheus warns: a shard is missing",
                "telemetry spec shop-events@2.0.0 has no event «wishlist.used»: was it renamed?",
            ],
            reasons);
    }

    [Fact]
    public void What_the_spec_lets_through_is_judged() =>
        Assert.Equal("wishlist", Judging.Of(Rule, Context(new() { Spec = new SpecRef("shop-events", "1.0.0") }), Judging.Batch(Nothing)).Wish.Id);

    [Fact]
    [Trait("Promise", "R8")]
    public void No_failure_that_was_heard_of_is_not_taken_for_health_and_each_says_why()
    {
        string[] reasons =
        [
            Silence(new() { DisabledEvents = ["workflow.failure"] }, Judging.Telemetry()),
            Silence(new() { Spec = new SpecRef("shop-events", "1.0.0"), SamplingOverrides = new OrderedMap<double>([new("workflow.failure", 0.1)]) }, Judging.Telemetry()),
            Silence(new(), new ProviderReading("prom/telemetry", SignalKind.Telemetry, Array.Empty<TelemetrySignal>(), Coverage.Partial("prometheus warns: a shard is missing"))),
            Silence(new() { Spec = new SpecRef("shop-events", "2.0.0") }, Judging.Telemetry()),
        ];

        Assert.Equal(
            [
                "event «workflow.failure» is switched off in the spec",
                "no «workflow.failure» was reported; event «workflow.failure» is sampled at 0.1 in the spec",
                "no «workflow.failure» was reported, but what was seen is partial: prometheus warns: a shard is missing",
                "no «workflow.failure» was reported; telemetry spec shop-events@2.0.0 has no event «workflow.failure»: was it renamed?",
            ],
            reasons);
    }

    [Theory]
    [Trait("Promise", "R8")]
    [InlineData(0.1, 1, 9, 500, "checkout: 9 of 500 failed (1.8 %); limit 5 %; event «workflow.failure» is sampled at 0.1 in the spec")] // it may well be 18 %
    [InlineData(1, 0.1, 40, 100, "checkout: of «workflow.started» the spec lets 0.1 through, of «workflow.failure» 1: which share failed is not known")] // it may well be 4 %
    [InlineData(0.1, 0.1, 2, 100, null)] // thinned alike, 2 % it is
    public void A_share_of_sampled_events_is_judged_only_where_both_are_sampled_alike(double failures, double starts, int failed, int started, string? doubt)
    {
        var look = Judging.Batch(Judging.Telemetry(Judging.Failed(failed), Judging.Started(started)));

        var judging = Judging.Of(new WorkflowFailureRule(), Sampled(failures, starts), look);

        Assert.Equal(doubt ?? "checkout: 2 of 100 failed (2 %); limit 5 %", judging.Skip);
        Assert.Equal(doubt is null, look.CouldJudge);
    }

    [Fact]
    [Trait("Promise", "R8")]
    public void Too_many_failures_are_too_many_though_only_some_of_them_were_heard_of() =>
        Assert.Equal("checkout", Judging.Of(new WorkflowFailureRule(), Sampled(0.1, 1), Judging.Batch(Judging.Telemetry(Judging.Failed(40), Judging.Started(100)))).Wish.Id);

    private static RegenerationContext Sampled(double failures, double starts) => Context(new()
    {
        Spec = new SpecRef("shop-events", "1.0.0"),
        SamplingOverrides = new OrderedMap<double>([new("workflow.failure", failures), new("workflow.started", starts)]),
    });

    private static string Silence(TelemetryBinding telemetry, ProviderReading reading)
    {
        var batch = Judging.Batch(reading);
        var skip = Judging.Of(new WorkflowFailureRule(), Context(telemetry), batch).Skip;
        Assert.False(batch.CouldJudge);
        return skip;
    }

    private static string Look(TelemetryBinding telemetry, ProviderReading reading) => Judging.Of(Rule, Context(telemetry), Judging.Batch(reading)).Skip;

    private static RegenerationContext Context(TelemetryBinding telemetry) => new(
        Some.Blueprint() with { Telemetry = telemetry },
        Some.Tenant(),
        new SpecRegistries { Telemetry = new SpecRegistry<TelemetrySpec>([Spec("1.0.0", "wishlist.used", "workflow.failure"), Spec("2.0.0", "wishlist.opened")]) });

    private static TelemetrySpec Spec(string version, params string[] names) =>
        new() { Meta = new SpecMeta { Key = "shop-events", Version = version }, Events = [.. names.Select(name => new TelemetryEvent { Name = name })] };
}
