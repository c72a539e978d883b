namespace Regenerator.Specs.Registries;

/// <summary>
/// Everything that a blueprint or a tenant can point to, one registry per kind of spec. A registry that is null was not given, which is
/// not the same as an empty one: without both connections and integration specs no integration resolves, without spaces no knowledge does;
/// composing reports every reference of a kind without registry as missing; what validation does without one is said at <see cref="Validation.ValidationContext"/>.
/// Immutable; safe to share between threads.
/// </summary>
public sealed record SpecRegistries
{
    public static SpecRegistries None { get; } = new();

    public SpecRegistry<ReferencedSpec>? Capabilities { get; init; }

    /// <summary>Referred to by key alone.</summary>
    public SpecRegistry<ReferencedSpec>? Features { get; init; }

    public SpecRegistry<ReferencedSpec>? DataViews { get; init; }

    public SpecRegistry<ReferencedSpec>? Workflows { get; init; }

    public SpecRegistry<ReferencedSpec>? Jobs { get; init; }

    public SpecRegistry<ReferencedSpec>? Policies { get; init; }

    public SpecRegistry<ReferencedSpec>? Themes { get; init; }

    public SpecRegistry<TelemetrySpec>? Telemetry { get; init; }

    public SpecRegistry<ReferencedSpec>? Experiments { get; init; }

    public SpecRegistry<IntegrationSpec>? IntegrationSpecs { get; init; }

    public ConnectionRegistry? IntegrationConnections { get; init; }

    public SpecRegistry<KnowledgeSpaceSpec>? KnowledgeSpaces { get; init; }

    /// <summary>Null: spaces resolve without sources.</summary>
    public KnowledgeSourceRegistry? KnowledgeSources { get; init; }

    /// <summary>Catalogs of the apps, which blueprints point to.</summary>
    public SpecRegistry<TranslationCatalog>? BlueprintCatalogs { get; init; }

    /// <summary>Catalogs of the platform, whose keys every tenant may override.</summary>
    public SpecRegistry<TranslationCatalog>? PlatformCatalogs { get; init; }
}
