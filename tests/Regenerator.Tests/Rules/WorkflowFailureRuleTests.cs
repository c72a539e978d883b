using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Edits;
using Regenerator.Testing;
using static Regenerator.Tests.Rules.Judging;

namespace Regenerator.Tests.Rules;

public sealed class WorkflowFailureRuleTests
{
    [Fact]
    public void A_workflow_that_fails_too_often_is_proposed_with_its_rate()
    {
        var look = Look(Telemetry(Failed(42), Started(131)), earlier: Telemetry(Failed(10), Started(1000)));

        Assert.Equal("checkout", look.Wish.Id);
        Assert.Equal("Workflow «checkout» fails too often", look.Wish.Title);
        Assert.Equal("checkout: 42 of 131 failed (32 %), usually 1 %, with checkout.fast@1.0.0 in force.", look.Wish.Summary);
        Assert.Equal(["32 % of 131 starts failed; the limit is 5 %", "in the hour before, it was 1 %"], look.Wish.Rationale);
        Assert.Equal(new ProposalTarget("workflow", new SpecRef("checkout.fast", "1.0.0"), TenantScoped: true), look.Wish.Target);
        Assert.Equal(2, look.Wish.Signals.Count);
    }

    [Fact]
    public void What_it_judged_by_is_said_as_a_share_where_starts_are_known_and_else_as_a_count()
    {
        Assert.Equal(
            new Measured("checkout", "share of starts that failed", 0.4, Measured.Share) { Limit = 0.05, Baseline = 0.01 },
            Look(Telemetry(Failed(40), Started(100)), earlier: Telemetry(Failed(10), Started(1000))).Wish.Measured);
        Assert.Equal([new Measured("checkout", "failures", 1, Measured.Count) { Limit = 10 }], Look(Telemetry(Failed(1))).Measured);
    }

    [Theory]
    [InlineData(1, 131, "checkout: 1 of 131 failed (0.8 %); limit 5 %")]
    [InlineData(40, 45, "checkout: 40 of 45 failed (89 %); 50 starts needed")]
    [InlineData(9, 60, "checkout: 9 of 60 failed (15 %); 10 failures needed")]
    [InlineData(5, 100, "checkout: 5 of 100 failed (5 %); limit 5 %")]
    [InlineData(0, 2000, "checkout: 0 of 2,000 failed (0 %); limit 5 %")]
    [InlineData(3, 0, "checkout: 3 of 0 failed; 50 starts needed")]
    public void What_is_not_proposed_says_why(double failures, double starts, string why) => Assert.Equal(why, Look(Telemetry(Failed(failures), Started(starts))).Skip);

    [Fact]
    public void Without_starts_bare_counts_are_judged_and_trusted_less()
    {
        Assert.Equal("checkout: 1 failure; 10 failures needed", Look(Telemetry(Failed(1))).Skip);
        var wish = Look(Telemetry(Failed(12))).Wish;
        Assert.Equal(Confidence.Low, wish.Confidence);
        Assert.Equal("checkout: 12 failures, with checkout.fast@1.0.0 in force.", wish.Summary);
        Assert.Equal(["12 failures; the limit is 10. How many starts there were is not known"], wish.Rationale);
    }

    [Fact]
    public void The_magnitude_has_one_unit_whether_starts_are_known_or_not()
    {
        Assert.Equal(6, Look(Telemetry(Failed(60), Started(200))).Wish.Magnitude!.Value, 6);
        Assert.Equal(6, Look(Telemetry(Failed(60))).Wish.Magnitude!.Value, 6);
        Assert.True(double.IsFinite(Look(Telemetry(Failed(60), Started(200)), new() { MaximumRate = 0 }).Wish.Magnitude!.Value));
    }

