using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Resolution;

/// <summary>Slots of data views, workflows and jobs.</summary>
internal static class Slots
{
    /// <summary>Overrides apply in order; one without a pointer empties its slot. Without overrides the blueprint's own map is returned.</summary>
    public static OrderedMap<SpecRef> Resolve(OrderedMap<SpecRef>? blueprint, IReadOnlyList<SlotOverride?>? overrides)
    {
        if (overrides is not { Count: > 0 }) return blueprint ?? OrderedMap<SpecRef>.Empty;
        var slots = new OrderedDictionary<string, SpecRef>(StringComparer.Ordinal);
        foreach (var (slot, spec) in blueprint ?? OrderedMap<SpecRef>.Empty) slots[slot] = spec;
        foreach (var change in overrides)
        {
            if (change is null) continue;
            if (change.Pointer.Value is { } pointer) slots[change.Slot] = pointer;
            else slots.Remove(change.Slot);
        }

        return new OrderedMap<SpecRef>(slots);
    }
}
