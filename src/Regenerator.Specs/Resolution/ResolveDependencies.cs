using Regenerator.Specs.Registries;

namespace Regenerator.Specs.Resolution;

/// <summary>
/// The specs that resolve looks integrations and knowledge up in. A list that is null was not given: without both
/// connections and specs no integration resolves, without spaces no knowledge does.
/// </summary>
public sealed record ResolveDependencies
{
    public SpecRegistry<IntegrationSpec>? IntegrationSpecs { get; init; }

    public IReadOnlyList<IntegrationConnection>? IntegrationConnections { get; init; }

    public SpecRegistry<KnowledgeSpaceSpec>? KnowledgeSpaces { get; init; }

    /// <summary>Null: spaces resolve without sources.</summary>
    public IReadOnlyList<KnowledgeSource>? KnowledgeSources { get; init; }
}
