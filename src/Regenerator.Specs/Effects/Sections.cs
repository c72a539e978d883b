namespace Regenerator.Specs.Effects;

/// <summary>The fixed places of the resolved view.</summary>
internal static class Sections
{
    public static readonly Place AppId = Place.Of("appId");
    public static readonly Place TenantId = Place.Of("tenantId");
    public static readonly Place BlueprintName = Place.Of("blueprintName");
    public static readonly Place Environment = Place.Of("environment");
    public static readonly Place Enabled = Place.Of("capabilities", "enabled");
    public static readonly Place Disabled = Place.Of("capabilities", "disabled");
    public static readonly Place Include = Place.Of("features", "include");
    public static readonly Place Exclude = Place.Of("features", "exclude");
    public static readonly Place DataViews = Place.Of("dataViews");
    public static readonly Place Workflows = Place.Of("workflows");
    public static readonly Place Jobs = Place.Of("jobs");
    public static readonly Place Policies = Place.Of("policies");
    public static readonly Place Theme = Place.Of("theme");
    public static readonly Place ThemePrimary = Theme.Member("primary");
    public static readonly Place ThemeFallbacks = Theme.Member("fallbacks");
    public static readonly Place Telemetry = Place.Of("telemetry");
    public static readonly Place TelemetrySpec = Telemetry.Member("spec");
    public static readonly Place DisabledEvents = Telemetry.Member("disabledEvents");
    public static readonly Place Sampling = Telemetry.Member("samplingOverrides");
    public static readonly Place Catalog = Place.Of("experiments", "catalog");
    public static readonly Place Active = Place.Of("experiments", "active");
    public static readonly Place Paused = Place.Of("experiments", "paused");
    public static readonly Place FeatureFlags = Place.Of("featureFlags");
    public static readonly Place Routes = Place.Of("routes");
    public static readonly Place Integrations = Place.Of("integrations");
    public static readonly Place Knowledge = Place.Of("knowledge");
    public static readonly Place AppName = Place.Of("branding", "appName");
    public static readonly Place Logo = Place.Of("branding", "assets", "logo");
    public static readonly Place LogoDark = Place.Of("branding", "assets", "logoDark");
    public static readonly Place Favicon = Place.Of("branding", "assets", "favicon");
    public static readonly Place OgImage = Place.Of("branding", "assets", "ogImage");
    public static readonly Place Primary = Place.Of("branding", "colors", "primary");
    public static readonly Place Secondary = Place.Of("branding", "colors", "secondary");
    public static readonly Place Domain = Place.Of("branding", "domain");
    public static readonly Place DefaultLocale = Place.Of("translation", "defaultLocale");
    public static readonly Place SupportedLocales = Place.Of("translation", "supportedLocales");
    public static readonly Place TranslationCatalog = Place.Of("translation", "blueprintCatalog");
    public static readonly Place TenantTranslations = Place.Of("translation", "tenantOverrides");
    public static readonly Place Notes = Place.Of("notes");
}
