using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Resolution;

/// <summary>Languages and texts.</summary>
internal static class Translation
{
    public const string FallbackLocale = "en";

    public static ResolvedTranslation Resolve(SpecRef? catalog, TenantAppConfig tenant)
    {
        var locale = tenant.Locales?.DefaultLocale.Value ?? FallbackLocale;
        return new ResolvedTranslation
        {
            DefaultLocale = locale,
            SupportedLocales = Supported(locale, tenant.Locales?.EnabledLocales),
            BlueprintCatalog = catalog,
            TenantOverrides = tenant.TranslationOverrides?.Entries ?? [],
        };
    }

    // The default locale leads, as it mostly does already where the enabled ones are written.
    private static IReadOnlyList<string> Supported(string locale, IReadOnlyList<string>? enabled) => KeyedList<string, ByText>.Distinct(
        enabled is [var first, ..] && string.Equals(first, locale) ? enabled : FixedList.Over([locale, .. enabled ?? []]));
}
