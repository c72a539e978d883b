using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Regenerator.Specs.Blueprint;

/// <summary>What an app is before any tenant has touched it: pointers to the specs that are in force, by slot.</summary>
public sealed record AppBlueprintSpec : SpecObject
{
    public required BlueprintMeta Meta { get; init; }

    public BlueprintCapabilities? Capabilities { get; init; }

    public FeatureSelection? Features { get; init; }

    /// <summary>Slot → data view.</summary>
    public OrderedMap<SpecRef>? DataViews { get; init; }

    /// <summary>Slot → workflow.</summary>
    public OrderedMap<SpecRef>? Workflows { get; init; }

    /// <summary>Slot → job.</summary>
    public OrderedMap<SpecRef>? Jobs { get; init; }

    public IReadOnlyList<SpecRef>? Policies { get; init => field = NoNulls.In(value); }

    public ThemeBinding? Theme { get; init; }

    public TelemetryBinding? Telemetry { get; init; }

    public ExperimentSelection? Experiments { get; init; }

    public IReadOnlyList<FeatureFlag>? FeatureFlags { get; init => field = NoNulls.In(value); }

    public IReadOnlyList<AppRoute>? Routes { get; init => field = NoNulls.In(value); }

    public IReadOnlyList<IntegrationSlot>? IntegrationSlots { get; init => field = NoNulls.In(value); }

    public BlueprintBranding? Branding { get; init; }

    /// <summary>The catalog that translations are looked up in; <c>version</c> is expected here.</summary>
    public SpecRef? TranslationCatalog { get; init; }

    public Optional<string> Notes { get; init; }
}

/// <summary>Who a blueprint is. <c>name</c> is read as <c>key</c>, a number as a version.</summary>
public sealed record BlueprintMeta : SpecObject, IJsonOnDeserialized
{
    // An absent member is set to null by the generated reader, whatever its initialiser says.
    [AllowNull]
    public string Key { get; init => field = value ?? ""; } = "";

    [AllowNull]
    [JsonConverter(typeof(VersionText))]
    public string Version { get; init => field = value ?? ""; } = "";

    [AllowNull]
    public string AppId { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? Owners { get; init => field = NoNulls.In(value); }

    [JsonInclude]
    [JsonPropertyName("name")]
    internal string? Name { get => null; init => Key = Key.Length > 0 ? Key : value ?? ""; }

    void IJsonOnDeserialized.OnDeserialized()
    {
        Required.Text(Key, "meta.key");
        Required.Text(Version, "meta.version");
    }
}

public sealed record BlueprintCapabilities : SpecObject
{
    public IReadOnlyList<SpecRef>? Enabled { get; init => field = NoNulls.In(value); }

    public IReadOnlyList<SpecRef>? Disabled { get; init => field = NoNulls.In(value); }
}

public sealed record BlueprintBranding : SpecObject
{
    public Optional<string> AppNameKey { get; init; }

    public IReadOnlyList<BrandingAsset?>? Assets { get; init => field = FixedList.Of(value); }

    public BrandingColors? ColorTokens { get; init; }
}
