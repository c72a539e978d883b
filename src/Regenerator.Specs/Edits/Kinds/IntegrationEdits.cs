using System.Globalization;
using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits.Kinds;

/// <summary><c>integrationSlots</c> of a blueprint, and the connections that a tenant offers for them in <c>integrations</c>.</summary>
internal static class IntegrationEdits
{
    public static IEnumerable<EditKind> Kinds =>
    [
        new EditKind<SpecEdit.DefineIntegrationSlot>("defineIntegrationSlot")
        {
            Sample = new("pay")
            {
                Category = "payments",
                AllowedModes = new Optional<IReadOnlyList<string>>(["managed", "byok"]),
                RequiredCapabilities = new Optional<IReadOnlyList<SpecRef>>([new SpecRef("payments.charge", "1.0.0")]),
                Required = true,
                Description = "takes the money",
            },
            From = body => new(body.Text("slot"))
            {
                Category = body.MaybeText("category"),
                AllowedModes = body.MaybeTexts("allowedModes"),
                RequiredCapabilities = body.MaybeRefs("requiredCapabilities"),
                Required = body.MaybeTruth("required"),
                Description = body.MaybeText("description"),
            },
            To = edit => Fields(edit, new JsonObject { ["slot"] = edit.Slot }, "category"),
            Words = edit => $"define integration slot «{edit.Slot}»{string.Concat(Fields(edit, [], "category").Select(f => $", {f.Key} {f.Value?.ToJsonString() ?? "none"}"))}",
            OnBlueprint = new("adds or changes the slot; `null` removes a field; a new slot needs its category", Define),
            OnTenant = new("integration slots belong to blueprints; a tenant binds connections to them"),
        },
        new EditKind<SpecEdit.RemoveIntegrationSlot>("removeIntegrationSlot")
        {
            Sample = new("pay"),
            From = body => new(body.Text("slot")),
            To = edit => new JsonObject { ["slot"] = edit.Slot },
            Words = edit => $"remove integration slot «{edit.Slot}»",
            OnBlueprint = new("removes the slot", (target, edit) => target.Drop(Slots, References.Having(("slotId", edit.Slot)))),
            OnTenant = new("integration slots belong to blueprints; a tenant binds connections to them"),
        },
        new EditKind<SpecEdit.BindConnection>("bindConnection")
        {
            Sample = new("pay", "stripe") { Priority = 2 },
            From = body => new(body.Text("slot"), body.Text("connection")) { Priority = body.MaybeNumber("priority") },
            To = edit => Pair(edit.Slot, edit.Connection).With("priority", edit.Priority),
            Words = edit => $"bind connection «{edit.Connection}» to integration slot «{edit.Slot}»{Ranked(edit.Priority)}",
            OnBlueprint = new(NotOfBlueprints),
            OnTenant = new("adds the binding, or changes its priority; `null` removes it", Bind),
        },
        new EditKind<SpecEdit.UnbindConnection>("unbindConnection")
        {
            Sample = new("pay", "stripe"),
            From = body => new(body.Text("slot"), body.Text("connection")),
            To = edit => Pair(edit.Slot, edit.Connection),
            Words = edit => $"unbind connection «{edit.Connection}» from integration slot «{edit.Slot}»",
            OnBlueprint = new(NotOfBlueprints),
            OnTenant = new("removes the binding", (target, edit) => target.Drop(Bindings, References.Having(("slotId", edit.Slot), ("connectionId", edit.Connection)))),
        },
        new EditKind<SpecEdit.PreferConnection>("preferConnection")
        {
            Sample = new("pay", "adyen"),
            From = body => new(body.Text("slot"), body.Text("connection")),
            To = edit => Pair(edit.Slot, edit.Connection),
            Words = edit => $"prefer connection «{edit.Connection}» for integration slot «{edit.Slot}»",
            OnBlueprint = new(NotOfBlueprints),
            OnTenant = new("the binding gets the lowest priority number", Prefer),
        },
    ];

