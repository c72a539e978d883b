using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Regenerator.Tests.Specs.Schema;

/// <summary>Checks a document against a JSON Schema (draft-07), as far as our own schemas use it: any other keyword is an error, so that none is passed over.</summary>
internal sealed class SchemaCheck(JsonObject root)
{
    // What editors show or allow; of no meaning to a check.
    private static readonly HashSet<string> Annotations = ["$schema", "title", "description", "default", "definitions", "allowComments", "allowTrailingCommas"];

    public static SchemaCheck Of(string path) => new(JsonNode.Parse(File.ReadAllText(path))!.AsObject());

    /// <summary>What is wrong, each with its place; empty where nothing is.</summary>
    public IReadOnlyList<string> Problems(JsonNode? document) => [.. Check(root, document, "")];

    private IEnumerable<string> Check(JsonObject schema, JsonNode? value, string path) => schema
        .Where(keyword => !Annotations.Contains(keyword.Key))
        .SelectMany(keyword => Check(keyword.Key, keyword.Value!, schema, value, path));

    private IEnumerable<string> Check(string keyword, JsonNode rule, JsonObject schema, JsonNode? value, string path) => keyword switch
    {
        "$ref" => Check(root["definitions"]![rule.ToString()["#/definitions/".Length..]]!.AsObject(), value, path),
        "allOf" => rule.AsArray().SelectMany(part => Check(part!.AsObject(), value, path)),
        "anyOf" => rule.AsArray().Select(part => Check(part!.AsObject(), value, path).ToArray()).ToArray() is var ways && ways.Any(way => way.Length == 0) ? [] : ways.SelectMany(way => way),
        "if" => Conditional(rule.AsObject(), schema, value, path),
        "then" or "else" => [],
        "properties" => Members(value).Where(m => rule[m.Key] is not null).SelectMany(m => Check(rule[m.Key]!.AsObject(), m.Value, $"{path}/{m.Key}")),
        "additionalProperties" => Members(value).Where(m => schema["properties"]?[m.Key] is null).SelectMany(m => Additional(rule, m.Value, $"{path}/{m.Key}")),
        "items" => value is JsonArray list ? list.Index().SelectMany(i => Check(rule.AsObject(), i.Item, $"{path}/{i.Index}")) : [],
        "required" => value is JsonObject ? rule.AsArray().Where(name => !value.AsObject().ContainsKey(name!.ToString())).Select(name => $"{path}: {name} is missing") : [],
        _ => Holds(keyword, rule, value) ? [] : [$"{path}: {value?.ToJsonString() ?? "null"} is not {keyword} {rule.ToJsonString()}"],
    };

    private static bool Holds(string keyword, JsonNode rule, JsonNode? value) => keyword switch
    {
        "type" => (rule is JsonArray types ? types.Select(t => t!.ToString()) : [rule.ToString()]).Any(type => IsA(value, type)),
        "enum" => rule.AsArray().Any(allowed => JsonNode.DeepEquals(allowed, value)),
        "const" => JsonNode.DeepEquals(rule, value),
        "pattern" => Text(value) is not { } text || Regex.IsMatch(text, rule.ToString(), RegexOptions.None, TimeSpan.FromSeconds(1)),
        "minLength" => Text(value) is not { } text || text.Length >= (int)rule,
        "minimum" => Number(value) is not { } number || number >= (double)rule,
        "maximum" => Number(value) is not { } number || number <= (double)rule,
        "minItems" => value is not JsonArray list || list.Count >= (int)rule,
        "minProperties" => value is not JsonObject members || members.Count >= (int)rule,
        "maxProperties" => value is not JsonObject members || members.Count <= (int)rule,
        _ => throw new NotSupportedException($"the keyword {keyword}"),
    };

    private IEnumerable<string> Conditional(JsonObject condition, JsonObject schema, JsonNode? value, string path) =>
        schema[Check(condition, value, path).Any() ? "else" : "then"] is JsonObject follows ? Check(follows, value, path) : [];

    private IEnumerable<string> Additional(JsonNode rule, JsonNode? value, string path) => rule switch
    {
        JsonObject schema => Check(schema, value, path),
        _ when (bool)rule => [],
        _ => [$"{path}: is not known"],
    };

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Members(JsonNode? value) => value as JsonObject ?? [];

    private static bool IsA(JsonNode? value, string type) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => Text(value) is not null,
        "number" => Number(value) is not null,
        "integer" => Number(value) is { } number && double.IsInteger(number),
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "null" => value is null,
        _ => throw new NotSupportedException($"the type {type}"),
    };

    private static string? Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static double? Number(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number ? JsonElement.Parse(value.ToJsonString()).GetDouble() : null;
}
