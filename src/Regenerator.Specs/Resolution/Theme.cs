using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Resolution;

/// <summary>A tenant's primary that is null falls back to the blueprint's; fallbacks without any primary are no theme.</summary>
internal sealed class Theme(ThemeBinding? blueprint)
{
    private readonly ResolvedTheme? own = blueprint is null ? null : new ResolvedTheme(blueprint.Primary, blueprint.Fallbacks ?? []);

    public ResolvedTheme? With(ThemeOverride? tenant)
    {
        if (tenant is null || tenant is { Primary.Value: null, Fallbacks: null }) return own;
        var primary = tenant.Primary.Value ?? own?.Primary;
        return primary is null ? null : new ResolvedTheme(primary, tenant.Fallbacks ?? own?.Fallbacks ?? []);
    }
}
