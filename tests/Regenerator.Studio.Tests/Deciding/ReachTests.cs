using System.Diagnostics;
using Regenerator.Contexts;
using Regenerator.Specs;
using Regenerator.Specs.Tenant;
using Regenerator.Studio.Deciding;
using Regenerator.Testing;

namespace Regenerator.Studio.Tests.Deciding;

public sealed class ReachTests
{
    private static readonly SpecDocument Shop = SpecDocument.InCode(Some.Blueprint());
    private static readonly SpecDocument Bank = SpecDocument.InCode(Some.Blueprint("bank"));
    private static readonly SpecDocument Newer = SpecDocument.InCode(Some.Blueprint(version: "2.0.0"));

    [Fact]
    public void Everybody_is_counted_once_with_a_reason()
    {
        var reach = Reach.Of(Shop, Some.Revision(), [Of("a", Shop), Of("b", Shop, pins: true), Of("c", Bank), Of("d", Newer)])!;

        Assert.Equal([("a", ReachKind.Changes), ("b", ReachKind.Immune), ("c", ReachKind.Elsewhere), ("d", ReachKind.Elsewhere)], reach.Rows.Select(r => (r.Context, r.Kind)));
        Assert.Equal(["workflowOverrides[checkout] pins checkout.own@1.0.0", "runs another blueprint, bank", "runs version 2.0.0 of the blueprint"], reach.Rows.Skip(1).Select(r => r.Why));
        Assert.Equal((1, 1, 2), (reach.Count(ReachKind.Changes), reach.Count(ReachKind.Immune), reach.Count(ReachKind.Elsewhere)));
    }

    [Fact]
    public void What_is_known_of_a_fleet_is_kept_until_the_fleet_or_the_change_is_another()
    {
        RegenerationContext[] fleet = [Of("a", Shop), Of("b", Shop)];
        var first = Reach.Of(Shop, Some.Revision(), fleet);

        Assert.Same(first, Reach.Of(Shop, Some.Revision(), [.. fleet]));
        Assert.NotSame(first, Reach.Of(Shop, Some.Revision(), [fleet[0], Of("b", Shop)]));
        Assert.NotSame(first, Reach.Of(Shop, Some.Revision() with { Digest = "another" }, fleet));
        Assert.Null(Reach.Of(Shop, Some.Revision() with { Digest = "prose", Proposal = Some.Wish() with { Actions = [] } }, fleet));
    }

    [Fact]
    public void Ten_thousand_tenants_are_judged_once_and_looked_at_for_nothing()
    {
        RegenerationContext[] fleet = [.. Enumerable.Range(0, 10_000).Select(i => Of($"cfg-{i:00000}", Shop, pins: i % 10 == 0))];
        var blueprint = SpecDocument.InCode(Some.Blueprint());
        var (judging, looking) = (Stopwatch.StartNew(), new Stopwatch());
        var reach = Reach.Of(blueprint, Some.Revision(), fleet)!;
        judging.Stop();
        looking.Start();
        for (var look = 0; look < 10; look++) Assert.Same(reach, Reach.Of(blueprint, Some.Revision(), fleet));
        TestContext.Current.TestOutputHelper!.WriteLine($"judged in {judging.ElapsedMilliseconds} ms, looked at in {looking.ElapsedMilliseconds / 10.0} ms");

        Assert.Equal((9000, 1000), (reach.Count(ReachKind.Changes), reach.Count(ReachKind.Immune)));
        Assert.True(looking.Elapsed / 10 < judging.Elapsed / 10, $"{looking.Elapsed / 10} against {judging.Elapsed}");
    }

    private static RegenerationContext Of(string id, SpecDocument blueprint, bool pins = false)
    {
        var tenant = Some.Tenant(id, blueprint: blueprint.Id);
        return new RegenerationContext(blueprint, SpecDocument.InCode(pins ? tenant with { WorkflowOverrides = [new SlotOverride { Slot = "checkout", Pointer = new SpecRef("checkout.own", "1.0.0") }] } : tenant));
    }
}
