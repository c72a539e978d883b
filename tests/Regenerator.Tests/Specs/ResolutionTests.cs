using Regenerator.Specs;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Resolution;
using Regenerator.Specs.Tenant;

namespace Regenerator.Tests.Specs;

public sealed class ResolutionTests
{
    [Fact]
    public void Identity_comes_from_both_documents()
    {
        var resolved = SomeSpec.Resolve("", "");
        Assert.Equal(("shop-app", "acme", "shop", "1.0.0", "3"), (resolved.AppId, resolved.TenantId, resolved.BlueprintName, resolved.BlueprintVersion, resolved.ConfigVersion));
    }

    [Theory]
    [InlineData("\"notes\":\"b\"", "", "\"b\"")]
    [InlineData("\"notes\":\"b\"", "\"notes\":\"\"", "\"\"")]
    [InlineData("\"notes\":\"b\"", "\"notes\":null", "\"b\"")]
    [InlineData("\"notes\":\"b\"", "\"notes\":\"t\"", "\"t\"")]
    [InlineData("", "", null)]
    public void Notes(string blueprint, string tenant, string? expected) => Same("notes", blueprint, tenant, expected);

    [Theory]
    [InlineData("\"capabilities\":{\"enabled\":[{\"key\":\"a\"},{\"key\":\"b\",\"version\":\"1\"}]}", "", "[{\"key\":\"a\"},{\"key\":\"b\",\"version\":\"1\"}]")]
    [InlineData("\"capabilities\":{\"enabled\":[{\"key\":\"b\",\"version\":\"1\"}]}", "\"capabilities\":{\"disable\":[{\"key\":\"b\"}]}", "[{\"key\":\"b\",\"version\":\"1\"}]")]
    [InlineData("\"capabilities\":{\"enabled\":[{\"key\":\"b\",\"version\":\"1\"}]}", "\"capabilities\":{\"enable\":[{\"key\":\"c\"}],\"disable\":[{\"key\":\"b\",\"version\":1}]}", "[{\"key\":\"c\"}]")]
    [InlineData("\"capabilities\":{\"disabled\":[{\"key\":\"a\"}]}", "\"capabilities\":{\"enable\":[{\"key\":\"a\"}]}", "[]")]
    public void A_disabled_capability_wins_by_exact_identity(string blueprint, string tenant, string enabled) =>
        Assert.Equal(enabled, SpecJson.Tree(SomeSpec.Resolve(blueprint, tenant))["capabilities"]!["enabled"]!.ToJsonString());

    [Fact]
    public void A_feature_is_excluded_by_its_key_alone() => Same(
        "features",
        "\"features\":{\"include\":[{\"key\":\"a\",\"version\":\"2\"},{\"key\":\"b\"}]}",
        "\"features\":{\"exclude\":[{\"key\":\"a\",\"version\":\"1\"}]}",
        "{\"include\":[{\"key\":\"b\"}],\"exclude\":[{\"key\":\"a\",\"version\":\"1\"}]}");

    [Theory]
    [InlineData("\"workflows\":{\"a\":{\"key\":\"x\"}}", "", "{\"a\":{\"key\":\"x\"}}")]
    [InlineData("\"workflows\":{\"a\":{\"key\":\"x\"}}", "\"workflowOverrides\":[{\"slot\":\"a\"}]", "{}")]
    [InlineData("\"workflows\":{\"a\":{\"key\":\"x\"}}", "\"workflowOverrides\":[{\"slot\":\"a\",\"pointer\":null}]", "{}")]
    [InlineData("\"workflows\":{\"a\":{\"key\":\"x\"}}", "\"workflowOverrides\":[null,{\"slot\":\"a\",\"pointer\":{\"key\":\"y\"}}]", "{\"a\":{\"key\":\"y\"}}")]
    [InlineData("\"workflows\":{\"a\":{\"key\":\"x\"},\"b\":{\"key\":\"x\"}}", "\"workflowOverrides\":[{\"slot\":\"a\"},{\"slot\":\"a\",\"pointer\":{\"key\":\"z\"}}]", "{\"b\":{\"key\":\"x\"},\"a\":{\"key\":\"z\"}}")]
    [InlineData("\"workflows\":{\"b\":{\"key\":\"x\"},\"10\":{\"key\":\"x\"},\"9\":{\"key\":\"x\"}}", "", "{\"9\":{\"key\":\"x\"},\"10\":{\"key\":\"x\"},\"b\":{\"key\":\"x\"}}")]
    [InlineData("\"workflows\":{\"__proto__\":{\"key\":\"x\"}}", "\"workflowOverrides\":[{\"slot\":\"constructor\",\"pointer\":{\"key\":\"y\"}}]", "{\"__proto__\":{\"key\":\"x\"},\"constructor\":{\"key\":\"y\"}}")]
    [InlineData("", "\"workflowOverrides\":[{\"slot\":\"new\",\"pointer\":{\"key\":\"y\"}}]", "{\"new\":{\"key\":\"y\"}}")]
    public void A_slot_is_inherited_emptied_or_replaced(string blueprint, string tenant, string workflows)
    {
        Same("workflows", blueprint, tenant, workflows);
        Same("dataViews", blueprint.Replace("workflows", "dataViews", StringComparison.Ordinal), tenant.Replace("workflow", "dataView", StringComparison.Ordinal), workflows);
        Same("jobs", blueprint.Replace("workflows", "jobs", StringComparison.Ordinal), tenant.Replace("workflow", "job", StringComparison.Ordinal), workflows);
    }

