using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Regenerator.Specs;
using Regenerator.Specs.Composition;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Resolution;

namespace Regenerator.Tests.Specs.Composition;

public sealed class ComposePropertyTests
{
    [Fact]
    public void Nothing_is_missing_exactly_when_every_reference_became_a_spec() => ForAny(app =>
    {
        var composed = Compose(app, app.Registries);
        var (resolved, registries) = (composed.Resolved, app.Registries);
        (string Type, int References, int Specs)[] counts =
        [
            ("capability", resolved.Capabilities.Enabled.Count, composed.Capabilities.Count), ("feature", resolved.Features.Include.Count, composed.Features.Count),
            ("dataView", resolved.DataViews.Count, composed.DataViews.Count), ("workflow", resolved.Workflows.Count, composed.Workflows.Count), ("job", resolved.Jobs.Count, composed.Jobs.Count),
            ("policy", resolved.Policies.Count, composed.Policies.Count),
            ("theme", (resolved.Theme is { } theme ? 1 + theme.Fallbacks.Count : 0), (composed.Theme is null ? 0 : 1) + composed.ThemeFallbacks.Count),
            ("telemetry", resolved.Telemetry?.Spec is null ? 0 : 1, composed.Telemetry is null ? 0 : 1),
            ("experiment", resolved.Experiments.Active.Count + resolved.Experiments.Paused.Count, composed.ActiveExperiments.Count + composed.PausedExperiments.Count),
            ("knowledgeSpace", registries.KnowledgeSpaces is null ? 0 : app.Tenant.Tenant.Knowledge?.Count ?? 0, composed.Knowledge.Count),
        ];
        Assert.All(counts, count => Assert.Equal(count.References - count.Specs, composed.Missing.Count(missing => missing.Type == count.Type)));
    });

    [Fact]
    public void What_is_missing_stands_where_it_says() => ForAny(app => Assert.All(Compose(app, app.Registries).Missing, missing =>
    {
        var document = missing.From.Document == SpecKind.Blueprint ? app.Blueprint : app.Tenant;
        var node = missing.From.Pointer.Segments.Aggregate((JsonNode?)document.Tree(), (at, segment) => at is JsonArray list ? list[int.Parse(segment)] : at![segment]);
        var named = node is JsonObject members ? members["key"] ?? members["slotId"] ?? members["spaceKey"] ?? "undefined" : node!;
        if (missing.Type != "integrationSpec") Assert.Contains(named.ToString(), missing.Identifier, StringComparison.Ordinal);
    }));

    [Fact]
    public void Registries_of_exactly_the_specs_that_are_referred_to_leave_nothing_missing() => ForAny(app =>
    {
        var resolved = AppConfig.Resolve(app.Blueprint.Blueprint, app.Tenant.Tenant);
        if (References(resolved).Any(reference => reference.Key is null)) return;
        var composed = Compose(app, RegistriesOf(resolved));
        Assert.DoesNotContain(composed.Missing, missing => missing.Type != "integrationSlot");
    });

    [Fact]
    public void Slots_are_listed_in_the_order_of_the_resolved_ones_and_found_by_name() => ForAny(app =>
    {
        var composed = Compose(app, app.Registries);
        var resolved = composed.Resolved;
        foreach (var (references, slots) in ((OrderedMap<SpecRef>, ComposedSlots)[])[(resolved.DataViews, composed.DataViews), (resolved.Workflows, composed.Workflows), (resolved.Jobs, composed.Jobs)])
        {
            Assert.Equal(references.Keys.Where(slots.ContainsKey), slots.Keys);
            Assert.All(slots, slot => Assert.Same(slot.Value, slots[slot.Key]));
        }
    });

    private static SpecRegistries RegistriesOf(ResolvedAppConfig resolved) => new()
    {
        Capabilities = Registry(resolved.Capabilities.Enabled),
        Features = Registry(resolved.Features.Include),
        DataViews = Registry(resolved.DataViews.Values),
        Workflows = Registry(resolved.Workflows.Values),
        Jobs = Registry(resolved.Jobs.Values),
        Policies = Registry(resolved.Policies),
        Themes = Registry(resolved.Theme is { } theme ? [theme.Primary, .. theme.Fallbacks] : []),
        Telemetry = new SpecRegistry<TelemetrySpec>(resolved.Telemetry?.Spec is { } spec ? [new TelemetrySpec { Meta = Meta(spec) }] : []),
        Experiments = Registry([.. resolved.Experiments.Active, .. resolved.Experiments.Paused]),
    };

    private static IEnumerable<SpecRef> References(ResolvedAppConfig resolved) =>
    [
        .. resolved.Capabilities.Enabled, .. resolved.Features.Include, .. resolved.DataViews.Values, .. resolved.Workflows.Values, .. resolved.Jobs.Values, .. resolved.Policies,
        .. resolved.Theme is { } theme ? [theme.Primary, .. theme.Fallbacks] : Array.Empty<SpecRef>(), .. resolved.Telemetry?.Spec is { } spec ? [spec] : Array.Empty<SpecRef>(),
        .. resolved.Experiments.Active, .. resolved.Experiments.Paused,
    ];

    private static SpecRegistry<ReferencedSpec> Registry(IEnumerable<SpecRef> references) =>
        new(references.DistinctBy(r => (r.Key, r.Version.Value ?? "")).Select(reference => new ReferencedSpec { Meta = Meta(reference) }));

    private static SpecMeta Meta(SpecRef reference) => new() { Key = reference.Key, Version = reference.Version.Value };

    private static ComposedAppConfig Compose(RandomApp app, SpecRegistries registries) => AppConfig.Compose(app.Blueprint.Blueprint, app.Tenant.Tenant, registries);

    private static void ForAny(Action<RandomApp> holds) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => holds(new RandomApp(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
