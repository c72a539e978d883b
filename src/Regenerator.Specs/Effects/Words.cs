using System.Text.Json.Nodes;

namespace Regenerator.Specs.Effects;

/// <summary>Values as they stand in a sentence: references as <c>key@version</c>, lists and records without the brackets of JSON.</summary>
internal static class Words
{
    public static string Of(JsonNode? node) => node switch
    {
        null => "nothing",
        JsonObject reference when reference["key"] is JsonValue key && IsReference(reference) => reference["version"] is { } version ? $"{key}@{version}" : $"{key}",
        JsonObject { Count: > 0 } members => string.Join(", ", members.Select(m => $"{m.Key} {Within(m.Value)}")),
        JsonArray { Count: > 0 } list => string.Join(", ", list.Select(Within)),
        JsonValue value => value.ToString(),
        _ => "nothing in it",
    };

    private static string Within(JsonNode? node) => node is JsonArray or JsonObject && !IsReference(node) ? $"({Of(node)})" : Of(node);

    private static bool IsReference(JsonNode node) => node is JsonObject members && members.ContainsKey("key") && members.All(m => m.Key is "key" or "version");
}
