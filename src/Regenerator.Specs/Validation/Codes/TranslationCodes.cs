namespace Regenerator.Specs.Validation.Codes;

/// <summary>Languages, and the texts that a tenant replaces.</summary>
internal static class TranslationCodes
{
    public static IReadOnlyList<FindingCode> All =>
    [
        MissingBlueprintCatalog, MissingTranslationKey, CatalogWithoutVersion, LocaleNotEnabled,
        UnsupportedLocale, UnknownTranslationKey, UnsupportedLocaleOverride, TranslationWithoutValue,
        DefaultLocaleNotSupported,
    ];

    public static FindingCode MissingBlueprintCatalog { get; } = new("MISSING_BLUEPRINT_CATALOG", Severity.Error)
    {
        InOriginal = true,
        Title = "The translation catalog is not registered",
        Meaning = "The blueprint points to a catalog that is not among those given; none is when no catalogs are given, as in the original.",
        Remedy = "Register the catalog, or correct the pointer.",
        Example = """
            { "blueprint": { "translationCatalog": { "key": "shop.texts", "version": "2.0.0" } } }
            """,
        Remedied = """
            { "blueprint": { "translationCatalog": { "key": "shop.texts", "version": "1.0.0" } },
              "registries": { "blueprintCatalogs": [{ "meta": { "key": "shop.texts", "version": "1.0.0" }, "defaultLocale": "en", "supportedLocales": ["en", "fr"], "entries": [{ "key": "shop.title", "locale": "en", "value": "Shop" }] }] } }
            """,
    };

    public static FindingCode MissingTranslationKey { get; } = new("MISSING_TRANSLATION_KEY", Severity.Error)
    {
        InOriginal = true,
        Title = "The app's name is not translated",
        Meaning = "The catalog has no text for branding.appNameKey in its default locale.",
        Remedy = "Add the text, or correct the key.",
        Example = """
            { "blueprint": { "translationCatalog": { "key": "shop.texts", "version": "1.0.0" }, "branding": { "appNameKey": "shop.name" } },
              "registries": { "blueprintCatalogs": [{ "meta": { "key": "shop.texts", "version": "1.0.0" }, "defaultLocale": "en", "supportedLocales": ["en", "fr"], "entries": [{ "key": "shop.title", "locale": "en", "value": "Shop" }] }] } }
            """,
        Remedied = """
            { "blueprint": { "translationCatalog": { "key": "shop.texts", "version": "1.0.0" }, "branding": { "appNameKey": "shop.title" } },
              "registries": { "blueprintCatalogs": [{ "meta": { "key": "shop.texts", "version": "1.0.0" }, "defaultLocale": "en", "supportedLocales": ["en", "fr"], "entries": [{ "key": "shop.title", "locale": "en", "value": "Shop" }] }] } }
            """,
    };

    public static FindingCode CatalogWithoutVersion { get; } = new("CATALOG_WITHOUT_VERSION", Severity.Warning)
    {
        Title = "The translation catalog has no version",
        Meaning = "The latest catalog is used, so texts change without the blueprint.",
        Remedy = "Write the version.",
        Example = """
            { "blueprint": { "translationCatalog": { "key": "shop.texts" } },
              "registries": { "blueprintCatalogs": [{ "meta": { "key": "shop.texts", "version": "1.0.0" }, "defaultLocale": "en", "supportedLocales": ["en", "fr"], "entries": [{ "key": "shop.title", "locale": "en", "value": "Shop" }] }] } }
            """,
        Remedied = """
            { "blueprint": { "translationCatalog": { "key": "shop.texts", "version": "1.0.0" } },
              "registries": { "blueprintCatalogs": [{ "meta": { "key": "shop.texts", "version": "1.0.0" }, "defaultLocale": "en", "supportedLocales": ["en", "fr"], "entries": [{ "key": "shop.title", "locale": "en", "value": "Shop" }] }] } }
            """,
    };

    public static FindingCode LocaleNotEnabled { get; } = new("LOCALE_NOT_ENABLED", Severity.Warning)
    {
        InOriginal = true,
        Title = "The default locale is not enabled",
        Meaning = "locales.defaultLocale is not among locales.enabledLocales. The app supports it all the same.",
        Remedy = "Add it to the enabled locales.",
        Example = """
            { "tenant": { "locales": { "defaultLocale": "fr", "enabledLocales": ["en"] } } }
            """,
        Remedied = """
            { "tenant": { "locales": { "defaultLocale": "fr", "enabledLocales": ["fr", "en"] } } }
            """,
    };

    public static FindingCode UnsupportedLocale { get; } = new("UNSUPPORTED_LOCALE", Severity.Error)
    {
        InOriginal = true,
        Title = "The catalog does not have a locale",
        Meaning = "A default or enabled locale is not among those that the blueprint's catalog supports.",
        Remedy = "Translate the catalog, or take the locale out.",
        Example = """
            { "blueprint": { "translationCatalog": { "key": "shop.texts", "version": "1.0.0" } },
              "tenant": { "locales": { "defaultLocale": "en", "enabledLocales": ["en", "de"] } },
              "registries": { "blueprintCatalogs": [{ "meta": { "key": "shop.texts", "version": "1.0.0" }, "defaultLocale": "en", "supportedLocales": ["en", "fr"], "entries": [{ "key": "shop.title", "locale": "en", "value": "Shop" }] }] } }
            """,
        Remedied = """
            { "blueprint": { "translationCatalog": { "key": "shop.texts", "version": "1.0.0" } },
              "tenant": { "locales": { "defaultLocale": "en", "enabledLocales": ["en", "fr"] } },
              "registries": { "blueprintCatalogs": [{ "meta": { "key": "shop.texts", "version": "1.0.0" }, "defaultLocale": "en", "supportedLocales": ["en", "fr"], "entries": [{ "key": "shop.title", "locale": "en", "value": "Shop" }] }] } }
            """,
    };

