using System.Text.Json;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Specs;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Json;
using Regenerator.Specs.Tenant;
using Regenerator.Testing;

namespace Regenerator.Tests.Proposals;

public sealed class DraftTests
{
    [Fact]
    public void A_wish_on_a_file_has_no_blockers_and_says_what_it_touches()
    {
        var ready = Assert.IsType<Draft.Ready>(Draft.Of(OnDisk(), Some.Wish(tenantScoped: true), "rule:r"));

        Assert.Empty(ready.Revision.Blockers);
        Assert.Equal([new TouchedElement("workflowOverrides[checkout]", null)], ready.Revision.Touched);
        Assert.Equal("workflows.checkout", Assert.Single(ready.Revision.Effect).Path);
        Assert.NotNull(ready.Edits);
    }

    [Fact]
    public void Prose_is_blocked_until_somebody_carries_it_out()
    {
        var prose = Some.Wish(tenantScoped: true) with { Actions = [new ProposalAction.UpdateTenantConfig { Summary = "make checkout safer" }] };

        Assert.Equal([ProposalBlocker.MissingDiff], Blockers(OnDisk(), prose));
        Assert.Empty(Assert.IsType<Draft.Ready>(Draft.Of(OnDisk(), prose, "rule:r", proseAccepted: true)).Revision.Blockers);
    }

    [Fact]
    public void One_update_in_words_blocks_the_edits_beside_it()
    {
        var mixed = Some.Wish(tenantScoped: true);
        Assert.Equal([ProposalBlocker.MissingDiff], Blockers(OnDisk(), mixed with { Actions = [.. mixed.Actions, new ProposalAction.UpdateTenantConfig { Summary = "and more" }] }));
    }

    [Fact]
    public void A_document_that_can_not_be_written_is_a_blocker()
    {
        Assert.Equal([ProposalBlocker.ReadOnlyDocument], Blockers(Some.Context(), Some.Wish(tenantScoped: true)));
        Assert.Equal([ProposalBlocker.ReadOnlyDocument], Blockers(OnDisk(file: "acme.yaml"), Some.Wish(tenantScoped: true)));
    }

    [Theory]
    [InlineData("spring", true)]
    [InlineData("1.2.3", false)]
    [InlineData("7", false)]
    public void A_version_without_a_next_one_is_a_blocker(string version, bool blocked) =>
        Assert.Equal(blocked ? [ProposalBlocker.Unversionable] : [], Blockers(OnDisk(version), Some.Wish(tenantScoped: true)));

    [Fact]
    public void A_change_that_introduces_an_error_is_blocked_and_says_which()
    {
        var ready = Assert.IsType<Draft.Ready>(Draft.Of(OnDisk(), Routing("gone"), "rule:r"));

        Assert.Equal(["NOT_IN_BLUEPRINT", "UNKNOWN_ROUTE_WORKFLOW"], ready.Revision.Introduced.Select(f => f.Code));
        var blocker = Assert.Single(ready.Revision.Blockers);
        Assert.Equal(ProposalBlocker.IntroducesErrors, blocker.Kind);
        Assert.StartsWith("UNKNOWN_ROUTE_WORKFLOW: ", blocker.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_that_was_there_before_blocks_nothing_and_one_that_goes_is_told()
    {
        var broken = Some.Tenant() with { RouteOverrides = [new AppRoute { Path = "/cart", Workflow = "gone" }] };

        Assert.Empty(Blockers(OnDisk(broken), Some.Wish(tenantScoped: true)));
        var mended = Assert.IsType<Draft.Ready>(Draft.Of(OnDisk(broken), Routing("checkout"), "rule:r")).Revision;
        Assert.Empty(mended.Blockers);
        Assert.Equal("UNKNOWN_ROUTE_WORKFLOW", Assert.Single(mended.Fixed).Code);
    }

    [Fact]
    public void The_rules_own_blockers_come_first()
    {
        var wish = Some.Wish(tenantScoped: true) with { Blockers = [new ProposalBlocker("manual_review", "have a look")] };
        Assert.Equal(["manual_review", ProposalBlocker.Unversionable], Blockers(OnDisk("spring"), wish));
    }

    [Fact]
    public void A_change_after_which_the_document_would_not_read_is_impossible()
    {
        var patch = new SpecEdit.Patch(JsonPatch.Parse(JsonElement.Parse("""[{"op":"replace","path":"/meta","value":7}]""")));
        var impossible = Assert.IsType<Draft.Impossible>(Draft.Of(OnDisk(), Some.Wish(tenantScoped: true) with { Actions = [new ProposalAction.UpdateTenantConfig { Edits = [patch] }] }, "rule:r"));
        Assert.StartsWith("the changed document would not read", impossible.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_effect_on_a_blueprint_is_that_on_a_tenant_without_overrides_whoever_asks()
    {
        var mine = Draft.Of(Rules.Judging.Own(), Some.Wish(), "rule:r");
        var theirs = Draft.Of(Some.Context("cfg-globex", Rules.Judging.Own().Blueprint), Some.Wish(), "rule:r");

        Assert.Equal(Assert.IsType<Draft.Ready>(mine).Revision.Digest, Assert.IsType<Draft.Ready>(theirs).Revision.Digest);
    }

    [Fact]
    public void The_digest_moves_with_what_the_edits_replace()
    {
        var before = Assert.IsType<Draft.Ready>(Draft.Of(Some.Context(), Some.Wish(), "rule:r")).Revision;
        var moved = Some.Context(blueprint: Some.Blueprint() with { Workflows = new OrderedMap<SpecRef>([new("checkout", new SpecRef("checkout.fast", "1.1.0"))]) });

        Assert.NotEqual(before.Digest, Assert.IsType<Draft.Ready>(Draft.Of(moved, Some.Wish(), "rule:r")).Revision.Digest);
        Assert.Equal(before.Digest, Assert.IsType<Draft.Ready>(Draft.Of(Some.Context("cfg-globex"), Some.Wish(), "rule:r")).Revision.Digest);
    }

    private static IEnumerable<string> Blockers(RegenerationContext context, SpecChangeProposal wish) => Assert.IsType<Draft.Ready>(Draft.Of(context, wish, "rule:r")).Revision.Blockers.Select(b => b.Kind);

    private static SpecChangeProposal Routing(string workflow) =>
        Some.Wish(tenantScoped: true) with { Actions = [new ProposalAction.UpdateTenantConfig { Edits = [new SpecEdit.BindRoute("/cart") { Workflow = workflow }] }] };

    private static RegenerationContext OnDisk(string version = "1.0.0", string file = "acme.json") => OnDisk(Some.Tenant(version: version), file);

    private static RegenerationContext OnDisk(TenantAppConfig tenant, string file = "acme.json") => new(
        SpecDocument.InCode(Some.Blueprint()),
        SpecDocument.Read(SpecKind.Tenant, SpecPlace.File(file), JsonSerializer.SerializeToUtf8Bytes(tenant, SpecJson.Default.TenantAppConfig)));
}
