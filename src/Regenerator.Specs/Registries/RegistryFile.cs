using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Registries;

/// <summary>Files of specs that apps refer to: one spec, or a list of them, as JSON or YAML.</summary>
public static class RegistryFile
{
    /// <exception cref="SpecFormatException">The bytes are no such file; says where.</exception>
    public static IReadOnlyList<IntegrationSpec> IntegrationSpecs(SpecPlace place, ReadOnlyMemory<byte> bytes) =>
        Read(place, bytes, SpecJson.Default.IntegrationSpec, SpecJson.Default.IReadOnlyListIntegrationSpec);

    /// <inheritdoc cref="IntegrationSpecs"/>
    public static IReadOnlyList<IntegrationConnection> IntegrationConnections(SpecPlace place, ReadOnlyMemory<byte> bytes) =>
        Read(place, bytes, SpecJson.Default.IntegrationConnection, SpecJson.Default.IReadOnlyListIntegrationConnection);

    /// <inheritdoc cref="IntegrationSpecs"/>
    public static IReadOnlyList<KnowledgeSpaceSpec> KnowledgeSpaces(SpecPlace place, ReadOnlyMemory<byte> bytes) =>
        Read(place, bytes, SpecJson.Default.KnowledgeSpaceSpec, SpecJson.Default.IReadOnlyListKnowledgeSpaceSpec);

    /// <inheritdoc cref="IntegrationSpecs"/>
    public static IReadOnlyList<KnowledgeSource> KnowledgeSources(SpecPlace place, ReadOnlyMemory<byte> bytes) =>
        Read(place, bytes, SpecJson.Default.KnowledgeSource, SpecJson.Default.IReadOnlyListKnowledgeSource);

    private static IReadOnlyList<T> Read<T>(SpecPlace place, ReadOnlyMemory<byte> bytes, JsonTypeInfo<T> one, JsonTypeInfo<IReadOnlyList<T>> list)
        where T : class
    {
        var json = bytes.Span;
        try
        {
            if (place.Format == SpecFormat.Yaml) json = YamlJson.ToJson(json);
            else JsonText.Check(json);
            json = json[JsonText.BomLength(json)..];
            var isList = json.TrimStart(" \t\r\n"u8).StartsWith("["u8);
            IReadOnlyList<T?>? specs = isList ? JsonSerializer.Deserialize(json, list) : JsonSerializer.Deserialize(json, one) is { } only ? [only] : null;
            return specs?.All(spec => spec is not null) == true
                ? (IReadOnlyList<T>)specs
                : throw new SpecFormatException("expected a spec or a list of specs, saw null");
        }
        catch (SpecFormatException problem) when (problem.Place is null)
        {
            throw problem.At(place.Name);
        }
        catch (JsonException problem)
        {
            throw JsonProblem.Of(problem, place, bytes.Span, json);
        }
    }
}
