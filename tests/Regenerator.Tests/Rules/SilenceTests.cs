using Regenerator.Contexts;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Edits;
using Regenerator.Testing;
using static Regenerator.Tests.Rules.Judging;

namespace Regenerator.Tests.Rules;

/// <summary>Which silences of the built-in rules say something.</summary>
public sealed class SilenceTests
{
    private static readonly Coverage Half = Coverage.Partial("half of the shards");

    public static TheoryData<string, IRegenerationRule, ProviderReading, bool> Looks => new()
    {
        { "no «workflow.failure» was reported", new WorkflowFailureRule(), Telemetry(), true },
        { "no «workflow.failure» was reported, but what was seen is partial: half of the shards", new WorkflowFailureRule(), new("prom", SignalKind.Telemetry, Array.Empty<TelemetrySignal>(), Half), false },
        { "telemetry is unavailable: HTTP 503", new WorkflowFailureRule(), new("prom", SignalKind.Telemetry, Array.Empty<TelemetrySignal>(), Coverage.Unavailable("HTTP 503")), false },
        { "event «off» is switched off in the spec", new WorkflowFailureRule(new() { FailureEvent = "off" }), Telemetry(), false },
        { "no «workflow.failure» names a workflow of the app", new WorkflowFailureRule(), Telemetry(Failed(42, "elsewhere")), false },
        { "checkout: 2 of 9 failed (22 %); 50 starts needed", new WorkflowFailureRule(), Telemetry(Failed(2), Started(9)), false },
        { "checkout: 1 of 100 failed (1 %); limit 5 %", new WorkflowFailureRule(), Telemetry(Failed(1), Started(100)), true },
        { "checkout: 1 of 100 failed (1 %); limit 5 %, but what was seen is partial: half of the shards", new WorkflowFailureRule(), new("prom", SignalKind.Telemetry, new[] { Failed(1), Started(100) }, Half), false },
        { "checkout: 9 of 100 failed (9 %); 10 failures needed", new WorkflowFailureRule(), Telemetry(Failed(9), Started(100)), true },
        { "no usage was reported", new FeatureUnderUseRule(), Behavior(), false },
        { "no usage of «gifts» was reported, though of other features it was", new FeatureUnderUseRule(new() { Feature = "gifts" }), Behavior(Some.BehaviorSignal("wishlist", "usage", 2, null)), false },
        { "usage is partial: half of the shards", new FeatureUnderUseRule(), new("prom", SignalKind.Behavior, Array.Empty<BehaviorSignal>(), Half), false },
        { "event «off» is switched off in the spec", new FeatureUnderUseRule(new() { Event = "off" }), Behavior(), false },
        { "event «sampled» is sampled at 0.1 in the spec", new FeatureUnderUseRule(new() { Event = "sampled" }), Behavior(), false },
        { "wishlist: 2 uses; how many sessions there were is not known", new FeatureUnderUseRule(), Behavior(Some.BehaviorSignal("wishlist", "usage", 2, null)), false },
        { "wishlist: 2 uses in 9 sessions (22 %); 1,000 sessions needed", new FeatureUnderUseRule(), Behavior(Some.BehaviorSignal("wishlist", "usage", 2, null) with { SampleSize = 9 }), false },
        { "wishlist: 12 uses in 2,000 sessions (0.6 %); limit 0.1 %", new FeatureUnderUseRule(), Behavior(Some.BehaviorSignal("wishlist", "usage", 12, null) with { SampleSize = 2000 }), true },
        { "no latency was reported", new HighLatencyRule(), Behavior(), false },
        { "no latency of «serch» was reported, though of other features it was", new HighLatencyRule(new() { Feature = "serch" }), Behavior(Some.BehaviorSignal("search", "latency", 840, null)), false },
        { "no latency was reported", new HighLatencyRule(new() { Feature = "search" }), Behavior(Some.BehaviorSignal("search", "usage", 2, null)), false },
        { "latency is unavailable: no provider of behavior signals", new HighLatencyRule(), Telemetry(), false },
        { "orders: 3 s over 1 request; 100 requests needed", new HighLatencyRule(), Behavior(Some.BehaviorSignal("orders", "latency", 3000, null) with { SampleSize = 1 }), false },
        { "orders: 840 ms over 500 requests; limit 2 s", new HighLatencyRule(), Behavior(Some.BehaviorSignal("orders", "latency", 840, null) with { SampleSize = 500 }), true },
        { "orders: 840 ms over 500 requests; limit 2 s, but what was seen is partial: half of the shards", new HighLatencyRule(), new("prom", SignalKind.Behavior, new[] { Some.BehaviorSignal("orders", "latency", 840, null) with { SampleSize = 500 } }, Half), false },
    };

    [Theory]
    [MemberData(nameof(Looks), DisableDiscoveryEnumeration = true)]
    public void A_rule_that_proposes_nothing_says_whether_it_could_judge(string why, IRegenerationRule rule, ProviderReading reading, bool couldJudge)
    {
        var batch = Batch(reading);

        Assert.Equal(why, Of(rule, Context, batch).Skip);
        Assert.Equal((couldJudge, true), (batch.CouldJudge, batch.Applies));
    }

    public static TheoryData<string, IRegenerationRule> NotOfThisApp => new()
    {
        { "the app has no workflow slot «payout»", new WorkflowFailureRule(new() { Slot = "payout" }) },
        { "the app has no data view slot «nope», which the rule would pin", new WorkflowFailureRule(new() { Propose = new SpecEdit.PinDataView("nope", "orders.list", "1.0.0") }) },
        { "the app has no workflow slot «nope», which the rule would pin", new HighLatencyRule(new() { Propose = new SpecEdit.PinWorkflow("nope", "checkout.safe", "1.2.0") }) },
        { "the blueprint has no job slot «nope», which the rule would pin", new FeatureUnderUseRule(new() { Scope = RuleScope.Blueprint, Propose = new SpecEdit.PinJob("nope", new SpecRef("nightly")) }) },
        { "the app has neither a flag nor a feature «wishlst», and nobody reports its usage", new FeatureUnderUseRule(new() { Feature = "wishlst" }) },
    };

    [Theory]
    [MemberData(nameof(NotOfThisApp), DisableDiscoveryEnumeration = true)]
    public void A_rule_about_what_the_app_does_not_have_says_that_it_does_not_apply(string why, IRegenerationRule rule)
    {
        var batch = Batch(Behavior(Some.BehaviorSignal("wishlist", "usage", 2, null), Some.BehaviorSignal("wishlist", "latency", 9000, null)));

        Assert.Equal(why, Of(rule, Context, batch).Skip);
        Assert.False(batch.Applies);
    }

    private static RegenerationContext Context => Some.Context(blueprint: Some.Blueprint() with
    {
        FeatureFlags = [new FeatureFlag { Key = "gifts", Enabled = true }],
        Telemetry = new TelemetryBinding { DisabledEvents = ["off"], SamplingOverrides = new OrderedMap<double>([new("sampled", 0.1)]) },
    });
}
