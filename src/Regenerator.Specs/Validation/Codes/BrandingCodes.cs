namespace Regenerator.Specs.Validation.Codes;

/// <summary>Names, addresses, pictures and colours.</summary>
internal static class BrandingCodes
{
    public static IReadOnlyList<FindingCode> All =>
    [
        MissingAppNameKey, InvalidDomain, DuplicateDomain, EmptyCustomDomain,
        EmptySubdomain, SubdomainIgnored, EmptyAppName, EmptyColor,
        InsecureAssetUrl, UnexpectedAssetType, UnknownAssetType, AssetWithoutUrl,
    ];

    public static FindingCode MissingAppNameKey { get; } = new("MISSING_APP_NAME_KEY", Severity.Warning)
    {
        InOriginal = true,
        Title = "The branding has no key for the app's name",
        Meaning = "branding.appNameKey is absent or blank. A blank one is used as it is.",
        Remedy = "Write the key of the app's name.",
        Example = """
            { "blueprint": { "branding": { "appNameKey": "" } } }
            """,
        Remedied = """
            { "blueprint": { "branding": { "appNameKey": "shop.title" } } }
            """,
    };

    public static FindingCode InvalidDomain { get; } = new("INVALID_DOMAIN", Severity.Error)
    {
        InOriginal = true,
        Title = "The custom domain is no domain",
        Meaning = "Labels of letters, digits and dashes are expected, separated by dots, the last one of two letters or more.",
        Remedy = "Write the domain alone, without protocol and path.",
        Example = """
            { "tenant": { "branding": { "customDomain": "https://shop.acme.com" } } }
            """,
        Remedied = """
            { "tenant": { "branding": { "customDomain": "shop.acme.com" } } }
            """,
    };

    public static FindingCode DuplicateDomain { get; } = new("DUPLICATE_DOMAIN", Severity.Error)
    {
        InOriginal = true,
        Title = "Another config has the same custom domain",
        Meaning = "Whatever its case, and also when it is an older config of the same tenant, by its meta.id. Looked at when the domains of the fleet are given.",
        Remedy = "Choose another one, or take it out of the other config.",
        Example = """
            { "tenant": { "branding": { "customDomain": "shop.acme.com" } },
              "otherTenants": [{ "meta": { "id": "rival-shop", "tenantId": "rival", "version": "1" }, "branding": { "customDomain": "Shop.Acme.com" } }] }
            """,
        Remedied = """
            { "tenant": { "branding": { "customDomain": "store.acme.com" } },
              "otherTenants": [{ "meta": { "id": "rival-shop", "tenantId": "rival", "version": "1" }, "branding": { "customDomain": "Shop.Acme.com" } }] }
            """,
    };

    public static FindingCode EmptyCustomDomain { get; } = new("EMPTY_CUSTOM_DOMAIN", Severity.Warning)
    {
        Title = "The custom domain is empty",
        Meaning = "An empty custom domain is used as it is: the app has no address.",
        Remedy = "Write a domain, or take it out.",
        Example = """
            { "tenant": { "branding": { "customDomain": "" } } }
            """,
        Remedied = """
            { "tenant": { "branding": { "customDomain": "shop.acme.com" } } }
            """,
    };

    public static FindingCode EmptySubdomain { get; } = new("EMPTY_SUBDOMAIN", Severity.Warning)
    {
        Title = "The subdomain is empty",
        Meaning = "An empty subdomain counts as none; the tenant's id is used.",
        Remedy = "Write a subdomain, or take it out.",
        Example = """
            { "tenant": { "branding": { "subdomain": "" } } }
            """,
        Remedied = """
            { "tenant": { "branding": { "subdomain": "acme" } } }
            """,
    };

