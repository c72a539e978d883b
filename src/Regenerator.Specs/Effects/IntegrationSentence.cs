using System.Text.Json.Nodes;

namespace Regenerator.Specs.Effects;

/// <summary>Who serves an integration slot, and how, in words.</summary>
internal static class IntegrationSentence
{
    public static string Of(string slot, Place place, JsonNode? was, JsonNode? now) => place.Names[2..] switch
    {
        [] => now is null
            ? $"integration slot «{slot}» is no longer served, was served by {Connection(was)}"
            : $"integration slot «{slot}» is now served by {Connection(now)}, was not served",
        ["connection", "meta", "id"] => $"integration slot «{slot}» is now served by {Words.Of(now)}, was {Words.Of(was)}",
        ["connection", "meta", "tenantId"] => $"integration slot «{slot}» is now served by a connection of tenant {Words.Of(now)}, was of {Words.Of(was)}",
        ["connection", "meta", "integrationKey"] => $"integration slot «{slot}»: its connection is now to {Words.Of(now)}, was to {Words.Of(was)}",
        ["connection", "meta", "integrationVersion"] => $"integration slot «{slot}»: its connection is now to version {Words.Of(now)}, was to {Words.Of(was)}",
        ["connection", "ownershipMode"] => $"integration slot «{slot}» is now served in mode {Words.Of(now)}, was {Words.Of(was)}",
        ["connection", "status"] => $"integration slot «{slot}»: its connection is now {Words.Of(now)}, was {Words.Of(was)}",
        ["spec", "meta"] or ["spec", "meta", "key"] => $"integration slot «{slot}» now runs on integration {Words.Of(now)}, was {Words.Of(was)}",
        ["spec", "meta", "version"] => $"integration slot «{slot}» now runs on version {Words.Of(now)} of its integration, was {Words.Of(was)}",
        ["spec", "supportedModes", _] => Support(slot, "mode", was, now),
        ["spec", "capabilities", "provides", _] => Support(slot, "capability", was, now),
        ["binding", "connectionId"] => $"integration slot «{slot}» is now bound to {Words.Of(now)}, was {Words.Of(was)}",
        ["binding", "priority"] => $"integration slot «{slot}»: the priority of its binding is now {Words.Of(now)}, was {Words.Of(was)}",
        ["slot", "allowedModes", _] => now is null ? $"integration slot «{slot}» no longer allows mode {Words.Of(was)}" : $"integration slot «{slot}» now allows mode {Words.Of(now)}",
        ["slot", "requiredCapabilities", _] => now is null ? $"integration slot «{slot}» no longer wants capability {Words.Of(was)}" : $"integration slot «{slot}» now wants capability {Words.Of(now)}",
        ["slot", "required"] => $"integration slot «{slot}» is now {Requirement(now)}, was {Requirement(was)}",
        _ => EffectSentence.Inside($"integration slot «{slot}»", place, was, now),
    };

    private static string Support(string slot, string what, JsonNode? was, JsonNode? now) => now is null
        ? $"integration slot «{slot}»: its integration no longer has {what} {Words.Of(was)}"
        : $"integration slot «{slot}»: its integration now has {what} {Words.Of(now)}";

    private static string Requirement(JsonNode? required) => string.Equals(required?.ToString(), "true") ? "required" : "optional";

    private static string Connection(JsonNode? integration) => Words.Of(integration?["connection"]?["meta"]?["id"]);
}
