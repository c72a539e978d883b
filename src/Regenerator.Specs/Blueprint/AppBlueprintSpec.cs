using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Regenerator.Specs.Blueprint;

/// <summary>What an app is before any tenant has touched it: pointers to the specs that are in force, by slot.</summary>
public sealed record AppBlueprintSpec : SpecObject
{
    /// <summary>Who the blueprint is.</summary>
    public required BlueprintMeta Meta { get; init; }

    /// <summary>What the app can do before a tenant has a say.</summary>
    public BlueprintCapabilities? Capabilities { get; init; }

    /// <summary>The features that every tenant gets, unless it says otherwise.</summary>
    public FeatureSelection? Features { get; init; }

    /// <summary>Slot → data view.</summary>
    public OrderedMap<SpecRef>? DataViews { get; init; }

    /// <summary>Slot → workflow.</summary>
    public OrderedMap<SpecRef>? Workflows { get; init; }

    /// <summary>Slot → job.</summary>
    public OrderedMap<SpecRef>? Jobs { get; init; }

    /// <summary>The policies that are in force for every tenant.</summary>
    public IReadOnlyList<SpecRef>? Policies { get; init => field = NoNulls.In(value); }

    /// <summary>The look of the app.</summary>
    public ThemeBinding? Theme { get; init; }

    /// <summary>Which events the app sends.</summary>
    public TelemetryBinding? Telemetry { get; init; }

    /// <summary>The experiments that run, and those that wait.</summary>
    public ExperimentSelection? Experiments { get; init; }

    /// <summary>Switches, by key. A tenant replaces a flag as a whole.</summary>
    public IReadOnlyList<FeatureFlag>? FeatureFlags { get; init => field = NoNulls.In(value); }

    /// <summary>The paths of the app, and what stands behind them.</summary>
    public IReadOnlyList<AppRoute>? Routes { get; init => field = NoNulls.In(value); }

    /// <summary>Places in the app that want an integration; tenants bind connections to them.</summary>
    public IReadOnlyList<IntegrationSlot>? IntegrationSlots { get; init => field = NoNulls.In(value); }

    /// <summary>What a tenant without a branding of its own looks like.</summary>
    public BlueprintBranding? Branding { get; init; }

    /// <summary>The catalog that translations are looked up in; <c>version</c> is expected here.</summary>
    public SpecRef? TranslationCatalog { get; init; }

    /// <summary>For people; the app does not read it.</summary>
    public Optional<string> Notes { get; init; }
}

/// <summary>Who a blueprint is. <c>name</c> is read as <c>key</c>, a number as a version.</summary>
public sealed record BlueprintMeta : SpecObject, IJsonOnDeserialized
{
    /// <summary>What tenant configs call the blueprint, such as <c>shop.app</c>.</summary>
    // An absent member is set to null by the generated reader, whatever its initialiser says.
    [AllowNull]
    public string Key { get; init => field = value ?? ""; } = "";

    /// <summary>A semantic version or a plain number.</summary>
    [AllowNull]
    [JsonConverter(typeof(VersionText))]
    public string Version { get; init => field = value ?? ""; } = "";

    /// <summary>The app that it describes.</summary>
    [AllowNull]
    public string AppId { get; init => field = value ?? ""; } = "";

    /// <summary>Teams or people to ask about it.</summary>
    public IReadOnlyList<string>? Owners { get; init => field = NoNulls.In(value); }

    /// <summary>Another name of <c>key</c>, which wins over it.</summary>
    [JsonInclude]
    [JsonPropertyName("name")]
    internal string? Name { get => null; init => Key = Key.Length > 0 ? Key : value ?? ""; }

    void IJsonOnDeserialized.OnDeserialized()
    {
        Required.Text(Key, "meta.key");
        Required.Text(Version, "meta.version");
    }
}

/// <summary>Capabilities that are on or off for every tenant.</summary>
public sealed record BlueprintCapabilities : SpecObject
{
    /// <summary>On for every tenant that does not disable them.</summary>
    public IReadOnlyList<SpecRef>? Enabled { get; init => field = NoNulls.In(value); }

    /// <summary>Off, by exact identity: without a version it leaves what is enabled at a version.</summary>
    public IReadOnlyList<SpecRef>? Disabled { get; init => field = NoNulls.In(value); }
}

/// <summary>What tenants without a branding of their own look like.</summary>
public sealed record BlueprintBranding : SpecObject
{
    /// <summary>Key of the app's name in the translation catalog.</summary>
    public Optional<string> AppNameKey { get; init; }

    /// <summary>Pictures, by type.</summary>
    public IReadOnlyList<BrandingAsset?>? Assets { get; init => field = FixedList.Of(value); }

    /// <summary>Colours of the brand.</summary>
    public BrandingColors? ColorTokens { get; init; }
}
