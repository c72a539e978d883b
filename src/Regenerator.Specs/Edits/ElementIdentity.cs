using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits;

/// <summary>Which members make an element of a list the one it is. Everything that speaks of a list element speaks of it by these.</summary>
internal static class ElementIdentity
{
    private static readonly Dictionary<string, string[]> ByList = new(StringComparer.Ordinal)
    {
        ["workflowOverrides"] = ["slot"],
        ["dataViewOverrides"] = ["slot"],
        ["jobOverrides"] = ["slot"],
        ["featureFlags"] = ["key"],
        ["routes"] = ["path"],
        ["routeOverrides"] = ["path"],
        ["integrationSlots"] = ["slotId"],
        ["integrations"] = ["slotId", "connectionId"],
        ["knowledge"] = ["spaceKey", "spaceVersion"],
        ["entries"] = ["locale", "key"],
        ["assets"] = ["type"],
    };

    // Lists of references: capabilities, features, policies, experiments, fallbacks. Some documents say "name" for "key".
    private static readonly string[] Reference = ["key", "name", "version"];

    /// <summary>The identifying members that the element really has; empty for scalars.</summary>
    public static IEnumerable<string> Members(string list, JsonNode? element) =>
        element is JsonObject members ? (ByList.GetValueOrDefault(list) ?? Reference).Where(members.ContainsKey) : [];

    /// <summary><c>workflowOverrides[checkout]</c>: the name of an element, wherever it stands.</summary>
    public static string Name(JsonPointer list, JsonNode? element) => $"{Dotted(list)}[{Text(list.Last ?? "", element)}]";

    /// <summary>The element's identity as text: <c>checkout</c>, <c>key@version</c>.</summary>
    public static string Text(string list, JsonNode? element) =>
        element is JsonObject members ? string.Join('@', Members(list, element).Select(m => members[m]?.ToString() ?? "null")) : element?.ToJsonString() ?? "null";

    /// <summary>
    /// The place a pointer speaks of, by identity: <c>/featureFlags/0/enabled</c> is <c>featureFlags[new-search]</c>, <c>/meta/title</c> is <c>meta.title</c>, the root is <c>$</c>.
    /// </summary>
    public static (string Name, JsonNode? Element) Of(JsonNode root, JsonPointer pointer)
    {
        JsonNode? at = root;
        var path = JsonPointer.Root;
        foreach (var segment in pointer.Segments)
        {
            if (at is JsonArray list)
            {
                var element = ArrayIndex.OfElement(segment, list.Count) is { } index ? list[index] : null;
                return element is null ? ($"{Dotted(path)}[+]", null) : (Name(path, element), element);
            }

            at = (at as JsonObject)?[segment];
            path = path.Append(segment);
        }

        return (Dotted(path), at);
    }

    public static string Dotted(JsonPointer pointer) => pointer.IsRoot ? "$" : string.Join('.', pointer.Segments);
}
