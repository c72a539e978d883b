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
                "event «wishlist.used» is sampled at 0.1 in the spec: few uses say nothing",
                "usage is partial: prometheus warns: a shard is missing",
                "telemetry spec shop-events@2.0.0 has no event «wishlist.used»: was it renamed?",
            ],
            reasons);
    }

    [Fact]
    public void What_the_spec_lets_through_is_judged() =>
        Assert.Equal("wishlist", Judging.Of(Rule, Context(new() { Spec = new SpecRef("shop-events", "1.0.0") }), Judging.Batch(Nothing)).Wish.Id);

    private static string Look(TelemetryBinding telemetry, ProviderReading reading) => Judging.Of(Rule, Context(telemetry), Judging.Batch(reading)).Skip;

    private static RegenerationContext Context(TelemetryBinding telemetry) => new(
        Some.Blueprint() with { Telemetry = telemetry },
        Some.Tenant(),
        new SpecRegistries { Telemetry = new SpecRegistry<TelemetrySpec>([Spec("1.0.0", "wishlist.used"), Spec("2.0.0", "wishlist.opened")]) });

    private static TelemetrySpec Spec(string version, string name) =>
        new() { Meta = new SpecMeta { Key = "shop-events", Version = version }, Events = [new TelemetryEvent { Name = name }] };
}
