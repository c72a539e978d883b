using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Json;
using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Composition;

/// <summary>Where the reference stands that is in force: the tenant's own where it overrides, else the blueprint's. Asked only for what is missing.</summary>
internal sealed class ReferenceSites(AppBlueprintSpec blueprint, TenantAppConfig tenant)
{
    public SpecSite Theme => tenant.ThemeOverride?.Primary.Value is not null ? Tenant("themeOverride", "primary") : Blueprint("theme", "primary");

    public SpecSite Telemetry => tenant.TelemetryOverride is { Spec.IsPresent: true } ? Tenant("telemetryOverride", "spec") : Blueprint("telemetry", "spec");

    public static SpecSite Knowledge(int index) => Tenant("knowledge").At(index);

    public static SpecSite Binding(int index, string member) => Tenant("integrations").At(index).At(member);

    public static SpecSite IntegrationSlot(int index) => Blueprint("integrationSlots").At(index);

    public SpecSite Capability(SpecRef reference) => Last(
        reference, static r => r, (tenant.Capabilities?.Enable, Tenant("capabilities", "enable")), (blueprint.Capabilities?.Enabled, Blueprint("capabilities", "enabled")));

    public SpecSite Feature(SpecRef reference) => Last(
        reference, static r => r.Key, (tenant.Features?.Include, Tenant("features", "include")), (blueprint.Features?.Include, Blueprint("features", "include")));

    public SpecSite Policy(SpecRef reference) => Last(
        reference, static r => r, (tenant.AdditionalPolicies, Tenant("additionalPolicies")), (blueprint.Policies, Blueprint("policies")));

    public SpecSite ThemeFallback(SpecRef reference) => Last(
        reference, static r => r, (tenant.ThemeOverride?.Fallbacks, Tenant("themeOverride", "fallbacks")), (blueprint.Theme?.Fallbacks, Blueprint("theme", "fallbacks")));

    public SpecSite ActiveExperiment(SpecRef reference) => Last(
        reference, static r => r, (tenant.Experiments?.Active, Tenant("experiments", "active")), (blueprint.Experiments?.Active, Blueprint("experiments", "active")));

    public SpecSite PausedExperiment(SpecRef reference) => Last(
        reference, static r => r, (tenant.Experiments?.Paused, Tenant("experiments", "paused")), (blueprint.Experiments?.Paused, Blueprint("experiments", "paused")));

    public SpecSite DataView(string slot) => Slot(slot, tenant.DataViewOverrides, "dataViewOverrides", "dataViews");

    public SpecSite Workflow(string slot) => Slot(slot, tenant.WorkflowOverrides, "workflowOverrides", "workflows");

    public SpecSite Job(string slot) => Slot(slot, tenant.JobOverrides, "jobOverrides", "jobs");

    private static SpecSite Slot(string slot, IReadOnlyList<SlotOverride?>? overrides, string overridden, string inherited)
    {
        for (var i = (overrides?.Count ?? 0) - 1; i >= 0; i--)
            if (overrides![i] is { } change && string.Equals(change.Slot, slot)) return Tenant(overridden).At(i).At("pointer");
        return Blueprint(inherited, slot);
    }

    // Of equal references the last one counts, and the tenant's lists come after the blueprint's.
    private static SpecSite Last(SpecRef reference, Func<SpecRef, object?> identity, params ReadOnlySpan<(IReadOnlyList<SpecRef>? List, SpecSite Site)> lists)
    {
        foreach (var (list, site) in lists)
            for (var i = (list?.Count ?? 0) - 1; i >= 0; i--)
                if (Equals(identity(list![i]), identity(reference))) return site.At(i);
        throw new System.Diagnostics.UnreachableException($"{reference} is in no document");
    }

    private static SpecSite Blueprint(params IEnumerable<string> members) => new(SpecKind.Blueprint, JsonPointer.Of(members));

    private static SpecSite Tenant(params IEnumerable<string> members) => new(SpecKind.Tenant, JsonPointer.Of(members));
}
