using System.Text.Json.Nodes;

namespace Regenerator.Specs.Effects;

/// <summary>Changes of the resolved view in words.</summary>
internal static class EffectSentence
{
    public static string Of(Place place, JsonNode? was, JsonNode? now) => place.Names switch
    {
        ["capabilities", "enabled", _] => Switched("capability", was, now, "enabled"),
        ["capabilities", "disabled", _] => Switched("capability", was, now, "disabled"),
        ["features", "include", _] => Switched("feature", was, now, "included"),
        ["features", "exclude", _] => Switched("feature", was, now, "excluded"),
        ["workflows", var slot] => Slot("workflow", slot, was, now),
        ["dataViews", var slot] => Slot("data view", slot, was, now),
        ["jobs", var slot] => Slot("job", slot, was, now),
        ["policies", _] => now is null ? $"policy «{Words.Of(was)}» no longer applies" : $"policy «{Words.Of(now)}» now applies",
        ["theme", ..] => Theme(place, was, now),
        ["telemetry", ..] => Telemetry(place, was, now),
        ["experiments", "catalog", _] => Switched("experiment", was, now, "known"),
        ["experiments", "active", _] => Switched("experiment", was, now, "active"),
        ["experiments", "paused", _] => Switched("experiment", was, now, "paused"),
        ["featureFlags", var key] => now is null ? $"flag «{key}» is gone" : $"flag «{key}» is new and {OnOff(now["enabled"])}",
        ["featureFlags", var key, "enabled"] => $"flag «{key}» is now {OnOff(now)}, was {OnOff(was)}",
        ["featureFlags", var key, ..] => Inside($"flag «{key}»", place, was, now),
        ["routes", var route] => now is null ? $"route {route} is gone" : $"route {route} is new",
        ["routes", var route, ..] => Inside($"route {route}", place, was, now),
        ["integrations", var slot, ..] => IntegrationSentence.Of(slot, place, was, now),
        ["knowledge", var space, ..] => Knowledge(space, place, was, now),
        ["translation", ..] => Translation(place, was, now),
        _ => Plain(place.Path, was, now),
    };

    /// <summary>The rest of a path inside something that has a name of its own.</summary>
    public static string Inside(string owner, Place place, JsonNode? was, JsonNode? now) =>
        $"{owner}: {string.Join('.', place.Names[2..])} is now {Words.Of(now)}, was {Words.Of(was)}";

    private static string Plain(string what, JsonNode? was, JsonNode? now) => now is null
        ? $"{what} is gone, was {Words.Of(was)}"
        : $"{what} is now {Words.Of(now)}, was {(was is null ? "not there" : Words.Of(was))}";

    private static string Switched(string what, JsonNode? was, JsonNode? now, string state) =>
        now is null ? $"{what} «{Words.Of(was)}» is no longer {state}" : $"{what} «{Words.Of(now)}» is now {state}";

    private static string Slot(string what, string slot, JsonNode? was, JsonNode? now) => (was, now) switch
    {
        (null, _) => $"{what} slot «{slot}» is new and points to {Words.Of(now)}",
        (_, null) => $"{what} slot «{slot}» is empty, pointed to {Words.Of(was)}",
        _ when string.Equals(was["key"]?.ToString(), now["key"]?.ToString()) => $"{what} slot «{slot}» now points to {Words.Of(now)}, was {was["version"]?.ToString() ?? "the latest"}",
        _ => $"{what} slot «{slot}» now points to {Words.Of(now)}, was {Words.Of(was)}",
    };

    private static string Theme(Place place, JsonNode? was, JsonNode? now) => place.Names switch
    {
        [_] => now is null ? $"there is no theme any more, was {Words.Of(was?["primary"])}" : $"the theme is now {Words.Of(now["primary"])}, was none",
        [_, "primary"] => $"the theme is now {Words.Of(now)}, was {Words.Of(was)}",
        [_, "fallbacks", _] => now is null ? $"theme «{Words.Of(was)}» is no longer a fallback" : $"theme «{Words.Of(now)}» is now a fallback",
        _ => Plain(place.Path, was, now),
    };

    private static string Telemetry(Place place, JsonNode? was, JsonNode? now) => place.Names switch
    {
        [_] when now is null => $"there is no telemetry any more, was {Words.Of(was)}",
        [_] => $"there is telemetry now: {Words.Of(now)}",
        [_, "spec"] => $"telemetry now follows {(now is null ? "no spec" : Words.Of(now))}, followed {(was is null ? "none" : Words.Of(was))}",
        [_, "disabledEvents", _] => now is null ? $"event «{was}» is no longer switched off" : $"event «{now}» is now switched off",
        [_, "samplingOverrides", var name] when now is null => $"event «{name}» is no longer sampled at {Words.Of(was)}",
        [_, "samplingOverrides", var name] => $"event «{name}» is now sampled at {Words.Of(now)}, was {(was is null ? "not overridden" : Words.Of(was))}",
        _ => Plain(place.Path, was, now),
    };

    private static string Knowledge(string space, Place place, JsonNode? was, JsonNode? now) => place.Names switch
    {
        [_, _] => now is null ? $"knowledge «{space}» is no longer at hand" : $"knowledge «{space}» is now at hand",
        [_, _, "space", "meta", "version"] => $"knowledge «{space}» is now version {Words.Of(now)}, was {Words.Of(was)}",
        [_, _, "sources", _] => now is null
            ? $"knowledge «{space}» no longer draws on source «{Words.Of(was?["meta"]?["id"])}»"
            : $"knowledge «{space}» now draws on source «{Words.Of(now["meta"]?["id"])}»",
        _ => Inside($"knowledge «{space}»", place, was, now),
    };

    private static string Translation(Place place, JsonNode? was, JsonNode? now) => place.Names switch
    {
        [_, "supportedLocales", _] => Switched("locale", was, now, "supported"),
        [_, "tenantOverrides", _] when now is null => $"translation {Entry(was)} is no longer overridden, read «{Words.Of(was?["value"])}»",
        [_, "tenantOverrides", _] => $"translation {Entry(now)} is now overridden and reads «{Words.Of(now["value"])}»",
        [_, "tenantOverrides", var entry, "value"] => $"translation {entry} now reads «{Words.Of(now)}», was «{Words.Of(was)}»",
        _ => Plain(place.Path, was, now),
    };

    private static string Entry(JsonNode? entry) => $"{Words.Of(entry?["locale"])}@{Words.Of(entry?["key"])}";

    private static string OnOff(JsonNode? enabled) => string.Equals(enabled?.ToString(), "true") ? "on" : "off";
}
