using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Resolution;

/// <summary>Name, address, colours and pictures.</summary>
internal sealed class Branding(BlueprintBranding? blueprint)
{
    private readonly ResolvedAssets assets = Assets(new ResolvedAssets(), blueprint?.Assets);
    private readonly ResolvedColors colors = new(blueprint?.ColorTokens?.Primary.Value ?? "#1f2937", blueprint?.ColorTokens?.Secondary.Value ?? "#4b5563");

    public ResolvedBranding With(TenantAppConfig tenant) => new(
        AppName(tenant) ?? blueprint?.AppNameKey.Value ?? tenant.Meta.AppId,
        Assets(assets, tenant.Branding?.Assets),
        Colors(tenant.Branding?.Colors),
        tenant.Branding?.CustomDomain.Value ?? $"{(string.IsNullOrEmpty(tenant.Branding?.Subdomain.Value) ? tenant.Meta.TenantId : tenant.Branding.Subdomain.Value)}.app.localhost");

    // Only an explicit default locale is preferred; the fallback locale comes after `default`. The first entry counts only if it is not empty.
    private static string? AppName(TenantAppConfig tenant)
    {
        if (tenant.Branding?.AppName is not { Count: > 0 } names) return null;
        foreach (var locale in (ReadOnlySpan<string?>)[tenant.Locales?.DefaultLocale.Value, "default", Translation.FallbackLocale])
            if (locale is not null && names.TryGetValue(locale, out var name) && !string.IsNullOrEmpty(name)) return name;
        return names.AsSpan()[0].Value is { Length: > 0 } first ? first : null;
    }

    private ResolvedColors Colors(BrandingColors? tenant) =>
        tenant is null ? colors : new ResolvedColors(tenant.Primary.Value ?? colors.Primary, tenant.Secondary.Value ?? colors.Secondary);

    private static ResolvedAssets Assets(ResolvedAssets assets, IReadOnlyList<BrandingAsset?>? more)
    {
        foreach (var asset in FixedList.AsSpan(more))
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
