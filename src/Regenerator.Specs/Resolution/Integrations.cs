using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Resolution;

/// <summary>Which connection serves which slot, and which knowledge is at hand.</summary>
internal static class Integrations
{
    /// <summary>Per slot the first binding, by priority, whose connection and spec can serve it. A slot that none can serve is left out.</summary>
    public static IReadOnlyList<ResolvedIntegration> Resolve(IReadOnlyList<IntegrationSlot>? slots, IReadOnlyList<IntegrationBinding>? bindings, SpecRegistries? deps)
    {
        if (deps is not { IntegrationConnections: { } connections, IntegrationSpecs: { } specs }) return [];
        if (slots is not { Count: > 0 } || bindings is not { Count: > 0 }) return [];
        var resolved = new List<ResolvedIntegration>();
        foreach (var slot in slots)
        {
            var first = InOrder(bindings, slot.SlotId)
                .Select(binding => Serve(slot, binding, connections, specs))
                .FirstOrDefault(served => served is not null);
            if (first is not null) resolved.Add(first);
        }

        return resolved;
    }

    /// <summary>The bindings of a slot: the lowest priority first, those without one last, otherwise as they were written.</summary>
    public static IEnumerable<IntegrationBinding> InOrder(IReadOnlyList<IntegrationBinding> bindings, string slotId) =>
        bindings.Where(b => string.Equals(b.SlotId, slotId)).OrderBy(b => b.Priority.Value ?? double.PositiveInfinity);

    public static IReadOnlyList<ResolvedKnowledge> Knowledge(IReadOnlyList<KnowledgeBinding>? bindings, SpecRegistries? deps)
    {
        if (bindings is not { Count: > 0 } || deps?.KnowledgeSpaces is not { } spaces) return [];
        var resolved = new List<ResolvedKnowledge>();
        foreach (var binding in bindings)
        {
            if (!spaces.TryGet(binding.SpaceKey, binding.SpaceVersion.Value, out var space)) continue;
            resolved.Add(new ResolvedKnowledge(binding, space, deps.KnowledgeSources?.Of(binding.SpaceKey, binding.SpaceVersion.Value) ?? []));
        }

        return resolved;
    }

    private static ResolvedIntegration? Serve(
        IntegrationSlot slot, IntegrationBinding binding, ConnectionRegistry connections, SpecRegistry<IntegrationSpec> specs) =>
        SlotMatch.Judge(slot, binding, connections, specs, out var served) == SlotRefusal.None ? served : null;
}