    [Fact]
    public void Starts_that_the_spec_switches_off_do_not_count()
    {
        var blueprint = Some.Blueprint() with { Telemetry = new TelemetryBinding { Spec = new SpecRef("shop.telemetry", "1.0.0"), DisabledEvents = ["workflow.started"] } };
        Assert.StartsWith("checkout: 42 failures", Look(Telemetry(Failed(42), Started(1)), context: Some.Context(blueprint: blueprint)).Wish.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Failures_that_the_spec_switches_off_say_nothing()
    {
        var blueprint = Some.Blueprint() with { Telemetry = new TelemetryBinding { Spec = new SpecRef("shop.telemetry", "1.0.0"), DisabledEvents = ["workflow.failure"] } };
        Assert.Equal("event «workflow.failure» is switched off in the spec", Look(Telemetry(Failed(42)), context: Some.Context(blueprint: blueprint)).Skip);
    }

    [Fact]
    public void Silence_is_not_health()
    {
        Assert.Equal("telemetry is unavailable: HTTP 503", Look(new ProviderReading("prom", SignalKind.Telemetry, Array.Empty<TelemetrySignal>(), Coverage.Unavailable("HTTP 503"))).Skip);
        Assert.Equal("telemetry is unavailable: no provider of telemetry signals", Look(Behavior()).Skip);
        Assert.Equal("no «workflow.failure» was reported", Look(Telemetry()).Skip);
        Assert.Equal("no «workflow.failure» names a workflow of the app", Look(Telemetry(Failed(42, "elsewhere"))).Skip);
    }

    [Fact]
    public void Half_an_answer_is_trusted_less_and_says_so()
    {
        var wish = Look(new ProviderReading("prom", SignalKind.Telemetry, new[] { Failed(42), Started(131) }, Coverage.Partial("sampled"))).Wish;
        Assert.Equal(Confidence.Low, wish.Confidence);
        Assert.Contains("telemetry is partial: sampled", wish.Rationale);
    }

    [Fact]
    public void A_usual_value_raises_the_confidence()
    {
        Assert.Equal(Confidence.Medium, Look(Telemetry(Failed(42), Started(131))).Wish.Confidence);
        Assert.Equal(Confidence.High, Look(Telemetry(Failed(42), Started(131)), earlier: Telemetry(Failed(1), Started(1000))).Wish.Confidence);
        Assert.Equal(Confidence.Medium, Look(Telemetry(Failed(42), Started(131)), earlier: Telemetry(Failed(1), Started(2))).Wish.Confidence);
    }

    [Fact]
    public void What_is_over_the_limit_for_long_is_over_the_limit_unless_a_factor_is_asked_for()
    {
        var (now, earlier) = (Telemetry(Failed(20), Started(200)), Telemetry(Failed(240), Started(2000)));

        Assert.Equal("checkout: 20 of 200 failed (10 %), with checkout.fast@1.0.0 in force.", Look(now, earlier: earlier).Wish.Summary);
        Assert.Equal("checkout: 20 of 200 failed (10 %); usually 12 %, 3 times that is needed", Look(now, new() { BaselineFactor = 3 }, earlier: earlier).Skip);
        Assert.Single(Look(Telemetry(Failed(72), Started(200)), new() { BaselineFactor = 3 }, earlier: earlier).Wishes);
    }

    [Fact]
    public void The_way_back_to_the_blueprint_is_proposed_where_the_tenant_left_it()
    {
        var look = Look(Telemetry(Failed(42), Started(131)), context: Own());
        Assert.Equal([new SpecEdit.PinWorkflow("checkout", "checkout.fast", "1.0.0")], Assert.IsType<ProposalAction.UpdateTenantConfig>(look.Update).Edits);
        Assert.Equal("pin workflow slot «checkout» to checkout.fast@1.0.0", look.Update.Summary);
    }

    [Fact]
    public void Without_a_way_back_it_is_said_in_words()
    {
        var look = Look(Telemetry(Failed(42), Started(131)));
        Assert.Empty(look.Update.Edits);
        Assert.Equal("split or replace workflow «checkout», which is checkout.fast@1.0.0", look.Update.Summary);
    }

    [Fact]
    public void What_is_configured_is_proposed_with_all_that_follows()
    {
        var edit = new SpecEdit.PinWorkflow("checkout", "checkout.safe", "1.2.0");
        var look = Look(Telemetry(Failed(42), Started(131)), new() { Propose = edit, Tests = ["smoke"], Migrations = ["carts"], Regenerate = true });

        Assert.Equal(["update_tenant_config", "run_tests", "run_migrations", "trigger_regeneration"], look.Wish.Actions.Select(a => a.Kind));
        Assert.Equal([edit], look.Update.Edits);
    }

    [Fact]
    public void The_blueprints_wish_is_the_same_whichever_tenant_asks()
    {
        var options = new WorkflowFailureOptions { Scope = RuleScope.Blueprint, Propose = new SpecEdit.PinWorkflow("checkout", "checkout.safe", "1.2.0") };
        var acme = Look(Telemetry(Failed(42), Started(131)), options, context: Some.Context("cfg-acme")).Wish;
        var globex = Look(Telemetry(Failed(99), Started(300)), options, context: Some.Context("cfg-globex")).Wish;

        Assert.Equal((acme.Id, acme.Target), (globex.Id, globex.Target));
        Assert.False(acme.Target.TenantScoped);
        Assert.IsType<ProposalAction.UpdateBlueprint>(acme.Actions[0]);
        Assert.DoesNotContain("acme", acme.Id, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blueprint_is_not_blamed_for_what_a_tenant_chose() => Assert.Equal(
        "checkout: 42 of 131 failed (32 %); checkout.own@3.0.0 is the tenant's own choice, not the blueprint's",
        Look(Telemetry(Failed(42), Started(131)), new() { Scope = RuleScope.Blueprint }, context: Own()).Skip);

    [Fact]
    public void A_slot_is_found_by_its_name_by_its_spec_or_by_the_entity()
    {
        Assert.Equal("checkout", Look(Telemetry(Failed(42, "checkout.fast"))).Wish.Id);
        Assert.Equal("refund", Look(Telemetry(Failed(42, "elsewhere") with { Entity = new SpecEntity("workflow", Slot: "refund") })).Wish.Id);
    }

    [Fact]
    public void Only_the_slot_that_was_asked_for_is_judged()
    {
        var both = Telemetry(Failed(42), Failed(42, "refund"));
        Assert.Equal(["checkout", "refund"], Look(both).Wishes.Select(w => w.Id));
        Assert.Equal("refund", Look(both, new() { Slot = "refund" }).Wish.Id);
        Assert.Equal("refund: 0 of 70 failed (0 %); limit 5 %", Look(Telemetry(Failed(42), Started(70, "refund")), new() { Slot = "refund" }).Skip);
        Assert.Equal("the app has no workflow slot «payout»", Look(both, new() { Slot = "payout" }).Skip);
    }

    private static Judging Look(ProviderReading now, WorkflowFailureOptions? options = null, RegenerationContext? context = null, ProviderReading? earlier = null) =>
        Judging.Of(new WorkflowFailureRule(options), context ?? Some.Context(), Batch(now, earlier));
}
