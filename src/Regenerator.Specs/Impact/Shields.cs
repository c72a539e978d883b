using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Effects;
using Regenerator.Specs.Json;
using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Impact;

/// <summary>Which override of a tenant decides a part of its resolved view, whatever the blueprint says. Follows what resolve lets win.</summary>
internal static class Shields
{
    /// <summary>Null: the tenant leaves this part to the blueprint.</summary>
    public static Shield? Of(ChangedPart part, TenantAppConfig tenant) => part.Place.Names switch
    {
        ["workflows", var slot] => Slot(part, "workflowOverrides", slot, tenant.WorkflowOverrides),
        ["dataViews", var slot] => Slot(part, "dataViewOverrides", slot, tenant.DataViewOverrides),
        ["jobs", var slot] => Slot(part, "jobOverrides", slot, tenant.JobOverrides),
        ["capabilities", "enabled", ..] => Listed(part, tenant.Capabilities?.Disable, "capabilities", "disable") ?? Listed(part, tenant.Capabilities?.Enable, "capabilities", "enable"),
        ["capabilities", "disabled", ..] => Listed(part, tenant.Capabilities?.Disable, "capabilities", "disable"),
        ["features", "include", ..] => ByKey(part, tenant.Features?.Exclude, "features", "exclude") ?? ByKey(part, tenant.Features?.Include, "features", "include"),
        ["features", "exclude", ..] => ByKey(part, tenant.Features?.Exclude, "features", "exclude"),
        ["policies", ..] => Listed(part, tenant.AdditionalPolicies, "additionalPolicies"),
        ["theme", ..] => Theme(part, tenant.ThemeOverride),
        ["telemetry", ..] => Telemetry(part, tenant.TelemetryOverride),
        ["experiments", ..] => Experiments(part, tenant.Experiments),
        ["featureFlags", var key] => Flag(part, key, tenant.FeatureFlags),
        ["routes", var path] => Route(part, path, tenant.RouteOverrides),
        ["branding", ..] => Branding(part, tenant.Branding),
        ["notes"] => tenant.Notes.Value is null ? null : Of(part, "is the tenant's", "notes"),
        _ => null,
    };

    private static Shield Of(ChangedPart part, string verb, params ReadOnlySpan<string> members) => Of(part, string.Join('.', members), verb, JsonPointer.Of(members.ToArray()));

    private static Shield Of(ChangedPart part, string what, string verb, JsonPointer at) => new(part.Place.Path, new SpecSite(SpecKind.Tenant, at), $"{what} {verb}");

    private static Shield? Slot(ChangedPart part, string list, string slot, IReadOnlyList<SlotOverride?>? overrides) =>
        LastIndex(overrides, change => change is not null && string.Equals(change.Slot, slot)) is { } at
            ? Of(part, $"{list}[{slot}]", overrides![at]!.Pointer.Value is { } pinned ? $"pins {pinned.Display}" : "empties the slot", JsonPointer.Of(list).Append(at))
            : null;

    private static Shield? Listed(ChangedPart part, IReadOnlyList<SpecRef>? list, params ReadOnlySpan<string> members) =>
        Listed(part, list, static (mine, theirs) => mine.Equals(theirs), members);

    private static Shield? ByKey(ChangedPart part, IReadOnlyList<SpecRef>? list, params ReadOnlySpan<string> members) =>
        Listed(part, list, static (mine, theirs) => string.Equals(mine.Key, theirs.Key), members);

    private static Shield? Listed(ChangedPart part, IReadOnlyList<SpecRef>? list, Func<SpecRef, SpecRef, bool> same, ReadOnlySpan<string> members)
    {
        var changed = References(part).ToArray();
        return LastIndex(list, mine => changed.Any(theirs => same(mine, theirs))) is { } at
            ? Of(part, string.Join('.', members), $"names {list![at].Display}", JsonPointer.Of(members.ToArray()).Append(at))
            : null;
    }

    private static Shield? Theme(ChangedPart part, ThemeOverride? tenant) => part.Place.Names switch
    {
        [_, "fallbacks", ..] => tenant?.Fallbacks is null ? null : Of(part, "has the fallbacks", "themeOverride", "fallbacks"),
        _ => tenant?.Primary.Value is { } primary ? Of(part, $"is {primary.Display}", "themeOverride", "primary") : null,
    };

