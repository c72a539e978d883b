using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Resolution;
using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Edits;

/// <summary>Why an edit that was made changes nothing of what the tenant gets.</summary>
internal static class EditSilence
{
    /// <param name="blueprint">With the edit made, as <paramref name="tenant"/> and <paramref name="resolved"/>.</param>
    public static string Reason(SpecEdit edit, SpecKind edited, AppBlueprintSpec blueprint, TenantAppConfig tenant, ResolvedAppConfig resolved) =>
        Rule(edit, resolved) ?? (edited == SpecKind.Blueprint ? Overridden(edit, tenant) : Inherited(edit, blueprint)) ?? "what the tenant gets is the same with it and without it";

    // What holds whoever says it.
    private static string? Rule(SpecEdit edit, ResolvedAppConfig resolved) => edit switch
    {
        SpecEdit.IncludeFeature feature when resolved.Features.Exclude.Any(spec => string.Equals(spec.Key, feature.Key)) => "the feature is excluded, which always wins",
        SpecEdit.EnableCapability capability when resolved.Capabilities.Disabled.Contains(capability.Capability) => "the capability is disabled, which always wins",
        SpecEdit.PauseExperiment experiment when resolved.Experiments.Active.Contains(experiment.Experiment) => "the experiment is active, and what is active is not paused",
        SpecEdit.SetThemeFallbacks when resolved.Theme is null => "there is no theme that could have fallbacks",
        SpecEdit.SetSampling when resolved.Telemetry is null => "there is neither a telemetry spec nor a disabled event, and sampling alone is dropped",
        SpecEdit.EnableEvent name when resolved.IsEventDisabled(name.Event) => "the other document disables the event",
        SpecEdit.SetAsset { Type: not ("logo" or "logo-dark" or "favicon" or "og-image") } => "the app has no asset of this type; known: logo, logo-dark, favicon, og-image",
        SpecEdit.SetAppName or SpecEdit.SetAppNameKey => $"another name is in force: «{resolved.Branding.AppName}»",
        SpecEdit.SetCustomDomain or SpecEdit.SetSubdomain => $"another domain is in force: {resolved.Branding.Domain}",
        SpecEdit.EnableLocale or SpecEdit.DisableLocale => $"the locale is the default one, which is always enabled, or is listed twice; enabled are {string.Join(", ", resolved.Translation.SupportedLocales)}",
        SpecEdit.BindConnection or SpecEdit.UnbindConnection or SpecEdit.PreferConnection or SpecEdit.DefineIntegrationSlot or SpecEdit.RemoveIntegrationSlot =>
            resolved.Integrations.Count == 0 ? "no integration slot is served, with it or without it; connections and integration specs have to be known for that" : "the slots are served by the same connections",
        SpecEdit.BindKnowledge or SpecEdit.UnbindKnowledge => "the space is not known, so its knowledge is left out",
        _ => null,
    };

    private static string? Overridden(SpecEdit edit, TenantAppConfig tenant) => edit switch
    {
        SpecEdit.PinWorkflow slot => Overrides(tenant.WorkflowOverrides, slot.Slot),
        SpecEdit.PinDataView slot => Overrides(tenant.DataViewOverrides, slot.Slot),
        SpecEdit.PinJob slot => Overrides(tenant.JobOverrides, slot.Slot),
        SpecEdit.EmptySlot slot => Overrides(slot.Of switch { SlotKind.Workflow => tenant.WorkflowOverrides, SlotKind.DataView => tenant.DataViewOverrides, _ => tenant.JobOverrides }, slot.Slot),
        SpecEdit.SetFeatureFlag flag => Flag(tenant, flag.Key),
        SpecEdit.RemoveFeatureFlag flag => Flag(tenant, flag.Key),
        SpecEdit.BindRoute route => Route(tenant, route.Path),
        SpecEdit.UnbindRoute route => Route(tenant, route.Path),
        SpecEdit.RemoveRoute route => Route(tenant, route.Path),
        SpecEdit.ActivateExperiment or SpecEdit.PauseExperiment or SpecEdit.ResetExperiment => "the tenant has a list of its own, which takes the place of the blueprint's",
        SpecEdit.PinTheme or SpecEdit.EmptyTheme or SpecEdit.SetThemeFallbacks => "the tenant overrides the theme",
        SpecEdit.PinTelemetry or SpecEdit.EmptyTelemetry => "the tenant overrides the telemetry spec",
        SpecEdit.DisableEvent => "the tenant disables the event itself",
        SpecEdit.SetSampling => "the tenant overrides the rate",
        SpecEdit.SetAsset => "the tenant overrides the asset",
        SpecEdit.SetColor => "the tenant overrides the colour",
        SpecEdit.SetNotes => "the tenant has notes of its own",
        SpecEdit.IncludeFeature or SpecEdit.ExcludeFeature or SpecEdit.ResetFeature or SpecEdit.EnableCapability or SpecEdit.DisableCapability or SpecEdit.ResetCapability
            or SpecEdit.AddPolicy or SpecEdit.RemovePolicy => "the tenant says the same itself",
        _ => null,
    };

    private static string? Inherited(SpecEdit edit, AppBlueprintSpec blueprint) => edit switch
    {
        SpecEdit.EmptySlot => "the blueprint has no such slot",
        SpecEdit.RemovePolicy policy when blueprint.Policies?.Contains(policy.Policy) == true => "the blueprint has the policy, and a tenant can only add policies",
        SpecEdit.Patch => null,
        _ => "the blueprint, or the app's default, says the same",
    };

    private static string? Overrides(IReadOnlyList<SlotOverride?>? overrides, string slot) =>
        overrides?.Any(known => string.Equals(known?.Slot, slot)) == true ? "the tenant overrides the slot" : null;

    private static string? Flag(TenantAppConfig tenant, string key) => tenant.FeatureFlags?.Any(flag => string.Equals(flag.Key, key)) == true ? "the tenant overrides the flag" : null;

    private static string? Route(TenantAppConfig tenant, string path) => tenant.RouteOverrides?.Any(route => string.Equals(route.Path, path)) == true ? "the tenant overrides the route" : null;
}
