using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Resolution;

/// <summary>Sections in which a tenant switches on and off what the blueprint offers.</summary>
internal static class Selections
{
    /// <summary>Disabled always wins, by exact identity: a disable without a version leaves a versioned enable in place.</summary>
    public static ResolvedCapabilities Capabilities(BlueprintCapabilities? blueprint, TenantCapabilities? tenant)
    {
        var disabled = Keyed.Merge(blueprint?.Disabled, tenant?.Disable);
        var enabled = Keyed.Merge(blueprint?.Enabled, tenant?.Enable);
        return new ResolvedCapabilities(Keyed.Except(enabled, disabled, static r => r), disabled);
    }

    public static ResolvedFeatures Features(FeatureSelection? blueprint, FeatureSelection? tenant)
    {
        var exclude = Keyed.Merge(static r => r.Key ?? "", blueprint?.Exclude, tenant?.Exclude);
        var include = Keyed.Merge(static r => r.Key ?? "", blueprint?.Include, tenant?.Include);
        return new ResolvedFeatures(Keyed.Except(include, exclude, static r => r.Key ?? ""), exclude);
    }

    public static ResolvedTheme? Theme(ThemeBinding? blueprint, ThemeOverride? tenant)
    {
        var primary = tenant?.Primary.Value ?? blueprint?.Primary;
        return primary is null ? null : new ResolvedTheme(primary, tenant?.Fallbacks ?? blueprint?.Fallbacks ?? []);
    }

    /// <summary>A tenant's empty list counts as no list; what is active is not paused.</summary>
    public static ResolvedExperiments Experiments(ExperimentSelection? blueprint, ExperimentSelection? tenant)
    {
        var active = Keyed.Merge(tenant?.Active is { Count: > 0 } own ? own : blueprint?.Active);
        var paused = Keyed.Merge(tenant?.Paused is { Count: > 0 } mine ? mine : blueprint?.Paused);
        var catalog = Keyed.Merge(blueprint?.Active, blueprint?.Paused, tenant?.Active, tenant?.Paused);
        return new ResolvedExperiments(catalog, active, Keyed.Except(paused, active, static r => r));
    }
}
