using Regenerator.Specs;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Impact;
using Regenerator.Specs.Json;
using Regenerator.Specs.Validation;

namespace Regenerator.Tests.Specs.Impact;

public sealed class BlastRadiusTests
{
    private const string Old = "\"workflows\": {\"checkout\": {\"key\": \"c\", \"version\": \"1\"}}, \"featureFlags\": [{\"key\": \"f\", \"enabled\": true}]";

    private static readonly AppBlueprintSpec Before = SomeSpec.Blueprint(Old);
    private static readonly AppBlueprintSpec After = SomeSpec.Blueprint(Old.Replace("\"1\"", "\"2\"", StringComparison.Ordinal));

    [Fact]
    public void Tenants_for_which_a_change_means_the_same_are_one_group_and_the_largest_comes_first()
    {
        var after = SomeSpec.Blueprint(Old.Replace("\"1\"", "\"2\"", StringComparison.Ordinal).Replace("true", "false", StringComparison.Ordinal));
        var radius = BlastRadius.Of(Before, after,
        [
            Tenant("zoe", "\"notes\": \"mine\""),
            Tenant("one", "\"workflowOverrides\": [{\"slot\": \"checkout\", \"pointer\": {\"key\": \"own\"}}]"),
            Tenant("ann"),
        ]);
        Assert.Equal(["ann zoe", "one"], radius.Changed.Select(group => string.Join(' ', group.Tenants)));
        Assert.Equal(["workflow slot «checkout» now points to c@2, was 1", "flag «f» is now off, was on"], radius.Changed[0].Changes.Select(c => c.Sentence));
        Assert.Equal(["flag «f» is now off, was on"], radius.Changed[1].Changes.Select(c => c.Sentence));
    }

    [Fact]
    public void Edits_of_a_blueprint_reach_whom_the_edited_blueprint_reaches()
    {
        var document = SpecDocument.InCode(Before);
        var edits = Assert.IsType<CompileResult.Changed>(EditCompiler.Compile(document, [new SpecEdit.PinWorkflow("checkout", "c", "2")])).Edits;
        var changed = Assert.Single(BlastRadius.Of(document, edits, [Tenant("acme")]).Changed);
        Assert.Equal(Assert.Single(BlastRadius.Of(Before, After, [Tenant("acme")]).Changed).Changes, changed.Changes);
    }

    [Theory]
    [InlineData("\"workflowOverrides\": [null, {\"slot\": \"checkout\", \"pointer\": {\"key\": \"own\", \"version\": \"3\"}}]", "workflowOverrides[checkout] pins own@3", "/workflowOverrides/1")]
    [InlineData("\"workflowOverrides\": [{\"slot\": \"checkout\"}]", "workflowOverrides[checkout] empties the slot", "/workflowOverrides/0")]
    public void Who_overrides_what_changes_is_immune_and_it_is_said_by_what(string members, string sentence, string pointer)
    {
        var immune = Assert.Single(BlastRadius.Of(Before, After, [Tenant("acme", members)]).Immune);
        Assert.Equal("acme", immune.Tenant);
        Assert.Equal(new Shield("workflows.checkout", new SpecSite(SpecKind.Tenant, JsonPointer.Parse(pointer)), sentence), Assert.Single(immune.Shields));
    }

