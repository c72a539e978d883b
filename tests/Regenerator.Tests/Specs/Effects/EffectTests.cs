using Regenerator.Specs.Effects;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Resolution;

namespace Regenerator.Tests.Specs.Effects;

public sealed class EffectTests
{
    [Theory]
    [InlineData("\"workflowOverrides\":[{\"slot\":\"pay\",\"pointer\":{\"key\":\"p\",\"version\":\"1.4.2\"}}]", "workflows.pay", "workflow slot «pay» now points to p@1.4.2, was 1.4.1")]
    [InlineData("\"workflowOverrides\":[{\"slot\":\"pay\",\"pointer\":{\"key\":\"q\"}}]", "workflows.pay", "workflow slot «pay» now points to q, was p@1.4.1")]
    [InlineData("\"workflowOverrides\":[{\"slot\":\"pay\"}]", "workflows.pay", "workflow slot «pay» is empty, pointed to p@1.4.1")]
    [InlineData("\"jobOverrides\":[{\"slot\":\"n\",\"pointer\":{\"key\":\"j\"}}]", "jobs.n", "job slot «n» is new and points to j")]
    [InlineData("\"featureFlags\":[{\"key\":\"a\",\"enabled\":true}]", "featureFlags[a].enabled", "flag «a» is now on, was off")]
    [InlineData("\"featureFlags\":[{\"key\":\"b\",\"enabled\":true}]", "featureFlags[b]", "flag «b» is new and on")]
    [InlineData("\"features\":{\"exclude\":[{\"key\":\"f\"}]}", "features.include[f] features.exclude[f]", "feature «f» is no longer included | feature «f» is now excluded")]
    [InlineData("\"routeOverrides\":[{\"path\":\"/a.b\",\"workflow\":null}]", "routes[/a.b].workflow", "route /a.b: workflow is now nothing, was w")]
    [InlineData("\"routeOverrides\":[{\"path\":\"/n\"}]", "routes[/n]", "route /n is new")]
    [InlineData("\"additionalPolicies\":[{\"key\":\"x\",\"version\":\"1\"}]", "policies[x@1]", "policy «x@1» now applies")]
    [InlineData("\"notes\":\"n\"", "notes", "notes is now n, was not there")]
    [InlineData("\"branding\":{\"subdomain\":\"s\"}", "branding.domain", "branding.domain is now s.app.localhost, was acme.app.localhost")]
    public void A_change_has_a_place_and_a_sentence(string tenant, string paths, string sentences)
    {
        var changes = Effect.Between(SomeSpec.Resolve(Blueprint, ""), SomeSpec.Resolve(Blueprint, tenant));
        Assert.Equal((paths, sentences), (string.Join(' ', changes.Select(c => c.Path)), string.Join(" | ", changes.Select(c => c.Sentence))));
    }

    [Theory]
    [InlineData("\"featureFlags\":[{\"key\":\"c\",\"enabled\":true}]", "flag «c» is gone")]
    [InlineData("\"routes\":[{\"path\":\"/x\"}]", "route /x is gone")]
    [InlineData("\"features\":{\"exclude\":[{\"key\":\"f\"}]}", "feature «f» is no longer excluded")]
    [InlineData("\"jobs\":{\"n\":{\"key\":\"j\",\"version\":\"\"}}", "job slot «n» is empty, pointed to j@")]
    public void What_is_gone_is_said_too(string blueprint, string sentence) =>
        Assert.Equal(sentence, Assert.Single(Effect.Between(SomeSpec.Resolve(blueprint, ""), SomeSpec.Resolve("", ""))).Sentence);

    [Fact]
    public void Before_and_after_are_canonical_JSON()
    {
        var change = Assert.Single(Effect.Between(SomeSpec.Resolve(Blueprint, ""), SomeSpec.Resolve(Blueprint, "\"workflowOverrides\":[{\"slot\":\"pay\",\"pointer\":{\"version\":\"2\",\"key\":\"p\"}}]")));
        Assert.Equal(("{\"key\":\"p\",\"version\":\"1.4.1\"}", "{\"key\":\"p\",\"version\":\"2\"}"), (change.Before, change.After));
    }

