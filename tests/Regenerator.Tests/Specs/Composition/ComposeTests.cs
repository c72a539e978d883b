using System.Text;
using Regenerator.Specs;
using Regenerator.Specs.Composition;
using Regenerator.Specs.Registries;

namespace Regenerator.Tests.Specs.Composition;

public sealed class ComposeTests
{
    private const string Registries = """
        {"workflows": [{"meta":{"key":"pay","version":"1.0.0"}}, {"meta":{"key":"pay","version":"1.10.0"}}, {"meta":{"key":"ship","version":"next"}}],
         "features": [{"meta":{"key":"gifts","version":"3"}}],
         "telemetry": [{"meta":{"key":"events","version":"1"}, "events": [{"name": "order.placed"}]}],
         "integrationSpecs": [
           {"meta":{"key":"stripe","version":"1","category":"payments"}, "supportedModes":["byok"]},
           {"meta":{"key":"mailer","version":"1","category":"mail"}, "supportedModes":["byok"]}],
         "integrationConnections": [
           {"meta":{"id":"own","integrationKey":"stripe","integrationVersion":"1"}, "ownershipMode":"byok"},
           {"meta":{"id":"post","integrationKey":"mailer","integrationVersion":"1"}, "ownershipMode":"byok"}],
         "knowledgeSpaces": [{"meta":{"key":"docs","version":"1"}}],
         "knowledgeSources": []}
        """;

    [Fact]
    public void Every_reference_becomes_its_spec()
    {
        var composed = Compose(
            """ "workflows": {"7": {"key": "pay"}, "checkout": {"key": "pay", "version": "1.0.0"}}, "features": {"include": [{"key": "gifts", "version": "9"}]}, "telemetry": {"spec": {"key": "events"}} """,
            """ "workflowOverrides": [{"slot": "shipping", "pointer": {"key": "ship", "version": "next"}}] """);

        Assert.Equal(["7 pay@1.10.0", "checkout pay@1.0.0", "shipping ship@next"], composed.Workflows.Select(slot => $"{slot.Key} {slot.Value.Meta.Key}@{slot.Value.Meta.Version}"));
        Assert.Equal("1.0.0", composed.Workflows["checkout"].Meta.Version);
        Assert.Equal("3", Assert.Single(composed.Features).Meta.Version);
        Assert.Equal("order.placed", composed.Telemetry!.Events![0].Name.Value);
        Assert.True(composed.IsComplete);
        Assert.Same(composed, composed.ThrowIfIncomplete());
    }

    [Fact]
    public void A_slot_whose_spec_is_missing_is_not_there()
    {
        var workflows = Compose(""" "workflows": {"a": {"key": "gone"}, "b": {"key": "pay"}} """, "").Workflows;
        Assert.Equal(["b"], workflows.Keys);
        Assert.False(workflows.ContainsKey("a"));
        Assert.Equal("no «a»; known: b", Assert.Throws<KeyNotFoundException>(() => workflows["a"]).Message);
    }

    [Fact]
    public void The_strict_form_throws_what_the_apps_own_runtime_throws()
    {
        var composed = Compose(""" "workflows": {"a": {"key": "gone"}}, "theme": {"primary": {"key": "dark"}} """, "");
        Assert.Equal(
            "composeAppConfig: missing references -> workflow:a -> gone, theme:dark.vundefined",
            Assert.Throws<MissingReferencesException>(() => composed.ThrowIfIncomplete()).Message);
    }

    [Theory]
    [InlineData(""" "capabilities": {"enabled": [{"key": "a"}, {"key": "b", "version": "1"}]} """, "", "capability:a blueprint /capabilities/enabled/0", "capability:b.v1 blueprint /capabilities/enabled/1")]
    [InlineData(""" "capabilities": {"enabled": [{"key": "a"}]} """, """ "capabilities": {"enable": [{"key": "b"}, {"key": "a"}]} """, "capability:a tenant /capabilities/enable/1", "capability:b tenant /capabilities/enable/0")]
    [InlineData(""" "features": {"include": [{"key": "a"}]} """, """ "features": {"include": [{"key": "a", "version": "2"}]} """, "feature:a.v2 tenant /features/include/0")]
    [InlineData(""" "workflows": {"a/b": {"key": "x", "version": "1"}} """, "", "workflow:a/b -> x.v1 blueprint /workflows/a~1b")]
    [InlineData(""" "workflows": {"s": {"key": "x"}} """, """ "workflowOverrides": [null, {"slot": "s", "pointer": {"key": "y"}}, {"slot": "s", "pointer": {"key": "z"}}] """, "workflow:s -> z tenant /workflowOverrides/2/pointer")]
    [InlineData("", """ "dataViewOverrides": [{"slot": "s", "pointer": {"key": "y"}}], "jobOverrides": [{"slot": "s", "pointer": {"key": "y"}}] """, "dataView:s -> y tenant /dataViewOverrides/0/pointer", "job:s -> y tenant /jobOverrides/0/pointer")]
    [InlineData(""" "policies": [{"key": "p"}, {"key": "p"}] """, """ "additionalPolicies": [{"key": "q", "version": null}] """, "policy:p blueprint /policies/1", "policy:q tenant /additionalPolicies/0")]
    [InlineData(""" "theme": {"primary": {"key": "a"}, "fallbacks": [{"key": "b", "version": ""}]} """, """ "themeOverride": {"primary": {"key": "c", "version": null}} """, "theme:c.vnull tenant /themeOverride/primary", "theme:b.v blueprint /theme/fallbacks/0")]
    [InlineData(""" "theme": {"primary": {"key": "a", "version": "1"}, "fallbacks": [{"key": "b"}]} """, """ "themeOverride": {"primary": null, "fallbacks": [{"key": "f"}]} """, "theme:a.v1 blueprint /theme/primary", "theme:f.vundefined tenant /themeOverride/fallbacks/0")]
    [InlineData(""" "telemetry": {"spec": {"key": "a"}} """, "", "telemetry:a blueprint /telemetry/spec")]
    [InlineData(""" "telemetry": {"spec": {"key": "a"}} """, """ "telemetryOverride": {"spec": {"key": "b"}} """, "telemetry:b tenant /telemetryOverride/spec")]
    [InlineData(""" "experiments": {"active": [{"key": "a"}], "paused": [{"key": "b"}]} """, """ "experiments": {"active": [], "paused": [{"key": "c"}]} """, "experiment:a blueprint /experiments/active/0", "experiment:c tenant /experiments/paused/0")]
    [InlineData("", """ "knowledge": [{"spaceKey": "docs"}, {"spaceKey": "wiki", "spaceVersion": "2", "required": false}] """, "knowledgeSource:docs tenant /knowledge/0", "knowledgeSpace:wiki@2 tenant /knowledge/1")]
    [InlineData(""" "workflows": {"s": {}} """, "", "workflow:s -> undefined blueprint /workflows/s")]
    public void What_is_missing_says_where_the_reference_in_force_stands(string blueprint, string tenant, params string[] missing) =>
        Assert.Equal(missing, Missing(Compose(blueprint, tenant)));