    [Fact]
    public void Policies_are_joined_where_the_first_stands_with_the_last_value() => Same(
        "policies", "\"policies\":[{\"key\":\"a\"},{\"key\":\"b\"}]", "\"additionalPolicies\":[{\"key\":\"c\"},{\"key\":\"a\",\"version\":\"\"}]", "[{\"key\":\"a\",\"version\":\"\"},{\"key\":\"b\"},{\"key\":\"c\"}]");

    [Theory]
    [InlineData("", "", null)]
    [InlineData("", "\"themeOverride\":{\"fallbacks\":[{\"key\":\"f\"}]}", null)]
    [InlineData("\"theme\":{\"primary\":{\"key\":\"p\"}}", "\"themeOverride\":{\"primary\":null}", "{\"primary\":{\"key\":\"p\"},\"fallbacks\":[]}")]
    [InlineData("\"theme\":{\"primary\":{\"key\":\"p\"},\"fallbacks\":[{\"key\":\"f\"}]}", "\"themeOverride\":{\"primary\":{\"key\":\"q\"},\"fallbacks\":[]}", "{\"primary\":{\"key\":\"q\"},\"fallbacks\":[]}")]
    public void Theme(string blueprint, string tenant, string? expected) => Same("theme", blueprint, tenant, expected);

    [Theory]
    [InlineData("\"telemetry\":{\"spec\":{\"key\":\"t\"}}", "", "{\"spec\":{\"key\":\"t\"}}")]
    [InlineData("\"telemetry\":{\"spec\":{\"key\":\"t\"}}", "\"telemetryOverride\":{\"spec\":null}", null)]
    [InlineData("\"telemetry\":{\"spec\":{\"key\":\"t\"}}", "\"telemetryOverride\":{\"spec\":null,\"disabledEvents\":[\"e\"]}", "{\"disabledEvents\":[\"e\"]}")]
    [InlineData("\"telemetry\":{\"spec\":{\"key\":\"t\"},\"disabledEvents\":[\"a\"],\"samplingOverrides\":{\"x\":1,\"y\":0.5}}", "\"telemetryOverride\":{\"disabledEvents\":[\"b\",\"a\"],\"samplingOverrides\":{\"x\":0}}", "{\"spec\":{\"key\":\"t\"},\"disabledEvents\":[\"a\",\"b\"],\"samplingOverrides\":{\"x\":0,\"y\":0.5}}")]
    public void Telemetry(string blueprint, string tenant, string? expected) => Same("telemetry", blueprint, tenant, expected);

    [Fact]
    public void A_tenants_empty_list_of_experiments_counts_as_none_and_what_is_active_is_not_paused() => Same(
        "experiments",
        "\"experiments\":{\"active\":[{\"key\":\"a\"}],\"paused\":[{\"key\":\"p\"}]}",
        "\"experiments\":{\"active\":[],\"paused\":[{\"key\":\"a\"},{\"key\":\"q\"}]}",
        "{\"catalog\":[{\"key\":\"a\"},{\"key\":\"p\"},{\"key\":\"q\"}],\"active\":[{\"key\":\"a\"}],\"paused\":[{\"key\":\"q\"}]}");

    [Fact]
    public void A_tenants_flag_replaces_the_whole_flag_in_its_place() => Same(
        "featureFlags",
        "\"featureFlags\":[{\"key\":\"a\",\"enabled\":false,\"variant\":\"x\"},{\"key\":\"b\",\"enabled\":true}]",
        "\"featureFlags\":[{\"key\":\"c\",\"enabled\":true},{\"key\":\"a\",\"enabled\":true}]",
        "[{\"key\":\"a\",\"enabled\":true},{\"key\":\"b\",\"enabled\":true},{\"key\":\"c\",\"enabled\":true}]");