    [Fact]
    public void Another_order_of_a_list_is_one_change()
    {
        var change = Assert.Single(Effect.Between(
            SomeSpec.Resolve("\"policies\":[{\"key\":\"a\"},{\"key\":\"b\"}]", ""), SomeSpec.Resolve("\"policies\":[{\"key\":\"b\"},{\"key\":\"a\"}]", "")));
        Assert.Equal(("policies", "[{\"key\":\"a\"},{\"key\":\"b\"}]", "[{\"key\":\"b\"},{\"key\":\"a\"}]", "policies is in another order"), (change.Path, change.Before, change.After, change.Sentence));
    }

    [Fact]
    public void A_list_in_which_an_identity_repeats_changes_as_a_whole() => Assert.Equal("telemetry.disabledEvents", Assert.Single(Effect.Between(
        SomeSpec.Resolve("\"telemetry\":{\"disabledEvents\":[\"a\",\"a\"]}", ""), SomeSpec.Resolve("\"telemetry\":{\"disabledEvents\":[\"a\"]}", ""))).Path);

    [Fact]
    public void Versions_of_the_documents_and_a_null_for_nothing_are_no_effect()
    {
        var before = SomeSpec.Resolve(Blueprint, "");
        Assert.Empty(Effect.Between(before, before with { BlueprintVersion = "9", ConfigVersion = "9" }));
        Assert.Empty(Effect.Between(before, before with { Notes = null }));
        Assert.Empty(Effect.Between(before, SomeSpec.Resolve(Blueprint, "\"featureFlags\":[{\"key\":\"a\",\"enabled\":false}]")));
    }

    [Fact]
    public void An_integration_is_known_by_its_slot_and_knowledge_by_its_space()
    {
        ResolvedAppConfig With(params string[] connections) => SomeSpec.Resolve("", "") with { Integrations = [.. connections.Select(Served)], Knowledge = [.. connections.Select(Space)] };
        Assert.Equal(
            ["integration slot «pay» is now served by a, was not served", "knowledge «a@1» is now at hand"],
            Effect.Between(With(), With("a")).Select(c => c.Sentence));
        Assert.Equal("integration slot «pay» is no longer served, was served by a", Effect.Between(With("a"), With())[0].Sentence);
        Assert.Contains("integration slot «pay» is now served by b, was a", Effect.Between(With("a"), With("b")).Select(c => c.Sentence));
    }

