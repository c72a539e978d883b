using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Composition;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Resolution;
using Regenerator.Specs.Tenant;

namespace Regenerator.Specs;

/// <summary>What an app of a tenant is: the door to resolving and composing its specs.</summary>
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
    /// Resolves, and puts the specs themselves in place of every reference. What no registry has is listed with its place, never thrown:
    /// <see cref="ComposedAppConfig.ThrowIfIncomplete"/> is the strict form. Pure; never changes its inputs.
    /// </summary>
    /// <param name="registries">Of a kind without a registry every reference is missing; knowledge and integrations are then left unlooked at, as in the apps' own runtime.</param>
    public static ComposedAppConfig Compose(AppBlueprintSpec blueprint, TenantAppConfig tenant, SpecRegistries registries) =>
        new Composer(blueprint, tenant, registries).Compose();
}
