using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Resolution;
using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Composition;

/// <summary>Follows every reference of one resolved app, and notes those that lead nowhere.</summary>
internal sealed class Composer(AppBlueprintSpec blueprint, TenantAppConfig tenant, SpecRegistries registries)
{
    private readonly List<MissingReference> missing = [];
    private readonly ReferenceSites sites = new(blueprint, tenant);

    // The members are looked up in the order in which they stand here: it is the order of what is missing.
    public ComposedAppConfig Compose()
    {
        var resolved = AppConfig.Resolve(blueprint, tenant, registries);
        new IntegrationCheck(blueprint.IntegrationSlots ?? [], tenant.Integrations ?? [], missing).Run(resolved.Integrations, registries);
        CheckKnowledge(resolved.Knowledge);
        return new ComposedAppConfig
        {
            Resolved = resolved,
            Capabilities = All(RegistryKind.Capabilities, resolved.Capabilities.Enabled, registries.Capabilities, static (sites, reference) => sites.Capability(reference)),
            Features = Features(resolved.Features.Include),
            DataViews = Slots(RegistryKind.DataViews, resolved.DataViews, registries.DataViews, static (sites, slot) => sites.DataView(slot)),
            Workflows = Slots(RegistryKind.Workflows, resolved.Workflows, registries.Workflows, static (sites, slot) => sites.Workflow(slot)),
            Jobs = Slots(RegistryKind.Jobs, resolved.Jobs, registries.Jobs, static (sites, slot) => sites.Job(slot)),
            Policies = All(RegistryKind.Policies, resolved.Policies, registries.Policies, static (sites, reference) => sites.Policy(reference)),
            Theme = One(RegistryKind.Themes, resolved.Theme?.Primary, registries.Themes, static (sites, _) => sites.Theme),
            ThemeFallbacks = All(RegistryKind.Themes, resolved.Theme?.Fallbacks ?? [], registries.Themes, static (sites, reference) => sites.ThemeFallback(reference)),
            Telemetry = One(RegistryKind.Telemetry, resolved.Telemetry?.Spec, registries.Telemetry, static (sites, _) => sites.Telemetry),
            ActiveExperiments = All(RegistryKind.Experiments, resolved.Experiments.Active, registries.Experiments, static (sites, reference) => sites.ActiveExperiment(reference)),
            PausedExperiments = All(RegistryKind.Experiments, resolved.Experiments.Paused, registries.Experiments, static (sites, reference) => sites.PausedExperiment(reference)),
            Missing = missing.Count == 0 ? [] : missing.ToArray(),
        };
    }

    private TSpec? One<TSpec>(RegistryKind kind, SpecRef? reference, SpecRegistry<TSpec>? registry, Func<ReferenceSites, SpecRef, SpecSite> site)
        where TSpec : class, IVersionedSpec
    {
        if (reference is null) return null;
        if (registry is not null && registry.TryGet(reference, out var spec)) return spec;
        missing.Add(new MissingReference(kind.ReferenceType, ReferenceText.Of(kind, reference), site(sites, reference)));
        return null;
    }

    private IReadOnlyList<TSpec> All<TSpec>(RegistryKind kind, IReadOnlyList<SpecRef> references, SpecRegistry<TSpec>? registry, Func<ReferenceSites, SpecRef, SpecSite> site)
        where TSpec : class, IVersionedSpec
    {
        var specs = references.Count == 0 ? [] : new TSpec[references.Count];
        var count = 0;
        foreach (var reference in FixedList.AsSpan(references))
            if (One(kind, reference, registry, site) is { } spec) specs[count++] = spec;
        return count == specs.Length ? specs : specs[..count];
    }

    private ComposedSlots Slots(RegistryKind kind, OrderedMap<SpecRef> references, SpecRegistry<ReferencedSpec>? registry, Func<ReferenceSites, string, SpecSite> site)
    {
        var entries = references.Count == 0 ? [] : new KeyValuePair<string, ReferencedSpec>[references.Count];
        var count = 0;
        foreach (var (slot, reference) in references.AsSpan())
        {
            if (registry is not null && registry.TryGet(reference, out var spec)) entries[count++] = new(slot, spec);
            else missing.Add(new MissingReference(kind.ReferenceType, $"{slot} -> {ReferenceText.Of(reference)}", site(sites, slot)));
        }

        return new ComposedSlots(references, registry, count == entries.Length ? entries : entries[..count]);
    }

    // A feature is its key, whatever version a reference names.
    private IReadOnlyList<ReferencedSpec> Features(IReadOnlyList<SpecRef> references)
    {
        var specs = references.Count == 0 ? [] : new ReferencedSpec[references.Count];
        var count = 0;
        foreach (var reference in FixedList.AsSpan(references))
        {
            if (reference.Key is { } key && registries.Features is { } registry && registry.TryGet(key, version: null, out var spec)) specs[count++] = spec;
            else missing.Add(new MissingReference(RegistryKind.Features.ReferenceType, ReferenceText.Of(reference), sites.Feature(reference)));
        }

        return count == specs.Length ? specs : specs[..count];
    }

    /// <param name="found">The bindings whose space is known, in the tenant's order.</param>
    private void CheckKnowledge(IReadOnlyList<ResolvedKnowledge> found)
    {
        if (registries.KnowledgeSpaces is null || tenant.Knowledge is not { } bindings) return;
        var next = 0;
        for (var i = 0; i < bindings.Count; i++)
        {
            var isFound = next < found.Count && ReferenceEquals(found[next].Binding, bindings[i]);
            if (!isFound) Add(RegistryKind.KnowledgeSpaces, i);
            else if (registries.KnowledgeSources is not null && found[next].Sources.Count == 0) Add(RegistryKind.KnowledgeSources, i);
            if (isFound) next++;
        }

        void Add(RegistryKind kind, int index) => missing.Add(new MissingReference(kind.ReferenceType, ReferenceText.Of(bindings[index]), ReferenceSites.Knowledge(index)));
    }
}
