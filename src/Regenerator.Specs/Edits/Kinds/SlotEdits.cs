using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits.Kinds;

/// <summary>Slots of workflows, data views and jobs.</summary>
internal static class SlotEdits
{
    public static IEnumerable<EditKind> Kinds =>
    [
        Pin<SpecEdit.PinWorkflow>("pinWorkflow", SlotKind.Workflow, (slot, to) => new(slot, to), edit => (edit.Slot, edit.To)),
        Pin<SpecEdit.PinDataView>("pinDataView", SlotKind.DataView, (slot, to) => new(slot, to), edit => (edit.Slot, edit.To)),
        Pin<SpecEdit.PinJob>("pinJob", SlotKind.Job, (slot, to) => new(slot, to), edit => (edit.Slot, edit.To)),
        new EditKind<SpecEdit.EmptySlot>("emptySlot")
        {
            Sample = new(SlotKind.Workflow, "upsell"),
            From = body => new(body.Choice<SlotKind>("of"), body.Text("slot")),
            To = edit => new JsonObject { ["of"] = EditBody.Word(edit.Of), ["slot"] = edit.Slot },
            Words = edit => $"empty {Spoken(edit.Of)} slot «{edit.Slot}»",
            OnBlueprint = new("removes the slot", (target, edit) => target.Clear(JsonPointer.Of(Slots(edit.Of), edit.Slot))),
            OnTenant = new("overrides the slot with a `null` pointer", Empty),
        },
        new EditKind<SpecEdit.UnpinSlot>("unpinSlot")
        {
            Sample = new(SlotKind.Workflow, "checkout"),
            From = body => new(body.Choice<SlotKind>("of"), body.Text("slot")),
            To = edit => new JsonObject { ["of"] = EditBody.Word(edit.Of), ["slot"] = edit.Slot },
            Words = edit => $"unpin {Spoken(edit.Of)} slot «{edit.Slot}»",
            OnBlueprint = new("a blueprint inherits from nothing; its slot can be emptied"),
            OnTenant = new(
                "removes the override: the blueprint's spec is in force again", (target, edit) => target.Drop(JsonPointer.Of(Overrides(edit.Of)), References.Having(("slot", edit.Slot)))),
        },
    ];

    /// <summary>The edits that may lead from one list of overrides to another.</summary>
    public static IEnumerable<SpecEdit> OfOverrides(SlotKind of, SectionChange change) => change.Elements("slot").Select(slot => slot.After switch
    {
        null => (SpecEdit)new SpecEdit.UnpinSlot(of, slot.Id),
        var after when References.Read(after["pointer"]) is { Key: not null } to => Pin(of, slot.Id, to),
        _ => new SpecEdit.EmptySlot(of, slot.Id),
    });

    /// <summary>The edits that may lead from one map of slots to another.</summary>
    public static IEnumerable<SpecEdit> OfSlots(SlotKind of, SectionChange change) => change.Members().Select(slot =>
        References.Read(slot.After) is { Key: not null } to ? Pin(of, slot.Id, to) : new SpecEdit.EmptySlot(of, slot.Id));

    private static EditKind<T> Pin<T>(string name, SlotKind of, Func<string, SpecRef, T> make, Func<T, (string Slot, SpecRef To)> parts)
        where T : SpecEdit => new(name)
        {
            Sample = make("checkout", new SpecRef($"shop.{EditBody.Word(of)}.checkout", "1.4.2")),
            From = body => make(body.Text("slot"), body.Ref("to")),
            To = edit => new JsonObject { ["slot"] = parts(edit).Slot, ["to"] = SpecEditJson.Tree(parts(edit).To) },
            Words = edit => $"pin {Spoken(of)} slot «{parts(edit).Slot}» to {parts(edit).To.Display}",
            OnBlueprint = new("sets the slot", (target, edit) => target.Set(JsonPointer.Of(Slots(of), parts(edit).Slot), parts(edit).To)),
            OnTenant = new("overrides the slot", (target, edit) => Override(target, of, parts(edit).Slot, parts(edit).To)),
        };

    private static SpecEdit Pin(SlotKind of, string slot, SpecRef to) => of switch
    {
        SlotKind.Workflow => new SpecEdit.PinWorkflow(slot, to),
        SlotKind.DataView => new SpecEdit.PinDataView(slot, to),
        _ => new SpecEdit.PinJob(slot, to),
    };

    private static string? Override(EditTarget target, SlotKind of, string slot, SpecRef to)
    {
        var list = JsonPointer.Of(Overrides(of));
        return target.Find(list, ("slot", slot)) is { } known
            ? target.Set(known.Append("pointer"), to)
            : target.Append(list, new JsonObject { ["slot"] = slot, ["pointer"] = SpecEditJson.Tree(to) });
    }

    private static string? Empty(EditTarget target, SpecEdit.EmptySlot edit)
    {
        var list = JsonPointer.Of(Overrides(edit.Of));
        if (target.Find(list, ("slot", edit.Slot)) is not { } known) return target.Append(list, new JsonObject { ["slot"] = edit.Slot, ["pointer"] = null });
        return target.At(known.Append("pointer")) is null ? null : target.Set(known.Append("pointer"), (JsonNode?)null);
    }

    private static string Spoken(SlotKind of) => of == SlotKind.DataView ? "data view" : EditBody.Word(of);

    private static string Slots(SlotKind of) => $"{EditBody.Word(of)}s";

    private static string Overrides(SlotKind of) => $"{EditBody.Word(of)}Overrides";
}
