using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Regenerator.Studio.Access;

namespace Regenerator.Studio.Api;

/// <summary>The table of endpoints as an OpenAPI 3.1 document: routes, roles, shapes and document come from the same lines, and can not drift apart.</summary>
internal static class OpenApiDocument
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSchemaExporterOptions Strict = new() { TreatNullObliviousAsNonNullable = true };

    // Answers may grow: who reads them ignores what they do not know.
    private static readonly JsonSchemaExporterOptions Open = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (_, schema) =>
        {
            if (schema is JsonObject shape) shape.Remove("additionalProperties");
            return schema;
        },
    };

    public static byte[] Write(IReadOnlyList<ApiEndpoint> table)
    {
        var schemas = new JsonObject();
        var paths = new JsonObject();
        foreach (var endpoint in table)
        {
            var path = paths[ApiRoutes.Root + endpoint.Path] as JsonObject ?? (JsonObject)(paths[ApiRoutes.Root + endpoint.Path] = new JsonObject());
            path[endpoint.Method.ToLowerInvariant()] = Operation(endpoint, schemas);
        }

        var problem = Reference(ApiJson.Wire.ApiProblem, schemas);
        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Regenerator", ["version"] = "1", ["description"] = "Look at proposals and decide about them. Every refusal is a problem (RFC 9457) in one plain sentence." },
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } },
                ["responses"] = new JsonObject { ["Problem"] = Response("Why it is not done", "application/problem+json", problem) },
                ["schemas"] = schemas,
            },
        };
        return System.Text.Encoding.UTF8.GetBytes(document.ToJsonString(Indented) + "\n");
    }

    private static JsonObject Operation(ApiEndpoint endpoint, JsonObject schemas)
    {
        var operation = new JsonObject
        {
            ["operationId"] = Id(endpoint),
            ["summary"] = endpoint.Summary,
            ["description"] = $"Takes the role {Tokens.Word(endpoint.Role)}{(endpoint.Shared ? ", in all tenants" : "")}.",
        };
        var parameters = new JsonArray([.. Parameters(endpoint)]);
        if (parameters.Count > 0) operation["parameters"] = parameters;
        if (endpoint.Asks is { } asks)
            operation["requestBody"] = new JsonObject { ["required"] = Required(asks), ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = Reference(asks, schemas) } } };
        operation["responses"] = new JsonObject
        {
            ["200"] = endpoint.Answers is { } answers ? Response("Done", "application/json", Reference(answers, schemas)) : Stream(endpoint),
            ["default"] = new JsonObject { ["$ref"] = "#/components/responses/Problem" },
        };
        return operation;
    }

    private static IEnumerable<JsonNode> Parameters(ApiEndpoint endpoint)
    {
        foreach (var part in endpoint.Path.Split('/').Where(p => p.StartsWith('{')))
            yield return new JsonObject { ["name"] = part.Trim('{', '}'), ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string" } };
        foreach (var parameter in endpoint.Parameters)
            yield return new JsonObject { ["name"] = parameter.Name, ["in"] = "query", ["description"] = parameter.Description, ["schema"] = new JsonObject { ["type"] = parameter.IsNumber ? "integer" : "string" } };
        if (endpoint.IfMatch)
            yield return new JsonObject { ["name"] = "If-Match", ["in"] = "header", ["description"] = "The digest of what was seen: the ETag", ["schema"] = new JsonObject { ["type"] = "string" } };
        if (endpoint.IsWrite)
            yield return new JsonObject { ["name"] = "Idempotency-Key", ["in"] = "header", ["description"] = "The same key gets the same answer, and nothing is done twice", ["schema"] = new JsonObject { ["type"] = "string", ["maxLength"] = 200 } };
    }

    private static bool Required(JsonTypeInfo asks) => asks.GetJsonSchemaAsNode()["required"] is JsonArray { Count: > 0 };

    private static JsonObject Response(string description, string type, JsonNode schema) =>
        new() { ["description"] = description, ["content"] = new JsonObject { [type] = new JsonObject { ["schema"] = schema } } };

    private static JsonObject Stream(ApiEndpoint endpoint)
    {
        var content = new JsonObject();
        foreach (var type in endpoint.Streams) content[type] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
        return new JsonObject { ["description"] = "As it is read, or as it happens", ["content"] = content };
    }

    private static JsonObject Reference(JsonTypeInfo type, JsonObject schemas)
    {
        var name = type.Type.Name.Replace("Shape", "", StringComparison.Ordinal);
        if (!schemas.ContainsKey(name)) schemas[name] = type.GetJsonSchemaAsNode(IsAsked(name) ? Strict : Open);
        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    private static bool IsAsked(string name) => name.EndsWith("Body", StringComparison.Ordinal);

    // POST /proposals/{id}/approve is postProposalsIdApprove.
    private static string Id(ApiEndpoint endpoint) =>
        endpoint.Method.ToLowerInvariant() + string.Concat(endpoint.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Trim('{', '}')).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
