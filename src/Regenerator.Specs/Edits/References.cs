using System.Text.Json;
using System.Text.Json.Nodes;

namespace Regenerator.Specs.Edits;

/// <summary>Elements of a document's tree, looked at by what they say.</summary>
internal static class References
{
    /// <summary>The reference that stands there, or null.</summary>
    public static SpecRef? Read(JsonNode? node)
    {
        try
        {
            return node is JsonObject ? node.Deserialize(SpecJson.Default.SpecRef) : null;
        }
        catch (JsonException)
        {
            return null; // an object that is no reference
        }
    }

    /// <summary>Refers to the same spec, in whatever words.</summary>
    public static Func<JsonNode?, bool> To(SpecRef spec) => node => spec.Equals(Read(node));

    public static Func<JsonNode?, bool> ToKey(string key) => node => string.Equals(Read(node)?.Key, key);

    /// <summary>An object in which these members have these texts.</summary>
    public static Func<JsonNode?, bool> Having(params (string Member, string Text)[] members) =>
        node => node is JsonObject element && members.All(m => string.Equals(Text(element[m.Member]), m.Text));

    public static Func<JsonNode?, bool> Saying(string text) => node => string.Equals(Text(node), text);

    /// <summary>The text of a scalar, or null.</summary>
    public static string? Text(JsonNode? node) => (node as JsonValue)?.ToString();
}