    [Theory]
    [InlineData("\"capabilities\":{\"enabled\":[{\"key\":\"x\",\"version\":\"1\"}]}", "capability «x@1» is now enabled")]
    [InlineData("\"capabilities\":{\"disabled\":[{\"key\":\"x\"}]}", "capability «x» is now disabled")]
    [InlineData("\"dataViews\":{\"v\":{\"key\":\"x\"}}", "data view slot «v» is new and points to x")]
    [InlineData("\"theme\":{\"primary\":{\"key\":\"dark\",\"version\":\"2\"}}", "the theme is now dark@2, was light")]
    [InlineData("\"theme\":{\"primary\":{\"key\":\"light\"},\"fallbacks\":[{\"key\":\"x\"}]}", "theme «x» is now a fallback")]
    [InlineData("\"theme\":null", "there is no theme any more, was light")]
    [InlineData("\"telemetry\":{\"spec\":{\"key\":\"u\"},\"disabledEvents\":[\"e\"],\"samplingOverrides\":{\"s\":0.1}}", "telemetry now follows u, followed t")]
    [InlineData("\"telemetry\":{\"spec\":{\"key\":\"t\"},\"disabledEvents\":[\"e\",\"f\"],\"samplingOverrides\":{\"s\":0.1}}", "event «f» is now switched off")]
    [InlineData("\"telemetry\":{\"spec\":{\"key\":\"t\"},\"disabledEvents\":[\"e\"],\"samplingOverrides\":{\"s\":0.5}}", "event «s» is now sampled at 0.5, was 0.1")]
    [InlineData("\"telemetry\":{\"spec\":{\"key\":\"t\"},\"disabledEvents\":[\"e\"],\"samplingOverrides\":{}}", "event «s» is no longer sampled at 0.1")]
    [InlineData("\"telemetry\":{\"spec\":{\"key\":\"t\"},\"samplingOverrides\":{\"s\":0.1}}", "telemetry.disabledEvents is gone, was e")]
    [InlineData("\"telemetry\":null", "there is no telemetry any more, was spec t, disabledEvents (e), samplingOverrides (s 0.1)")]
    [InlineData("\"experiments\":{\"active\":[{\"key\":\"x\"}]}", "experiment «x» is now known | experiment «x» is now active")]
    [InlineData("\"experiments\":{\"paused\":[{\"key\":\"x\"}]}", "experiment «x» is now known | experiment «x» is now paused")]
    [InlineData("\"featureFlags\":[{\"key\":\"a\",\"enabled\":true,\"variant\":\"v\"}]", "flag «a»: variant is now v, was nothing")]
    [InlineData("\"routes\":[{\"path\":\"/c\",\"guard\":{\"key\":\"g\",\"version\":\"1\"}}]", "route /c: guard is now g@1, was g")]
    [InlineData("\"branding\":{\"appNameKey\":\"n\"}", "branding.appName is now n, was shop-app")]
    [InlineData("\"branding\":{\"colorTokens\":{\"primary\":\"red\"}}", "branding.colors.primary is now red, was #1f2937")]
    [InlineData("\"branding\":{\"assets\":[{\"type\":\"logo\",\"url\":\"l.svg\"}]}", "branding.assets.logo is now l.svg, was not there")]
    [InlineData("\"translationCatalog\":{\"key\":\"c\",\"version\":\"1\"}", "translation.blueprintCatalog is now c@1, was not there")]
    [InlineData("\"notes\":\"n\"", "notes is now n, was not there")]
    public void Every_part_that_a_blueprint_decides_has_its_words(string members, string sentences)
    {
        const string theme = "\"theme\":{\"primary\":{\"key\":\"light\"}}";
        const string telemetry = "\"telemetry\":{\"spec\":{\"key\":\"t\"},\"disabledEvents\":[\"e\"],\"samplingOverrides\":{\"s\":0.1}}";
        const string rest = "\"featureFlags\":[{\"key\":\"a\",\"enabled\":true}],\"routes\":[{\"path\":\"/c\",\"guard\":{\"key\":\"g\"}}]";
        var kept = new[] { theme, telemetry, "\"featureFlags\":[{\"key\":\"a\",\"enabled\":true}]", "\"routes\":[{\"path\":\"/c\",\"guard\":{\"key\":\"g\"}}]" }
            .Where(section => section.Split(':')[0] != members.Split(':')[0]).Append(members);
        var changes = Effect.Between(SomeSpec.Resolve($"{theme},{telemetry},{rest}", ""), SomeSpec.Resolve(string.Join(',', kept), ""));
        Assert.Equal(sentences, string.Join(" | ", changes.Select(c => c.Sentence)));
    }

    [Theory]
    [InlineData("\"locales\":{\"defaultLocale\":\"fr\"}", "translation.defaultLocale is now fr, was en | locale «en» is no longer supported | locale «fr» is now supported")]
    [InlineData("\"locales\":{\"enabledLocales\":[\"de\"]}", "locale «de» is now supported")]
    [InlineData("\"translationOverrides\":{\"entries\":[{\"key\":\"k\",\"locale\":\"en\",\"value\":\"Cart\"},{\"key\":\"k\",\"locale\":\"de\",\"value\":\"Korb\"}]}", "translation en@k is now overridden and reads «Cart» | translation de@k is now overridden and reads «Korb»")]
    [InlineData("\"branding\":{\"appName\":{\"default\":\"Acme\"},\"customDomain\":\"acme.dev\"}", "branding.appName is now Acme, was shop-app | branding.domain is now acme.dev, was acme.app.localhost")]
    public void Every_part_that_only_a_tenant_decides_has_its_words(string tenant, string sentences) =>
        Assert.Equal(sentences, string.Join(" | ", Effect.Between(SomeSpec.Resolve("", ""), SomeSpec.Resolve("", tenant)).Select(c => c.Sentence)));

    [Fact]
    public void A_translation_that_reads_otherwise_is_one_change()
    {
        const string korb = "\"translationOverrides\":{\"entries\":[{\"key\":\"k\",\"locale\":\"de\",\"value\":\"Korb\"}]}";
        var change = Assert.Single(Effect.Between(SomeSpec.Resolve("", korb), SomeSpec.Resolve("", korb.Replace("Korb", "Wagen", StringComparison.Ordinal))));
        Assert.Equal(("translation.tenantOverrides[de@k].value", "translation de@k now reads «Wagen», was «Korb»"), (change.Path, change.Sentence));
    }

