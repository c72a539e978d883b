using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Tenant;
using Regenerator.Specs.Validation.Codes;

namespace Regenerator.Specs.Validation.Rules;

/// <summary>Slots that want an integration, and the bindings that a tenant makes for them.</summary>
internal static class IntegrationRules
{
    public static void Slots(AppBlueprintSpec blueprint, FindingSink sink)
    {
        if (blueprint.IntegrationSlots is not { Count: > 0 } slots) return;
        foreach (var (earlier, last) in Repeats.Of(slots, static slot => slot.SlotId))
            sink.Add(IntegrationCodes.DuplicateSlot, Spot.Blueprint("integrationSlots", earlier).Named($"integrationSlots.{slots[earlier].SlotId}"), $"slot {slots[earlier].SlotId}", $"The slot «{slots[earlier].SlotId}» is declared here and at [{last}]; give one of them another id");
        for (var i = 0; i < slots.Count; i++)
        {
            var slot = slots[i];
            if (slot.AllowedModes is { Count: 0 })
                sink.Add(IntegrationCodes.EmptyAllowedModes, Spot.Blueprint("integrationSlots", i, "allowedModes").Named($"integrationSlots.{slot.SlotId}.allowedModes"), $"slot {slot.SlotId}", $"An empty list allows the slot «{slot.SlotId}» every ownership mode; name the modes, or take the list out");
            for (var j = 0; j < slot.RequiredCapabilities?.Count; j++)
                if (!slot.RequiredCapabilities[j].IsVersioned)
                    sink.Add(IntegrationCodes.SlotCapabilityWithoutVersion, Spot.Blueprint("integrationSlots", i, "requiredCapabilities", j), $"slot {slot.SlotId} capability {slot.RequiredCapabilities[j].Display}", $"The slot «{slot.SlotId}» needs «{slot.RequiredCapabilities[j].Display}» in no version: the app takes any, validation accepts none; write the version");
        }
    }

    public static void Tenant(TenantCase at, FindingSink sink)
    {
        var bindings = at.Tenant.Integrations ?? [];
        var satisfied = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < bindings.Count; i++)
            if (Serves(at, bindings[i], i, sink)) satisfied.Add(bindings[i].SlotId);
        Required(at, satisfied, sink);
        Order(bindings, sink);
    }

    // The slot must be there before anything can be said of the connection.
    private static bool Serves(TenantCase at, IntegrationBinding binding, int index, FindingSink sink)
    {
        if (at.Known.Slots.TryGetValue(binding.SlotId, out var slot)) return ConnectionRules.Serves(at, slot, binding, index, sink);
        sink.Add(IntegrationCodes.UnknownSlotBinding, Spot.Tenant("integrations", index).Named($"integrations.{binding.SlotId}"), $"slot {binding.SlotId} connection {binding.ConnectionId}", $"The blueprint has no integration slot «{binding.SlotId}»; correct the name, or take the binding out");
        return false;
    }

    private static void Required(TenantCase at, HashSet<string> satisfied, FindingSink sink)
    {
        for (var i = 0; i < at.Blueprint.IntegrationSlots?.Count; i++)
        {
            var slot = at.Blueprint.IntegrationSlots[i];
            if (!ReferenceEquals(slot, at.Known.Slots[slot.SlotId])) continue; // declared again later, which alone counts
            if (slot.Required.Value == true && !satisfied.Contains(slot.SlotId))
                sink.Add(IntegrationCodes.MissingRequiredSlot, (at.Tenant.Integrations is null ? Spot.Tenant() : Spot.Tenant("integrations")).Named($"integrations.{slot.SlotId}"), $"slot {slot.SlotId}", $"The slot «{slot.SlotId}» needs an integration of category «{slot.RequiredCategory}» and no binding serves it; bind a connection that can");
        }
    }

    private static void Order(IReadOnlyList<IntegrationBinding> bindings, FindingSink sink)
    {
        foreach (var (earlier, last) in Repeats.Of(bindings, static b => (b.SlotId, b.ConnectionId)))
            sink.Add(IntegrationCodes.DuplicateBinding, Spot.Tenant("integrations", earlier), $"slot {bindings[earlier].SlotId} connection {bindings[earlier].ConnectionId}", $"The slot «{bindings[earlier].SlotId}» is bound to «{bindings[earlier].ConnectionId}» here and at [{last}]; one of them never counts, so keep one");

        // Without a priority the order of the file is meant: such a binding is like no other.
        foreach (var (earlier, last) in Repeats.Of(bindings, static b => (b.SlotId, Rank: b.Priority.Value, Alone: b.Priority.Value is null ? b : null)))
            if (!string.Equals(bindings[earlier].ConnectionId, bindings[last].ConnectionId))
                sink.Add(IntegrationCodes.DuplicatePriority, Spot.Tenant("integrations", earlier, "priority"), $"slot {bindings[earlier].SlotId} connection {bindings[earlier].ConnectionId} priority {bindings[earlier].Priority.Value}",
                    $"The bindings of «{bindings[earlier].SlotId}» to «{bindings[earlier].ConnectionId}» and «{bindings[last].ConnectionId}» have one priority, {bindings[earlier].Priority.Value}, so their order in the file decides; give them different ones");
    }
}
