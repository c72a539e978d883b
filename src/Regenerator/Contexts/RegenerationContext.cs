using Regenerator.Specs;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Resolution;
using Regenerator.Specs.Tenant;

namespace Regenerator.Contexts;

/// <summary>One app of one tenant under watch: its two documents and what they resolve to. Immutable; safe to share between threads.</summary>
public sealed class RegenerationContext
{
    private static readonly Dictionary<string, string> NoLabels = [];

    private WeakReference<ResolvedAppConfig>? resolved;

    /// <summary>From documents that were loaded from somewhere, and that can be changed there.</summary>
    public RegenerationContext(
        SpecDocument blueprint, SpecDocument tenant, SpecRegistries? deps = null, string? id = null, IReadOnlyDictionary<string, string>? labels = null)
    {
        BlueprintDocument = blueprint;
        TenantDocument = tenant;
        Dependencies = deps;
        Id = id ?? IdOf(TenantConfig);
        Labels = labels ?? NoLabels;
    }

    /// <summary>From specs that live in code: read-only documents.</summary>
    public RegenerationContext(AppBlueprintSpec blueprint, TenantAppConfig tenant, SpecRegistries? deps = null, string? id = null)
        : this(SpecDocument.InCode(blueprint), SpecDocument.InCode(tenant), deps, id)
    {
    }

    public string Id { get; }

    public SpecDocument BlueprintDocument { get; }

    public SpecDocument TenantDocument { get; }

    public AppBlueprintSpec Blueprint => BlueprintDocument.Blueprint;

    public TenantAppConfig TenantConfig => TenantDocument.Tenant;

    public SpecRegistries? Dependencies { get; }

    /// <summary>
    /// Worked out when it is asked for and kept as long as somebody holds it: a fleet at rest costs its documents only. Two threads may each
    /// work it out; both get the same.
    /// </summary>
    public ResolvedAppConfig Resolved
    {
        get
        {
            if (resolved?.TryGetTarget(out var held) == true) return held;
            var view = AppConfig.Resolve(Blueprint, TenantConfig, Dependencies);
            if (resolved is null) resolved = new WeakReference<ResolvedAppConfig>(view);
            else resolved.SetTarget(view);
            return view;
        }
    }

    /// <summary>Name → value, such as <c>tier</c> → <c>free</c>.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; }

    /// <summary>The document that a proposal changes: the tenant's own, or the blueprint that all its tenants share.</summary>
    public SpecDocument Document(bool tenantScoped) => tenantScoped ? TenantDocument : BlueprintDocument;

    /// <summary>The same context over changed documents.</summary>
    public RegenerationContext With(SpecDocument changed) => changed.Kind == SpecKind.Blueprint
        ? new RegenerationContext(changed, TenantDocument, Dependencies, Id, Labels)
        : new RegenerationContext(BlueprintDocument, changed, Dependencies, Id, Labels);

    /// <summary>A tenant config's own id, or what the original falls back to.</summary>
    public static string IdOf(TenantAppConfig tenant) => tenant.Meta.Id.Length > 0 ? tenant.Meta.Id : $"{tenant.Meta.TenantId}-{tenant.Meta.BlueprintName}";

    public override string ToString() => Id;
}
