using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Tenant;
using Regenerator.Specs.Validation.Codes;

namespace Regenerator.Specs.Validation.Rules;

/// <summary>Languages, and the texts that a tenant puts in place of the catalog's.</summary>
internal static class TranslationRules
{
    public static bool AppNameIsTranslated(AppBlueprintSpec blueprint, TranslationCatalog? catalog) =>
        catalog is null
        || blueprint.Branding?.AppNameKey.Value is not { } key
        || catalog.Entries?.Any(entry => string.Equals(entry.Key, key) && string.Equals(entry.Locale, catalog.DefaultLocale.Value)) == true;

    public static void Blueprint(AppBlueprintSpec blueprint, FindingSink sink)
    {
        if (blueprint.TranslationCatalog is { IsVersioned: false } catalog)
            sink.Add(TranslationCodes.CatalogWithoutVersion, Spot.Blueprint("translationCatalog"), $"catalog {catalog.Display}", $"The translation catalog «{catalog.Display}» has no version, so texts change without the blueprint; write the version");
    }

    public static void Tenant(TenantCase at, FindingSink sink)
    {
        if (at.Blueprint.TranslationCatalog is { } pointer && at.Known.Catalog is null && !at.LeavesOut(at.Registries.BlueprintCatalogs))
            sink.Add(TranslationCodes.MissingBlueprintCatalog, Spot.Blueprint("translationCatalog"), $"catalog {pointer.Display}", $"No registry has the translation catalog «{pointer.Display}»; register it, or correct the pointer");
        if (!at.Known.AppNameIsTranslated)
            sink.Add(TranslationCodes.MissingTranslationKey, Spot.Blueprint("branding", "appNameKey"), $"key {at.Blueprint.Branding?.AppNameKey.Value}", $"The catalog has no «{at.Blueprint.Branding?.AppNameKey.Value}» in its default locale {at.Known.Catalog?.DefaultLocale.Value}; add it, or correct the key");
        if (at.Tenant.Locales is { } locales) Locales(locales, at.Known.Catalog, sink);
        if (at.Tenant.TranslationOverrides?.Entries is { Count: > 0 } entries) Entries(at, entries, sink);
        if (at.Tenant.Notes.IsNull && at.Blueprint.Notes.Value is not null)
            sink.Add(OverrideCodes.NullNotesIgnored, Spot.Tenant("notes"), "notes", "null does not clear the notes: the blueprint's stay; write an empty text");
    }

    private static void Locales(TenantLocales locales, TranslationCatalog? catalog, FindingSink sink)
    {
        var enabled = locales.EnabledLocales ?? [];
        if (locales.DefaultLocale.Value is { } standard)
        {
            if (!enabled.Contains(standard))
                sink.Add(TranslationCodes.LocaleNotEnabled, Spot.Tenant("locales").Named("locales.enabledLocales"), $"locale {standard}", $"The default locale «{standard}» is not among the enabled ones; add it there");
            Supported(standard, "defaultLocale", 0);
        }

        for (var i = 0; i < enabled.Count; i++)
            if (!string.Equals(enabled[i], locales.DefaultLocale.Value)) Supported(enabled[i], "enabledLocales", i);
        foreach (var (earlier, last) in Repeats.Of(enabled, static locale => locale))
            sink.Add(OverrideCodes.DuplicateEntry, Spot.Tenant("locales", "enabledLocales", earlier), $"locale {enabled[earlier]}", $"The locale «{enabled[earlier]}» stands here and at [{last}]; once is enough");

        void Supported(string locale, string member, int index)
        {
            if (catalog is null || catalog.SupportedLocales?.Contains(locale) == true) return;
            var at = member == "defaultLocale" ? Spot.Tenant("locales", member) : Spot.Tenant("locales", member, index);
            sink.Add(TranslationCodes.UnsupportedLocale, at.Named("locales.enabledLocales"), $"locale {locale}", $"The catalog «{catalog.Meta.Key}» has no «{locale}», only {string.Join(", ", catalog.SupportedLocales ?? [])}; translate it, or take the locale out");
        }
    }

    private static void Entries(TenantCase at, IReadOnlyList<TranslationEntry> entries, FindingSink sink)
    {
        var keysAreKnown = !at.LeavesOut(at.Registries.BlueprintCatalogs) && !at.LeavesOut(at.Registries.PlatformCatalogs);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (keysAreKnown && !at.Known.TranslationKeys.Contains(entry.Key))
                sink.Add(TranslationCodes.UnknownTranslationKey, Spot.Tenant("translationOverrides", "entries", i), $"text {entry.Key} {entry.Locale}", $"No catalog has the key «{entry.Key}»; correct it, or take the entry out");
            if (at.Known.Catalog is { } catalog && catalog.SupportedLocales?.Contains(entry.Locale) != true && !IsEnabled(at.Tenant.Locales, entry.Locale))
                sink.Add(TranslationCodes.UnsupportedLocaleOverride, Spot.Tenant("translationOverrides", "entries", i), $"text {entry.Key} {entry.Locale}", $"«{entry.Key}» is given in «{entry.Locale}», which neither the catalog supports nor the tenant enables; enable the locale, or take the entry out");
            if (entry.Value.Value is null)
                sink.Add(TranslationCodes.TranslationWithoutValue, Spot.Tenant("translationOverrides", "entries", i), $"text {entry.Key} {entry.Locale}", $"«{entry.Key}» in «{entry.Locale}» has no value; write the text, or take the entry out");
        }

        foreach (var (earlier, last) in Repeats.Of(entries, static entry => (entry.Key, entry.Locale)))
            sink.Add(OverrideCodes.DuplicateOverride, Spot.Tenant("translationOverrides", "entries", earlier), $"text {entries[earlier].Key} {entries[earlier].Locale}", $"«{entries[earlier].Key}» in «{entries[earlier].Locale}» stands again at [{last}]; keep one");
    }

    private static bool IsEnabled(TenantLocales? locales, string locale) =>
        locales?.EnabledLocales?.Contains(locale) == true || string.Equals(locales?.DefaultLocale.Value, locale);
}
