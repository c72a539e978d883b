using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Composition;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Resolution;
using Regenerator.Specs.Tenant;
using Regenerator.Specs.Validation;
using Regenerator.Specs.Validation.Rules;

namespace Regenerator.Specs;

/// <summary>What an app of a tenant is: the door to resolving, composing and validating its specs.</summary>
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
