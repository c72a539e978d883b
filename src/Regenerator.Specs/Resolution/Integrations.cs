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
        var resolved = new ResolvedIntegration[slots.Count];
        var served = 0;
        foreach (var slot in FixedList.AsSpan(slots))
            if (First(slot, FixedList.AsSpan(bindings), connections, specs) is { } first) resolved[served++] = first;
        return FixedList.Over(served == resolved.Length ? resolved : resolved[..served]);
    }

    /// <summary>Spaces that are known, each with its sources.</summary>
    public static IReadOnlyList<ResolvedKnowledge> Knowledge(IReadOnlyList<KnowledgeBinding>? bindings, SpecRegistries? deps)
    {
        if (bindings is not { Count: > 0 } || deps?.KnowledgeSpaces is not { } spaces) return [];
        var resolved = new ResolvedKnowledge[bindings.Count];
        var known = 0;
        foreach (var binding in FixedList.AsSpan(bindings))
        {
            if (!spaces.TryGet(binding.SpaceKey, binding.SpaceVersion.Value, out var space)) continue;
            resolved[known++] = new ResolvedKnowledge(binding, space, deps.KnowledgeSources?.Of(binding.SpaceKey, binding.SpaceVersion.Value) ?? []);
        }

        return FixedList.Over(known == resolved.Length ? resolved : resolved[..known]);
    }

    // The lowest priority goes first, those without one last, otherwise as they were written.
    private static ResolvedIntegration? First(IntegrationSlot slot, ReadOnlySpan<IntegrationBinding> bindings, ConnectionRegistry connections, SpecRegistry<IntegrationSpec> specs)
    {
        ResolvedIntegration? first = null;
        foreach (var binding in bindings)
        {
            if (!string.Equals(binding.SlotId, slot.SlotId)) continue;
            if (first is not null && Priority(binding).CompareTo(Priority(first.Binding)) >= 0) continue;
            first = Serve(slot, binding, connections, specs) ?? first;
        }

        return first;
    }

    private static double Priority(IntegrationBinding binding) => binding.Priority.Value ?? double.PositiveInfinity;

    private static ResolvedIntegration? Serve(
        IntegrationSlot slot, IntegrationBinding binding, ConnectionRegistry connections, SpecRegistry<IntegrationSpec> specs) =>
        SlotMatch.Judge(slot, binding, connections, specs, out var served) == SlotRefusal.None ? served : null;
}
