using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Testing;
using static Regenerator.Tests.Rules.Judging;

namespace Regenerator.Tests.Rules;

public sealed class HighLatencyRuleTests
{
    [Fact]
    public void A_feature_that_takes_too_long_is_proposed_with_its_usual_value()
    {
        var wish = Look(Took(3840, usual: 420)).Wish;

        Assert.Equal(("orders", "«orders» is slow"), (wish.Id, wish.Title));
        Assert.Equal("orders: 3.8 s over 500 requests, usually 420 ms.", wish.Summary);
        Assert.Equal(["3.8 s is over the limit of 2 s", "usually it is 420 ms"], wish.Rationale);
        Assert.Equal((1.92, Confidence.High), (wish.Magnitude, wish.Confidence));
    }

    [Fact]
    public void How_bad_it_is_can_be_held_against_other_rules() =>
        Assert.Equal(2, Look(Took(4000)).Wish.Magnitude); // twice its limit, as a failure rate of twice its limit is 2, whatever it is measured in

    [Fact]
    public void What_it_judged_by_is_said_whether_or_not_it_proposes_anything()
    {
        var slow = new Measured("orders", "latency", 3840, Measured.Milliseconds) { Limit = 2000, Baseline = 420 };
        Assert.Equal(slow, Look(Took(3840, usual: 420)).Wish.Measured);
        Assert.Equal([slow with { Value = 840 }], Look(Took(840, usual: 420)).Measured);
        Assert.Empty(Look(Took(3000, samples: 1)).Measured);
    }

    [Fact]
    public void What_is_not_proposed_says_why()
    {
        Assert.Equal("orders: 840 ms over 500 requests; limit 2 s", Look(Took(840)).Skip);
        Assert.Equal("orders: 2 s over 500 requests; limit 2 s", Look(Took(2000)).Skip);
        Assert.Equal("orders: 3 s over 1 request; 100 requests needed", Look(Took(3000, samples: 1)).Skip);
        Assert.Equal("orders: 3 s over 500 requests; usually 1.5 s, 3 times that is needed", Look(Took(3000, usual: 1500), new() { BaselineFactor = 3 }).Skip);
        Assert.Equal("no latency was reported", Look(Behavior()).Skip);
        Assert.Equal("latency is unavailable: HTTP 503", Look(new ProviderReading("prom", SignalKind.Behavior, Array.Empty<BehaviorSignal>(), Coverage.Unavailable("HTTP 503"))).Skip);
    }

    [Fact]
    public void The_usual_value_is_what_came_before_weighted_by_requests_where_the_provider_knows_none()
    {
        var before = Behavior([.. Took(1000, samples: 300).Signals.ToArray().Cast<BehaviorSignal>(), .. Took(2000, samples: 100).Signals.ToArray().Cast<BehaviorSignal>()]);
        Assert.Equal("orders: 3 s over 500 requests, usually 1.3 s.", Look(Took(3000), earlier: before).Wish.Summary);
        Assert.Equal(Confidence.Medium, Look(Took(3000)).Wish.Confidence);
        Assert.Equal(Confidence.Low, Look(Took(3000, samples: null)).Wish.Confidence);
    }

    [Fact]
    public void What_is_slow_for_long_is_slow_unless_a_factor_is_asked_for() => Assert.Single(Look(Took(3000, usual: 3100)).Wishes);

    [Fact]
    public void The_way_back_to_the_blueprint_is_proposed_where_the_tenant_left_it()
    {
        var look = Look(Took(3000), context: Own());
        Assert.Equal([new SpecEdit.PinDataView("orders", "orders.list", "1.0.0")], look.Update.Edits);
        Assert.Equal(new ProposalTarget("dataView", new SpecRef("orders.heavy", "2.0.0"), true), look.Wish.Target);
        Assert.EndsWith("with orders.heavy@2.0.0 in force.", look.Wish.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blueprint_is_not_blamed_for_what_a_tenant_chose() => Assert.Equal(
        "orders: 3 s over 500 requests; orders.heavy@2.0.0 is the tenant's own choice, not the blueprint's", Look(Took(3000), new() { Scope = RuleScope.Blueprint }, Own()).Skip);

    [Fact]
    public void Without_a_data_view_it_is_said_in_words()
    {
        var look = Look(Took(3000));
        Assert.Equal("find out why «orders» is slow", look.Update.Summary);
        Assert.Empty(look.Update.Edits);
        Assert.Equal("unknown", look.Wish.Target.SpecType);
    }

    [Fact]
    public void Only_the_feature_that_was_asked_for_is_judged() => Assert.Equal("no latency of «search» was reported, though of other features it was", Look(Took(3000), new() { Feature = "search" }).Skip);

    private static ProviderReading Took(double milliseconds, double? usual = null, double? samples = 500) =>
        Behavior(Some.BehaviorSignal("orders", "latency", milliseconds, usual) with { SampleSize = samples });

    private static Judging Look(ProviderReading now, HighLatencyOptions? options = null, RegenerationContext? context = null, ProviderReading? earlier = null) =>
        Judging.Of(new HighLatencyRule(options), context ?? Some.Context(), Batch(now, earlier));
}