    /// <summary>The edits that may lead from some integration slots to others.</summary>
    public static IEnumerable<SpecEdit> OfSlots(SectionChange change) => change.Elements("slotId").Select(slot => slot.After is { } after
        ? (SpecEdit)new SpecEdit.DefineIntegrationSlot(slot.Id)
        {
            Category = slot.Text("requiredCategory"),
            AllowedModes = slot.Changed<IReadOnlyList<string>>("allowedModes", modes => modes is JsonArray list ? [.. list.Select(References.Text).OfType<string>()] : null),
            RequiredCapabilities = slot.Changed<IReadOnlyList<SpecRef>>("requiredCapabilities", specs => specs is JsonArray list ? [.. list.Select(References.Read).OfType<SpecRef>()] : null),
            Required = slot.Truth("required"),
            Description = slot.Text("description"),
        }
        : new SpecEdit.RemoveIntegrationSlot(slot.Id));

    /// <summary>The edits that may lead from some bindings to others.</summary>
    public static IEnumerable<SpecEdit> OfBindings(SectionChange change) => change.Elements("slotId", "connectionId").Select(binding => binding.After is not null
        ? (SpecEdit)new SpecEdit.BindConnection(binding.Ids[0], binding.Ids[1]) { Priority = binding.Number("priority") }
        : new SpecEdit.UnbindConnection(binding.Ids[0], binding.Ids[1]));

    private const string NotOfBlueprints = "connections belong to tenants; a blueprint has none";

    private static readonly JsonPointer Slots = JsonPointer.Of("integrationSlots");
    private static readonly JsonPointer Bindings = JsonPointer.Of("integrations");

    private static string Ranked(Optional<double?> priority) => !priority.IsPresent ? "" : priority.Value is { } number ? $", priority {number}" : ", last";

    private static JsonObject Pair(string slot, string connection) => new() { ["slot"] = slot, ["connection"] = connection };

    private static JsonObject Fields(SpecEdit.DefineIntegrationSlot edit, JsonObject body, string category) => body.With(category, edit.Category).With("allowedModes", edit.AllowedModes)
        .With("requiredCapabilities", edit.RequiredCapabilities).With("required", edit.Required).With("description", edit.Description);

    private static string? Define(EditTarget target, SpecEdit.DefineIntegrationSlot edit)
    {
        const string category = "requiredCategory";
        if (edit.Category.IsNull) return "an integration slot can not be without its category";
        if (target.Find(Slots, ("slotId", edit.Slot)) is { } known) return target.SetEach(known, Fields(edit, [], category));
        return edit.Category.Value is null
            ? "a new integration slot needs its category"
            : target.Append(Slots, Fields(edit, new JsonObject { ["slotId"] = edit.Slot }, category).WithoutNulls());
    }

    private static string? Bind(EditTarget target, SpecEdit.BindConnection edit)
    {
        return target.Find(Bindings, ("slotId", edit.Slot), ("connectionId", edit.Connection)) is { } known
            ? target.SetEach(known, new JsonObject().With("priority", edit.Priority))
            : target.Append(Bindings, new JsonObject { ["slotId"] = edit.Slot, ["connectionId"] = edit.Connection }.With("priority", edit.Priority).WithoutNulls());
    }

    private static string? Prefer(EditTarget target, SpecEdit.PreferConnection prefer)
    {
        var bindings = (target.At(Bindings) as JsonArray ?? []).OfType<JsonObject>().Where(b => Is(b, "slotId", prefer.Slot)).OrderBy(Priority).ToArray();
        if (bindings.Length > 0 && Is(bindings[0], "connectionId", prefer.Connection)) return null;
        var others = bindings.Where(b => !Is(b, "connectionId", prefer.Connection)).Select(Priority).Where(double.IsFinite).DefaultIfEmpty(1).Min();
        if (Before(others) is not { } priority) return $"nothing can come before the priority {others} of another connection";
        var first = JsonNode.Parse(priority.ToString(CultureInfo.InvariantCulture));
        return target.Find(Bindings, ("slotId", prefer.Slot), ("connectionId", prefer.Connection)) is { } known
            ? target.Set(known.Append("priority"), first)
            : target.Append(Bindings, new JsonObject { ["slotId"] = prefer.Slot, ["connectionId"] = prefer.Connection, ["priority"] = first });
    }

    // The whole number below; beyond 2⁵³ those are no longer one apart.
    private static double? Before(double priority)
    {
        var before = Math.Min(Math.Floor(priority) - 1, Math.BitDecrement(priority));
        return double.IsFinite(before) ? before : null;
    }

    private static bool Is(JsonObject binding, string member, string value) => References.Having((member, value))(binding);

    private static double Priority(JsonObject binding) => binding["priority"] is JsonValue value && value.TryGetValue<double>(out var number) ? number : double.PositiveInfinity;
}