    [Fact]
    public void A_route_is_overridden_field_by_field() => Same(
        "routes",
        "\"routes\":[{\"path\":\"/\",\"label\":\"Home\",\"workflow\":\"w\"},{\"path\":\"/\",\"label\":\"Last\",\"workflow\":\"w\"}]",
        "\"routeOverrides\":[{\"path\":\"/\",\"workflow\":null,\"dataView\":\"d\"},{\"path\":\"/new\"}]",
        "[{\"path\":\"/\",\"label\":\"Last\",\"dataView\":\"d\"},{\"path\":\"/new\"}]");

    [Theory]
    [InlineData("", "", "acme.app.localhost", "shop-app")]
    [InlineData("\"branding\":{\"appNameKey\":\"app.name\"}", "\"branding\":{\"subdomain\":\"\"}", "acme.app.localhost", "app.name")]
    [InlineData("", "\"branding\":{\"subdomain\":\"s\",\"appName\":{\"de\":\"Laden\",\"en\":\"Shop\"}}", "s.app.localhost", "Shop")]
    [InlineData("", "\"branding\":{\"customDomain\":\"x.org\",\"appName\":{\"de\":\"Laden\"}},\"locales\":{\"defaultLocale\":\"fr\"}", "x.org", "Laden")]
    [InlineData("", "\"branding\":{\"appName\":{\"fr\":\"\",\"default\":\"D\"}},\"locales\":{\"defaultLocale\":\"fr\"}", "acme.app.localhost", "D")]
    public void Names_and_domains(string blueprint, string tenant, string domain, string name)
    {
        var branding = SomeSpec.Resolve(blueprint, tenant).Branding;
        Assert.Equal((domain, name), (branding.Domain, branding.AppName));
    }

    [Fact]
    public void Assets_and_colours_are_the_tenants_where_it_has_any()
    {
        var branding = SomeSpec.Resolve(
            "\"branding\":{\"assets\":[{\"type\":\"logo\",\"url\":\"b\"},{\"type\":\"favicon\",\"url\":\"f\"}],\"colorTokens\":{\"primary\":\"red\"}}",
            "\"branding\":{\"assets\":[null,{\"type\":\"logo\",\"url\":\"t\"},{\"type\":\"favicon\",\"url\":\"\"},{\"type\":\"other\",\"url\":\"o\"}]}").Branding;
        Assert.Equal(new ResolvedAssets { Logo = "t", Favicon = "f" }, branding.Assets);
        Assert.Equal(new ResolvedColors("red", "#4b5563"), branding.Colors);
    }

    [Fact]
    public void The_default_locale_leads_the_supported_ones()
    {
        Assert.Equal(["en"], SomeSpec.Resolve("", "").Translation.SupportedLocales);
        Assert.Equal(["fr", "en"], SomeSpec.Resolve("", "\"locales\":{\"defaultLocale\":\"fr\",\"enabledLocales\":[\"en\",\"fr\"]}").Translation.SupportedLocales);
    }

    [Fact]
    public void A_slot_is_served_by_the_first_binding_by_priority_that_fits()
    {
        var blueprint = SomeSpec.Blueprint("\"integrationSlots\":[{\"slotId\":\"pay\",\"requiredCategory\":\"payments\",\"allowedModes\":[\"byok\"],\"requiredCapabilities\":[{\"key\":\"refund\"}]}]");
        var tenant = SomeSpec.Tenant("\"integrations\":[{\"slotId\":\"pay\",\"connectionId\":\"late\"},{\"slotId\":\"pay\",\"connectionId\":\"managed\",\"priority\":1},{\"slotId\":\"pay\",\"connectionId\":\"good\",\"priority\":2}]");
        Assert.Equal("good", Assert.Single(AppConfig.Resolve(blueprint, tenant, Deps()).Integrations).Connection.Meta.Id);
        Assert.Empty(AppConfig.Resolve(blueprint, tenant).Integrations);
        Assert.Empty(AppConfig.Resolve(blueprint, tenant, Deps() with { IntegrationConnections = null }).Integrations);
    }

    [Fact]
    public void Knowledge_needs_its_space_and_takes_the_sources_of_its_version()
    {
        var tenant = SomeSpec.Tenant("\"knowledge\":[{\"spaceKey\":\"kb\",\"spaceVersion\":\"1.0.0\"},{\"spaceKey\":\"kb\"},{\"spaceKey\":\"gone\"}]");
        var knowledge = AppConfig.Resolve(SomeSpec.Blueprint(), tenant, Deps()).Knowledge;
        Assert.Equal(["1.0.0", "1.10.0"], knowledge.Select(k => k.Space.Meta.Version));
        Assert.Equal([1, 2], knowledge.Select(k => k.Sources.Count));
    }

