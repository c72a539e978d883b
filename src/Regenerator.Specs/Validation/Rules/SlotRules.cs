using Regenerator.Specs.Tenant;
using Regenerator.Specs.Validation.Codes;

namespace Regenerator.Specs.Validation.Rules;

/// <summary>Overrides of data view, workflow and job slots.</summary>
internal static class SlotRules
{
    public static void Tenant(TenantCase at, FindingSink sink)
    {
        foreach (var section in SlotSection.All)
        {
            if (section.Overrides(at.Tenant) is not { Count: > 0 } overrides) continue;
            var filled = section.Filled(at.Blueprint) ?? OrderedMap<SpecRef>.Empty;
            for (var i = 0; i < overrides.Count; i++)
            {
                if (overrides[i] is { } change) One(section, change, i, filled, sink);
                else sink.Add(OverrideCodes.NullEntry, Spot.Tenant(section.OverridesName, i), $"{section.OverridesName} null", "The entry is null, which the app passes over; take it out");
            }

            foreach (var (earlier, last) in Repeats.Of(overrides, static change => change?.Slot ?? ""))
                if (overrides[earlier] is { } dead)
                    sink.Add(OverrideCodes.DuplicateOverride, Spot.Tenant(section.OverridesName, earlier), Subject(section, dead), $"The {section.Noun} slot «{dead.Slot}» is overridden again at [{last}], which alone counts; take this one out");
        }
    }

    private static void One(SlotSection section, SlotOverride change, int index, OrderedMap<SpecRef> filled, FindingSink sink)
    {
        var inherited = filled.TryGetValue(change.Slot, out var spec) ? spec : null;
        if (change.Pointer.Value is { } pointer)
        {
            if (inherited is null)
                sink.Add(OverrideCodes.NotInBlueprint, Spot.Tenant(section.OverridesName, index, "slot"), Subject(section, change), $"The blueprint has no {section.Noun} slot «{change.Slot}», so the override adds one; check the name if another slot was meant");
            else if (inherited.Equals(pointer))
                sink.Add(OverrideCodes.RedundantOverride, Spot.Tenant(section.OverridesName, index), Subject(section, change), $"The {section.Noun} slot «{change.Slot}» already holds «{pointer.Display}» by the blueprint; take the override out to follow the blueprint");
        }
        else if (inherited is null)
        {
            sink.Add(OverrideCodes.NothingToClear, Spot.Tenant(section.OverridesName, index), Subject(section, change), $"The blueprint has no {section.Noun} slot «{change.Slot}», so there is nothing to empty; take the override out or correct the name");
        }
        else if (!change.Pointer.IsPresent)
        {
            sink.Add(RouteCodes.PointerLeftOut, Spot.Tenant(section.OverridesName, index), Subject(section, change), $"Without a pointer the override empties the {section.Noun} slot «{change.Slot}»; write \"pointer\": null if that is meant, else the spec");
        }
    }

    private static string Subject(SlotSection section, SlotOverride change) => $"{section.Noun} slot {change.Slot}";
}