    [Theory]
    [InlineData(""" "integrations": [{"slotId": "pay", "connectionId": "own"}] """)]
    [InlineData(""" "integrations": [{"slotId": "pay", "connectionId": "own"}, {"slotId": "pay", "connectionId": "none"}] """)]
    [InlineData(""" "integrations": [{"slotId": "pay", "connectionId": "none", "priority": 2}, {"slotId": "pay", "connectionId": "own", "priority": 1}] """)]
    [InlineData("", "integrationSlot:slot:pay blueprint /integrationSlots/0")]
    [InlineData(""" "integrations": [{"slotId": "pay", "connectionId": "none"}] """, "integrationConnection:connection:none tenant /integrations/0/connectionId", "integrationSlot:slot:pay blueprint /integrationSlots/0")]
    [InlineData(""" "integrations": [{"slotId": "pay", "connectionId": "post", "priority": 1}, {"slotId": "pay", "connectionId": "own"}] """, "integrationSpec:spec:mailer.category tenant /integrations/0/connectionId")]
    [InlineData(""" "integrations": [{"slotId": "x", "connectionId": "own"}, {"slotId": "x", "connectionId": "own"}, {"slotId": "pay", "connectionId": "own"}] """, "integrationSlot:slot:x tenant /integrations/0/slotId")]
    public void A_slot_is_missing_what_the_bindings_before_the_serving_one_lack(string tenant, params string[] missing) =>
        Assert.Equal(missing, Missing(Compose(""" "integrationSlots": [{"slotId": "pay", "requiredCategory": "payments", "required": true}] """, tenant)));

    [Fact]
    public void Without_registries_every_reference_is_missing_but_knowledge_and_bound_slots()
    {
        var composed = AppConfig.Compose(
            SomeSpec.Blueprint(""" "jobs": {"s": {"key": "a"}}, "integrationSlots": [{"slotId": "pay", "requiredCategory": "payments", "required": true}] """),
            SomeSpec.Tenant(""" "knowledge": [{"spaceKey": "docs"}], "integrations": [{"slotId": "pay", "connectionId": "none"}] """),
            SpecRegistries.None);
        Assert.Equal(["job:s -> a"], composed.Missing.Select(m => m.ToString()));
    }

    [Fact]
    public void One_blueprint_is_composed_with_whatever_registries_are_given()
    {
        var (blueprint, tenant) = (SomeSpec.Blueprint(""" "jobs": {"s": {"key": "a"}} """), SomeSpec.Tenant());
        var (one, other) = (Jobs("1"), Jobs("2"));
        Assert.Equal(["1", "2", "1"], new[] { one, other, one }.Select(registries => AppConfig.Compose(blueprint, tenant, registries).Jobs["s"].Meta.Version));
        Assert.Equal(["job:s -> a"], AppConfig.Compose(blueprint, tenant, SpecRegistries.None).Missing.Select(m => m.ToString()));

        static SpecRegistries Jobs(string version) => new() { Jobs = new([new ReferencedSpec { Meta = new SpecMeta { Key = "a", Version = version } }]) };
    }

    [Fact]
    public void References_of_one_text_become_the_specs_that_each_means()
    {
        var registries = new SpecRegistries { Jobs = new([Job("a", "1"), Job("a.v1", "7")]) };
        var jobs = AppConfig.Compose(
            SomeSpec.Blueprint(""" "jobs": {"s": {"key": "a", "version": "1"}, "t": {"key": "a.v1"}} """),
            SomeSpec.Tenant(""" "jobOverrides": [{"slot": "u", "pointer": {"key": "a.v1"}}] """),
            registries).Jobs;
        Assert.Equal(["s 1", "t 7", "u 7"], jobs.Select(slot => $"{slot.Key} {slot.Value.Meta.Version}"));

        static ReferencedSpec Job(string key, string version) => new() { Meta = new SpecMeta { Key = key, Version = version } };
    }

    private static ComposedAppConfig Compose(string blueprint, string tenant) => AppConfig.Compose(
        SomeSpec.Blueprint(blueprint), SomeSpec.Tenant(tenant), RegistryBundle.Read(SpecPlace.File("all.json"), Encoding.UTF8.GetBytes(Registries)));

    private static string[] Missing(ComposedAppConfig composed) => [.. composed.Missing.Select(m => $"{m} {m.From}")];
}
