using Regenerator.Contexts;
using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Specs;
using Regenerator.Testing;

namespace Regenerator.Tests.Freezes;

public sealed class FreezeTests
{
    private static readonly FreezeId Id = new("f1");

    [Fact]
    public void A_freeze_lasts_ninety_days_at_most_and_ends_in_the_future()
    {
        Assert.Equal("a freeze lasts 90 days at most, until 2026-04-05 09:05 UTC", Refused(Set(until: Some.Now.AddDays(90).AddTicks(1))));
        Assert.Equal("2026-01-05 09:05 UTC is not in the future", Refused(Set(until: Some.Now)));
        Assert.Equal("a freeze needs a reason", Refused(Set(reason: " ")));
        Assert.IsType<FreezeResult.Recorded>(Freeze.Next(null, Id, Set(until: Some.Now.AddDays(90))));
    }

    [Fact]
    public void It_is_in_force_until_its_end_and_not_at_it()
    {
        var freeze = Frozen(new FreezeReach.Everything());

        Assert.True(freeze.IsInForce(freeze.Set.Until.AddTicks(-1)));
        Assert.False(freeze.IsInForce(freeze.Set.Until));
        Assert.StartsWith("it ended by itself on 2026-01-06", Assert.IsType<FreezeResult.Refused>(Freeze.Next(freeze, Id, new FreezeEvent.Ended("late") { Actor = "person:ada", At = freeze.Set.Until })).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("everything", true, true, true)]
    [InlineData("environment", true, false, true)]
    [InlineData("label", true, false, false)]
    [InlineData("context", true, false, false)]
    public void What_is_not_known_of_a_context_counts_as_covered(string what, bool named, bool other, bool bare)
    {
        FreezeReach reach = what switch
        {
            "everything" => new FreezeReach.Everything(),
            "environment" => new FreezeReach.Environment("production"),
            "label" => new FreezeReach.Label("tier", "enterprise"),
            _ => new FreezeReach.Context("cfg-acme"),
        };

        Assert.Equal(named, reach.Covers(new FreezeSubject("cfg-acme", "production", new Dictionary<string, string> { ["tier"] = "enterprise" })));
        Assert.Equal(other, reach.Covers(new FreezeSubject("cfg-zeta", "staging", new Dictionary<string, string> { ["tier"] = "free" })));
        Assert.Equal(bare, reach.Covers(new FreezeSubject("cfg-zeta", null, new Dictionary<string, string>())));
        Assert.True(reach.Covers(new FreezeSubject("cfg-zeta", null, null)));
    }

    [Fact]
    public void A_blueprint_is_held_by_a_freeze_of_any_of_its_contexts_and_a_tenant_by_its_own()
    {
        var snapshot = new ContextSnapshot([Some.Context(), Some.Context("cfg-zeta")], []);

        Assert.True(Holds(new FreezeReach.Context("cfg-zeta"), new ProposalScope(SpecKind.Blueprint, "shop"), snapshot));
        Assert.False(Holds(new FreezeReach.Context("cfg-zeta"), new ProposalScope(SpecKind.Tenant, "cfg-acme"), snapshot));
        Assert.True(Holds(new FreezeReach.Context("cfg-acme"), new ProposalScope(SpecKind.Tenant, "cfg-acme"), snapshot));
    }

    [Fact]
    public void A_blueprint_is_held_while_a_context_can_not_be_read_because_nobody_knows_whether_it_is_one_of_its_own()
    {
        var snapshot = new ContextSnapshot([Some.Context()], [new SickContext("tenants/broken.json", "no JSON")]);

        Assert.True(Holds(new FreezeReach.Label("tier", "enterprise"), new ProposalScope(SpecKind.Blueprint, "shop"), snapshot));
        Assert.False(Holds(new FreezeReach.Label("tier", "enterprise"), new ProposalScope(SpecKind.Tenant, "cfg-acme"), snapshot));
    }

    private static bool Holds(FreezeReach reach, ProposalScope scope, ContextSnapshot snapshot) => Frozen(reach).Holds(FreezeSubject.Of(scope, snapshot), Some.Now);

    private static Freeze Frozen(FreezeReach reach) => Assert.IsType<FreezeResult.Recorded>(Freeze.Next(null, Id, Set(reach))).Freeze;

    private static FreezeEvent.Set Set(FreezeReach? reach = null, string reason = "release week", DateTimeOffset? until = null) =>
        new(reach ?? new FreezeReach.Everything(), reason, until ?? Some.Now.AddDays(1)) { Actor = "person:ada", At = Some.Now };

    private static string Refused(FreezeEvent happened) => Assert.IsType<FreezeResult.Refused>(Freeze.Next(null, Id, happened)).Reason;
}
