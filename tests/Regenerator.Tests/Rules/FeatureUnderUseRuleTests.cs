using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Edits;
using Regenerator.Testing;
using static Regenerator.Tests.Rules.Judging;

namespace Regenerator.Tests.Rules;

public sealed class FeatureUnderUseRuleTests
{
    [Fact]
    public void A_feature_that_hardly_anybody_uses_is_proposed_with_its_share()
    {
        var wish = Look(Used(1, 4000), earlier: Used(9, 40_000)).Wish;

        Assert.Equal(("wishlist", "Feature «wishlist» is hardly used"), (wish.Id, wish.Title));
        Assert.Equal("wishlist: 1 use in 4,000 sessions (0.03 %).", wish.Summary);
        Assert.Equal(["0.03 % of 4,000 sessions used it; at least 0.1 % is expected", "in the hour before, it was 0.02 %"], wish.Rationale);
        Assert.Equal(Confidence.Medium, wish.Confidence);
    }

    [Fact]
    public void What_it_judged_by_is_said_with_the_least_that_is_expected()
    {
        var used = new Measured("wishlist", "share of sessions that use it", 0.00025, Measured.Share) { Limit = 0.001, LimitIsLeast = true };
        Assert.Equal(used, Look(Used(1, 4000)).Wish.Measured);
        Assert.Equal([used with { Value = 0.006 }], Look(Used(12, 2000)).Measured);
        Assert.Empty(Look(Used(2, null)).Measured);
    }

    [Fact]
    public void What_is_not_proposed_says_why()
    {
        Assert.Equal("wishlist: 2 uses in 9 sessions (22 %); 1,000 sessions needed", Look(Used(2, 9)).Skip);
        Assert.Equal("wishlist: 12 uses in 2,000 sessions (0.6 %); limit 0.1 %", Look(Used(12, 2000)).Skip);
        Assert.Equal("wishlist: 0 uses in 2,000 sessions (0 %); 2 % in the hour before: wait and see", Look(Used(0, 2000), earlier: Used(400, 20_000)).Skip);
        Assert.Equal("wishlist: 2 uses; how many sessions there were is not known", Look(Used(2, null)).Skip);
        Assert.Equal("no usage was reported", Look(Behavior()).Skip);
        Assert.Equal("usage is partial: sampled", Look(new ProviderReading("prom", SignalKind.Behavior, new[] { Usage(0, 5000) }, Coverage.Partial("sampled"))).Skip);
        Assert.Equal("usage is unavailable: no provider of behavior signals", Look(Telemetry()).Skip);
    }

    [Fact]
    public void A_feature_that_is_off_is_left_alone()
    {
        var off = Some.Context(blueprint: Some.Blueprint() with { FeatureFlags = [new FeatureFlag { Key = "wishlist", Enabled = false }] });
        Assert.Equal("wishlist: 0 uses in 2,000 sessions (0 %); its flag is off already", Look(Used(0, 2000), context: off).Skip);
        var own = Some.Context(tenant: Some.Tenant() with { FeatureFlags = [new FeatureFlag { Key = "wishlist", Enabled = false }] });
        Assert.EndsWith("its flag is off already", Look(Used(0, 2000), new() { Scope = RuleScope.Blueprint }, own).Skip, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_flag_goes_off_and_keeps_its_variant_and_description() =>
        Assert.Equal([new SpecEdit.SetFeatureFlag("wishlist", false, "b", "hearts")], Look(Used(0, 2000), context: Own(variant: "b")).Update.Edits);

    [Fact]
    public void The_blueprints_flag_does_not_take_over_what_a_tenant_says_of_it()
    {
        var look = Look(Used(0, 2000), new() { Scope = RuleScope.Blueprint }, Own(variant: "b"));
        Assert.Equal([new SpecEdit.SetFeatureFlag("wishlist", false)], Assert.IsType<ProposalAction.UpdateBlueprint>(look.Update).Edits);
        Assert.Equal(look.Wish.Target, Look(Used(0, 2000), new() { Scope = RuleScope.Blueprint }).Wish.Target);
    }

    [Fact]
    public void A_feature_without_a_flag_is_excluded_where_it_is_included_and_else_said_in_words()
    {
        Assert.Equal([new SpecEdit.ExcludeFeature("gifts")], Look(Used(0, 2000, "gifts"), context: Own()).Update.Edits);
        var words = Look(Used(0, 2000, "unheard-of")).Update;
        Assert.Empty(words.Edits);
        Assert.Equal("leave feature «unheard-of» out, or make it easier to find", words.Summary);
    }

    [Fact]
    public void The_magnitude_does_not_grow_with_the_traffic()
    {
        Assert.Equal(Look(Used(0, 2000)).Wish.Magnitude, Look(Used(0, 200_000)).Wish.Magnitude);
        Assert.True(Look(Used(0, 2000)).Wish.Magnitude > Look(Used(1, 2000)).Wish.Magnitude);
    }

    [Fact]
    public void A_look_back_that_did_not_answer_raises_no_confidence() => Assert.Equal(
        Confidence.Low,
        Look(Used(0, 2000), earlier: new ProviderReading("prom", SignalKind.Behavior, Array.Empty<BehaviorSignal>(), Coverage.Unavailable("HTTP 503"))).Wish.Confidence);

    private static ProviderReading Used(double uses, double? sessions, string feature = "wishlist") => Behavior(Usage(uses, sessions, feature));

    private static BehaviorSignal Usage(double uses, double? sessions, string feature = "wishlist") => Some.BehaviorSignal(feature, "usage", uses, null) with { SampleSize = sessions };

    private static Judging Look(ProviderReading now, FeatureUnderUseOptions? options = null, RegenerationContext? context = null, ProviderReading? earlier = null) =>
        Judging.Of(new FeatureUnderUseRule(options), context ?? Some.Context(), Batch(now, earlier));
}
