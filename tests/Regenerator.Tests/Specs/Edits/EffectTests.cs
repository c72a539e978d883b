using Regenerator.Specs.Edits;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Resolution;

namespace Regenerator.Tests.Specs.Edits;

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
    [InlineData("\"additionalPolicies\":[{\"key\":\"x\",\"version\":\"1\"}]", "policies[x@1]", "policies[x@1] is now x@1, was not there")]
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
            ["integration slot «pay» is now served by a, was not served", "knowledge[a@1] is now"],
            Effect.Between(With(), With("a")).Select(c => c.Sentence.Split(" {")[0]));
        Assert.Equal("integration slot «pay» is no longer served, was served by a", Effect.Between(With("a"), With())[0].Sentence);
        Assert.Contains("integration slot «pay» is now served by b, was a", Effect.Between(With("a"), With("b")).Select(c => c.Sentence));
    }

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
