using Regenerator.Specs;
using Regenerator.Specs.Edits;

namespace Regenerator.Tests.Specs.Edits;

public sealed class EditEffectTests
{
    [Theory]
    [InlineData("""{"pauseExperiment":{"experiment":{"key":"e"}}}""", """ "experiments":{"active":[{"key":"e"}]} """, """ "experiments":{"paused":[{"key":"x"}]} """, "the experiment is active, and what is active is not paused")]
    [InlineData("""{"setSampling":{"event":"a","rate":0.5}}""", "", "", "there is neither a telemetry spec nor a disabled event, and sampling alone is dropped")]
    [InlineData("""{"includeFeature":{"key":"f"}}""", """ "features":{"exclude":[{"key":"f"}]} """, "", "the feature is excluded, which always wins")]
    [InlineData("""{"enableCapability":{"capability":{"key":"c"}}}""", """ "capabilities":{"disabled":[{"key":"c"}]} """, "", "the capability is disabled, which always wins")]
    [InlineData("""{"enableEvent":{"event":"a"}}""", """ "telemetry":{"disabledEvents":["a"]} """, """ "telemetryOverride":{"disabledEvents":["a"]} """, "the other document disables the event")]
    [InlineData("""{"setThemeFallbacks":{"fallbacks":[{"key":"l"}]}}""", "", "", "there is no theme that could have fallbacks")]
    [InlineData("""{"setAsset":{"type":"banner","url":"u"}}""", "", "", "the app has no asset of this type; known: logo, logo-dark, favicon, og-image")]
    [InlineData("""{"setSubdomain":{"subdomain":"s"}}""", "", """ "branding":{"customDomain":"d.example"} """, "another domain is in force: d.example")]
    [InlineData("""{"setAppName":{"locale":"fr","name":"N"}}""", "", """ "branding":{"appName":{"en":"E"}} """, "another name is in force: «E»")]
    [InlineData("""{"pinWorkflow":{"slot":"a","to":{"key":"w"}}}""", """ "workflows":{"a":{"key":"w"}} """, "", "the blueprint, or the app's default, says the same")]
    [InlineData("""{"emptySlot":{"of":"job","slot":"a"}}""", "", "", "the blueprint has no such slot")]
    [InlineData("""{"removePolicy":{"policy":{"key":"p"}}}""", """ "policies":[{"key":"p"}] """, """ "additionalPolicies":[{"key":"p"}] """, "the blueprint has the policy, and a tenant can only add policies")]
    [InlineData("""{"bindConnection":{"slot":"pay","connection":"c"}}""", "", "", "no integration slot is served, with it or without it; connections and integration specs have to be known for that")]
    [InlineData("""{"setNotes":{"notes":null}}""", "", "", "the document says it already")]
    [InlineData("""{"patch":[{"op":"add","path":"/x-team","value":"a"}]}""", "", "", "what the tenant gets is the same with it and without it")]
    public void An_edit_of_a_tenant_that_the_app_would_not_notice_says_why(string edit, string blueprint, string tenant, string reason) =>
        Assert.Equal(reason, None(edit, SpecKind.Tenant, blueprint, tenant));

    [Theory]
    [InlineData("""{"pinWorkflow":{"slot":"a","to":{"key":"w"}}}""", """ "workflowOverrides":[{"slot":"a"}] """, "the tenant overrides the slot")]
    [InlineData("""{"setFeatureFlag":{"key":"f","enabled":true}}""", """ "featureFlags":[{"key":"f","enabled":false}] """, "the tenant overrides the flag")]
    [InlineData("""{"bindRoute":{"path":"/","label":"l"}}""", """ "routeOverrides":[{"path":"/","label":"m"}] """, "the tenant overrides the route")]
    [InlineData("""{"setNotes":{"notes":"n"}}""", """ "notes":"mine" """, "the tenant has notes of its own")]
    [InlineData("""{"setColor":{"color":"primary","value":"#fff"}}""", """ "branding":{"colors":{"primary":"#000"}} """, "the tenant overrides the colour")]
    [InlineData("""{"addPolicy":{"policy":{"key":"p"}}}""", """ "additionalPolicies":[{"key":"p"}] """, "the tenant says the same itself")]
    public void An_edit_of_a_blueprint_that_a_tenant_is_immune_to_says_why(string edit, string tenant, string reason) =>
        Assert.Equal(reason, None(edit, SpecKind.Blueprint, "", tenant));

    [Fact]
    public void Each_edit_is_judged_after_those_before_it_and_a_refused_one_is_left_out()
    {
        var effects = EditEffect.Of(SomeSpec.BlueprintDocument(""" "workflows":{"a":{"key":"w"}} """), SomeSpec.TenantDocument(), SpecKind.Tenant,
        [
            new SpecEdit.EmptySlot(SlotKind.Workflow, "a"), new SpecEdit.EmptyTheme(), SomeSpec.Patch("""[{"op":"remove","path":"/meta/version"}]"""),
            new SpecEdit.EmptySlot(SlotKind.Workflow, "a"), new SpecEdit.UnpinSlot(SlotKind.Workflow, "a"),
        ]);
        Assert.Equal("workflow slot «a» is empty, pointed to w", Assert.Single(Assert.IsType<EditEffect.Changed>(effects[0]).Resolved).Sentence);
        Assert.StartsWith("a tenant can not be without", Assert.IsType<EditEffect.Refused>(effects[1]).Reason, StringComparison.Ordinal);
        Assert.StartsWith("the changed document would not read: ", Assert.IsType<EditEffect.Refused>(effects[2]).Reason, StringComparison.Ordinal);
        Assert.Equal("the document says it already", Assert.IsType<EditEffect.None>(effects[3]).Reason);
        Assert.IsType<EditEffect.Changed>(effects[4]);
    }

    private static string None(string edit, SpecKind edited, string blueprint, string tenant) =>
        Assert.IsType<EditEffect.None>(Assert.Single(EditEffect.Of(SomeSpec.BlueprintDocument(blueprint), SomeSpec.TenantDocument(tenant), edited, [SomeEdit.Read(edit)]))).Reason;
}
