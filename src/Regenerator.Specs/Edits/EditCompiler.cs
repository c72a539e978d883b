using System.Diagnostics;
using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits;

/// <summary>
/// Turns edits into a guarded JSON Patch against a document as it is now. Reformatting, reordering and changes elsewhere do not matter:
/// the edits are simply compiled again. Pure.
/// </summary>
public static class EditCompiler
{
    public static CompileResult Compile(SpecDocument document, IReadOnlyList<SpecEdit> edits)
    {
        var target = new EditTarget(document.Kind, document.Tree());
        for (var i = 0; i < edits.Count; i++)
            if (Compile(target, edits[i]) is { } reason) return new CompileResult.Refused(i, reason);
        return target.Result();
    }

    private static string? Compile(EditTarget target, SpecEdit edit) => edit switch
    {
        SpecEdit.PinWorkflow pin => Pin(target, "workflows", "workflowOverrides", pin.Slot, pin.To),
        SpecEdit.PinDataView pin => Pin(target, "dataViews", "dataViewOverrides", pin.Slot, pin.To),
        SpecEdit.PinJob pin => Pin(target, "jobs", "jobOverrides", pin.Slot, pin.To),
        SpecEdit.SetFeatureFlag flag => SetFlag(target, flag),
        SpecEdit.ExcludeFeature feature => Exclude(target, feature),
        SpecEdit.BindRoute route => Bind(target, route),
        SpecEdit.PreferConnection prefer => Prefer(target, prefer),
        SpecEdit.Patch patch => Patch(target, patch),
        _ => throw new UnreachableException(),
    };

    private static string? Pin(EditTarget target, string slots, string overrides, string slot, SpecRef to)
    {
        if (target.Kind == SpecKind.Blueprint) return SetRef(target, JsonPointer.Of(slots, slot), to);
        var list = JsonPointer.Of(overrides);
        return target.Find(list, ("slot", slot)) is { } known
            ? SetRef(target, known.Append("pointer"), to)
            : target.Append(list, new JsonObject { ["slot"] = slot, ["pointer"] = SpecEditJson.Tree(to) });
    }

    // A reference that says the same in other words ("name", a number as version) is the same reference.
    private static string? SetRef(EditTarget target, JsonPointer path, SpecRef to) =>
        target.At(path) is JsonObject known && ReadRef(known) is { } now && now.Equals(to) ? null : target.Set(path, SpecEditJson.Tree(to));

    private static SpecRef? ReadRef(JsonObject node)
    {
        try
        {
            return System.Text.Json.JsonSerializer.Deserialize(node, SpecJson.Default.SpecRef);
        }
        catch (System.Text.Json.JsonException)
        {
            return null; // not a reference at all: it will be replaced by one
        }
    }

    private static string? SetFlag(EditTarget target, SpecEdit.SetFeatureFlag flag)
    {
        var list = JsonPointer.Of("featureFlags");
        if (target.Find(list, ("key", flag.Key)) is not { } known)
        {
            var added = new JsonObject { ["key"] = flag.Key, ["enabled"] = flag.Enabled };
            if (flag.Variant is not null) added["variant"] = flag.Variant;
            if (flag.Description is not null) added["description"] = flag.Description;
            return target.Append(list, added);
        }

        return target.Set(known.Append("enabled"), flag.Enabled)
            ?? (flag.Variant is null ? null : target.Set(known.Append("variant"), flag.Variant))
            ?? (flag.Description is null ? null : target.Set(known.Append("description"), flag.Description));
    }

    private static string? Exclude(EditTarget target, SpecEdit.ExcludeFeature feature)
    {
        var list = JsonPointer.Of("features", "exclude");
        var excluded = (target.At(list) as JsonArray ?? []).OfType<JsonObject>().Any(known => string.Equals(ReadRef(known)?.Key, feature.Key));
        return excluded ? null : target.Append(list, new JsonObject { ["key"] = feature.Key });
    }

    private static string? Bind(EditTarget target, SpecEdit.BindRoute route)
    {
        var tenant = target.Kind == SpecKind.Tenant;
        var list = JsonPointer.Of(tenant ? "routeOverrides" : "routes");
        if (target.Find(list, ("path", route.Path)) is not { } known)
        {
            var fields = route.Fields().Where(f => tenant || f.Value is not null).Select(f => KeyValuePair.Create(f.Name, f.Value));
            return target.Append(list, new JsonObject([KeyValuePair.Create("path", (JsonNode?)route.Path), .. fields]));
        }

        // A blueprint has nothing to inherit from: there, clearing a field is removing it.
        return route.Fields()
            .Select(f => f.Value is null && !tenant ? target.Remove(known.Append(f.Name))
                : Reference(route, f.Name) is { } to ? SetRef(target, known.Append(f.Name), to)
                : target.Set(known.Append(f.Name), f.Value))
            .FirstOrDefault(reason => reason is not null);
    }

    private static SpecRef? Reference(SpecEdit.BindRoute route, string field) => field switch
    {
        "guard" => route.Guard.Value,
        "experiment" => route.Experiment.Value,
        _ => null,
    };

    private static string? Prefer(EditTarget target, SpecEdit.PreferConnection prefer)
    {
        if (target.Kind == SpecKind.Blueprint) return "connections belong to tenants; a blueprint has none";
        var list = JsonPointer.Of("integrations");
        var bindings = (target.At(list) as JsonArray ?? []).OfType<JsonObject>().Where(b => Is(b, "slotId", prefer.Slot)).OrderBy(Priority).ToArray();
        if (bindings.Length > 0 && Is(bindings[0], "connectionId", prefer.Connection)) return null;
        var others = bindings.Where(b => !Is(b, "connectionId", prefer.Connection)).Select(Priority).Where(double.IsFinite).DefaultIfEmpty(1).Min();
        if (Before(others) is not { } priority) return $"nothing can come before the priority {others} of another connection";
        var first = JsonNode.Parse(priority.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return target.Find(list, ("slotId", prefer.Slot), ("connectionId", prefer.Connection)) is { } known
            ? target.Set(known.Append("priority"), first)
            : target.Append(list, new JsonObject { ["slotId"] = prefer.Slot, ["connectionId"] = prefer.Connection, ["priority"] = first });
    }

    // The whole number below; beyond 2⁵³ those are no longer one apart.
    private static double? Before(double priority)
    {
        var before = Math.Min(Math.Floor(priority) - 1, Math.BitDecrement(priority));
        return double.IsFinite(before) ? before : null;
    }

    private static bool Is(JsonObject binding, string member, string value) => binding[member] is JsonValue text && string.Equals(text.ToString(), value);

    private static double Priority(JsonObject binding) => binding["priority"] is JsonValue value && value.TryGetValue<double>(out var number) ? number : double.PositiveInfinity;

    private static string? Patch(EditTarget target, SpecEdit.Patch patch)
    {
        var before = target.Tree.ToJsonString();
        var operations = patch.Operations.Operations;
        if (operations.All(o => o is JsonPatchOperation.Test)) return "a patch of tests only changes nothing";
        foreach (var operation in operations)
            if (target.Do(operation) is { } reason) return reason;
        return string.Equals(before, target.Tree.ToJsonString()) ? "the patch changes nothing" : null;
    }
}
