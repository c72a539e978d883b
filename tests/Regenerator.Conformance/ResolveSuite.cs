using System.Text.Json;
using Regenerator.Specs;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Resolution;

namespace Regenerator.Conformance;

/// <summary><c>resolve-*.json</c>: blueprint and tenant (and what they refer to) to the resolved view; and both documents through our types and back.</summary>
internal sealed class ResolveSuite() : Suite("resolve")
{
    protected override Task<string?> DifferenceAsync(JsonElement vector)
    {
        var blueprint = vector.GetProperty("blueprint").Deserialize(SpecJson.Default.AppBlueprintSpec)!;
        var tenant = vector.GetProperty("tenant").Deserialize(SpecJson.Default.TenantAppConfig)!;
        var deps = vector.TryGetProperty("deps", out var given) ? Dependencies(given) : null;
        var resolved = JsonSerializer.SerializeToElement(AppConfig.Resolve(blueprint, tenant, deps), SpecJson.Default.ResolvedAppConfig);
        return Task.FromResult(Compare(vector.GetProperty("resolved"), resolved)
            ?? Compare(vector.GetProperty("blueprint"), JsonSerializer.SerializeToElement(blueprint, SpecJson.Default.AppBlueprintSpec), "blueprint read and written")
            ?? Compare(vector.GetProperty("tenant"), JsonSerializer.SerializeToElement(tenant, SpecJson.Default.TenantAppConfig), "tenant read and written"));
    }

    private static ResolveDependencies Dependencies(JsonElement given) => new()
    {
        IntegrationSpecs = List(given, "integrationSpecs", SpecJson.Default.IntegrationSpec) is { } specs ? new SpecRegistry<IntegrationSpec>(specs) : null,
        IntegrationConnections = List(given, "integrationConnections", SpecJson.Default.IntegrationConnection),
        KnowledgeSpaces = List(given, "knowledgeSpaces", SpecJson.Default.KnowledgeSpaceSpec) is { } spaces ? new SpecRegistry<KnowledgeSpaceSpec>(spaces) : null,
        KnowledgeSources = List(given, "knowledgeSources", SpecJson.Default.KnowledgeSource),
    };

    private static T[]? List<T>(JsonElement given, string member, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        given.TryGetProperty(member, out var list) ? [.. list.EnumerateArray().Select(item => item.Deserialize(type)!)] : null;
}
