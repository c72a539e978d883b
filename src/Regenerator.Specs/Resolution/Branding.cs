using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Resolution;

/// <summary>Names, addresses, colours and languages.</summary>
internal static class Branding
{
    private const string FallbackLocale = "en";

    public static ResolvedBranding Resolve(BlueprintBranding? blueprint, TenantAppConfig tenant) => new(
        AppName(tenant) ?? blueprint?.AppNameKey.Value ?? tenant.Meta.AppId,
        Assets(blueprint?.Assets, tenant.Branding?.Assets),
        new ResolvedColors(
            tenant.Branding?.Colors?.Primary.Value ?? blueprint?.ColorTokens?.Primary.Value ?? "#1f2937",
            tenant.Branding?.Colors?.Secondary.Value ?? blueprint?.ColorTokens?.Secondary.Value ?? "#4b5563"),
        tenant.Branding?.CustomDomain.Value ?? $"{(string.IsNullOrEmpty(tenant.Branding?.Subdomain.Value) ? tenant.Meta.TenantId : tenant.Branding.Subdomain.Value)}.app.localhost");

    public static ResolvedTranslation Translation(SpecRef? catalog, TenantAppConfig tenant)
    {
        var locale = tenant.Locales?.DefaultLocale.Value ?? FallbackLocale;
        return new ResolvedTranslation
        {
            DefaultLocale = locale,
            SupportedLocales = Keyed.Merge(static text => text, [locale], tenant.Locales?.EnabledLocales),
            BlueprintCatalog = catalog,
            TenantOverrides = tenant.TranslationOverrides?.Entries ?? [],
        };
    }

    // Only an explicit default locale is preferred; the fallback locale comes after `default`. The first entry counts only if it is not empty.
    private static string? AppName(TenantAppConfig tenant)
    {
        if (tenant.Branding?.AppName is not { Count: > 0 } names) return null;
        foreach (var locale in (ReadOnlySpan<string?>)[tenant.Locales?.DefaultLocale.Value, "default", FallbackLocale])
            if (locale is not null && names.TryGetValue(locale, out var name) && !string.IsNullOrEmpty(name)) return name;
        return names.AsSpan()[0].Value is { Length: > 0 } first ? first : null;
    }

    private static ResolvedAssets Assets(IReadOnlyList<BrandingAsset?>? blueprint, IReadOnlyList<BrandingAsset?>? tenant)
    {
        var assets = new ResolvedAssets();
        foreach (var asset in (blueprint ?? []).Concat(tenant ?? []))
        {
            if (asset?.Url.Value is not { Length: > 0 } url) continue;
            assets = asset.Type.Value switch
            {
                "logo" => assets with { Logo = url },
                "logo-dark" => assets with { LogoDark = url },
                "favicon" => assets with { Favicon = url },
                "og-image" => assets with { OgImage = url },
                _ => assets,
            };
        }

        return assets;
    }
}
