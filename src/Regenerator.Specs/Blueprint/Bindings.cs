using System.Text.Json.Serialization;

namespace Regenerator.Specs.Blueprint;

public sealed record FeatureSelection : SpecObject
{
    public IReadOnlyList<SpecRef>? Include { get; init => field = NoNulls.In(value); }

    public IReadOnlyList<SpecRef>? Exclude { get; init => field = NoNulls.In(value); }
}

public sealed record ThemeBinding : SpecObject
{
    public required SpecRef Primary { get; init; }

    public IReadOnlyList<SpecRef>? Fallbacks { get; init => field = NoNulls.In(value); }
}

public sealed record TelemetryBinding : SpecObject
{
    public Optional<SpecRef> Spec { get; init; }

    public IReadOnlyList<string>? DisabledEvents { get; init => field = NoNulls.In(value); }

    /// <summary>Event name → share of the events that is kept, 0…1.</summary>
    public OrderedMap<double>? SamplingOverrides { get; init; }
}

public sealed record ExperimentSelection : SpecObject
{
    public IReadOnlyList<SpecRef>? Active { get; init => field = NoNulls.In(value); }

    public IReadOnlyList<SpecRef>? Paused { get; init => field = NoNulls.In(value); }
}

public sealed record FeatureFlag : SpecObject
{
    public required string Key { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public bool Enabled { get; init; }

    public Optional<string> Variant { get; init; }

    public Optional<string> Description { get; init; }
}

/// <summary>A path of the app and what stands behind it. <c>Workflow</c> and <c>DataView</c> name a slot.</summary>
public sealed record AppRoute : SpecObject
{
    public required string Path { get; init; }

    public Optional<string> Label { get; init; }

    public Optional<string> Workflow { get; init; }

    public Optional<string> DataView { get; init; }

    public Optional<SpecRef> Guard { get; init; }

    public Optional<string> FeatureFlag { get; init; }

    public Optional<SpecRef> Experiment { get; init; }
}

/// <summary>A place in the app that wants an integration of one category.</summary>
public sealed record IntegrationSlot : SpecObject
{
    public required string SlotId { get; init; }

    public required string RequiredCategory { get; init; }

    /// <summary>Ownership modes that may serve the slot; empty or absent: any.</summary>
    public IReadOnlyList<string>? AllowedModes { get; init => field = NoNulls.In(value); }

    public IReadOnlyList<SpecRef>? RequiredCapabilities { get; init => field = NoNulls.In(value); }

    public Optional<bool?> Required { get; init; }

    public Optional<string> Description { get; init; }
}

public sealed record BrandingAsset : SpecObject
{
    /// <summary><c>logo</c>, <c>logo-dark</c>, <c>favicon</c> or <c>og-image</c>; others are ignored by resolve.</summary>
    public Optional<string> Type { get; init; }

    public Optional<string> Url { get; init; }
}

public sealed record BrandingColors : SpecObject
{
    public Optional<string> Primary { get; init; }

    public Optional<string> Secondary { get; init; }
}
