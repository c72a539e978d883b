using System.Runtime.CompilerServices;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Registries;

namespace Regenerator.Specs.Composition;

/// <summary>
/// The specs behind the references of one blueprint, looked up once for all of its tenants, which mostly keep them: so that composing costs
/// nearly the same however large the registries are. Made once per blueprint and registries, and gone with either.
/// </summary>
internal sealed class BoundRegistries(AppBlueprintSpec blueprint, SpecRegistries registries)
{
    private static readonly ConditionalWeakTable<SpecRegistries, ConditionalWeakTable<AppBlueprintSpec, BoundRegistries>> Bound = [];

    public BoundRegistry<ReferencedSpec> Capabilities { get; } = Bind(registries.Capabilities, blueprint.Capabilities?.Enabled);

    // A feature is its key, whatever version a reference names.
    public BoundRegistry<ReferencedSpec> Features { get; } = new(
        registries.Features, blueprint.Features?.Include ?? [], static (registry, reference) => reference.Key is { } key && registry.TryGet(key, version: null, out var spec) ? spec : null);

    public BoundRegistry<ReferencedSpec> DataViews { get; } = Bind(registries.DataViews, blueprint.DataViews?.Values);

    public BoundRegistry<ReferencedSpec> Workflows { get; } = Bind(registries.Workflows, blueprint.Workflows?.Values);

    public BoundRegistry<ReferencedSpec> Jobs { get; } = Bind(registries.Jobs, blueprint.Jobs?.Values);

    public BoundRegistry<ReferencedSpec> Policies { get; } = Bind(registries.Policies, blueprint.Policies);

    public BoundRegistry<ReferencedSpec> Themes { get; } = Bind(registries.Themes, blueprint.Theme is { } theme ? [theme.Primary, .. theme.Fallbacks ?? []] : []);

    public BoundRegistry<TelemetrySpec> Telemetry { get; } = Bind(registries.Telemetry, blueprint.Telemetry?.Spec.Value is { } telemetry ? [telemetry] : []);

    public BoundRegistry<ReferencedSpec> Experiments { get; } = Bind(registries.Experiments, [.. blueprint.Experiments?.Active ?? [], .. blueprint.Experiments?.Paused ?? []]);

    public static BoundRegistries Of(AppBlueprintSpec blueprint, SpecRegistries registries)
    {
        var blueprints = Bound.GetOrCreateValue(registries);
        return blueprints.TryGetValue(blueprint, out var bound) ? bound : blueprints.GetValue(blueprint, spec => new BoundRegistries(spec, registries));
    }

    private static BoundRegistry<TSpec> Bind<TSpec>(SpecRegistry<TSpec>? registry, IEnumerable<SpecRef>? references)
        where TSpec : class, IVersionedSpec => new(registry, references ?? [], static (registry, reference) => registry.TryGet(reference, out var spec) ? spec : null);
}
