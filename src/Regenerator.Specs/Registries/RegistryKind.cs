using System.Text.Json.Serialization.Metadata;

namespace Regenerator.Specs.Registries;

/// <summary>
/// One of the registries of <see cref="SpecRegistries"/>: the name that bundles, folders and configurations know it by, and how what
/// stands there becomes that registry.
/// </summary>
public abstract class RegistryKind
{
    private RegistryKind(string name, string referenceType)
    {
        Name = name;
        ReferenceType = referenceType;
    }

    public static RegistryKind Capabilities { get; } = Referenced("capabilities", "capability", (all, specs) => all with { Capabilities = specs });

    public static RegistryKind Features { get; } = Referenced("features", "feature", (all, specs) => all with { Features = specs });

    public static RegistryKind DataViews { get; } = Referenced("dataViews", "dataView", (all, specs) => all with { DataViews = specs });

    public static RegistryKind Workflows { get; } = Referenced("workflows", "workflow", (all, specs) => all with { Workflows = specs });

    public static RegistryKind Jobs { get; } = Referenced("jobs", "job", (all, specs) => all with { Jobs = specs });

    public static RegistryKind Policies { get; } = Referenced("policies", "policy", (all, specs) => all with { Policies = specs });

    public static RegistryKind Themes { get; } = Referenced("themes", "theme", (all, specs) => all with { Themes = specs });

    public static RegistryKind Telemetry { get; } =
        Versioned("telemetry", "telemetry", SpecJson.Default.TelemetrySpec, SpecJson.Default.IReadOnlyListTelemetrySpec, (all, specs) => all with { Telemetry = specs });

    public static RegistryKind Experiments { get; } = Referenced("experiments", "experiment", (all, specs) => all with { Experiments = specs });

    public static RegistryKind IntegrationSpecs { get; } = Versioned(
        "integrationSpecs", "integrationSpec", SpecJson.Default.IntegrationSpec, SpecJson.Default.IReadOnlyListIntegrationSpec, (all, specs) => all with { IntegrationSpecs = specs });

    public static RegistryKind IntegrationConnections { get; } = new Of<IntegrationConnection>(
        "integrationConnections",
        "integrationConnection",
        SpecJson.Default.IntegrationConnection,
        SpecJson.Default.IReadOnlyListIntegrationConnection,
        connection => connection.Meta.Id,
        (all, connections) => all with { IntegrationConnections = new ConnectionRegistry(connections) });

    public static RegistryKind KnowledgeSpaces { get; } = Versioned(
        "knowledgeSpaces", "knowledgeSpace", SpecJson.Default.KnowledgeSpaceSpec, SpecJson.Default.IReadOnlyListKnowledgeSpaceSpec, (all, specs) => all with { KnowledgeSpaces = specs });

    public static RegistryKind KnowledgeSources { get; } = new Of<KnowledgeSource>(
        "knowledgeSources",
        "knowledgeSource",
        SpecJson.Default.KnowledgeSource,
        SpecJson.Default.IReadOnlyListKnowledgeSource,
        source => source.Meta.Id,
        (all, sources) => all with { KnowledgeSources = new KnowledgeSourceRegistry(sources) });

    public static RegistryKind BlueprintCatalogs { get; } = Catalogs("blueprintCatalogs", (all, specs) => all with { BlueprintCatalogs = specs });

    public static RegistryKind PlatformCatalogs { get; } = Catalogs("platformCatalogs", (all, specs) => all with { PlatformCatalogs = specs });

    /// <summary>Every kind, in the order of <see cref="SpecRegistries"/>.</summary>
    public static IReadOnlyList<RegistryKind> All { get; } =
    [
        Capabilities, Features, DataViews, Workflows, Jobs, Policies, Themes, Telemetry, Experiments, IntegrationSpecs, IntegrationConnections,
        KnowledgeSpaces, KnowledgeSources, BlueprintCatalogs, PlatformCatalogs,
    ];

    /// <summary>The member of <see cref="SpecRegistries"/> in camelCase: <c>workflows</c>.</summary>
    public string Name { get; }

    /// <summary>What a reference to one of these is called: <c>workflow</c>, the <see cref="Composition.MissingReference.Type"/> where it leads nowhere.</summary>
    public string ReferenceType { get; }

    internal static string KnownNames => string.Join(", ", All.Select(kind => kind.Name));

    /// <summary>The same registries, with this one made of the given specs and of nothing else.</summary>
    /// <param name="registries">What is there of the other kinds.</param>
    /// <param name="specs">As <see cref="RegistryFile.Read"/> of this kind gives them.</param>
    /// <exception cref="SpecFormatException">A spec is there twice; names both places.</exception>
    public SpecRegistries Put(SpecRegistries registries, IReadOnlyList<RegisteredSpec> specs) =>
        RepeatedSpec.In(specs).FirstOrDefault() is { } repeated ? throw new SpecFormatException(repeated.ToString()) : Build(registries, specs);

    /// <exception cref="SpecFormatException">The value is no spec of this kind, and no list of them.</exception>
    internal abstract IReadOnlyList<RegisteredSpec> Read(RegistryText text, int start, string path);

    public override string ToString() => Name;

    private protected abstract SpecRegistries Build(SpecRegistries registries, IReadOnlyList<RegisteredSpec> specs);

    internal static RegistryKind? Named(string name) => All.FirstOrDefault(kind => string.Equals(kind.Name, name));

    private static Of<ReferencedSpec> Referenced(string name, string referenceType, Func<SpecRegistries, SpecRegistry<ReferencedSpec>, SpecRegistries> put) =>
        Versioned(name, referenceType, SpecJson.Default.ReferencedSpec, SpecJson.Default.IReadOnlyListReferencedSpec, put);

    private static Of<TranslationCatalog> Catalogs(string name, Func<SpecRegistries, SpecRegistry<TranslationCatalog>, SpecRegistries> put) =>
        Versioned(name, "translationCatalog", SpecJson.Default.TranslationCatalog, SpecJson.Default.IReadOnlyListTranslationCatalog, put);

    private static Of<TSpec> Versioned<TSpec>(
        string name,
        string referenceType,
        JsonTypeInfo<TSpec> one,
        JsonTypeInfo<IReadOnlyList<TSpec>> list,
        Func<SpecRegistries, SpecRegistry<TSpec>, SpecRegistries> put)
        where TSpec : SpecObject, IVersionedSpec =>
        new(name, referenceType, one, list, spec => $"{spec.Key}@{spec.Version}", (all, specs) => put(all, new SpecRegistry<TSpec>(specs)));

    private sealed class Of<TSpec>(
        string name,
        string referenceType,
        JsonTypeInfo<TSpec> one,
        JsonTypeInfo<IReadOnlyList<TSpec>> list,
        Func<TSpec, string> identity,
        Func<SpecRegistries, IEnumerable<TSpec>, SpecRegistries> put) : RegistryKind(name, referenceType)
        where TSpec : SpecObject
    {
        internal override IReadOnlyList<RegisteredSpec> Read(RegistryText text, int start, string path) =>
            text.Specs(start, path, one, list, identity);

        private protected override SpecRegistries Build(SpecRegistries registries, IReadOnlyList<RegisteredSpec> specs) =>
            put(registries, specs.Select(spec => (TSpec)spec.Spec));
    }
}
