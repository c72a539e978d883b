using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Tenant;
using Regenerator.Specs.Validation.Codes;

namespace Regenerator.Specs.Validation.Rules;

/// <summary>Names, addresses, pictures and colours.</summary>
internal static class BrandingRules
{
    public static void Blueprint(AppBlueprintSpec blueprint, FindingSink sink)
    {
        if (blueprint.Branding is not { } branding) return;
        if (string.IsNullOrWhiteSpace(branding.AppNameKey.Value))
            sink.Add(BrandingCodes.MissingAppNameKey, (branding.AppNameKey.IsPresent ? Spot.Blueprint("branding", "appNameKey") : Spot.Blueprint("branding")).Named("branding.appNameKey"), "app name", "The branding has no key for the app's name, so a tenant without a name of its own shows an empty one or its app id; write branding.appNameKey");
        AssetRules.Assets(branding.Assets, SpecKind.Blueprint, sink);
        Colors(branding.ColorTokens, SpecKind.Blueprint, "colorTokens", sink);
    }

    public static void Tenant(TenantCase at, FindingSink sink)
    {
        if (at.Tenant.Branding is not { } branding) return;
        Domain(at, branding, sink);
        AssetRules.Tenant(branding.Assets, sink);
        AssetRules.Assets(branding.Assets, SpecKind.Tenant, sink);
        Colors(branding.Colors, SpecKind.Tenant, "colors", sink);
        foreach (var (locale, name) in (branding.AppName ?? OrderedMap<string>.Empty).AsSpan())
            if (name.Length == 0)
                sink.Add(BrandingCodes.EmptyAppName, Spot.Tenant("branding", "appName", locale), $"locale {locale}", $"The empty name for «{locale}» is passed over; write the name, or take it out");
    }

    private static void Domain(TenantCase at, TenantBranding branding, FindingSink sink)
    {
        if (branding.Subdomain.Value is { Length: 0 })
            sink.Add(BrandingCodes.EmptySubdomain, Spot.Tenant("branding", "subdomain"), "subdomain", $"The empty subdomain counts as none, so the app is at «{at.Resolved.Branding.Domain}»; write one, or take it out");
        if (branding.CustomDomain.Value is not { } domain) return;
        if (branding.Subdomain.Value is { Length: > 0 } subdomain)
            sink.Add(BrandingCodes.SubdomainIgnored, Spot.Tenant("branding", "subdomain"), "subdomain", $"The subdomain «{subdomain}» has no effect beside the custom domain «{domain}»; take one of them out");
        if (string.IsNullOrWhiteSpace(domain))
        {
            sink.Add(BrandingCodes.EmptyCustomDomain, Spot.Tenant("branding", "customDomain"), "custom domain", "The empty custom domain is used as it is, so the app has no address; write one, or take it out");
            return;
        }

        if (!IsDomain(domain.AsSpan().Trim()))
            sink.Add(BrandingCodes.InvalidDomain, Spot.Tenant("branding", "customDomain"), $"domain {domain}", $"«{domain}» is no domain; write one such as shop.acme.com, without protocol and path");
        if (at.Context.Domains?.Other(domain, at.Tenant.Meta.Id) is { } other)
            sink.Add(BrandingCodes.DuplicateDomain, Spot.Tenant("branding", "customDomain"), $"domain {domain}", $"The domain «{domain}» belongs to the config «{other.Id}» of tenant «{other.TenantId}»; choose another one");
    }

    private static void Colors(BrandingColors? colors, SpecKind document, string member, FindingSink sink)
    {
        if (colors?.Primary.Value is { Length: 0 }) Empty("primary");
        if (colors?.Secondary.Value is { Length: 0 }) Empty("secondary");

        void Empty(string name) => sink.Add(BrandingCodes.EmptyColor, Spot.In(document, "branding", member, name), $"{name} colour", $"The empty {name} colour is used as it is; write one such as #1f2937, or take it out");
    }

    // Labels of letters, digits and dashes, and a last one of two letters or more.
    private static bool IsDomain(ReadOnlySpan<char> text)
    {
        var lastDot = text.LastIndexOf('.');
        if (lastDot < 1 || text.Length - lastDot < 3) return false;
        foreach (var c in text[(lastDot + 1)..])
            if (!char.IsAsciiLetter(c)) return false;
        foreach (var label in text[..lastDot].Split('.'))
        {
            if (text[label].IsEmpty) return false;
            foreach (var c in text[label])
                if (!char.IsAsciiLetterOrDigit(c) && c != '-') return false;
        }

        return true;
    }
}