    [Theory]
    [InlineData("capabilities", "{\"enabled\": [{\"key\": \"x\"}]}", "\"capabilities\": {\"enable\": [{\"key\": \"x\"}]}", "capabilities.enable names x")]
    [InlineData("features", "{\"include\": [{\"key\": \"x\"}]}", "\"features\": {\"exclude\": [{\"key\": \"x\"}]}", "features.exclude names x")]
    [InlineData("policies", "[{\"key\": \"x\"}]", "\"additionalPolicies\": [{\"key\": \"x\"}]", "additionalPolicies names x")]
    [InlineData("theme", "{\"primary\": {\"key\": \"dark\"}}", "\"themeOverride\": {\"primary\": {\"key\": \"own\"}}", "themeOverride.primary is own")]
    [InlineData("telemetry", "{\"spec\": {\"key\": \"t\"}}", "\"telemetryOverride\": {\"spec\": {\"key\": \"own\"}}", "telemetryOverride decides it")]
    [InlineData("experiments", "{\"active\": [{\"key\": \"x\"}]}", "\"experiments\": {\"active\": [{\"key\": \"x\"}]}", "experiments.active names x|experiments.active replaces the blueprint's")]
    [InlineData("featureFlags", "[{\"key\": \"x\", \"enabled\": true}]", "\"featureFlags\": [{\"key\": \"x\", \"enabled\": false}]", "featureFlags[x] switches it off")]
    [InlineData("routes", "[{\"path\": \"/x\", \"workflow\": \"w\"}]", "\"routeOverrides\": [{\"path\": \"/x\", \"workflow\": \"v\"}]", "routeOverrides[/x] decides what stands behind it")]
    [InlineData("branding", "{\"assets\": [{\"type\": \"logo\", \"url\": \"l\"}]}", "\"branding\": {\"assets\": [{\"type\": \"logo\", \"url\": \"own\"}]}", "branding.assets[logo] is own")]
    [InlineData("notes", "\"n\"", "\"notes\": \"own\"", "notes is the tenant's")]
    public void Every_kind_of_override_shields_what_it_overrides(string section, string json, string tenant, string sentences)
    {
        var immune = Assert.Single(BlastRadius.Of(SomeSpec.Blueprint(), SomeSpec.Blueprint($"\"{section}\": {json}"), [Tenant("acme", tenant)]).Immune);
        Assert.Equal(sentences, string.Join('|', immune.Shields.Select(shield => shield.Sentence)));
    }

    [Fact]
    public void Nobody_notices_another_version_of_the_blueprint() =>
        Assert.Equal(["acme"], BlastRadius.Of(Before, Before with { Meta = Before.Meta with { Version = "9" } }, [Tenant("acme")]).Untouched);

    [Fact]
    public void Tenants_of_another_blueprint_are_untouched()
    {
        var stranger = SomeSpec.Tenant();
        Assert.Equal(["far"], BlastRadius.Of(Before, After, [new FleetTenant("far", stranger with { Meta = stranger.Meta with { BlueprintName = "bank" } })]).Untouched);
    }

    [Fact]
    public void A_tenant_that_can_not_be_judged_is_named_and_holds_up_nobody()
    {
        var radius = BlastRadius.Of(Before, After, [Tenant("bad"), Tenant("good"), new FleetTenant("broken", SomeSpec.Tenant() with { Meta = null! })], findings: tenant => tenant.Meta.TenantId is "bad" ? throw new InvalidOperationException("no catalog") : FindingShift.None);
        Assert.Equal(["bad", "broken"], radius.Unjudged.Select(tenant => tenant.Tenant));
        Assert.Equal("no catalog", radius.Unjudged[0].Reason);
        Assert.Equal(["good"], Assert.Single(radius.Changed).Tenants);
    }

    [Fact]
    public void Findings_that_come_and_go_are_told_once_with_all_their_tenants()
    {
        static Finding At(int index) => new("ODD", Severity.Warning, "workflows.checkout", "checkout", new SpecSite(SpecKind.Tenant, JsonPointer.Of("workflowOverrides").Append(index)), "odd");
        var radius = BlastRadius.Of(Before, After, [Tenant("b"), Tenant("a"), Tenant("c")], findings: tenant => tenant.Meta.TenantId switch
        {
            "c" => new FindingShift([], [At(0)]),
            var id => new FindingShift([At(id[0])], []),
        });
        Assert.Equal(["a", "b"], Assert.Single(radius.Gained).Tenants);
        Assert.Equal(["c"], Assert.Single(radius.Lost).Tenants);
    }

    [Fact]
    public void A_fleet_may_be_a_stream_that_is_read_once()
    {
        var reads = 0;
        IEnumerable<FleetTenant> Stream()
        {
            reads++;
            for (var i = 0; i < 100; i++) yield return Tenant($"t{i:d2}");
        }

        Assert.Equal(100, BlastRadius.Of(Before, After, Stream()).FleetSize);
        Assert.Equal(1, reads);
    }

    private static FleetTenant Tenant(string id, string members = "")
    {
        var config = SomeSpec.Tenant(members);
        return new FleetTenant(id, config with { Meta = config.Meta with { TenantId = id } });
    }
}
