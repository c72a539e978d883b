using System.Diagnostics;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Resolution;
using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Composition;

/// <summary>
/// What is missing for the integration slots of an app, each once: bindings of unknown slots, required slots without a binding, then slot by
/// slot. What resolving has matched is not matched again: only the bindings that it passed over are asked why.
/// </summary>
internal readonly ref struct IntegrationCheck(IReadOnlyList<IntegrationSlot> slots, IReadOnlyList<IntegrationBinding> bindings, List<MissingReference> missing)
{
    private const string SlotType = "integrationSlot";

    private readonly ReadOnlySpan<IntegrationSlot> slots = FixedList.AsSpan(slots);
    private readonly ReadOnlySpan<IntegrationBinding> bindings = FixedList.AsSpan(bindings);
    private readonly HashSet<(string Type, string Identifier)> told = [];

    /// <param name="served">The slots that are served, in the blueprint's order.</param>
    public void Run(IReadOnlyList<ResolvedIntegration> served, SpecRegistries registries)
    {
        for (var i = 0; i < bindings.Length; i++)
            if (!HasSlot(bindings[i].SlotId)) Add(SlotType, $"slot:{bindings[i].SlotId}", ReferenceSites.Binding(i, "slotId"));
        for (var i = 0; i < slots.Length; i++)
            if (slots[i].Required.Value == true && FirstChoice(slots[i]) is null) AddSlot(i);
        if (registries is not { IntegrationConnections: { } connections, IntegrationSpecs: { } specs }) return;

        var next = 0;
        for (var i = 0; i < slots.Length; i++)
        {
            var serving = next < served.Count && ReferenceEquals(served[next].Slot, slots[i]) ? served[next++].Binding : null;
            if (ReferenceEquals(FirstChoice(slots[i]), serving)) continue; // both null: nothing is bound there
            foreach (var passed in InOrder(slots[i]).TakeWhile(binding => !ReferenceEquals(binding, serving)))
                Explain(slots[i], passed, connections, specs);
            if (serving is null && slots[i].Required.Value == true) AddSlot(i);
        }
    }

    private void Explain(IntegrationSlot slot, IntegrationBinding binding, ConnectionRegistry connections, SpecRegistry<IntegrationSpec> specs)
    {
        var spec = connections.TryGet(binding.ConnectionId, out var connection) ? $"spec:{connection.Meta.IntegrationKey}" : "";
        var (kind, identifier) = SlotMatch.Judge(slot, binding, connections, specs, out _) switch
        {
            SlotRefusal.UnknownConnection => (RegistryKind.IntegrationConnections, $"connection:{binding.ConnectionId}"),
            SlotRefusal.UnknownSpec => (RegistryKind.IntegrationSpecs, $"{spec}.v{connection!.Meta.IntegrationVersion}"),
            SlotRefusal.OtherCategory => (RegistryKind.IntegrationSpecs, $"{spec}.category"),
            SlotRefusal.ModeNotSupported => (RegistryKind.IntegrationSpecs, $"{spec}.mode:{ReferenceText.Of(connection!.OwnershipMode)}"),
            SlotRefusal.ModeNotAllowed => (RegistryKind.IntegrationConnections, $"connection:{binding.ConnectionId}:mode"),
            SlotRefusal.CapabilityNotProvided => (RegistryKind.IntegrationSpecs, $"{spec}.capabilities"),
            var refusal => throw new UnreachableException($"«{binding.ConnectionId}» was passed over for «{slot.SlotId}»: {refusal}"),
        };
        Add(kind.ReferenceType, identifier, ReferenceSites.Binding(IndexOf(binding), "connectionId"));
    }

    // The lowest priority goes first, those without one last, otherwise as they were written.
    private IEnumerable<IntegrationBinding> InOrder(IntegrationSlot slot) =>
        bindings.ToArray().Where(binding => string.Equals(binding.SlotId, slot.SlotId)).OrderBy(Priority);

    // The first in the order in which bindings are tried.
    private IntegrationBinding? FirstChoice(IntegrationSlot slot)
    {
        IntegrationBinding? first = null;
        foreach (var binding in bindings)
            if (string.Equals(binding.SlotId, slot.SlotId) && (first is null || Priority(binding) < Priority(first))) first = binding;
        return first;
    }

    private bool HasSlot(string slotId)
    {
        foreach (var slot in slots)
            if (string.Equals(slot.SlotId, slotId)) return true;
        return false;
    }

    private int IndexOf(IntegrationBinding binding)
    {
        var index = 0;
        while (!ReferenceEquals(bindings[index], binding)) index++;
        return index;
    }

    private void AddSlot(int index) => Add(SlotType, $"slot:{slots[index].SlotId}", ReferenceSites.IntegrationSlot(index));

    private void Add(string type, string identifier, SpecSite from)
    {
        if (told.Add((type, identifier))) missing.Add(new MissingReference(type, identifier, from));
    }

    private static double Priority(IntegrationBinding binding) => binding.Priority.Value ?? double.PositiveInfinity;
}