    private static Shield? Telemetry(ChangedPart part, TelemetryBinding? tenant) => (part.Place.Names, tenant) switch
    {
        (_, null) => null,
        ([_, "spec"], { Spec.IsPresent: true }) => Of(part, tenant.Spec.Value is { } spec ? $"is {spec.Display}" : "clears it", "telemetryOverride", "spec"),
        ([_, "disabledEvents", ..], { DisabledEvents: { } events }) => Of(part, $"has {events.Count} of its own", "telemetryOverride", "disabledEvents"),
        ([_, "samplingOverrides", ..], { SamplingOverrides: { } sampling }) => Of(part, $"has {sampling.Count} of its own", "telemetryOverride", "samplingOverrides"),
        _ => Of(part, "decides it", "telemetryOverride"),
    };

    // What a tenant has active replaces the blueprint's and is never paused; a list of its own replaces the blueprint's. The catalog is the union of all.
    private static Shield? Experiments(ChangedPart part, ExperimentSelection? tenant) => part.Place.Names[1] switch
    {
        "catalog" => Listed(part, tenant?.Active, "experiments", "active") ?? Listed(part, tenant?.Paused, "experiments", "paused"),
        "paused" when tenant?.Paused is { Count: > 0 } => Of(part, "replaces the blueprint's", "experiments", "paused"),
        _ => tenant?.Active is { Count: > 0 } ? Of(part, "replaces the blueprint's", "experiments", "active") : null,
    };

    private static Shield? Flag(ChangedPart part, string key, IReadOnlyList<FeatureFlag>? flags) =>
        LastIndex(flags, flag => string.Equals(flag.Key, key)) is { } at
            ? Of(part, $"featureFlags[{key}]", $"switches it {(flags![at].Enabled ? "on" : "off")}", JsonPointer.Of("featureFlags").Append(at))
            : null;

    private static Shield? Route(ChangedPart part, string path, IReadOnlyList<AppRoute>? overrides) =>
        LastIndex(overrides, change => string.Equals(change.Path, path)) is { } at
            ? Of(part, $"routeOverrides[{path}]", "decides what stands behind it", JsonPointer.Of("routeOverrides").Append(at))
            : null;

    private static Shield? Branding(ChangedPart part, TenantBranding? tenant) => part.Place.Names switch
    {
        [_, "appName"] => tenant?.AppName is { Count: > 0 } ? Of(part, "is the tenant's", "branding", "appName") : null,
        [_, "assets", "logo"] => Asset(part, "logo", tenant),
        [_, "assets", "logoDark"] => Asset(part, "logo-dark", tenant),
        [_, "assets", "favicon"] => Asset(part, "favicon", tenant),
        [_, "assets", "ogImage"] => Asset(part, "og-image", tenant),
        [_, "colors", "primary"] => tenant?.Colors?.Primary.Value is { } color ? Of(part, $"is {color}", "branding", "colors", "primary") : null,
        [_, "colors", "secondary"] => tenant?.Colors?.Secondary.Value is { } color ? Of(part, $"is {color}", "branding", "colors", "secondary") : null,
        _ => null,
    };

    private static Shield? Asset(ChangedPart part, string type, TenantBranding? tenant) =>
        LastIndex(tenant?.Assets, asset => string.Equals(asset?.Type.Value, type) && asset!.Url.Value is { Length: > 0 }) is { } at
            ? Of(part, $"branding.assets[{type}]", $"is {tenant!.Assets![at]!.Url.Value}", JsonPointer.Of("branding", "assets").Append(at))
            : null;

    // An element that changed, or all of a list of which only the whole did.
    private static IEnumerable<SpecRef> References(ChangedPart part)
    {
        foreach (var side in new[] { part.Was, part.Now })
        {
            if (side is SpecRef one) yield return one;
            foreach (var spec in side as IReadOnlyList<SpecRef> ?? []) yield return spec;
        }
    }

    // Where a document repeats itself the last one counts.
    private static int? LastIndex<T>(IReadOnlyList<T>? list, Predicate<T> matches)
    {
        for (var i = (list?.Count ?? 0) - 1; i >= 0; i--)
            if (matches(list![i])) return i;
        return null;
    }
}
