using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Resolution;
using Regenerator.Specs.Tenant;
using Regenerator.Specs.Validation;
using Regenerator.Specs.Validation.Rules;

namespace Regenerator.Specs;

/// <summary>What an app of a tenant is: the door to resolving and validating its specs.</summary>
public static class AppConfig
{
    /// <summary>
    /// Lays a tenant's overrides over its blueprint. Oddities are those of the apps' own runtime, so that a reviewer's
    /// before and after are what the app will really do. Pure; never changes its inputs.
    /// </summary>
    public static ResolvedAppConfig Resolve(AppBlueprintSpec blueprint, TenantAppConfig tenant, SpecRegistries? deps = null) => new()
    {
        AppId = blueprint.Meta.AppId,
        TenantId = tenant.Meta.TenantId,
        BlueprintName = blueprint.Meta.Key,
        BlueprintVersion = blueprint.Meta.Version,
        ConfigVersion = tenant.Meta.Version,
        Environment = tenant.Meta.Environment,
        Capabilities = Selections.Capabilities(blueprint.Capabilities, tenant.Capabilities),
        Features = Selections.Features(blueprint.Features, tenant.Features),
        DataViews = Slots.Resolve(blueprint.DataViews, tenant.DataViewOverrides),
        Workflows = Slots.Resolve(blueprint.Workflows, tenant.WorkflowOverrides),
        Jobs = Slots.Resolve(blueprint.Jobs, tenant.JobOverrides),
        Policies = Keyed.Merge(blueprint.Policies, tenant.AdditionalPolicies),
        Theme = Selections.Theme(blueprint.Theme, tenant.ThemeOverride),
        Telemetry = TelemetryResolution.Resolve(blueprint.Telemetry, tenant.TelemetryOverride),
        Experiments = Selections.Experiments(blueprint.Experiments, tenant.Experiments),
        FeatureFlags = Keyed.Merge(static flag => flag.Key, blueprint.FeatureFlags, tenant.FeatureFlags),
        Routes = Routes.Resolve(blueprint.Routes, tenant.RouteOverrides),
        Integrations = Integrations.Resolve(blueprint.IntegrationSlots, tenant.Integrations, deps),
        Knowledge = Integrations.Knowledge(tenant.Knowledge, deps),
        Branding = Branding.Resolve(blueprint.Branding, tenant),
        Translation = Branding.Translation(blueprint.TranslationCatalog, tenant),
        Notes = tenant.Notes.Value is not null || tenant.Notes.IsNull && !blueprint.Notes.IsPresent ? tenant.Notes : blueprint.Notes,
    };

    /// <summary>
    /// What is wrong or odd about a tenant's config and its blueprint: the blueprint's own findings, then the tenant's. Pure; never throws
    /// on a document that could be read.
    /// </summary>
    public static ValidationReport Validate(AppBlueprintSpec blueprint, TenantAppConfig tenant, ValidationContext? context = null) =>
        Report(blueprint, tenant, context ?? ValidationContext.None, withBlueprint: true);

    /// <summary>The findings of a blueprint by itself, its routes judged as for a tenant that overrides nothing.</summary>
    public static ValidationReport Validate(AppBlueprintSpec blueprint, ValidationContext? context = null)
    {
        var given = context ?? ValidationContext.None;
        var (known, nobody) = (BlueprintFacts.Of(blueprint, given.Registries), new TenantAppConfig { Meta = new TenantMeta() });
        var sink = new FindingSink();
        sink.AddRange(known.Findings);
        InForceRules.Check(new TenantCase(nobody, Resolve(blueprint, nobody), known, given), sink);
        return new ValidationReport($"App blueprint {Identity(blueprint)}", sink.Findings);
    }

    /// <summary>The findings of a tenant's config without those that its blueprint has by itself.</summary>
    public static ValidationReport ValidateTenant(AppBlueprintSpec blueprint, TenantAppConfig tenant, ValidationContext? context = null) =>
        Report(blueprint, tenant, context ?? ValidationContext.None, withBlueprint: false);

    /// <summary>What a resolved view shows: slots that nothing serves, connections that are not ready, a default locale that is not supported.</summary>
    public static ValidationReport ValidateResolved(AppBlueprintSpec blueprint, ResolvedAppConfig resolved)
    {
        var sink = new FindingSink();
        ResolvedRules.Check(blueprint, resolved, sink);
        return new ValidationReport($"Resolved app config {resolved.AppId} for {resolved.BlueprintName}.v{resolved.BlueprintVersion}", sink.Findings);
    }

    private static ValidationReport Report(AppBlueprintSpec blueprint, TenantAppConfig tenant, ValidationContext context, bool withBlueprint)
    {
        var known = BlueprintFacts.Of(blueprint, context.Registries);
        var sink = new FindingSink();
        if (withBlueprint) sink.AddRange(known.Findings);
        TenantRules.Check(new TenantCase(tenant, Resolve(blueprint, tenant, context.Registries), known, context), sink);
        return new ValidationReport($"Tenant app config {tenant.Meta.Id} for {Identity(blueprint)}", sink.Findings);
    }

    private static string Identity(AppBlueprintSpec blueprint) => $"{blueprint.Meta.Key}.v{blueprint.Meta.Version}";
}
