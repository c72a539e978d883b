using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Resolution;
using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Validation.Rules;

/// <summary>All that a rule about a tenant may look at.</summary>
/// <param name="Known">What follows from the blueprint and the registries alone.</param>
internal sealed record TenantCase(TenantAppConfig Tenant, ResolvedAppConfig Resolved, BlueprintFacts Known, ValidationContext Context)
{
    public AppBlueprintSpec Blueprint => Known.Blueprint;

    public SpecRegistries Registries => Context.Registries;

    /// <summary>What would be looked up there is left out.</summary>
    public bool LeavesOut(object? registry) => registry is null && Context.OnlyWhatIsGiven;
}
