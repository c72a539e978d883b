using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits.Kinds;

/// <summary>Names, assets, colours and addresses: <c>branding</c> of either document.</summary>
internal static class BrandingEdits
{
    public static IEnumerable<EditKind> Kinds =>
    [
        new EditKind<SpecEdit.SetAppName>("setAppName")
        {
            Sample = new("en", "Acme Shop"),
            From = body => new(body.Text("locale"), body.TextOrNull("name")),
            To = edit => new JsonObject { ["locale"] = edit.Locale, ["name"] = edit.Name },
            Words = edit => edit.Name is null ? $"have no app name in {edit.Locale}" : $"name the app «{edit.Name}» in {edit.Locale}",
            OnBlueprint = new("names belong to tenants; a blueprint has the key of one"),
            OnTenant = new("`branding.appName`; `null` removes", (target, edit) => target.SetOrClear(JsonPointer.Of("branding", "appName", edit.Locale), edit.Name)),
        },
        Member<SpecEdit.SetAppNameKey>("setAppNameKey", "key", "app.name", text => new(text), edit => edit.Key,
            "the key of the app's name", "appNameKey", SpecKind.Blueprint, "a tenant has names, not the key of one"),
        new EditKind<SpecEdit.SetAsset>("setAsset")
        {
            Sample = new("logo", "https://cdn.example/logo.svg"),
            From = body => new(body.Text("type"), body.TextOrNull("url")),
            To = edit => new JsonObject { ["type"] = edit.Type, ["url"] = edit.Url },
            Words = edit => edit.Url is null ? $"remove the {edit.Type}" : $"set the {edit.Type} to {edit.Url}",
            OnBlueprint = new("`branding.assets`; `null` removes", Set),
            OnTenant = new("overrides the asset; `null` inherits", Set),
        },
        new EditKind<SpecEdit.SetColor>("setColor")
        {
            Sample = new(BrandColor.Primary, "#1f2937"),
            From = body => new(body.Choice<BrandColor>("color"), body.TextOrNull("value")),
            To = edit => new JsonObject { ["color"] = EditBody.Word(edit.Color), ["value"] = edit.Value },
            Words = edit => edit.Value is null ? $"say nothing about the {EditBody.Word(edit.Color)} colour" : $"set the {EditBody.Word(edit.Color)} colour to {edit.Value}",
            OnBlueprint = new("`branding.colorTokens`; `null` removes", Set),
            OnTenant = new("overrides the colour; `null` inherits", Set),
        },
        Member<SpecEdit.SetCustomDomain>("setCustomDomain", "domain", "shop.acme.example", text => new(text), edit => edit.Domain,
            "the custom domain", "customDomain", SpecKind.Tenant, "domains belong to tenants; a blueprint has none"),
        Member<SpecEdit.SetSubdomain>("setSubdomain", "subdomain", "acme", text => new(text), edit => edit.Subdomain,
            "the subdomain", "subdomain", SpecKind.Tenant, "domains belong to tenants; a blueprint has none"),
    ];

    /// <summary>The edits that may lead from one branding to another.</summary>
    public static IEnumerable<SpecEdit> Of(SectionChange change)
    {
        foreach (var (locale, name) in change.Members(change.Section.Append("appName"))) yield return new SpecEdit.SetAppName(locale, References.Text(name));
        foreach (var asset in change.Elements(change.Section.Append("assets"), "type")) yield return new SpecEdit.SetAsset(asset.Id, References.Text(asset.After?["url"]));
        foreach (var (color, value) in change.Members(change.Section.Append(Colors(change.Kind))))
            if (Enum.GetValues<BrandColor>().Where(c => string.Equals(EditBody.Word(c), color)).ToArray() is [var known]) yield return new SpecEdit.SetColor(known, References.Text(value));
        if (change.Differs("appNameKey")) yield return new SpecEdit.SetAppNameKey(References.Text(change.Member("appNameKey")));
        if (change.Differs("customDomain")) yield return new SpecEdit.SetCustomDomain(References.Text(change.Member("customDomain")));
        if (change.Differs("subdomain")) yield return new SpecEdit.SetSubdomain(References.Text(change.Member("subdomain")));
    }

    private static string Colors(SpecKind kind) => kind == SpecKind.Blueprint ? "colorTokens" : "colors";

    private static string? Set(EditTarget target, SpecEdit.SetColor edit) => target.SetOrClear(JsonPointer.Of("branding", Colors(target.Kind), EditBody.Word(edit.Color)), edit.Value);

    private static string? Set(EditTarget target, SpecEdit.SetAsset edit)
    {
        var list = JsonPointer.Of("branding", "assets");
        if (edit.Url is null) return target.Drop(list, References.Having(("type", edit.Type)));
        return target.Find(list, ("type", edit.Type)) is { } known ? target.Set(known.Append("url"), edit.Url) : target.Append(list, new JsonObject { ["type"] = edit.Type, ["url"] = edit.Url });
    }

    private static EditKind<T> Member<T>(string name, string member, string sample, Func<string?, T> make, Func<T, string?> text, string what, string at, SpecKind kind, string elsewhere)
        where T : SpecEdit
    {
        var does = new EditMeaning<T>($"`branding.{at}`; `null` removes", (target, edit) => target.SetOrClear(JsonPointer.Of("branding", at), text(edit)));
        var refused = new EditMeaning<T>(elsewhere);
        return new EditKind<T>(name)
        {
            Sample = make(sample),
            From = body => make(body.TextOrNull(member)),
            To = edit => new JsonObject { [member] = text(edit) },
            Words = edit => text(edit) is { } value ? $"set {what} to {value}" : $"remove {what}",
            OnBlueprint = kind == SpecKind.Blueprint ? does : refused,
            OnTenant = kind == SpecKind.Tenant ? does : refused,
        };
    }
}
