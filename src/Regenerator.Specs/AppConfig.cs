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
    /// before and after are what the app will really do. Pure; never changes its inputs; safe to call from many threads.
    /// </summary>
    /// <remarks>
    /// The first call for a blueprint object indexes it; the index lives as long as the object. A section that the tenant leaves alone is the
    /// same object for every tenant of the blueprint, so that «unchanged» is mostly a comparison of references.
    /// </remarks>
    public static ResolvedAppConfig Resolve(AppBlueprintSpec blueprint, TenantAppConfig tenant, SpecRegistries? deps = null)
    {
        var index = BlueprintIndex.Of(blueprint);
        return new ResolvedAppConfig
        {
            AppId = blueprint.Meta.AppId,
            TenantId = tenant.Meta.TenantId,
            BlueprintName = blueprint.Meta.Key,
            BlueprintVersion = blueprint.Meta.Version,
            ConfigVersion = tenant.Meta.Version,
            Environment = tenant.Meta.Environment,
            Capabilities = index.Capabilities.With(tenant.Capabilities?.Enable, tenant.Capabilities?.Disable),
            Features = index.Features.With(tenant.Features?.Include, tenant.Features?.Exclude),
            DataViews = Slots.Resolve(blueprint.DataViews, tenant.DataViewOverrides),
            Workflows = Slots.Resolve(blueprint.Workflows, tenant.WorkflowOverrides),
            Jobs = Slots.Resolve(blueprint.Jobs, tenant.JobOverrides),
            Policies = index.Policies.With(tenant.AdditionalPolicies),
            Theme = index.Theme.With(tenant.ThemeOverride),
            Telemetry = index.Telemetry.With(tenant.TelemetryOverride),
            Experiments = index.Experiments.With(tenant.Experiments),
            FeatureFlags = index.FeatureFlags.With(tenant.FeatureFlags),
            Routes = index.Routes.With(tenant.RouteOverrides),
            Integrations = Integrations.Resolve(blueprint.IntegrationSlots, tenant.Integrations, deps),
            Knowledge = Integrations.Knowledge(tenant.Knowledge, deps),
            Branding = index.Branding.With(tenant),
            Translation = Translation.Resolve(blueprint.TranslationCatalog, tenant),
            Notes = tenant.Notes.Value is not null || tenant.Notes.IsNull && !blueprint.Notes.IsPresent ? tenant.Notes : blueprint.Notes,
        };
    }

    /// <summary>
    /// Resolves, and puts the specs themselves in place of every reference. What no registry has is listed with its place, never thrown:
    /// <see cref="ComposedAppConfig.ThrowIfIncomplete"/> is the strict form. Pure; never changes its inputs.
    /// </summary>
    /// <param name="registries">Of a kind without a registry every reference is missing; knowledge and integrations are then left unlooked at, as in the apps' own runtime.</param>
    public static ComposedAppConfig Compose(AppBlueprintSpec blueprint, TenantAppConfig tenant, SpecRegistries registries) =>
        new Composer(blueprint, tenant, registries).Compose();
}
