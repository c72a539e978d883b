using System.Collections.Frozen;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Validation.Codes;

namespace Regenerator.Specs.Validation.Rules;

/// <summary>Whether references can be read: a key, a version that has an order, an identity of their own. Whether they lead somewhere is composing's matter.</summary>
internal static class ReferenceRules
{
    public static void Blueprint(AppBlueprintSpec blueprint, FindingSink sink)
    {
        const SpecKind mine = SpecKind.Blueprint;
        List(blueprint.Capabilities?.Enabled, mine, "capabilities", "enabled", sink);
        List(blueprint.Capabilities?.Disabled, mine, "capabilities", "disabled", sink);
        List(blueprint.Features?.Include, mine, "features", "include", sink);
        List(blueprint.Features?.Exclude, mine, "features", "exclude", sink);
        Map(blueprint.DataViews, "dataViews", sink);
        Map(blueprint.Workflows, "workflows", sink);
        Map(blueprint.Jobs, "jobs", sink);
        List(blueprint.Policies, mine, "policies", null, sink);
        One(blueprint.Theme?.Primary, sink, mine, "theme", "primary");
        List(blueprint.Theme?.Fallbacks, mine, "theme", "fallbacks", sink);
        One(blueprint.Telemetry?.Spec.Value, sink, mine, "telemetry", "spec");
        List(blueprint.Experiments?.Active, mine, "experiments", "active", sink);
        List(blueprint.Experiments?.Paused, mine, "experiments", "paused", sink);
        Routes(blueprint.Routes, mine, "routes", sink);
        for (var i = 0; i < blueprint.IntegrationSlots?.Count; i++)
            for (var j = 0; j < blueprint.IntegrationSlots[i].RequiredCapabilities?.Count; j++)
                One(blueprint.IntegrationSlots[i].RequiredCapabilities![j], sink, mine, "integrationSlots", i, "requiredCapabilities", j);
        One(blueprint.TranslationCatalog, sink, mine, "translationCatalog");
    }

    public static void Tenant(TenantCase at, FindingSink sink)
    {
        const SpecKind mine = SpecKind.Tenant;
        var (tenant, known) = (at.Tenant, at.Known);
        List(tenant.Capabilities?.Enable, mine, "capabilities", "enable", sink, known.Capabilities);
        List(tenant.Capabilities?.Disable, mine, "capabilities", "disable", sink, known.DisabledCapabilities);
        List(tenant.Features?.Include, mine, "features", "include", sink);
        List(tenant.Features?.Exclude, mine, "features", "exclude", sink);
        List(tenant.AdditionalPolicies, mine, "additionalPolicies", null, sink, known.Policies);
        One(tenant.ThemeOverride?.Primary.Value, sink, mine, "themeOverride", "primary");
        List(tenant.ThemeOverride?.Fallbacks, mine, "themeOverride", "fallbacks", sink);
        One(tenant.TelemetryOverride?.Spec.Value, sink, mine, "telemetryOverride", "spec");
        List(tenant.Experiments?.Active, mine, "experiments", "active", sink, known.Experiments);
        List(tenant.Experiments?.Paused, mine, "experiments", "paused", sink, known.Experiments);
        Routes(tenant.RouteOverrides, mine, "routeOverrides", sink);
        foreach (var section in SlotSection.All) Overrides(section, at, sink);
        for (var i = 0; i < tenant.Knowledge?.Count; i++)
            Version(tenant.Knowledge[i].SpaceVersion.Value, tenant.Knowledge[i].SpaceKey, sink, mine, "knowledge", i, "spaceVersion");
    }

    private static void Overrides(SlotSection section, TenantCase at, FindingSink sink)
    {
        var overrides = section.Overrides(at.Tenant);
        for (var i = 0; i < overrides?.Count; i++) One(overrides[i]?.Pointer.Value, sink, SpecKind.Tenant, section.OverridesName, i, "pointer");
    }

    private static void Routes(IReadOnlyList<AppRoute>? routes, SpecKind document, string member, FindingSink sink)
    {
        for (var i = 0; i < routes?.Count; i++)
        {
            One(routes[i].Guard.Value, sink, document, member, i, "guard");
            One(routes[i].Experiment.Value, sink, document, member, i, "experiment");
        }
    }

    private static void Map(OrderedMap<SpecRef>? slots, string member, FindingSink sink)
    {
        foreach (var (slot, reference) in slots ?? OrderedMap<SpecRef>.Empty) One(reference, sink, SpecKind.Blueprint, member, slot);
    }

    /// <param name="inherited">What the list is merged with, where one identity replaces another.</param>
    private static void List(IReadOnlyList<SpecRef>? list, SpecKind document, string section, string? member, FindingSink sink, FrozenSet<SpecRef>? inherited = null)
    {
        if (list is not { Count: > 0 }) return;
        for (var i = 0; i < list.Count; i++)
        {
            if (member is null) One(list[i], sink, document, section, i);
            else One(list[i], sink, document, section, member, i);
            if (inherited?.TryGetValue(list[i], out var theirs) == true) Twins(list[i], theirs, i);
        }

        foreach (var (earlier, last) in Repeats.Of(list, static r => r))
        {
            if (!string.Equals(list[earlier].Key, list[last].Key)) Twins(list[earlier], list[last], earlier);
            else sink.Add(OverrideCodes.DuplicateEntry, Element(earlier), $"{section} {member} {list[earlier].Display}", $"«{list[earlier].Display}» stands here and at [{last}]; once is enough");
        }

        Spot Element(int index) => member is null ? Spot.In(document, section, index) : Spot.In(document, section, member, index);

        void Twins(SpecRef mine, SpecRef other, int index)
        {
            if (string.Equals(mine.Key, other.Key)) return;
            sink.Add(OverrideCodes.IdentityCollision, Element(index), $"{section} {mine.Display} and {other.Display}", $"«{mine.Display}» and «{other.Display}» are one and the same to the app, because both read «{mine}»; rename one of them");
        }
    }

    private static void One(SpecRef? reference, FindingSink sink, SpecKind document, params ReadOnlySpan<Step> steps)
    {
        if (reference is null) return;
        if (string.IsNullOrEmpty(reference.Key))
            sink.Add(OverrideCodes.ReferenceWithoutKey, Spot.In(document, steps), $"{Spot.In(document, steps).Path}", "The reference names no key, so it leads nowhere; write { \"key\": …, \"version\": … }");
        Version(reference.Version.Value, reference.Key, sink, document, steps);
    }

    private static void Version(string? version, string? key, FindingSink sink, SpecKind document, params ReadOnlySpan<Step> steps)
    {
        if (string.IsNullOrEmpty(version) || SemanticVersion.IsVersion(version)) return;
        sink.Add(OverrideCodes.UnreadableVersion, Spot.In(document, steps), $"{steps[0].Name} {key} {version}", $"«{version}» of «{key}» can not be ordered among versions; write one such as 1.4.2");
    }
}
