using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits.Kinds;

/// <summary><c>telemetry</c> of a blueprint, <c>telemetryOverride</c> of a tenant.</summary>
internal static class TelemetryEdits
{
    public static IEnumerable<EditKind> Kinds =>
    [
        new EditKind<SpecEdit.PinTelemetry>("pinTelemetry")
        {
            Sample = new(new SpecRef("shop.telemetry", "1.0.0")),
            From = body => new(body.Ref("to")),
            To = edit => new JsonObject { ["to"] = SpecEditJson.Tree(edit.To) },
            Words = edit => $"pin telemetry to {edit.To.Display}",
            OnBlueprint = new("sets `telemetry.spec`", Pin),
            OnTenant = new("overrides the telemetry spec", Pin),
        },
        new EditKind<SpecEdit.EmptyTelemetry>("emptyTelemetry")
        {
            Sample = new(),
            From = _ => new(),
            To = _ => [],
            Words = _ => "empty telemetry",
            OnBlueprint = new("removes `telemetry.spec`", (target, _) => target.Clear(In(target, "spec"))),
            OnTenant = new("overrides the telemetry spec with `null`", (target, _) => target.Set(In(target, "spec"), (JsonNode?)null)),
        },
        new EditKind<SpecEdit.UnpinTelemetry>("unpinTelemetry")
        {
            Sample = new(),
            From = _ => new(),
            To = _ => [],
            Words = _ => "unpin telemetry",
            OnBlueprint = new("a blueprint inherits from nothing; its telemetry can be emptied"),
            OnTenant = new("removes the override: the blueprint's spec is in force again", (target, _) => target.Clear(In(target, "spec"))),
        },
        new EditKind<SpecEdit.DisableEvent>("disableEvent")
        {
            Sample = new("cart.viewed"),
            From = body => new(body.Text("event")),
            To = edit => new JsonObject { ["event"] = edit.Event },
            Words = edit => $"disable event «{edit.Event}»",
            OnBlueprint = new("`telemetry.disabledEvents`", Disable),
            OnTenant = new("disables it beside those of the blueprint", Disable),
        },
        new EditKind<SpecEdit.EnableEvent>("enableEvent")
        {
            Sample = new("cart.viewed"),
            From = body => new(body.Text("event")),
            To = edit => new JsonObject { ["event"] = edit.Event },
            Words = edit => $"enable event «{edit.Event}»",
            OnBlueprint = new("no longer in `telemetry.disabledEvents`", Enable),
            OnTenant = new("no longer disabled by the tenant; what the blueprint disables stays so", Enable),
        },
        new EditKind<SpecEdit.SetSampling>("setSampling")
        {
            Sample = new("cart.viewed", 0.25),
            From = body => new(body.Text("event"), body.ShareOrNull("rate")),
            To = edit => new JsonObject { ["event"] = edit.Event, ["rate"] = edit.Rate },
            Words = edit => edit.Rate is { } rate ? $"keep {rate} of the events «{edit.Event}»" : $"say nothing about the sampling of event «{edit.Event}»",
            OnBlueprint = new("`telemetry.samplingOverrides`; `null` removes", Sample),
            OnTenant = new("overrides the rate; `null` inherits", Sample),
        },
    ];

    /// <summary>The edits that may lead from one telemetry binding to another.</summary>
    public static IEnumerable<SpecEdit> Of(SectionChange change)
    {
        if (change.Differs("spec"))
        {
            if (References.Read(change.Member("spec")) is { Key: not null } spec) yield return new SpecEdit.PinTelemetry(spec);
            else yield return change.Kind == SpecKind.Blueprint || change.Has("spec") ? new SpecEdit.EmptyTelemetry() : new SpecEdit.UnpinTelemetry();
        }

        foreach (var (name, isThere) in change.Texts(change.Section.Append("disabledEvents"))) yield return isThere ? new SpecEdit.DisableEvent(name) : new SpecEdit.EnableEvent(name);
        foreach (var (name, rate) in change.Members(change.Section.Append("samplingOverrides")))
            if (rate is null || rate is JsonValue number && number.TryGetValue<double>(out var share) && share is >= 0 and <= 1)
                yield return new SpecEdit.SetSampling(name, rate?.GetValue<double>());
    }

    private static JsonPointer In(EditTarget target, string member) => JsonPointer.Of(target.Kind == SpecKind.Blueprint ? "telemetry" : "telemetryOverride", member);

    private static string? Pin(EditTarget target, SpecEdit.PinTelemetry edit) => target.Set(In(target, "spec"), edit.To);

    private static string? Disable(EditTarget target, SpecEdit.DisableEvent edit) =>
        target.Has(In(target, "disabledEvents"), References.Saying(edit.Event)) ? null : target.Append(In(target, "disabledEvents"), edit.Event);

    private static string? Enable(EditTarget target, SpecEdit.EnableEvent edit) => target.Drop(In(target, "disabledEvents"), References.Saying(edit.Event));

    private static string? Sample(EditTarget target, SpecEdit.SetSampling edit) => target.SetOrClear(In(target, "samplingOverrides").Append(edit.Event), edit.Rate);
}
