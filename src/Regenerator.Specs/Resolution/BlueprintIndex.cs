using System.Runtime.CompilerServices;
using Regenerator.Specs.Blueprint;

namespace Regenerator.Specs.Resolution;

/// <summary>
/// A blueprint made ready to have tenants laid over it: its lists merged and indexed, and each section as it resolves where a tenant leaves it
/// alone. Made once per blueprint object and gone with it. Immutable; safe to share between threads.
/// </summary>
internal sealed class BlueprintIndex(AppBlueprintSpec blueprint)
{
    // Beside the record rather than in it: a field would be copied by `with` and compared by Equals.
    private static readonly ConditionalWeakTable<AppBlueprintSpec, BlueprintIndex> Indexes = [];

    public Selection<ByReference, ResolvedCapabilities> Capabilities { get; } = new(
        blueprint.Capabilities?.Enabled, blueprint.Capabilities?.Disabled, static (enabled, disabled) => new ResolvedCapabilities(enabled, disabled));

    public Selection<ByKey, ResolvedFeatures> Features { get; } = new(
        blueprint.Features?.Include, blueprint.Features?.Exclude, static (include, exclude) => new ResolvedFeatures(include, exclude));

    public KeyedList<SpecRef, ByReference> Policies { get; } = new(blueprint.Policies);

    public Theme Theme { get; } = new(blueprint.Theme);

    public Telemetry Telemetry { get; } = new(blueprint.Telemetry);

    public Experiments Experiments { get; } = new(blueprint.Experiments);

    public KeyedList<FeatureFlag, ByFlagKey> FeatureFlags { get; } = new(blueprint.FeatureFlags);

    public Routes Routes { get; } = new(blueprint.Routes);

    public Branding Branding { get; } = new(blueprint.Branding);

    public static BlueprintIndex Of(AppBlueprintSpec blueprint) => Indexes.GetValue(blueprint, static spec => new BlueprintIndex(spec));
}
