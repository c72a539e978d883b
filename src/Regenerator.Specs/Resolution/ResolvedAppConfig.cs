using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Resolution;

/// <summary>
/// What a tenant really gets: the blueprint with the tenant's overrides laid over it. Shares with its inputs whatever the
/// tenant does not override; immutable; safe to share between threads.
/// </summary>
public sealed record ResolvedAppConfig
{
    public required string AppId { get; init; }

    public required string TenantId { get; init; }

    public required string BlueprintName { get; init; }

    public required string BlueprintVersion { get; init; }

    public required string ConfigVersion { get; init; }

    public Optional<string> Environment { get; init; }

    public required ResolvedCapabilities Capabilities { get; init; }

    public required ResolvedFeatures Features { get; init; }

    /// <summary>Slot → data view in force.</summary>
    public required OrderedMap<SpecRef> DataViews { get; init; }

    /// <summary>Slot → workflow in force.</summary>
    public required OrderedMap<SpecRef> Workflows { get; init; }

    /// <summary>Slot → job in force.</summary>
    public required OrderedMap<SpecRef> Jobs { get; init; }

    public required IReadOnlyList<SpecRef> Policies { get; init; }

    public ResolvedTheme? Theme { get; init; }

    public ResolvedTelemetry? Telemetry { get; init; }

    public required ResolvedExperiments Experiments { get; init; }

    public required IReadOnlyList<FeatureFlag> FeatureFlags { get; init; }

    public required IReadOnlyList<AppRoute> Routes { get; init; }

    public required IReadOnlyList<ResolvedIntegration> Integrations { get; init; }

    public required IReadOnlyList<ResolvedKnowledge> Knowledge { get; init; }

    public required ResolvedBranding Branding { get; init; }

    public required ResolvedTranslation Translation { get; init; }

    public Optional<string> Notes { get; init; }

    /// <summary>The flag in force, or null where no document names it.</summary>
    public FeatureFlag? Flag(string key) => FeatureFlags.FirstOrDefault(f => string.Equals(f.Key, key));

    /// <summary>The event is switched off, so that its absence says nothing.</summary>
    public bool IsEventDisabled(string eventName) => Telemetry?.DisabledEvents?.Contains(eventName) == true;
}

public sealed record ResolvedCapabilities(IReadOnlyList<SpecRef> Enabled, IReadOnlyList<SpecRef> Disabled);

public sealed record ResolvedFeatures(IReadOnlyList<SpecRef> Include, IReadOnlyList<SpecRef> Exclude);

public sealed record ResolvedTheme(SpecRef Primary, IReadOnlyList<SpecRef> Fallbacks);

public sealed record ResolvedTelemetry
{
    public SpecRef? Spec { get; init; }

    public IReadOnlyList<string>? DisabledEvents { get; init; }

    public OrderedMap<double>? SamplingOverrides { get; init; }
}

/// <param name="Catalog">Every experiment that any document names.</param>
public sealed record ResolvedExperiments(IReadOnlyList<SpecRef> Catalog, IReadOnlyList<SpecRef> Active, IReadOnlyList<SpecRef> Paused);

public sealed record ResolvedIntegration(IntegrationSlot Slot, IntegrationBinding Binding, IntegrationConnection Connection, IntegrationSpec Spec);

public sealed record ResolvedKnowledge(KnowledgeBinding Binding, KnowledgeSpaceSpec Space, IReadOnlyList<KnowledgeSource> Sources);

public sealed record ResolvedBranding(string AppName, ResolvedAssets Assets, ResolvedColors Colors, string Domain);

/// <summary>URLs by kind of asset.</summary>
public sealed record ResolvedAssets
{
    public string? Logo { get; init; }

    public string? LogoDark { get; init; }

    public string? Favicon { get; init; }

    public string? OgImage { get; init; }
}

public sealed record ResolvedColors(string Primary, string Secondary);

public sealed record ResolvedTranslation
{
    public required string DefaultLocale { get; init; }

    public required IReadOnlyList<string> SupportedLocales { get; init; }

    public SpecRef? BlueprintCatalog { get; init; }

    public required IReadOnlyList<TranslationEntry> TenantOverrides { get; init; }
}
