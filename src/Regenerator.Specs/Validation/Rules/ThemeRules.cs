using Regenerator.Specs.Validation.Codes;

namespace Regenerator.Specs.Validation.Rules;

internal static class ThemeRules
{
    public static void Tenant(TenantCase at, FindingSink sink)
    {
        if (at.Tenant.ThemeOverride is not { } mine) return;
        var inherited = at.Blueprint.Theme?.Primary;
        if (mine.Primary.IsNull && inherited is not null)
            sink.Add(RuntimeCodes.ThemeNullIgnored, Spot.Tenant("themeOverride", "primary"), "theme", $"null does not clear the theme: the blueprint's «{inherited.Display}» stays; name another theme, or take the null out");
        else if (mine.Primary.IsNull)
            sink.Add(OverrideCodes.NothingToClear, Spot.Tenant("themeOverride", "primary"), "theme", "The blueprint has no theme to clear; take the null out");
        else if (inherited is not null && inherited.Equals(mine.Primary.Value))
            sink.Add(OverrideCodes.RedundantOverride, Spot.Tenant("themeOverride", "primary"), "theme", $"The theme is «{inherited.Display}» by the blueprint already; take it out to follow the blueprint");
        if (mine.Fallbacks is { Count: > 0 } && at.Resolved.Theme is null)
            sink.Add(RuntimeCodes.FallbacksWithoutTheme, Spot.Tenant("themeOverride", "fallbacks"), "theme", "Fallbacks without a theme are dropped, and neither document names a theme; add themeOverride.primary");
    }
}
