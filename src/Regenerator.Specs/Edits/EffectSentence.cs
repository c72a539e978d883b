using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits;

/// <summary>Changes of the resolved view in words.</summary>
internal static class EffectSentence
{
    public static string Of(JsonPointer pointer, string path, JsonNode? was, JsonNode? now) => pointer.Segments switch
    {
        ["workflows", var slot] => Slot("workflow", slot, was, now),
        ["dataViews", var slot] => Slot("data view", slot, was, now),
        ["jobs", var slot] => Slot("job", slot, was, now),
        ["featureFlags", var key] => now is null ? $"flag «{key}» is gone" : $"flag «{key}» is new and {OnOff(now["enabled"])}",
        ["featureFlags", var key, "enabled"] => $"flag «{key}» is now {OnOff(now)}, was {OnOff(was)}",
        ["features", "include", var key] => now is null ? $"feature «{key}» is no longer included" : $"feature «{key}» is now included",
        ["features", "exclude", var key] => now is null ? $"feature «{key}» is no longer excluded" : $"feature «{key}» is now excluded",
        ["routes", var route] => now is null ? $"route {route} is gone" : $"route {route} is new",
        ["routes", var route, var field] => $"route {route}: {field} is now {Show(now)}, was {Show(was)}",
        ["integrations", var slot] => now is null
            ? $"integration slot «{slot}» is no longer served, was served by {Connection(was)}"
            : $"integration slot «{slot}» is now served by {Connection(now)}, was not served",
        ["integrations", var slot, "connection", "meta", "id"] => $"integration slot «{slot}» is now served by {Show(now)}, was {Show(was)}",
        _ => now is null ? $"{path} is gone, was {Show(was)}" : was is null ? $"{path} is now {Show(now)}, was not there" : $"{path} is now {Show(now)}, was {Show(was)}",
    };

    private static string Slot(string what, string slot, JsonNode? was, JsonNode? now) => (was, now) switch
    {
        (null, _) => $"{what} slot «{slot}» is new and points to {Show(now)}",
        (_, null) => $"{what} slot «{slot}» is empty, pointed to {Show(was)}",
        _ when string.Equals(was["key"]?.ToString(), now["key"]?.ToString()) => $"{what} slot «{slot}» now points to {Show(now)}, was {was["version"]?.ToString() ?? "the latest"}",
        _ => $"{what} slot «{slot}» now points to {Show(now)}, was {Show(was)}",
    };

    private static string Connection(JsonNode? integration) => Show(integration?["connection"]?["meta"]?["id"]);

    private static string OnOff(JsonNode? enabled) => string.Equals(enabled?.ToString(), "true") ? "on" : "off";

    private static string Show(JsonNode? node) => node switch
    {
        null => "nothing",
        JsonObject reference when reference["key"] is { } key => reference["version"] is { } version ? $"{key}@{version}" : $"{key}",
        JsonValue value => value.ToString(),
        _ => node.ToJsonString(),
    };
}
