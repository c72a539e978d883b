using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Effects;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Impact;

/// <summary>
/// One walk over a fleet. Tenants whose changed parts are the same objects share one entry, so that a change is put into words once and not
/// once per tenant. Not for more than one thread.
/// </summary>
internal sealed class Survey
{
    private readonly AppBlueprintSpec before;
    private readonly AppBlueprintSpec after;
    private readonly SpecRegistries? registries;
    private readonly Func<TenantAppConfig, FindingShift>? findings;

    // What the change means to a tenant without overrides: the elements that an override could shield.
    private readonly IReadOnlyList<ChangedPart> touched;

    private readonly Dictionary<IReadOnlyList<ChangedPart>, Reached> reached = new(SameParts.Instance);
    private readonly List<ImmuneTenant> immune = [];
    private readonly List<string> untouched = [];
    private readonly List<UnjudgedTenant> unjudged = [];
    private readonly List<FindingGroup> gained = [];
    private readonly List<FindingGroup> lost = [];

    public Survey(AppBlueprintSpec before, AppBlueprintSpec after, SpecRegistries? registries, Func<TenantAppConfig, FindingShift>? findings)
    {
        (this.before, this.after, this.registries, this.findings) = (before, after, registries, findings);
        touched = [.. Parts(TenantAppConfig.WithoutOverrides(before)).Where(part => PartChanges.Of([part]).Count > 0)];
    }

    public void Judge(FleetTenant tenant)
    {
        try
        {
            if (IsOfAnotherBlueprint(tenant.Config))
            {
                untouched.Add(tenant.Id);
                return;
            }

            var shift = findings?.Invoke(tenant.Config) ?? FindingShift.None;
            Judge(tenant, Parts(tenant.Config));
            gained.AddRange(shift.Gained.Select(finding => new FindingGroup(finding, [tenant.Id])));
            lost.AddRange(shift.Lost.Select(finding => new FindingGroup(finding, [tenant.Id])));
        }
        catch (Exception problem)
        {
            unjudged.Add(new UnjudgedTenant(tenant.Id, problem.Message));
        }
    }

    public BlastRadius Result() => BlastRadius.Join(new BlastRadius
    {
        Changed = [.. reached.Values.Where(r => r.Changes.Count > 0).Select(r => new EffectGroup(r.Changes, r.Tenants))],
        Immune = immune,
        Untouched = untouched,
        Unjudged = unjudged,
        Gained = gained,
        Lost = lost,
    });

    private void Judge(FleetTenant tenant, IReadOnlyList<ChangedPart> parts)
    {
        if (parts.Count > 0)
        {
            if (!reached.TryGetValue(parts, out var those)) reached[parts] = those = new Reached(PartChanges.Of(parts), []);
            if (those.Changes.Count > 0)
            {
                those.Tenants.Add(tenant.Id);
                return;
            }
        }

        Shield[] shields = [.. touched.Select(part => Shields.Of(part, tenant.Config)).OfType<Shield>().DistinctBy(shield => (shield.Element, shield.At))];
        if (shields.Length > 0) immune.Add(new ImmuneTenant(tenant.Id, shields));
        else untouched.Add(tenant.Id);
    }

    private bool IsOfAnotherBlueprint(TenantAppConfig tenant) => tenant.Meta.BlueprintName is { Length: > 0 } name && !string.Equals(name, before.Meta.Key);

    private IReadOnlyList<ChangedPart> Parts(TenantAppConfig tenant) =>
        ChangedParts.Between(AppConfig.Resolve(before, tenant, registries), AppConfig.Resolve(after, tenant, registries));

    private sealed record Reached(IReadOnlyList<ResolvedChange> Changes, List<string> Tenants);

    private sealed class SameParts : IEqualityComparer<IReadOnlyList<ChangedPart>>
    {
        public static readonly SameParts Instance = new();

        public bool Equals(IReadOnlyList<ChangedPart>? x, IReadOnlyList<ChangedPart>? y) => x is not null && y is not null && x.SequenceEqual(y);

        public int GetHashCode(IReadOnlyList<ChangedPart> obj)
        {
            var hash = new HashCode();
            foreach (var part in obj) hash.Add(part);
            return hash.ToHashCode();
        }
    }
}
