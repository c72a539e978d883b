using Regenerator.Specs.Registries;

namespace Regenerator.Contexts;

/// <summary>
/// Patterns of JSON or YAML files, each with one spec or a list of them, by the registry that they make up. No pattern: that registry was
/// not given.
/// </summary>
public sealed record RegistryFiles
{
    /// <summary>What apps can do.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Bundles of what apps offer, referred to by key alone.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Data views.</summary>
    public IReadOnlyList<string> DataViews { get; init; } = [];

    /// <summary>Workflows.</summary>
    public IReadOnlyList<string> Workflows { get; init; } = [];

    /// <summary>Jobs.</summary>
    public IReadOnlyList<string> Jobs { get; init; } = [];

    /// <summary>Policies, which guard routes too.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>Themes.</summary>
    public IReadOnlyList<string> Themes { get; init; } = [];

    /// <summary>Telemetry specs: the events that apps send.</summary>
    public IReadOnlyList<string> Telemetry { get; init; } = [];

    /// <summary>Experiments.</summary>
    public IReadOnlyList<string> Experiments { get; init; } = [];

    /// <summary>What the integrations of vendors can do.</summary>
    public IReadOnlyList<string> IntegrationSpecs { get; init; } = [];

    /// <summary>The tenants' access to integrations.</summary>
    public IReadOnlyList<string> IntegrationConnections { get; init; } = [];

    /// <summary>Bodies of knowledge that apps may be bound to.</summary>
    public IReadOnlyList<string> KnowledgeSpaces { get; init; } = [];

    /// <summary>The feeds of knowledge spaces.</summary>
    public IReadOnlyList<string> KnowledgeSources { get; init; } = [];

    /// <summary>Translation catalogs of the apps.</summary>
    public IReadOnlyList<string> BlueprintCatalogs { get; init; } = [];

    /// <summary>Translation catalogs of the platform.</summary>
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
