using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Resolution;

/// <summary>Slots of data views, workflows and jobs.</summary>
internal static class Slots
{
    /// <summary>Overrides apply in order; one without a pointer empties its slot. Where they change nothing the blueprint's own map is returned.</summary>
    public static OrderedMap<SpecRef> Resolve(OrderedMap<SpecRef>? blueprint, IReadOnlyList<SlotOverride?>? overrides)
    {
        var own = blueprint ?? OrderedMap<SpecRef>.Empty;
        if (overrides is not { Count: > 0 }) return own;
        var slots = own.Change(overrides.Count);
        foreach (var change in FixedList.AsSpan(overrides))
        {
            if (change is null) continue;
            var entry = KeyValuePair.Create(change.Slot, change.Pointer.Value!);
            var place = slots.Place(entry);
            if (entry.Value is not null) slots.Set(place, entry);
            else slots.Remove(place);
        }

        return own.Of(slots);
    }
}
