using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Impact;

/// <summary>One tenant of a fleet.</summary>
/// <param name="Id">What the results call it; the fleet has it once.</param>
public sealed record FleetTenant(string Id, TenantAppConfig Config);
