using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Validation.Rules;

/// <summary>One of the three kinds of slots that a blueprint fills and a tenant overrides.</summary>
internal sealed record SlotSection(
    string Noun,
    string OverridesName,
    Func<AppBlueprintSpec, OrderedMap<SpecRef>?> Filled,
    Func<TenantAppConfig, IReadOnlyList<SlotOverride?>?> Overrides)
{
    public static IReadOnlyList<SlotSection> All { get; } =
    [
        new("data view", "dataViewOverrides", static blueprint => blueprint.DataViews, static tenant => tenant.DataViewOverrides),
        new("workflow", "workflowOverrides", static blueprint => blueprint.Workflows, static tenant => tenant.WorkflowOverrides),
        new("job", "jobOverrides", static blueprint => blueprint.Jobs, static tenant => tenant.JobOverrides),
    ];
}
