using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits.Kinds;

/// <summary>Locales and words of a tenant, and the catalog of a blueprint.</summary>
internal static class TranslationEdits
{
    public static IEnumerable<EditKind> Kinds =>
    [
        new EditKind<SpecEdit.SetDefaultLocale>("setDefaultLocale")
        {
            Sample = new("fr"),
            From = body => new(body.TextOrNull("locale")),
            To = edit => new JsonObject { ["locale"] = edit.Locale },
            Words = edit => edit.Locale is null ? "clear the default locale" : $"make {edit.Locale} the default locale",
            OnBlueprint = new(NotOfBlueprints),
            OnTenant = new("`locales.defaultLocale`; `null` removes", (target, edit) => target.SetOrClear(JsonPointer.Of("locales", "defaultLocale"), edit.Locale)),
        },
        new EditKind<SpecEdit.EnableLocale>("enableLocale")
        {
            Sample = new("de"),
            From = body => new(body.Text("locale")),
            To = edit => new JsonObject { ["locale"] = edit.Locale },
            Words = edit => $"enable locale {edit.Locale}",
            OnBlueprint = new(NotOfBlueprints),
            OnTenant = new("`locales.enabledLocales`", (target, edit) => target.Has(Enabled, References.Saying(edit.Locale)) ? null : target.Append(Enabled, edit.Locale)),
        },
        new EditKind<SpecEdit.DisableLocale>("disableLocale")
        {
            Sample = new("de"),
            From = body => new(body.Text("locale")),
            To = edit => new JsonObject { ["locale"] = edit.Locale },
            Words = edit => $"disable locale {edit.Locale}",
            OnBlueprint = new(NotOfBlueprints),
            OnTenant = new("no longer in `locales.enabledLocales`; the default locale is always enabled", (target, edit) => target.Drop(Enabled, References.Saying(edit.Locale))),
        },
        new EditKind<SpecEdit.SetTranslation>("setTranslation")
        {
            Sample = new("en", "checkout.title", "Pay here"),
            From = body => new(body.Text("locale"), body.Text("key"), body.TextOrNull("value")),
            To = edit => new JsonObject { ["locale"] = edit.Locale, ["key"] = edit.Key, ["value"] = edit.Value },
            Words = edit => edit.Value is null ? $"take the catalog's words for «{edit.Key}» in {edit.Locale}" : $"translate «{edit.Key}» in {edit.Locale} as «{edit.Value}»",
            OnBlueprint = new("translations of a blueprint stand in its catalog"),
            OnTenant = new("`translationOverrides.entries`; `null` removes", Set),
        },
        new EditKind<SpecEdit.PinTranslationCatalog>("pinTranslationCatalog")
        {
            Sample = new(new SpecRef("shop.translations", "1.0.0")),
            From = body => new(body.Ref("to")),
            To = edit => new JsonObject { ["to"] = SpecEditJson.Tree(edit.To) },
            Words = edit => $"pin the translation catalog to {edit.To.Display}",
            OnBlueprint = new("sets `translationCatalog`", (target, edit) => target.Set(Catalog, edit.To)),
            OnTenant = new(NotOfTenants),
        },
        new EditKind<SpecEdit.EmptyTranslationCatalog>("emptyTranslationCatalog")
        {
            Sample = new(),
            From = _ => new(),
            To = _ => [],
            Words = _ => "empty the translation catalog",
            OnBlueprint = new("removes `translationCatalog`", (target, _) => target.Clear(Catalog)),
            OnTenant = new(NotOfTenants),
        },
    ];

    /// <summary>The edits that may lead from some locales to others.</summary>
    public static IEnumerable<SpecEdit> OfLocales(SectionChange change)
    {
        if (change.Differs("defaultLocale")) yield return new SpecEdit.SetDefaultLocale(References.Text(change.Member("defaultLocale")));
        foreach (var (locale, isThere) in change.Texts(Enabled)) yield return isThere ? new SpecEdit.EnableLocale(locale) : new SpecEdit.DisableLocale(locale);
    }

    /// <summary>The edits that may lead from some overrides of translations to others.</summary>
    public static IEnumerable<SpecEdit> OfOverrides(SectionChange change) =>
        change.Elements(Entries, "locale", "key").Select(entry => new SpecEdit.SetTranslation(entry.Ids[0], entry.Ids[1], References.Text(entry.After?["value"])));

    /// <summary>The edit that may lead from one catalog to another.</summary>
    public static IEnumerable<SpecEdit> OfCatalog(SectionChange change) =>
        [References.Read(change.Value) is { Key: not null } to ? new SpecEdit.PinTranslationCatalog(to) : new SpecEdit.EmptyTranslationCatalog()];

    private const string NotOfBlueprints = "locales belong to tenants; a blueprint has none";
    private const string NotOfTenants = "the translation catalog belongs to the blueprint";

    private static readonly JsonPointer Enabled = JsonPointer.Of("locales", "enabledLocales");
    private static readonly JsonPointer Entries = JsonPointer.Of("translationOverrides", "entries");
    private static readonly JsonPointer Catalog = JsonPointer.Of("translationCatalog");

    private static string? Set(EditTarget target, SpecEdit.SetTranslation edit)
    {
        if (edit.Value is null) return target.Drop(Entries, References.Having(("locale", edit.Locale), ("key", edit.Key)));
        return target.Find(Entries, ("locale", edit.Locale), ("key", edit.Key)) is { } known
            ? target.Set(known.Append("value"), edit.Value)
            : target.Append(Entries, new JsonObject { ["key"] = edit.Key, ["locale"] = edit.Locale, ["value"] = edit.Value });
    }
}
