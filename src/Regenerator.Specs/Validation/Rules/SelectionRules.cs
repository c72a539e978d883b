using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Tenant;
using Regenerator.Specs.Validation.Codes;

namespace Regenerator.Specs.Validation.Rules;

/// <summary>Capabilities, features and policies: what is switched on and off.</summary>
internal static class SelectionRules
{
    public static void Blueprint(AppBlueprintSpec blueprint, SpecRegistries registries, FindingSink sink)
    {
        var (enabled, features) = (blueprint.Capabilities?.Enabled ?? [], blueprint.Features?.Include ?? []);
        for (var i = 0; i < enabled.Count; i++)
        {
            if (IsUnknown(registries.Capabilities, enabled[i]))
                sink.Add(SelectionCodes.MissingCapability, Spot.Blueprint("capabilities", "enabled", i), $"capability {enabled[i].Display}", $"No registry has the capability «{enabled[i].Display}»; register it, or take it out");
            if (blueprint.Capabilities?.Disabled?.Contains(enabled[i]) == true)
                sink.Add(SelectionCodes.CapabilityEnabledAndDisabled, Spot.Blueprint("capabilities", "enabled", i), $"capability {enabled[i].Display}", $"The capability «{enabled[i].Display}» is enabled and disabled; disabled wins, so take it out of one of the lists");
        }

        for (var i = 0; i < features.Count; i++)
            if (blueprint.Features?.Exclude?.Any(r => string.Equals(r.Key, features[i].Key)) == true)
                sink.Add(SelectionCodes.FeatureIncludedAndExcluded, Spot.Blueprint("features", "include", i), $"feature {features[i].Key}", $"The feature «{features[i].Key}» is included and excluded; excluded wins, so take it out of one of the lists");
    }

    public static void Tenant(TenantCase at, FindingSink sink)
    {
        if (at.Tenant.Capabilities is { } capabilities)
        {
            Disabled(at, capabilities, sink);
            Enabled(at, capabilities, sink);
        }

        if (at.Tenant.Features is { } features) Features(at, features, sink);
        for (var i = 0; i < at.Tenant.AdditionalPolicies?.Count; i++)
            if (Same(at.Known.Policies, at.Tenant.AdditionalPolicies[i]))
                sink.Add(OverrideCodes.RedundantOverride, Spot.Tenant("additionalPolicies", i), $"policy {at.Tenant.AdditionalPolicies[i].Display}", $"The policy «{at.Tenant.AdditionalPolicies[i].Display}» already holds by the blueprint; take it out");
    }

    private static void Disabled(TenantCase at, TenantCapabilities capabilities, FindingSink sink)
    {
        if (capabilities.Disable is not { Count: > 0 } disable) return;
        Dictionary<string, SpecRef>? inForce = null;
        for (var i = 0; i < disable.Count; i++)
        {
            var (mine, known) = (disable[i], at.Known);
            if (known.Capabilities.Contains(mine))
                sink.Add(SelectionCodes.DisabledRequiredCapability, Spot.Tenant("capabilities", "disable", i), $"capability {mine.Display}", $"The blueprint needs the capability «{mine.Display}»; take it out of the disabled ones");
            else if ((inForce ??= ByKey(at.Resolved.Capabilities.Enabled)).TryGetValue(mine.Key ?? "", out var other))
                sink.Add(mine.IsVersioned ? SelectionCodes.DisableOfOtherVersion : SelectionCodes.VersionlessDisable, Spot.Tenant("capabilities", "disable", i), $"capability {mine.Display}",
                    $"«{mine.Display}» is disabled, but what is enabled is «{other.Display}», which stays; write «{other.Display}»");
            else if (Same(known.DisabledCapabilities, mine))
                sink.Add(OverrideCodes.RedundantOverride, Spot.Tenant("capabilities", "disable", i), $"disabled capability {mine.Display}", $"The blueprint disables «{mine.Display}» already; take it out");
            if (IsUnknown(at.Registries.Capabilities, mine))
                sink.Add(SelectionCodes.UnknownCapabilityDisable, Spot.Tenant("capabilities", "disable", i), $"capability {mine.Display}", $"No registry has the capability «{mine.Display}» that is disabled; correct it, or take it out");
        }
    }

