using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits;

/// <summary>
/// The JSON of an edit: an object whose only member names it, <c>{ "pinWorkflow": { "slot": "checkout", "to": { "key": …, "version": … } } }</c>.
/// </summary>
public sealed class SpecEditJson : JsonConverter<SpecEdit>
{
    private static readonly Dictionary<string, Func<JsonElement, SpecEdit>> Known = new(StringComparer.Ordinal)
    {
        ["pinWorkflow"] = body => new SpecEdit.PinWorkflow(Text(body, "slot"), Ref(body, "to")),
        ["pinDataView"] = body => new SpecEdit.PinDataView(Text(body, "slot"), Ref(body, "to")),
        ["pinJob"] = body => new SpecEdit.PinJob(Text(body, "slot"), Ref(body, "to")),
        ["setFeatureFlag"] = body => new SpecEdit.SetFeatureFlag(Text(body, "key"), Truth(body, "enabled"), MaybeText(body, "variant").Value, MaybeText(body, "description").Value),
        ["excludeFeature"] = body => new SpecEdit.ExcludeFeature(Text(body, "key")),
        ["bindRoute"] = ReadRoute,
        ["preferConnection"] = body => new SpecEdit.PreferConnection(Text(body, "slot"), Text(body, "connection")),
        ["patch"] = body => new SpecEdit.Patch(ReadPatch(body)),
    };

    private static readonly Dictionary<string, string[]> Members = new(StringComparer.Ordinal)
    {
        ["pinWorkflow"] = ["slot", "to"],
        ["pinDataView"] = ["slot", "to"],
        ["pinJob"] = ["slot", "to"],
        ["setFeatureFlag"] = ["key", "enabled", "variant", "description"],
        ["excludeFeature"] = ["key"],
        ["bindRoute"] = ["path", "label", "workflow", "dataView", "guard", "featureFlag", "experiment"],
        ["preferConnection"] = ["slot", "connection"],
    };

    public override SpecEdit Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, SpecEdit value, JsonSerializerOptions options) => Write(writer, value);

    /// <exception cref="JsonException">The element is no edit; one line that lists what is known.</exception>
    public static SpecEdit Read(JsonElement json)
    {
        try
        {
            return Named(json);
        }
        catch (InvalidOperationException problem)
        {
            throw new JsonException("a text of the edit has half of a surrogate pair", problem);
        }
    }

    public static void Write(Utf8JsonWriter writer, SpecEdit edit)
    {
        writer.WriteStartObject();
        if (edit is SpecEdit.Patch patch)
        {
            writer.WritePropertyName("patch"u8);
            patch.Operations.WriteTo(writer);
        }
        else
        {
            var (name, body) = Body(edit);
            writer.WritePropertyName(name);
            body.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    internal static JsonObject Tree(SpecRef spec) => (JsonObject)JsonSerializer.SerializeToNode(spec, SpecJson.Default.SpecRef)!;

    private static SpecEdit Named(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || json.GetPropertyCount() != 1)
            throw new JsonException($"an edit is an object with one member that names it: {string.Join(", ", Known.Keys)}");
        var named = json.EnumerateObject().First();
        if (!Known.TryGetValue(named.Name, out var read)) throw new JsonException($"«{named.Name}» is no edit; known: {string.Join(", ", Known.Keys)}");
        if (Members.TryGetValue(named.Name, out var members))
        {
            if (named.Value.ValueKind != JsonValueKind.Object) throw new JsonException($"«{named.Name}» takes an object with {string.Join(", ", members)}");
            if (named.Value.EnumerateObject().Select(p => p.Name).FirstOrDefault(name => !members.Contains(name)) is { } stranger)
                throw new JsonException($"«{named.Name}» has no member «{stranger}»; known: {string.Join(", ", members)}");
        }

        return read(named.Value);
    }

    private static (string Name, JsonObject Body) Body(SpecEdit edit) => edit switch
    {
        SpecEdit.PinWorkflow pin => ("pinWorkflow", Pin(pin.Slot, pin.To)),
        SpecEdit.PinDataView pin => ("pinDataView", Pin(pin.Slot, pin.To)),
        SpecEdit.PinJob pin => ("pinJob", Pin(pin.Slot, pin.To)),
        SpecEdit.SetFeatureFlag flag => ("setFeatureFlag", Flag(flag)),
        SpecEdit.ExcludeFeature feature => ("excludeFeature", new JsonObject { ["key"] = feature.Key }),
        SpecEdit.BindRoute route => ("bindRoute", new JsonObject([KeyValuePair.Create("path", (JsonNode?)route.Path), .. route.Fields().Select(f => KeyValuePair.Create(f.Name, f.Value))])),
        SpecEdit.PreferConnection prefer => ("preferConnection", new JsonObject { ["slot"] = prefer.Slot, ["connection"] = prefer.Connection }),
        _ => throw new UnreachableException(),
    };

    private static JsonObject Pin(string slot, SpecRef to) => new() { ["slot"] = slot, ["to"] = Tree(to) };

    private static JsonObject Flag(SpecEdit.SetFeatureFlag flag)
    {
        var body = new JsonObject { ["key"] = flag.Key, ["enabled"] = flag.Enabled };
        if (flag.Variant is not null) body["variant"] = flag.Variant;
        if (flag.Description is not null) body["description"] = flag.Description;
        return body;
    }

    private static SpecEdit.BindRoute ReadRoute(JsonElement body) => new(Text(body, "path"))
    {
        Label = MaybeText(body, "label"),
        Workflow = MaybeText(body, "workflow"),
        DataView = MaybeText(body, "dataView"),
        Guard = MaybeRef(body, "guard"),
        FeatureFlag = MaybeText(body, "featureFlag"),
        Experiment = MaybeRef(body, "experiment"),
    };

    private static JsonPatch ReadPatch(JsonElement body)
    {
        try
        {
            return JsonPatch.Parse(body);
        }
        catch (FormatException problem)
        {
            throw new JsonException(problem.Message, problem);
        }
    }

    private static string Text(JsonElement body, string member) => MaybeText(body, member).Value ?? throw new JsonException($"«{member}» is missing");

    private static Optional<string> MaybeText(JsonElement body, string member) => !body.TryGetProperty(member, out var value) ? default
        : value.ValueKind == JsonValueKind.Null ? new Optional<string>(null)
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw new JsonException($"«{member}» is a text, saw {value.GetRawText()}");

    private static bool Truth(JsonElement body, string member) => body.TryGetProperty(member, out var value) && value.ValueKind is (JsonValueKind.True or JsonValueKind.False)
        ? value.GetBoolean()
        : throw new JsonException($"«{member}» is true or false");

    private static SpecRef Ref(JsonElement body, string member) => MaybeRef(body, member).Value ?? throw new JsonException($"«{member}» is missing");

    private static Optional<SpecRef> MaybeRef(JsonElement body, string member) => !body.TryGetProperty(member, out var value) ? default
        : value.ValueKind == JsonValueKind.Null ? new Optional<SpecRef>(null)
        : value.Deserialize(SpecJson.Default.SpecRef) is { Key: not null } spec ? spec
        : throw new JsonException($"«{member}» is a reference without a key");
}
