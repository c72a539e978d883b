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
    private readonly BoundRegistries bound = BoundRegistries.Of(blueprint, registries);

    // The members are looked up in the order in which they stand here: it is the order of what is missing.
    public ComposedAppConfig Compose()
    {
        var resolved = AppConfig.Resolve(blueprint, tenant, registries);
        new IntegrationCheck(blueprint.IntegrationSlots ?? [], tenant.Integrations ?? [], missing).Run(resolved.Integrations, registries);
        CheckKnowledge(resolved.Knowledge);
        return new ComposedAppConfig
        {
            Resolved = resolved,
            Capabilities = All(RegistryKind.Capabilities, resolved.Capabilities.Enabled, bound.Capabilities, static (sites, reference) => sites.Capability(reference)),
            Features = All(RegistryKind.Features, resolved.Features.Include, bound.Features, static (sites, reference) => sites.Feature(reference)),
            DataViews = Slots(RegistryKind.DataViews, resolved.DataViews, bound.DataViews, static (sites, slot) => sites.DataView(slot)),
            Workflows = Slots(RegistryKind.Workflows, resolved.Workflows, bound.Workflows, static (sites, slot) => sites.Workflow(slot)),
            Jobs = Slots(RegistryKind.Jobs, resolved.Jobs, bound.Jobs, static (sites, slot) => sites.Job(slot)),
            Policies = All(RegistryKind.Policies, resolved.Policies, bound.Policies, static (sites, reference) => sites.Policy(reference)),
            Theme = One(RegistryKind.Themes, resolved.Theme?.Primary, bound.Themes, static (sites, _) => sites.Theme),
            ThemeFallbacks = All(RegistryKind.Themes, resolved.Theme?.Fallbacks ?? [], bound.Themes, static (sites, reference) => sites.ThemeFallback(reference)),
            Telemetry = One(RegistryKind.Telemetry, resolved.Telemetry?.Spec, bound.Telemetry, static (sites, _) => sites.Telemetry),
            ActiveExperiments = All(RegistryKind.Experiments, resolved.Experiments.Active, bound.Experiments, static (sites, reference) => sites.ActiveExperiment(reference)),
            PausedExperiments = All(RegistryKind.Experiments, resolved.Experiments.Paused, bound.Experiments, static (sites, reference) => sites.PausedExperiment(reference)),
            Missing = missing.Count == 0 ? [] : missing.ToArray(),
        };
    }

    private TSpec? One<TSpec>(RegistryKind kind, SpecRef? reference, BoundRegistry<TSpec> registry, Func<ReferenceSites, SpecRef, SpecSite> site)
        where TSpec : class, IVersionedSpec
    {
        if (reference is null) return null;
        if (registry.TryGet(reference, out var spec)) return spec;
        missing.Add(new MissingReference(kind.ReferenceType, ReferenceText.Of(kind, reference), site(sites, reference)));
        return null;
    }

    private IReadOnlyList<TSpec> All<TSpec>(RegistryKind kind, IReadOnlyList<SpecRef> references, BoundRegistry<TSpec> registry, Func<ReferenceSites, SpecRef, SpecSite> site)
        where TSpec : class, IVersionedSpec
    {
        var specs = references.Count == 0 ? [] : new TSpec[references.Count];
        var count = 0;
        foreach (var reference in FixedList.AsSpan(references))
            if (One(kind, reference, registry, site) is { } spec) specs[count++] = spec;
        return count == specs.Length ? specs : specs[..count];
    }

    private ComposedSlots Slots(RegistryKind kind, OrderedMap<SpecRef> references, BoundRegistry<ReferencedSpec> registry, Func<ReferenceSites, string, SpecSite> site)
    {
        var entries = references.Count == 0 ? [] : new KeyValuePair<string, ReferencedSpec>[references.Count];
        var count = 0;
        foreach (var (slot, reference) in references.AsSpan())
        {
            if (registry.TryGet(reference, out var spec)) entries[count++] = new(slot, spec);
            else missing.Add(new MissingReference(kind.ReferenceType, $"{slot} -> {ReferenceText.Of(reference)}", site(sites, slot)));
        }

        return new ComposedSlots(references, registry.Registry, count == entries.Length ? entries : entries[..count]);
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