    [Fact]
    public void What_the_tenant_does_not_override_is_the_blueprints_own()
    {
        var blueprint = SomeSpec.Blueprint(Everything);
        var resolved = AppConfig.Resolve(blueprint, SomeSpec.Tenant());
        Assert.Same(blueprint.Workflows, resolved.Workflows);
        Assert.Same(blueprint.DataViews, resolved.DataViews);
        Assert.Same(blueprint.Jobs, resolved.Jobs);
        Assert.Same(blueprint.Policies, resolved.Policies);
        Assert.Same(blueprint.FeatureFlags, resolved.FeatureFlags);
        Assert.Same(blueprint.Routes, resolved.Routes);
        Assert.Same(blueprint.Capabilities!.Enabled, resolved.Capabilities.Enabled);
        Assert.Same(blueprint.Features!.Include, resolved.Features.Include);
        Assert.Same(blueprint.Telemetry!.DisabledEvents, resolved.Telemetry!.DisabledEvents);
        Assert.Same(blueprint.Telemetry.SamplingOverrides, resolved.Telemetry.SamplingOverrides);
        Assert.Same(blueprint.Experiments!.Active, resolved.Experiments.Active);
    }

    [Fact]
    public void Inputs_stay_as_they_were_and_resolving_in_parallel_agrees()
    {
        var (blueprint, tenant) = (SomeSpec.BlueprintDocument(Everything), SomeSpec.TenantDocument(Overrides));
        var before = (Json(blueprint.Blueprint), Json(tenant.Tenant));
        var views = new string[32];
        Parallel.For(0, views.Length, i => views[i] = SpecJson.Tree(AppConfig.Resolve(blueprint.Blueprint, tenant.Tenant, Deps())).ToJsonString());
        Assert.Single(views.Distinct());
        Assert.Equal(before, (Json(blueprint.Blueprint), Json(tenant.Tenant)));
    }

    private const string Everything =
        """
        "capabilities": {"enabled": [{"key": "c"}]}, "features": {"include": [{"key": "f"}]}, "workflows": {"w": {"key": "w"}}, "dataViews": {"d": {"key": "d"}},
        "jobs": {"j": {"key": "j"}}, "policies": [{"key": "p"}], "telemetry": {"spec": {"key": "t"}, "disabledEvents": ["e"], "samplingOverrides": {"e": 0.5}},
        "experiments": {"active": [{"key": "x"}]}, "featureFlags": [{"key": "g", "enabled": true}], "routes": [{"path": "/", "workflow": "w"}]
        """;

    private const string Overrides =
        """
        "capabilities": {"disable": [{"key": "c"}]}, "features": {"exclude": [{"key": "f"}]}, "workflowOverrides": [{"slot": "w", "pointer": null}],
        "telemetryOverride": {"disabledEvents": ["h"]}, "featureFlags": [{"key": "g", "enabled": false}], "routeOverrides": [{"path": "/", "workflow": null}]
        """;

    private static SpecRegistries Deps()
    {
        static IntegrationConnection Connection(string id, string mode) => new()
        {
            Meta = new ConnectionMeta { Id = id, IntegrationKey = "stripe", IntegrationVersion = "1.0.0" },
            OwnershipMode = mode,
        };
        static KnowledgeSpaceSpec Space(string version) => new() { Meta = new KnowledgeSpaceMeta { Key = "kb", Version = version } };
        static KnowledgeSource Source(string id, string version) => new() { Meta = new KnowledgeSourceMeta { Id = id, SpaceKey = "kb", SpaceVersion = version } };
        return new SpecRegistries
        {
            IntegrationSpecs = new SpecRegistry<IntegrationSpec>(
            [
                new IntegrationSpec
                {
                    Meta = new IntegrationMeta { Key = "stripe", Version = "1.0.0", Category = "payments" },
                    SupportedModes = ["managed", "byok"],
                    Capabilities = new IntegrationCapabilities { Provides = [new SpecRef("refund", "2.0.0")] },
                },
            ]),
            IntegrationConnections = new ConnectionRegistry([Connection("late", "byok"), Connection("managed", "managed"), Connection("good", "byok")]),
            KnowledgeSpaces = new SpecRegistry<KnowledgeSpaceSpec>([Space("1.0.0"), Space("1.10.0"), Space("1.9.0")]),
            KnowledgeSources = new KnowledgeSourceRegistry([Source("s1", "1.0.0"), Source("s2", "1.9.0")]),
        };
    }

    private static string Json(Regenerator.Specs.Blueprint.AppBlueprintSpec blueprint) => System.Text.Json.JsonSerializer.Serialize(blueprint, SpecJson.Default.AppBlueprintSpec);

    private static string Json(TenantAppConfig tenant) => System.Text.Json.JsonSerializer.Serialize(tenant, SpecJson.Default.TenantAppConfig);

    private static void Same(string section, string blueprint, string tenant, string? expected) =>
        Assert.Equal(expected, SomeSpec.Section(SomeSpec.Resolve(blueprint, tenant), section));
}
