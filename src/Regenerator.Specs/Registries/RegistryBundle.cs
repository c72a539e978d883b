using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Regenerator.Specs.Registries;

/// <summary>Registries written as one object: <c>{ "workflows": [ … ], "integrationConnections": [ … ] }</c>. A member that is absent is a registry that is not given.</summary>
public static class RegistryBundle
{
    /// <exception cref="JsonException">A spec is not what its member says.</exception>
    public static SpecRegistries Of(JsonElement bundle)
    {
        return new SpecRegistries
        {
            Capabilities = Registry("capabilities", SpecJson.Default.ReferencedSpec),
            Features = Registry("features", SpecJson.Default.ReferencedSpec),
            DataViews = Registry("dataViews", SpecJson.Default.ReferencedSpec),
            Workflows = Registry("workflows", SpecJson.Default.ReferencedSpec),
            Jobs = Registry("jobs", SpecJson.Default.ReferencedSpec),
            Policies = Registry("policies", SpecJson.Default.ReferencedSpec),
            Themes = Registry("themes", SpecJson.Default.ReferencedSpec),
            Telemetry = Registry("telemetry", SpecJson.Default.TelemetrySpec),
            Experiments = Registry("experiments", SpecJson.Default.ReferencedSpec),
            IntegrationSpecs = Registry("integrationSpecs", SpecJson.Default.IntegrationSpec),
            IntegrationConnections = List("integrationConnections", SpecJson.Default.IntegrationConnection) is { } connections ? new ConnectionRegistry(connections) : null,
            KnowledgeSpaces = Registry("knowledgeSpaces", SpecJson.Default.KnowledgeSpaceSpec),
            KnowledgeSources = List("knowledgeSources", SpecJson.Default.KnowledgeSource) is { } sources ? new KnowledgeSourceRegistry(sources) : null,
            BlueprintCatalogs = Registry("blueprintCatalogs", SpecJson.Default.TranslationCatalog),
            PlatformCatalogs = Registry("platformCatalogs", SpecJson.Default.TranslationCatalog),
        };

        SpecRegistry<T>? Registry<T>(string member, JsonTypeInfo<T> type)
            where T : IVersionedSpec => List(member, type) is { } specs ? new SpecRegistry<T>(specs) : null;

        T[]? List<T>(string member, JsonTypeInfo<T> type) =>
            bundle.TryGetProperty(member, out var list) ? [.. list.EnumerateArray().Select(item => item.Deserialize(type)!)] : null;
    }
}
