using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Regenerator.Specs;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Effects;
using Regenerator.Specs.Impact;
using Regenerator.Specs.Tenant;
using Regenerator.Tests.Specs.Effects;

namespace Regenerator.Tests.Specs.Impact;

public sealed class BlastRadiusPropertyTests
{
    [Fact]
    public void Every_tenant_is_changed_immune_untouched_or_unjudged_and_only_one_of_them() => ForAny((before, after, fleet) =>
    {
        var radius = Of(before, after, fleet);
        Assert.Equal(fleet.Select(t => t.Id), Everybody(radius).Order(StringComparer.Ordinal));
        Assert.Equal(fleet.Length, radius.FleetSize);
    });

    [Fact]
    public void Who_overrides_nothing_is_never_immune() => ForAny((before, after, _) =>
        Assert.Empty(Of(before, after, [new FleetTenant("plain", SomeSpec.Tenant())]).Immune));

    [Fact]
    public void A_group_tells_each_of_its_tenants_what_its_own_effect_is() => ForAny((before, after, fleet) =>
    {
        var radius = Of(before, after, fleet);
        foreach (var tenant in fleet)
        {
            var told = radius.Changed.FirstOrDefault(group => group.Tenants.Contains(tenant.Id))?.Changes ?? [];
            Assert.Equal(Said(EffectOn(before, after, tenant.Config)), Said(told));
        }

        Assert.Equal(radius.Changed.Count, radius.Changed.Select(group => Said(group.Changes)).Distinct().Count());
    });

    [Fact]
    public void Nobody_is_untouched_by_what_a_tenant_without_overrides_would_notice() => ForAny((before, after, fleet) =>
    {
        if (EffectOn(before, after, SomeSpec.Tenant()).Count > 0) Assert.Empty(Of(before, after, fleet).Untouched);
    });

    [Fact]
    public void Without_its_shields_an_immune_tenant_would_have_changed() => ForAny((before, after, fleet) =>
    {
        foreach (var immune in Of(before, after, fleet).Immune)
        {
            var tree = SpecDocument.InCode(fleet.Single(t => t.Id == immune.Tenant).Config).Tree();
            foreach (var shield in immune.Shields)
            {
                Assert.True(shield.At.Pointer.Segments.Aggregate((JsonNode?)tree, static (node, segment) => node is JsonArray list ? list[int.Parse(segment)] : node?[segment]) is not null, shield.ToString());
            }

            foreach (var shield in immune.Shields) tree.Remove(shield.At.Pointer.Segments[0]);
            var bare = SomeSpec.Read(SpecKind.Tenant, tree.ToJsonString(), "bare.json").Tenant;
            Assert.NotEmpty(EffectOn(before, after, bare));
        }
    });

    [Fact]
    public void A_fleet_judged_in_parts_is_the_fleet_judged_at_once() => ForAny((before, after, fleet) =>
    {
        var (whole, joined) = (Of(before, after, fleet), BlastRadius.Join(fleet.Chunk(3).Select(part => Of(before, after, part))));
        Assert.Equal(whole.Changed.Select(g => $"{string.Join(' ', g.Tenants)}: {Said(g.Changes)}"), joined.Changed.Select(g => $"{string.Join(' ', g.Tenants)}: {Said(g.Changes)}"));
        Assert.Equal(whole.Immune.Select(t => $"{t.Tenant}: {string.Join(", ", t.Shields)}"), joined.Immune.Select(t => $"{t.Tenant}: {string.Join(", ", t.Shields)}"));
        Assert.Equal(whole.Untouched, joined.Untouched);
    });

    [Fact]
    public void An_edit_of_nothing_reaches_nobody() => ForAny((before, _, fleet) => Assert.Equal(fleet.Length, Of(before, before, fleet).Untouched.Count));

    private static BlastRadius Of(AppBlueprintSpec before, AppBlueprintSpec after, FleetTenant[] fleet) => BlastRadius.Of(before, after, fleet, RandomApp.Registries);

    private static IEnumerable<string> Everybody(BlastRadius radius) =>
        [.. radius.Changed.SelectMany(g => g.Tenants), .. radius.Immune.Select(t => t.Tenant), .. radius.Untouched, .. radius.Unjudged.Select(t => t.Tenant)];

    private static IReadOnlyList<ResolvedChange> EffectOn(AppBlueprintSpec before, AppBlueprintSpec after, TenantAppConfig tenant) =>
        Effect.Between(AppConfig.Resolve(before, tenant, RandomApp.Registries), AppConfig.Resolve(after, tenant, RandomApp.Registries));

    private static string Said(IReadOnlyList<ResolvedChange> changes) => string.Join('\n', changes.Select(c => $"{c.Path} {c.Kind} {c.Before} {c.After} {c.Sentence}"));

    private static void ForAny(Action<AppBlueprintSpec, AppBlueprintSpec, FleetTenant[]> holds) => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var app = new RandomApp(seed);
        holds(app.Blueprint, app.Edited(), [.. Enumerable.Range(0, 10).Select(i => new FleetTenant($"t{i}", app.Tenant()))]);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
}