    private static void Enabled(TenantCase at, TenantCapabilities capabilities, FindingSink sink)
    {
        for (var i = 0; i < capabilities.Enable?.Count; i++)
        {
            var mine = capabilities.Enable[i];
            if (IsUnknown(at.Registries.Capabilities, mine))
                sink.Add(SelectionCodes.UnknownCapabilityEnable, Spot.Tenant("capabilities", "enable", i), $"capability {mine.Display}", $"No registry has the capability «{mine.Display}» that is enabled; correct it, or take it out");
            if (at.Known.DisabledCapabilities.Contains(mine))
                sink.Add(SelectionCodes.CapabilityDisabledByBlueprint, Spot.Tenant("capabilities", "enable", i), $"capability {mine.Display}", $"The blueprint disables «{mine.Display}», and disabled wins over enabled; take it out here or there");
            else if (capabilities.Disable?.Contains(mine) == true)
                sink.Add(SelectionCodes.CapabilityEnabledAndDisabled, Spot.Tenant("capabilities", "enable", i), $"capability {mine.Display}", $"The capability «{mine.Display}» is enabled and disabled; disabled wins, so take it out of one of the lists");
            else if (Same(at.Known.Capabilities, mine))
                sink.Add(OverrideCodes.RedundantOverride, Spot.Tenant("capabilities", "enable", i), $"enabled capability {mine.Display}", $"The blueprint enables «{mine.Display}» already; take it out");
        }
    }

    private static void Features(TenantCase at, FeatureSelection features, FindingSink sink)
    {
        for (var i = 0; i < features.Include?.Count; i++)
        {
            var mine = features.Include[i];
            var key = mine.Key ?? "";
            if (at.Known.ExcludedFeatures.ContainsKey(key))
                sink.Add(SelectionCodes.FeatureExcludedByBlueprint, Spot.Tenant("features", "include", i), $"feature {key}", $"The blueprint excludes the feature «{key}», and excluded wins over included; take it out here or there");
            else if (features.Exclude?.Any(r => string.Equals(r.Key ?? "", key)) == true)
                sink.Add(SelectionCodes.FeatureIncludedAndExcluded, Spot.Tenant("features", "include", i), $"feature {key}", $"The feature «{key}» is included and excluded; excluded wins, so take it out of one of the lists");
            else if (at.Known.Features.TryGetValue(key, out var inherited) && inherited.Equals(mine))
                sink.Add(OverrideCodes.RedundantOverride, Spot.Tenant("features", "include", i), $"included feature {key}", $"The blueprint includes the feature «{key}» already; take it out");
        }

        for (var i = 0; i < features.Exclude?.Count; i++)
            if (at.Known.ExcludedFeatures.TryGetValue(features.Exclude[i].Key ?? "", out var excluded) && excluded.Equals(features.Exclude[i]))
                sink.Add(OverrideCodes.RedundantOverride, Spot.Tenant("features", "exclude", i), $"excluded feature {excluded.Key}", $"The blueprint excludes the feature «{excluded.Key}» already; take it out");
    }

    private static Dictionary<string, SpecRef> ByKey(IReadOnlyList<SpecRef> references)
    {
        var byKey = new Dictionary<string, SpecRef>(references.Count, StringComparer.Ordinal);
        foreach (var reference in references) byKey.TryAdd(reference.Key ?? "", reference);
        return byKey;
    }

    // Of equal identity, and not by a collision of two keys.
    private static bool Same(System.Collections.Frozen.FrozenSet<SpecRef> known, SpecRef mine) => known.TryGetValue(mine, out var theirs) && string.Equals(theirs.Key, mine.Key);

    private static bool IsUnknown(SpecRegistry<ReferencedSpec>? registry, SpecRef reference) =>
        registry is not null && !registry.TryGet(reference.Key ?? "", reference.Version.Value, out _);
}
