using Regenerator.Specs.Registries;

namespace Regenerator.Contexts;

/// <summary>
/// Patterns of JSON or YAML files, each with one spec or a list of them, by the registry that they make up. No pattern: that registry was
/// not given.
/// </summary>
public sealed record RegistryFiles
{
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    public IReadOnlyList<string> Features { get; init; } = [];

    public IReadOnlyList<string> DataViews { get; init; } = [];

    public IReadOnlyList<string> Workflows { get; init; } = [];

    public IReadOnlyList<string> Jobs { get; init; } = [];

    public IReadOnlyList<string> Policies { get; init; } = [];

    public IReadOnlyList<string> Themes { get; init; } = [];

    public IReadOnlyList<string> Telemetry { get; init; } = [];

    public IReadOnlyList<string> Experiments { get; init; } = [];

    public IReadOnlyList<string> IntegrationSpecs { get; init; } = [];

    public IReadOnlyList<string> IntegrationConnections { get; init; } = [];

    public IReadOnlyList<string> KnowledgeSpaces { get; init; } = [];

    public IReadOnlyList<string> KnowledgeSources { get; init; } = [];

    public IReadOnlyList<string> BlueprintCatalogs { get; init; } = [];

    public IReadOnlyList<string> PlatformCatalogs { get; init; } = [];

    /// <summary>Those with a pattern.</summary>
    internal IEnumerable<(RegistryKind Kind, IReadOnlyList<string> Patterns)> Given() => new (RegistryKind Kind, IReadOnlyList<string> Patterns)[]
    {
        (RegistryKind.Capabilities, Capabilities),
        (RegistryKind.Features, Features),
        (RegistryKind.DataViews, DataViews),
        (RegistryKind.Workflows, Workflows),
        (RegistryKind.Jobs, Jobs),
        (RegistryKind.Policies, Policies),
        (RegistryKind.Themes, Themes),
        (RegistryKind.Telemetry, Telemetry),
        (RegistryKind.Experiments, Experiments),
        (RegistryKind.IntegrationSpecs, IntegrationSpecs),
        (RegistryKind.IntegrationConnections, IntegrationConnections),
        (RegistryKind.KnowledgeSpaces, KnowledgeSpaces),
        (RegistryKind.KnowledgeSources, KnowledgeSources),
        (RegistryKind.BlueprintCatalogs, BlueprintCatalogs),
        (RegistryKind.PlatformCatalogs, PlatformCatalogs),
    }.Where(given => given.Patterns.Count > 0);
}
