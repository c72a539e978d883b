using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Cli.Configuration;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Specs;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Json;
using Regenerator.Specs.Tenant;

namespace Regenerator.Integration.Tests.Schema;

/// <summary>The schemas that come with the command, and the shapes that no type can tell.</summary>
internal static class Schemas
{
    private const string PointerPattern = "^(/([^~/]|~[01])*)*$";

    /// <summary>Type of a rule → its options.</summary>
    public static readonly IReadOnlyDictionary<string, Type> RuleTypes = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        ["workflow-failure"] = typeof(WorkflowFailureOptions),
        ["feature-under-use"] = typeof(FeatureUnderUseOptions),
        ["high-latency"] = typeof(HighLatencyOptions),
    };

    /// <summary>Type of a provider → its options.</summary>
    public static readonly IReadOnlyDictionary<string, Type> ProviderTypes = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        ["prometheus"] = typeof(PrometheusEntry),
        ["recorded"] = typeof(RecordedEntry),
    };

    /// <summary>Type of a sink → its options.</summary>
    public static readonly IReadOnlyDictionary<string, Type> SinkTypes = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        ["ndjson"] = typeof(NdjsonEntry),
        ["webhook"] = typeof(WebhookEntry),
        ["rabbitmq"] = typeof(RabbitMqEntry),
    };

    // Types that read their own JSON.
    private static readonly Dictionary<Type, Func<SchemaWriter, JsonObject>> Shapes = new()
    {
        [typeof(Uri)] = _ => Parse("""{ "type": "string", "pattern": "^https?://" }"""),
        [typeof(JsonPointer)] = _ => new JsonObject { ["type"] = "string", ["pattern"] = PointerPattern },
        [typeof(Secret)] = _ => Parse("""{ "type": "string", "minLength": 1 }"""),
        [typeof(SpecRef)] = _ => Parse("""
            {
              "type": "object",
              "properties": {
                "key": { "description": "The spec's key.", "type": "string" },
                "name": { "description": "Another name of `key`.", "type": "string" },
                "version": { "description": "Which version; absent or empty is the latest. A number is read by its text, so that 1.20 stays 1.20.", "type": ["string", "number", "null"] }
              },
              "anyOf": [{ "required": ["key"] }, { "required": ["name"] }]
            }
            """),
        [typeof(JsonPatch)] = _ => Parse($$"""
            {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "op": { "description": "What is done.", "enum": ["add", "remove", "replace", "move", "copy", "test"] },
                  "path": { "description": "Where, as a JSON Pointer.", "type": "string", "pattern": "{{PointerPattern}}" },
                  "from": { "description": "From where something is moved or copied, as a JSON Pointer.", "type": "string", "pattern": "{{PointerPattern}}" },
                  "value": { "description": "What is added, put in place, or expected." }
                },
                "required": ["op", "path"]
              }
            }
            """),
        [typeof(SpecEdit)] = Edit,
        [typeof(ContextsConfig)] = writer => new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["const"] = "tenants" }, writer.Reference(typeof(ModuleBody))) },
        [typeof(ProviderEntry)] = writer => Entry(writer, "Provider", "name", "What messages and proposals call it; unique.", writer.Reference(typeof(ProviderEntry.ProviderModule)), ProviderTypes),
        [typeof(RuleEntry)] = writer => Entry(
            writer, "Rule", "id", "Part of every proposal's identity: keep it. Unique.", writer.Reference("RuleModule", () => WithTerms(writer, writer.Record(typeof(ModuleBody)))), RuleTypes, WithTerms),
        [typeof(SinkEntry)] = writer => Entry(writer, "Sink", "name", "What messages call it, and what was delivered is remembered under; unique.", writer.Reference(typeof(SinkEntry.SinkModule)), SinkTypes),
    };

    public static readonly IReadOnlyDictionary<string, Func<JsonObject>> All = new Dictionary<string, Func<JsonObject>>(StringComparer.Ordinal)
    {
        ["blueprint"] = () => Identified(new SchemaWriter(Shapes).File("Blueprint of an app", typeof(AppBlueprintSpec)), "BlueprintMeta", ["version"], ["key", "name"]),
        ["tenant"] = () => Identified(new SchemaWriter(Shapes).File("Config of a tenant", typeof(TenantAppConfig)), "TenantMeta", ["tenantId", "version"], []),
        ["regenerator"] = () => OneStore(Commented(new SchemaWriter(Shapes).File("Workspace of Regenerator", typeof(WorkspaceConfig)))),
    };

    // The types let these be absent, because their readers say it in better words.
    private static JsonObject Identified(JsonObject schema, string type, string[] required, string[] either)
    {
        var meta = schema["definitions"]![type]!.AsObject();
        meta["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]);
        if (either.Length > 0) meta["anyOf"] = new JsonArray([.. either.Select(name => new JsonObject { ["required"] = new JsonArray(name) })]);
        foreach (var member in required.Concat(either).Select(name => meta["properties"]![name]!.AsObject()))
        {
            if (member["type"] is JsonArray types) types.RemoveAll(type => type!.ToString() == "null");
            member["minLength"] = 1;
        }

        return schema;
    }

    // VS Code would underline the comments of a .json file otherwise.
    private static JsonObject Commented(JsonObject schema)
    {
        schema["allowComments"] = true;
        schema["allowTrailingCommas"] = true;
        return schema;
    }

    private static JsonObject OneStore(JsonObject schema)
    {
        schema["definitions"]!["StoreConfig"]!["maxProperties"] = 1;
        return schema;
    }

    private static JsonObject Edit(SchemaWriter writer)
    {
        var cases = typeof(SpecEdit).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(SpecEdit)));
        return new JsonObject
        {
            ["description"] = "An intended change of a spec: an object whose only member names it.",
            ["type"] = "object",
            ["properties"] = new JsonObject([.. cases.Select(type => KeyValuePair.Create(
                JsonNamingPolicy.CamelCase.ConvertName(type.Name), (JsonNode?)writer.Reference(type == typeof(SpecEdit.Patch) ? typeof(JsonPatch) : type)))]),
            ["additionalProperties"] = false,
            ["minProperties"] = 1,
            ["maxProperties"] = 1,
        };
    }

    /// <summary>An entry with a module, or of a type that says which members it has.</summary>
    private static JsonObject Entry(
        SchemaWriter writer, string noun, string identity, string sentence, JsonObject module, IReadOnlyDictionary<string, Type> types, Func<SchemaWriter, JsonObject, JsonObject>? with = null)
    {
        var chosen = types.Select(t => new JsonObject
        {
            ["if"] = new JsonObject { ["properties"] = new JsonObject { ["type"] = new JsonObject { ["const"] = t.Key } } },
            ["then"] = writer.Reference($"{t.Value.Name.Replace("Options", noun, StringComparison.Ordinal).Replace("Entry", noun, StringComparison.Ordinal)}", () => with is null ? Typed(writer, identity, sentence, t.Key, t.Value) : with(writer, Typed(writer, identity, sentence, t.Key, t.Value))),
        });
        var known = new JsonArray([.. types.Keys.Select(name => (JsonNode)name)]);
        return new JsonObject
        {
            ["type"] = "object",
            // For completion, before anything is decided.
            ["properties"] = new JsonObject
            {
                ["type"] = new JsonObject { ["description"] = "One that comes with the command; or, instead of a type, a `module`.", ["enum"] = known },
                ["module"] = new JsonObject { ["description"] = "A C# file, relative to this one.", ["type"] = "string" },
            },
            ["if"] = new JsonObject { ["required"] = new JsonArray("module") },
            ["then"] = module,
            ["else"] = new JsonObject { ["required"] = new JsonArray(identity, "type"), ["allOf"] = new JsonArray([.. chosen]) },
        };
    }

    private static JsonObject Typed(SchemaWriter writer, string identity, string sentence, string type, Type options)
    {
        var record = writer.Record(options);
        var own = record["properties"]!.AsObject();
        own.Remove(identity);
        own.Insert(0, identity, new JsonObject { ["description"] = sentence, ["type"] = "string", ["minLength"] = 1 });
        own.Insert(1, "type", new JsonObject { ["const"] = type });
        record["required"] = new JsonArray([identity, "type", .. (record["required"]?.AsArray() ?? []).Select(name => name!.DeepClone())]);
        return record;
    }

    /// <summary>A rule with what is read of every rule; its own options can be otherwise for contexts with certain labels.</summary>
    private static JsonObject WithTerms(SchemaWriter writer, JsonObject rule)
    {
        var own = rule["properties"]!.AsObject();
        var fixedMembers = RulePart.OfTheWholeRule.Concat(["module", "options"]);
        var patience = new JsonObject
        {
            ["description"] = "How patient the intake is with the rule's wishes. Absent members are the rule's own, or have their default.",
            ["allOf"] = new JsonArray(writer.Reference(typeof(RuleTerms))),
        };
        var part = new JsonObject
        {
            ["labels"] = Parse("""{ "description": "Label → its value, or a list of values; all labels that are named must match.", "type": "object", "minProperties": 1, "additionalProperties": { "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" }, "minItems": 1 }] } }"""),
            ["patience"] = patience.DeepClone(),
        };
        foreach (var (name, shape) in own.Where(member => !fixedMembers.Contains(member.Key))) part[name] = WithoutDefault(shape!);
        own["mode"] = Parse("""{ "description": "`shadow`: proposals open and gather evidence, but reviewers and sinks are not told, and nobody can approve them.", "enum": ["live", "shadow"], "default": "live" }""");
        own["patience"] = patience;
        var entry = $"where-{own["type"]?["const"]?.GetValue<string>() ?? "module"}";
        own["where"] = new JsonObject
        {
            ["description"] = "What is otherwise for contexts with certain labels; of several entries, the first whose labels all match counts.",
            ["anyOf"] = new JsonArray(Entry(), new JsonObject { ["type"] = "array", ["items"] = Entry() }),
        };
        return rule;

        JsonObject Entry() => writer.Reference(entry, () => new JsonObject { ["type"] = "object", ["properties"] = part, ["additionalProperties"] = false, ["required"] = new JsonArray("labels") });
    }

    // What is absent there is as in the rule.
    private static JsonNode WithoutDefault(JsonNode shape)
    {
        var copy = shape.DeepClone();
        copy.AsObject().Remove("default");
        return copy;
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
