using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Validation.Codes;

namespace Regenerator.Specs.Validation.Rules;

/// <summary>Feature flags, which a tenant replaces as a whole.</summary>
internal static class FlagRules
{
    public static void Blueprint(AppBlueprintSpec blueprint, FindingSink sink)
    {
        foreach (var (earlier, last) in Repeats.Of(blueprint.FeatureFlags, static flag => flag.Key))
        {
            var key = blueprint.FeatureFlags![earlier].Key;
            sink.Add(OverrideCodes.DuplicateEntry, Spot.Blueprint("featureFlags", earlier), $"flag {key}", $"The flag «{key}» stands here and at [{last}], which alone counts; keep one");
        }
    }

    public static void Tenant(TenantCase at, FindingSink sink)
    {
        if (at.Tenant.FeatureFlags is not { Count: > 0 } flags) return;
        for (var i = 0; i < flags.Count; i++) One(at, flags[i], i, sink);
        foreach (var (earlier, last) in Repeats.Of(flags, static flag => flag.Key))
            sink.Add(OverrideCodes.DuplicateOverride, Spot.Tenant("featureFlags", earlier), $"flag {flags[earlier].Key}", $"The flag «{flags[earlier].Key}» stands again at [{last}], which alone counts; take this one out");
    }

    private static void One(TenantCase at, FeatureFlag mine, int index, FindingSink sink)
    {
        if (!at.Known.Flags.TryGetValue(mine.Key, out var inherited))
            sink.Add(OverrideCodes.NotInBlueprint, Spot.Tenant("featureFlags", index), $"flag {mine.Key}", $"The blueprint has no flag «{mine.Key}», so this adds one; check the key if another flag was meant");
        else if (Dropped(inherited, mine) is { } dropped)
            sink.Add(RouteCodes.FlagDetailsDropped, Spot.Tenant("featureFlags", index), $"flag {mine.Key} {dropped}", $"The override replaces the whole flag «{mine.Key}» and so drops the blueprint's {dropped}; repeat it, or write null to drop it on purpose");
        else if (mine.Enabled == inherited.Enabled && mine.Variant.Value == inherited.Variant.Value && mine.Description.Value == inherited.Description.Value)
            sink.Add(OverrideCodes.RedundantOverride, Spot.Tenant("featureFlags", index), $"flag {mine.Key}", $"The flag «{mine.Key}» is the same in the blueprint; take it out to follow the blueprint");
    }

    private static string? Dropped(FeatureFlag inherited, FeatureFlag mine) =>
        (inherited.Variant.Value is not null && !mine.Variant.IsPresent, inherited.Description.Value is not null && !mine.Description.IsPresent) switch
        {
            (true, true) => "variant and description",
            (true, false) => "variant",
            (false, true) => "description",
            _ => null,
        };
}