    public static FindingCode UnknownTranslationKey { get; } = new("UNKNOWN_TRANSLATION_KEY", Severity.Error)
    {
        InOriginal = true,
        Title = "A text replaces nothing",
        Meaning = "No catalog of the platform or of any app has the key; none has when no catalogs are given, as in the original.",
        Remedy = "Correct the key, or take the entry out.",
        Example = """
            { "blueprint": { "translationCatalog": { "key": "shop.texts", "version": "1.0.0" } },
              "tenant": { "translationOverrides": { "entries": [{ "key": "shop.titel", "locale": "en", "value": "Acme" }] } },
              "registries": { "blueprintCatalogs": [{ "meta": { "key": "shop.texts", "version": "1.0.0" }, "defaultLocale": "en", "supportedLocales": ["en", "fr"], "entries": [{ "key": "shop.title", "locale": "en", "value": "Shop" }] }] } }
            """,
        Remedied = """
            { "blueprint": { "translationCatalog": { "key": "shop.texts", "version": "1.0.0" } },
              "tenant": { "translationOverrides": { "entries": [{ "key": "shop.title", "locale": "en", "value": "Acme" }] } },
              "registries": { "blueprintCatalogs": [{ "meta": { "key": "shop.texts", "version": "1.0.0" }, "defaultLocale": "en", "supportedLocales": ["en", "fr"], "entries": [{ "key": "shop.title", "locale": "en", "value": "Shop" }] }] } }
            """,
    };

    public static FindingCode UnsupportedLocaleOverride { get; } = new("UNSUPPORTED_LOCALE_OVERRIDE", Severity.Error)
    {
        InOriginal = true,
        Title = "A text is in a language that the app does not have",
        Meaning = "The locale of an entry is neither supported by the blueprint's catalog nor enabled by the tenant.",
        Remedy = "Enable the locale, or take the entry out.",
        Example = """
            { "blueprint": { "translationCatalog": { "key": "shop.texts", "version": "1.0.0" } },
              "tenant": { "translationOverrides": { "entries": [{ "key": "shop.title", "locale": "de", "value": "Acme" }] } },
              "registries": { "blueprintCatalogs": [{ "meta": { "key": "shop.texts", "version": "1.0.0" }, "defaultLocale": "en", "supportedLocales": ["en", "fr"], "entries": [{ "key": "shop.title", "locale": "en", "value": "Shop" }] }] } }
            """,
        Remedied = """
            { "blueprint": { "translationCatalog": { "key": "shop.texts", "version": "1.0.0" } },
              "tenant": { "translationOverrides": { "entries": [{ "key": "shop.title", "locale": "fr", "value": "Acme" }] } },
              "registries": { "blueprintCatalogs": [{ "meta": { "key": "shop.texts", "version": "1.0.0" }, "defaultLocale": "en", "supportedLocales": ["en", "fr"], "entries": [{ "key": "shop.title", "locale": "en", "value": "Shop" }] }] } }
            """,
    };

    public static FindingCode TranslationWithoutValue { get; } = new("TRANSLATION_WITHOUT_VALUE", Severity.Warning)
    {
        Title = "A replaced text has no value",
        Meaning = "The entry reaches the app without a text.",
        Remedy = "Write the text, or take the entry out.",
        Example = """
            { "blueprint": { "translationCatalog": { "key": "shop.texts", "version": "1.0.0" } },
              "tenant": { "translationOverrides": { "entries": [{ "key": "shop.title", "locale": "en" }] } },
              "registries": { "blueprintCatalogs": [{ "meta": { "key": "shop.texts", "version": "1.0.0" }, "defaultLocale": "en", "supportedLocales": ["en", "fr"], "entries": [{ "key": "shop.title", "locale": "en", "value": "Shop" }] }] } }
            """,
        Remedied = """
            { "blueprint": { "translationCatalog": { "key": "shop.texts", "version": "1.0.0" } },
              "tenant": { "translationOverrides": { "entries": [{ "key": "shop.title", "locale": "en", "value": "Acme" }] } },
              "registries": { "blueprintCatalogs": [{ "meta": { "key": "shop.texts", "version": "1.0.0" }, "defaultLocale": "en", "supportedLocales": ["en", "fr"], "entries": [{ "key": "shop.title", "locale": "en", "value": "Shop" }] }] } }
            """,
    };

    public static FindingCode DefaultLocaleNotSupported { get; } = new("DEFAULT_LOCALE_NOT_SUPPORTED", Severity.Warning)
    {
        InOriginal = true,
        Title = "A resolved view lacks its default locale",
        Meaning = "The default locale is not among the supported ones. Our resolve and the app's always add it; a view from elsewhere may lack it.",
        Remedy = "Enable the locale, or choose a supported one.",
        Example = """
            { "resolved": { "translation": { "defaultLocale": "de", "supportedLocales": ["en"], "tenantOverrides": [] } } }
            """,
        Remedied = """
            { "resolved": { "translation": { "defaultLocale": "de", "supportedLocales": ["de", "en"], "tenantOverrides": [] } } }
            """,
    };
}