    public static FindingCode SubdomainIgnored { get; } = new("SUBDOMAIN_IGNORED", Severity.Warning)
    {
        Title = "The subdomain has no effect",
        Meaning = "A custom domain wins over a subdomain.",
        Remedy = "Take one of them out.",
        Example = """
            { "tenant": { "branding": { "customDomain": "shop.acme.com", "subdomain": "acme" } } }
            """,
        Remedied = """
            { "tenant": { "branding": { "customDomain": "shop.acme.com" } } }
            """,
    };

    public static FindingCode EmptyAppName { get; } = new("EMPTY_APP_NAME", Severity.Warning)
    {
        Title = "A name of the app is empty",
        Meaning = "The app passes over an empty name and takes that of another locale, or the key.",
        Remedy = "Write the name, or take it out.",
        Example = """
            { "tenant": { "branding": { "appName": { "en": "" } } } }
            """,
        Remedied = """
            { "tenant": { "branding": { "appName": { "en": "Acme" } } } }
            """,
    };

    public static FindingCode EmptyColor { get; } = new("EMPTY_COLOR", Severity.Warning)
    {
        Title = "A colour is empty",
        Meaning = "An empty colour is used as it is; only an absent one falls back.",
        Remedy = "Write a colour, or take it out.",
        Example = """
            { "tenant": { "branding": { "colors": { "primary": "" } } } }
            """,
        Remedied = """
            { "tenant": { "branding": { "colors": { "primary": "#1f2937" } } } }
            """,
    };

    public static FindingCode InsecureAssetUrl { get; } = new("INSECURE_ASSET_URL", Severity.Error)
    {
        InOriginal = true,
        Title = "An asset is not served by https",
        Meaning = "The URL of an asset of the tenant does not start with https://.",
        Remedy = "Serve the asset by https.",
        Example = """
            { "tenant": { "branding": { "assets": [{ "type": "logo", "url": "http://acme.com/logo.svg" }] } } }
            """,
        Remedied = """
            { "tenant": { "branding": { "assets": [{ "type": "logo", "url": "https://acme.com/logo.svg" }] } } }
            """,
    };

    public static FindingCode UnexpectedAssetType { get; } = new("UNEXPECTED_ASSET_TYPE", Severity.Warning)
    {
        InOriginal = true,
        Title = "An asset is of an unexpected format",
        Meaning = "A logo is expected as png, svg or webp; a favicon as ico, png or svg; an og-image as png, jpg, jpeg or webp. The ending after the last dot of the URL counts.",
        Remedy = "Use one of these formats.",
        Example = """
            { "tenant": { "branding": { "assets": [{ "type": "logo", "url": "https://acme.com/logo.gif" }] } } }
            """,
        Remedied = """
            { "tenant": { "branding": { "assets": [{ "type": "logo", "url": "https://acme.com/logo.png" }] } } }
            """,
    };

    public static FindingCode UnknownAssetType { get; } = new("UNKNOWN_ASSET_TYPE", Severity.Warning)
    {
        Title = "The app does not know an asset's type",
        Meaning = "It drops what is not a logo, logo-dark, favicon or og-image.",
        Remedy = "Write one of these types.",
        Example = """
            { "tenant": { "branding": { "assets": [{ "type": "banner", "url": "https://acme.com/banner.png" }] } } }
            """,
        Remedied = """
            { "tenant": { "branding": { "assets": [{ "type": "og-image", "url": "https://acme.com/banner.png" }] } } }
            """,
    };

    public static FindingCode AssetWithoutUrl { get; } = new("ASSET_WITHOUT_URL", Severity.Warning)
    {
        Title = "An asset has no URL",
        Meaning = "The app drops it; it can not clear the blueprint's asset.",
        Remedy = "Write its URL, or take it out.",
        Example = """
            { "tenant": { "branding": { "assets": [{ "type": "logo", "url": "" }] } } }
            """,
        Remedied = """
            { "tenant": { "branding": { "assets": [{ "type": "logo", "url": "https://acme.com/logo.svg" }] } } }
            """,
    };
}
