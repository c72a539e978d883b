using System.Text.Json;
using System.Text.Json.Nodes;

namespace Regenerator.Specs.Json;

/// <summary>Deep equality of JSON values; the order of members does not count, the order of elements does.</summary>
internal static class JsonEquality
{
    /// <summary>Numbers are equal when their values are: what the test operation of a patch asks.</summary>
    public static bool SameValue(JsonNode? node, JsonElement element) => Same(node, element, SameNumber);

    /// <summary>Numbers are equal when they are spelled alike: 1.20 is not 1.2.</summary>
    public static bool SameText(JsonNode? node, JsonElement element) => Same(node, element, SameSpelling);

    public static bool SameText(JsonElement one, JsonElement other) => SameText(NodeOf(one), other);

    /// <summary>The element as a node that keeps the text of its numbers.</summary>
    public static JsonNode? NodeOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(element),
        JsonValueKind.Array => JsonArray.Create(element),
        _ => JsonValue.Create(element),
    };

    /// <summary>The value of a leaf, whatever it was made from.</summary>
    public static JsonElement ElementOf(JsonValue value) =>
        value.TryGetValue<JsonElement>(out var element) ? element : JsonElement.Parse(value.ToJsonString());

    private static bool Same(JsonNode? node, JsonElement element, Func<JsonElement, JsonElement, bool> sameNumber) => (node, element.ValueKind) switch
    {
        (null, var kind) => kind == JsonValueKind.Null,
        (JsonObject members, JsonValueKind.Object) => members.Count == element.GetPropertyCount()
            && element.EnumerateObject().All(member => members.TryGetPropertyValue(member.Name, out var mine) && Same(mine, member.Value, sameNumber)),
        (JsonArray elements, JsonValueKind.Array) => elements.Count == element.GetArrayLength()
            && elements.Zip(element.EnumerateArray()).All(pair => Same(pair.First, pair.Second, sameNumber)),
        (JsonValue leaf, _) => SameLeaf(ElementOf(leaf), element, sameNumber),
        _ => false,
    };

    private static bool SameLeaf(JsonElement one, JsonElement other, Func<JsonElement, JsonElement, bool> sameNumber) =>
        one.ValueKind == other.ValueKind && one.ValueKind switch
        {
            JsonValueKind.Number => sameNumber(one, other),
            JsonValueKind.String => string.Equals(one.GetString(), other.GetString(), StringComparison.Ordinal),
            _ => true,
        };

    private static bool SameSpelling(JsonElement one, JsonElement other) =>
        string.Equals(one.GetRawText(), other.GetRawText(), StringComparison.Ordinal);

    private static bool SameNumber(JsonElement one, JsonElement other) =>
        SameSpelling(one, other) || JsonNumber.Of(one.GetRawText()) == JsonNumber.Of(other.GetRawText());
}
