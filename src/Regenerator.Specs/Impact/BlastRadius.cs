using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Effects;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Tenant;
using Regenerator.Specs.Validation;

namespace Regenerator.Specs.Impact;

/// <summary>
/// Whom a change of a blueprint reaches. Every tenant of the fleet is in exactly one of <see cref="Changed"/>, <see cref="Immune"/>,
/// <see cref="Untouched"/> and <see cref="Unjudged"/>. Immutable.
/// </summary>
public sealed record BlastRadius
{
    public static BlastRadius Nobody { get; } = new();

    /// <summary>Tenants whose resolved view changes, by what changes; the largest group first.</summary>
    public IReadOnlyList<EffectGroup> Changed { get; init; } = [];

    /// <summary>Tenants that keep what they have because they override what the blueprint changes; by id.</summary>
    public IReadOnlyList<ImmuneTenant> Immune { get; init; } = [];

    /// <summary>Ids of tenants that the change does not concern, those of other blueprints among them; in order.</summary>
    public IReadOnlyList<string> Untouched { get; init; } = [];

    /// <summary>Tenants that could not be resolved or validated; by id.</summary>
    public IReadOnlyList<UnjudgedTenant> Unjudged { get; init; } = [];

    /// <summary>Findings that the change brings about, each with its tenants; the most frequent first.</summary>
    public IReadOnlyList<FindingGroup> Gained { get; init; } = [];

    /// <summary>Findings that the change does away with.</summary>
    public IReadOnlyList<FindingGroup> Lost { get; init; } = [];

    /// <summary>How many tenants were looked at.</summary>
    public int FleetSize => Changed.Sum(group => group.Tenants.Count) + Immune.Count + Untouched.Count + Unjudged.Count;

    /// <summary>
    /// Judges a fleet, or a part of one, in one pass: what came of each tenant is kept, its config and its views are not. Parts may be judged on
    /// threads of their own and brought together by <see cref="Join"/>.
    /// </summary>
    /// <param name="before">The blueprint in force.</param>
    /// <param name="after">The blueprint as it would be.</param>
    /// <param name="fleet">Read once, in any order.</param>
    /// <param name="registries">Without them no integrations and no knowledge resolve, and changes of those do not show.</param>
    /// <param name="findings">What the change does to the findings about a tenant; null: findings are not asked for.</param>
    public static BlastRadius Of(
        AppBlueprintSpec before, AppBlueprintSpec after, IEnumerable<FleetTenant> fleet, SpecRegistries? registries = null, Func<TenantAppConfig, FindingShift>? findings = null)
    {
        var survey = new Survey(before, after, registries, findings);
        foreach (var tenant in fleet) survey.Judge(tenant);
        return survey.Result();
    }

    /// <summary>The same for edits of a blueprint.</summary>
    /// <param name="blueprint">The one that the edits were compiled against.</param>
    /// <exception cref="SpecFormatException">After the edits it is no blueprint any more.</exception>
    public static BlastRadius Of(
        SpecDocument blueprint, CompiledEdits edits, IEnumerable<FleetTenant> fleet, SpecRegistries? registries = null, Func<TenantAppConfig, FindingShift>? findings = null) =>
        Of(blueprint.Blueprint, edits.On(blueprint).Blueprint, fleet, registries, findings);

    /// <summary>The radius over a fleet that was judged in parts.</summary>
    public static BlastRadius Join(params IEnumerable<BlastRadius> parts)
    {
        BlastRadius[] all = [.. parts];
        return new BlastRadius
        {
            Changed = EffectGroup.Merge(all.SelectMany(part => part.Changed)),
            Immune = [.. all.SelectMany(part => part.Immune).OrderBy(tenant => tenant.Tenant, StringComparer.Ordinal)],
            Untouched = [.. all.SelectMany(part => part.Untouched).Order(StringComparer.Ordinal)],
            Unjudged = [.. all.SelectMany(part => part.Unjudged).OrderBy(tenant => tenant.Tenant, StringComparer.Ordinal)],
            Gained = FindingGroup.Merge(all.SelectMany(part => part.Gained)),
            Lost = FindingGroup.Merge(all.SelectMany(part => part.Lost)),
        };
    }
}

/// <summary>Tenants for which a change means the same.</summary>
/// <param name="Changes">Their pointers are those of one of the tenants: in another's view an element may have another index.</param>
/// <param name="Tenants">Ids, in order.</param>
public sealed record EffectGroup(IReadOnlyList<ResolvedChange> Changes, IReadOnlyList<string> Tenants)
{
    /// <summary>Groups of the same changes become one; the largest first, then by what changes.</summary>
    internal static IReadOnlyList<EffectGroup> Merge(IEnumerable<EffectGroup> groups) =>
    [
        .. groups.GroupBy(group => string.Join('\n', group.Changes.Select(c => $"{c.Path}:{c.Kind}:{c.Before}→{c.After}")), StringComparer.Ordinal)
            .Select(same => (same.Key, Group: new EffectGroup(same.First().Changes, [.. same.SelectMany(group => group.Tenants).Order(StringComparer.Ordinal)])))
            .OrderByDescending(group => group.Group.Tenants.Count)
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Group),
    ];
}

/// <param name="Shields">One for each element of the blueprint that changes and that the tenant overrides; never empty.</param>
public sealed record ImmuneTenant(string Tenant, IReadOnlyList<Shield> Shields);

/// <param name="Reason">What the resolver or the validator said.</param>
public sealed record UnjudgedTenant(string Tenant, string Reason);

/// <param name="Finding">As it stands at one of the tenants: at another its place in the document may differ.</param>
/// <param name="Tenants">Ids, in order.</param>
public sealed record FindingGroup(Finding Finding, IReadOnlyList<string> Tenants)
{
    /// <summary>The same finding is one group, wherever it stands in the documents; the most frequent first, then by code and place.</summary>
    internal static IReadOnlyList<FindingGroup> Merge(IEnumerable<FindingGroup> groups) =>
    [
        .. groups.GroupBy(group => group.Finding with { At = Anywhere })
            .Select(same => new FindingGroup(same.First().Finding, [.. same.SelectMany(group => group.Tenants).Order(StringComparer.Ordinal)]))
            .OrderByDescending(group => group.Tenants.Count)
            .ThenBy(group => group.Finding.Code, StringComparer.Ordinal)
            .ThenBy(group => group.Finding.Path, StringComparer.Ordinal)
            .ThenBy(group => group.Finding.Message, StringComparer.Ordinal),
    ];

    private static readonly SpecSite Anywhere = new(SpecKind.Tenant, Json.JsonPointer.Root);
}
