namespace Regenerator.Specs.Validation.Rules;

/// <summary>What can be said of a tenant's config over its blueprint.</summary>
internal static class TenantRules
{
    public static void Check(TenantCase at, FindingSink sink)
    {
        IdentityRules.Tenant(at, sink);
        ReferenceRules.Tenant(at, sink);
        SelectionRules.Tenant(at, sink);
        SlotRules.Tenant(at, sink);
        FlagRules.Tenant(at, sink);
        RouteRules.Tenant(at, sink);
        ThemeRules.Tenant(at, sink);
        TelemetryRules.Tenant(at, sink);
        ExperimentRules.Tenant(at, sink);
        IntegrationRules.Tenant(at, sink);
        KnowledgeRules.Tenant(at, sink);
        BrandingRules.Tenant(at, sink);
        TranslationRules.Tenant(at, sink);
        InForceRules.Check(at, sink);
    }
}
