using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Specs;
using Regenerator.Specs.Composition;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Tenant;
using Regenerator.Specs.Validation;

namespace Regenerator.Studio.Deciding;

/// <summary>What there is to say of a document before and after, by validation and by the registries as they are now.</summary>
/// <param name="Comes">References that would lead nowhere and do not now.</param>
/// <param name="Stays">References that lead nowhere before and after.</param>
/// <param name="Goes">References that lead nowhere now and would no longer.</param>
/// <param name="IsLookedUp">There are registries; without them nobody knows what exists.</param>
internal sealed record ChangeCheck(FindingChanges Findings, IReadOnlyList<string> Comes, IReadOnlyList<string> Stays, IReadOnlyList<string> Goes, bool IsLookedUp)
{
    public static ChangeCheck Of(RegenerationContext context, SpecDocument before, SpecDocument after)
    {
        var findings = ValidationReport.Compare(Draft.Validate(context, before), Draft.Validate(context, after));
        var known = Known(context.Dependencies);
        if (known.Count == 0) return new ChangeCheck(findings, [], [], [], IsLookedUp: false);
        var (was, now) = (Missing(context, before, known), Missing(context, after, known));
        return new ChangeCheck(findings, [.. now.Except(was)], [.. now.Intersect(was)], [.. was.Except(now)], IsLookedUp: true);
    }

    private static string[] Missing(RegenerationContext context, SpecDocument document, HashSet<string> known)
    {
        var (blueprint, tenant) = document.Kind == SpecKind.Tenant ? (context.Blueprint, document.Tenant) : (document.Blueprint, TenantAppConfig.WithoutOverrides(document.Blueprint));
        return [.. AppConfig.Compose(blueprint, tenant, context.Dependencies!).Missing.Where(m => known.Contains(m.Type)).Select(m => m.ToString()).Distinct()];
    }

    // Of a kind without registry everything would be missing, which says nothing.
    private static HashSet<string> Known(SpecRegistries? registries) => registries is null ? [] :
    [
        .. new (RegistryKind Kind, object? Registry)[]
        {
            (RegistryKind.Capabilities, registries.Capabilities), (RegistryKind.Features, registries.Features), (RegistryKind.DataViews, registries.DataViews), (RegistryKind.Workflows, registries.Workflows),
            (RegistryKind.Jobs, registries.Jobs), (RegistryKind.Policies, registries.Policies), (RegistryKind.Themes, registries.Themes), (RegistryKind.Telemetry, registries.Telemetry),
            (RegistryKind.Experiments, registries.Experiments),
        }.Where(k => k.Registry is not null).Select(k => k.Kind.ReferenceType),
    ];
}
