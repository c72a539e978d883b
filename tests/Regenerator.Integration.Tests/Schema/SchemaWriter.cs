using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Cli.Configuration;
using Regenerator.Specs;

namespace Regenerator.Integration.Tests.Schema;

/// <summary>
/// A JSON Schema out of types: members, what is required, enumerations, ranges and defaults from the types themselves, sentences from their doc
/// comments. Draft-07, because that is what the JSON service of VS Code and the YAML language server support in full; of 2019-09 and 2020-12
/// they know parts. There <c>$ref</c> hides what stands beside it, hence <c>allOf</c> where a member has a sentence of its own.
/// </summary>
/// <param name="shapes">Of types that read their own JSON; what is not among them is read off the type.</param>
internal sealed class SchemaWriter(IReadOnlyDictionary<Type, Func<SchemaWriter, JsonObject>> shapes)
{
    private const string Dialect = "http://json-schema.org/draft-07/schema#";

    private readonly XmlDocs docs = new();
    private readonly SortedDictionary<string, JsonObject?> definitions = new(StringComparer.Ordinal);

    /// <summary>The schema of a file whose root is of a type.</summary>
    public JsonObject File(string title, Type root)
    {
        var schema = new JsonObject { ["$schema"] = Dialect, ["title"] = title };
        foreach (var (name, value) in Record(root).ToArray()) schema[name] = value?.DeepClone();
        schema["definitions"] = new JsonObject([.. definitions.Select(d => KeyValuePair.Create(d.Key, (JsonNode?)d.Value))]);
        return schema;
    }

    /// <summary>A reference to the definition of a type, which is written when it is asked for first.</summary>
    public JsonObject Reference(Type type) => Reference(type.Name, () => shapes.TryGetValue(type, out var shape) ? Described(shape(this), docs.Of(type)) : Record(type));

    /// <inheritdoc cref="Reference(Type)"/>
    public JsonObject Reference(string name, Func<JsonObject> make)
    {
        if (definitions.TryAdd(name, null)) definitions[name] = make(); // known before it is made: it may speak of itself
        return new JsonObject { ["$ref"] = $"#/definitions/{name}" };
    }

    /// <summary>An object of a type's members. Specs keep what they do not know; everything else refuses it.</summary>
    public JsonObject Record(Type type)
    {
        var (properties, required) = (new JsonObject(), new JsonArray());
        foreach (var member in SchemaMember.Of(type))
        {
            properties[member.Name] = Member(member);
            if (member.IsRequired) required.Add(member.Name);
        }

        var schema = Described(new JsonObject { ["type"] = "object", ["properties"] = properties }, docs.Of(type));
        if (required.Count > 0) schema["required"] = required;
        if (!type.IsAssignableTo(typeof(SpecObject))) schema["additionalProperties"] = false;
        return schema;
    }

    private JsonObject Member(SchemaMember member)
    {
        var type = member.Property.PropertyType;
        var value = Value(type, member, member.Nullability);
        if (member.Range is { } range) Bound(value, range);
        if (member.MinLength is { } least) value["minItems"] = least;
        var schema = member.IsNullable || IsOptional(type) ? OrNull(value) : value;
        var sentence = docs.Of(member.Property) ?? docs.Of(type);
        if (schema.ContainsKey("$ref") && sentence is not null) schema = new JsonObject { ["allOf"] = new JsonArray(schema) };
        if (!member.Property.ReflectedType!.IsAssignableTo(typeof(SpecObject)) && member.Default() is { } absent) schema["default"] = absent;
        return Described(schema, sentence);
    }

    private JsonObject Value(Type type, SchemaMember member, NullabilityInfo? nullability = null)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (IsOptional(type)) return Value(type.GetGenericArguments()[0], member);
        if (shapes.ContainsKey(type) && type.Namespace == "System") return shapes[type](this);
        if (shapes.ContainsKey(type)) return Reference(type);
        if (member.IsVersion) return new JsonObject { ["type"] = new JsonArray("string", "number") };
        if (type == typeof(TimeSpan)) return Quantity("^[0-9]+(ms|s|m|h|d)?$");
        if (member.IsByteSize) return Quantity("^[0-9]+(B|KiB|MiB|GiB)?$");
        if (type == typeof(string)) return new JsonObject { ["type"] = "string" };
        if (type == typeof(bool)) return new JsonObject { ["type"] = "boolean" };
        if (type == typeof(int) || type == typeof(long)) return new JsonObject { ["type"] = "integer" };
        if (type == typeof(double)) return new JsonObject { ["type"] = "number" };
        if (type == typeof(JsonElement)) return [];
        if (type.IsEnum) return new JsonObject { ["enum"] = new JsonArray([.. SchemaMember.EnumNames(type).Select(e => (JsonNode)e.Name)]) };
        if (Element(type, typeof(IReadOnlyDictionary<,>), typeof(OrderedMap<>)) is { } mapped) return new JsonObject { ["type"] = "object", ["additionalProperties"] = Value(mapped, member) };
        if (Element(type, typeof(IReadOnlyList<>)) is { } listed)
        {
            var item = Value(listed, member);
            return new JsonObject { ["type"] = "array", ["items"] = nullability?.GenericTypeArguments is [{ WriteState: NullabilityState.Nullable }] ? OrNull(item) : item };
        }

        if (type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IFromJson<>))) throw new InvalidOperationException($"{type} reads its own JSON: its shape has to be given");
        return Reference(type);
    }

    /// <summary>A sentence in front of everything else, where there is none yet.</summary>
    public static JsonObject Described(JsonObject schema, string? sentence)
    {
        if (sentence is null || schema.ContainsKey("description")) return schema;
        schema.Insert(0, "description", sentence);
        return schema;
    }

    // Text with a unit, or a bare number of the smallest.
    private static JsonObject Quantity(string pattern) => new() { ["type"] = new JsonArray("string", "integer"), ["pattern"] = pattern, ["minimum"] = 0 };

    private static void Bound(JsonObject schema, RangeAttribute range)
    {
        range.IsValid(null); // reading the bounds converts them from text first
        schema["minimum"] = Number(range.Minimum);
        schema["maximum"] = Number(range.Maximum);
    }

    private static JsonNode Number(object bound) => bound switch
    {
        TimeSpan time => (long)time.TotalMilliseconds,
        int whole => whole,
        _ => Convert.ToDouble(bound, CultureInfo.InvariantCulture) is var number && double.IsInteger(number) ? (long)number : number,
    };

    private static JsonObject OrNull(JsonObject schema)
    {
        switch (schema["type"])
        {
            case JsonArray types:
                types.Add("null");
                return schema;
            case JsonValue type:
                schema["type"] = new JsonArray(type.DeepClone(), "null");
                return schema;
            case null when schema.Count == 0:
                return schema;
            default:
                return new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        }
    }

    private static bool IsOptional(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>);

    private static Type? Element(Type type, params ReadOnlySpan<Type> shapes)
    {
        foreach (var shape in shapes)
            if (type.IsGenericType && type.GetGenericTypeDefinition() == shape) return type.GetGenericArguments()[^1];
        return null;
    }
}
