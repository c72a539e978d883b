using Regenerator.Specs.Json;

namespace Regenerator.Contexts;

/// <summary>
/// Where the documents of a workspace are. Patterns are relative to the root: <c>*</c> and <c>?</c> match within a name, <c>**</c> any number of
/// folders; names that begin with a dot are matched only by a pattern that does too; linked folders are entered only by name.
/// </summary>
public sealed record FileContextOptions
{
    /// <summary>Default: the working directory. No file outside of it is read.</summary>
    public string Root { get; init; } = ".";

    public IReadOnlyList<string> Blueprints { get; init; } = [];

    public IReadOnlyList<string> Tenants { get; init; } = [];

    public RegistryFiles Registries { get; init; } = new();

    /// <summary>Name → place in the tenant's document. A text, a number or a truth value there becomes the context's label.</summary>
    public IReadOnlyDictionary<string, JsonPointer> Labels { get; init; } = new Dictionary<string, JsonPointer>(StringComparer.Ordinal);
}

/// <summary>Patterns of JSON or YAML files, each with one spec or a list of them. No pattern: that registry was not given.</summary>
public sealed record RegistryFiles
{
    /// <summary>What the integrations of vendors can do.</summary>
    public IReadOnlyList<string> IntegrationSpecs { get; init; } = [];

    /// <summary>The tenants' access to integrations.</summary>
    public IReadOnlyList<string> IntegrationConnections { get; init; } = [];

    /// <summary>Bodies of knowledge that apps may be bound to.</summary>
    public IReadOnlyList<string> KnowledgeSpaces { get; init; } = [];

    /// <summary>The feeds of knowledge spaces.</summary>
    public IReadOnlyList<string> KnowledgeSources { get; init; } = [];
}
