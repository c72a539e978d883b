using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Effects;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Resolution;
using Regenerator.Specs.Tenant;
using Regenerator.Specs.Validation;

namespace Regenerator.Specs;

/// <summary>The JSON of specs: camelCase, absent members left out, unknown members kept, duplicates refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 64,
    Converters = [typeof(PooledText)])]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(SpecRef))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(AppBlueprintSpec))]
[JsonSerializable(typeof(TenantAppConfig))]
[JsonSerializable(typeof(ResolvedAppConfig))]
[JsonSerializable(typeof(ReferencedSpec))]
[JsonSerializable(typeof(IReadOnlyList<ReferencedSpec>))]
[JsonSerializable(typeof(TelemetrySpec))]
[JsonSerializable(typeof(IReadOnlyList<TelemetrySpec>))]
[JsonSerializable(typeof(TranslationCatalog))]
[JsonSerializable(typeof(IReadOnlyList<TranslationCatalog>))]
[JsonSerializable(typeof(IntegrationSpec))]
[JsonSerializable(typeof(IReadOnlyList<IntegrationSpec>))]
[JsonSerializable(typeof(IntegrationConnection))]
[JsonSerializable(typeof(IReadOnlyList<IntegrationConnection>))]
[JsonSerializable(typeof(KnowledgeSpaceSpec))]
[JsonSerializable(typeof(IReadOnlyList<KnowledgeSpaceSpec>))]
[JsonSerializable(typeof(KnowledgeSource))]
[JsonSerializable(typeof(IReadOnlyList<KnowledgeSource>))]
[JsonSerializable(typeof(SpecEdit))]
[JsonSerializable(typeof(IReadOnlyList<ResolvedChange>))]
[JsonSerializable(typeof(ValidationReport))]
[JsonSerializable(typeof(FindingChanges))]
public sealed partial class SpecJson : JsonSerializerContext
{
    /// <summary>The resolved view as a tree, to compare and to show.</summary>
    public static JsonObject Tree(ResolvedAppConfig resolved) => (JsonObject)JsonSerializer.SerializeToNode(resolved, Default.ResolvedAppConfig)!;
}