    [Fact]
    public void The_environment_of_a_tenant_is_a_part_of_its_view()
    {
        var before = SomeSpec.Resolve("", "");
        Assert.Equal("environment is now staging, was production", Assert.Single(Effect.Between(before with { Environment = "production" }, before with { Environment = "staging" })).Sentence);
    }

    [Fact]
    public void Another_version_and_mode_of_what_serves_a_slot_are_told_apart()
    {
        var plain = Served("a");
        var served = plain with { Spec = plain.Spec with { Meta = plain.Spec.Meta with { Category = "payments" } } };
        var newer = served with
        {
            Connection = served.Connection with { OwnershipMode = "byok" },
            Spec = served.Spec with { Meta = served.Spec.Meta with { Version = "2" }, SupportedModes = ["byok"] },
            Slot = served.Slot with { Required = true },
        };
        var before = SomeSpec.Resolve("", "");
        Assert.Equal(
            [
                "integration slot «pay» is now required, was optional", "integration slot «pay» is now served in mode byok, was nothing",
                "integration slot «pay» now runs on version 2 of its integration, was 1", "integrations[pay].spec.supportedModes",
            ],
            Effect.Between(before with { Integrations = [served] }, before with { Integrations = [newer] }).Select(c => c.Path.EndsWith("Modes", StringComparison.Ordinal) ? c.Path : c.Sentence));
    }

    [Fact]
    public void A_change_points_into_the_view_after_and_what_is_gone_into_the_view_before()
    {
        var (two, one) = (SomeSpec.Resolve("\"featureFlags\":[{\"key\":\"a\",\"enabled\":true},{\"key\":\"b\",\"enabled\":true}]", ""), SomeSpec.Resolve("\"featureFlags\":[{\"key\":\"b\",\"enabled\":false}]", ""));
        Assert.Equal(
            [("/featureFlags/0", ResolvedChangeKind.Removed), ("/featureFlags/0/enabled", ResolvedChangeKind.Changed)],
            Effect.Between(two, one).Select(c => (c.Pointer.ToString(), c.Kind)));
        Assert.Equal([("/policies", ResolvedChangeKind.Reordered)], Effect.Between(
            SomeSpec.Resolve("\"policies\":[{\"key\":\"a\"},{\"key\":\"b\"}]", ""), SomeSpec.Resolve("\"policies\":[{\"key\":\"b\"},{\"key\":\"a\"}]", "")).Select(c => (c.Pointer.ToString(), c.Kind)));
    }

    [Fact]
    public void As_a_patch_a_pinned_slot_is_one_operation() => Assert.Equal(
        "[{\"op\":\"replace\",\"path\":\"/workflows/pay/version\",\"value\":\"1.4.2\"}]",
        Effect.Patch(SomeSpec.Resolve(Blueprint, ""), SomeSpec.Resolve(Blueprint, "\"workflowOverrides\":[{\"slot\":\"pay\",\"pointer\":{\"key\":\"p\",\"version\":\"1.4.2\"}}]")).ToString());

    private const string Blueprint =
        """
        "workflows": {"pay": {"key": "p", "version": "1.4.1"}}, "featureFlags": [{"key": "a", "enabled": false}], "features": {"include": [{"key": "f"}]},
        "routes": [{"path": "/a.b", "workflow": "w"}]
        """;

    private static ResolvedIntegration Served(string connection) => new(
        new Regenerator.Specs.Blueprint.IntegrationSlot { SlotId = "pay", RequiredCategory = "payments" },
        new Regenerator.Specs.Tenant.IntegrationBinding { SlotId = "pay", ConnectionId = connection },
        new IntegrationConnection { Meta = new ConnectionMeta { Id = connection, IntegrationKey = "i", IntegrationVersion = "1" } },
        new IntegrationSpec { Meta = new IntegrationMeta { Key = "i", Version = "1" } });

    private static ResolvedKnowledge Space(string key) => new(
        new Regenerator.Specs.Tenant.KnowledgeBinding { SpaceKey = key, SpaceVersion = "1" }, new KnowledgeSpaceSpec { Meta = new KnowledgeSpaceMeta { Key = key, Version = "1" } }, []);
}
