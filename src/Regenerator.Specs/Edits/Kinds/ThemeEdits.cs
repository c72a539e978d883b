using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits.Kinds;

/// <summary><c>theme</c> of a blueprint, <c>themeOverride</c> of a tenant.</summary>
internal static class ThemeEdits
{
    public static IEnumerable<EditKind> Kinds =>
    [
        new EditKind<SpecEdit.PinTheme>("pinTheme")
        {
            Sample = new(new SpecRef("shop.dark", "1.0.0")),
            From = body => new(body.Ref("to")),
            To = edit => new JsonObject { ["to"] = SpecEditJson.Tree(edit.To) },
            Words = edit => $"pin the theme to {edit.To.Display}",
            OnBlueprint = new("sets `theme.primary`", Pin),
            OnTenant = new("overrides the primary theme", Pin),
        },
        new EditKind<SpecEdit.EmptyTheme>("emptyTheme")
        {
            Sample = new(),
            From = _ => new(),
            To = _ => [],
            Words = _ => "empty the theme",
            OnBlueprint = new("removes the theme with its fallbacks", (target, _) => target.Clear(JsonPointer.Of("theme"))),
            OnTenant = new("a tenant can not be without its blueprint's theme; its own can be unpinned"),
        },
        new EditKind<SpecEdit.UnpinTheme>("unpinTheme")
        {
            Sample = new(),
            From = _ => new(),
            To = _ => [],
            Words = _ => "unpin the theme",
            OnBlueprint = new("a blueprint inherits from nothing; its theme can be emptied"),
            OnTenant = new("removes the override: the blueprint's theme is in force again", (target, _) => target.Clear(Section(SpecKind.Tenant).Append("primary"))),
        },
        new EditKind<SpecEdit.SetThemeFallbacks>("setThemeFallbacks")
        {
            Sample = new([new SpecRef("shop.light", "1.0.0")]),
            From = body => new(body.RefsOrNull("fallbacks")),
            To = edit => new JsonObject { ["fallbacks"] = edit.Fallbacks is { } list ? SpecEditJson.Tree(list) : null },
            Words = edit => edit.Fallbacks switch
            {
                null => "say nothing about the fallbacks of the theme",
                [] => "have no fallbacks of the theme",
                var list => $"set the fallbacks of the theme to {string.Join(", ", list.Select(spec => spec.Display))}",
            },
            OnBlueprint = new("sets `theme.fallbacks`; needs a theme", SetFallbacks),
            OnTenant = new("overrides the fallbacks; `null` inherits, an empty list has none", SetFallbacks),
        },
    ];

    /// <summary>The edits that may lead from one theme to another.</summary>
    public static IEnumerable<SpecEdit> Of(SectionChange change)
    {
        if (change.Differs("primary"))
        {
            if (References.Read(change.Member("primary")) is { Key: not null } primary) yield return new SpecEdit.PinTheme(primary);
            else yield return change.Kind == SpecKind.Blueprint ? new SpecEdit.EmptyTheme() : new SpecEdit.UnpinTheme();
        }

        if (!change.Differs("fallbacks")) yield break;
        SpecRef?[]? fallbacks = change.Member("fallbacks") is JsonArray list ? [.. list.Select(References.Read)] : null;
        if (fallbacks?.Any(spec => spec?.Key is null) != true) yield return new SpecEdit.SetThemeFallbacks(fallbacks!);
    }

    private static JsonPointer Section(SpecKind kind) => JsonPointer.Of(kind == SpecKind.Blueprint ? "theme" : "themeOverride");

    private static string? Pin(EditTarget target, SpecEdit.PinTheme edit) => target.Set(Section(target.Kind).Append("primary"), edit.To);

    private static string? SetFallbacks(EditTarget target, SpecEdit.SetThemeFallbacks edit) =>
        target.Kind == SpecKind.Blueprint && edit.Fallbacks is not null && target.At(JsonPointer.Of("theme", "primary")) is null
            ? "the blueprint has no theme that could have fallbacks"
            : target.SetOrClear(Section(target.Kind).Append("fallbacks"), edit.Fallbacks is { } list ? SpecEditJson.Tree(list) : null);
}
