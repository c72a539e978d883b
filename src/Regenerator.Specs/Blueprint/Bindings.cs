using System.Text.Json.Serialization;

namespace Regenerator.Specs.Blueprint;

/// <summary>Features that are in, and features that are out.</summary>
public sealed record FeatureSelection : SpecObject
{
    /// <summary>Features that are in.</summary>
    public IReadOnlyList<SpecRef>? Include { get; init => field = NoNulls.In(value); }

    /// <summary>Features that are out, even where they are included too.</summary>
    public IReadOnlyList<SpecRef>? Exclude { get; init => field = NoNulls.In(value); }
}

/// <summary>A theme, and what to use where it is missing.</summary>
public sealed record ThemeBinding : SpecObject
{
    /// <summary>The theme in force.</summary>
    public required SpecRef Primary { get; init; }

    /// <summary>Tried in order where the primary one is missing.</summary>
    public IReadOnlyList<SpecRef>? Fallbacks { get; init => field = NoNulls.In(value); }
}

/// <summary>Which events are sent, and how many of each.</summary>
public sealed record TelemetryBinding : SpecObject
{
    /// <summary>The telemetry spec that lists the events.</summary>
    public Optional<SpecRef> Spec { get; init; }

    /// <summary>Names of events that are not sent.</summary>
    public IReadOnlyList<string>? DisabledEvents { get; init => field = NoNulls.In(value); }

    /// <summary>Event name → share of the events that is kept, 0…1.</summary>
    public OrderedMap<double>? SamplingOverrides { get; init; }
}

/// <summary>Experiments that run, and experiments that wait.</summary>
public sealed record ExperimentSelection : SpecObject
{
    /// <summary>Experiments that run.</summary>
    public IReadOnlyList<SpecRef>? Active { get; init => field = NoNulls.In(value); }

    /// <summary>Experiments that wait. What is active too does not.</summary>
    public IReadOnlyList<SpecRef>? Paused { get; init => field = NoNulls.In(value); }
}

/// <summary>A switch of the app.</summary>
public sealed record FeatureFlag : SpecObject
{
    /// <summary>What the app asks for.</summary>
    public required string Key { get; init; }

    /// <summary>On or off; absent is off.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public bool Enabled { get; init; }

    /// <summary>Which of several behaviours; absent: the app has only one.</summary>
    public Optional<string> Variant { get; init; }

    /// <summary>For people; the app does not read it.</summary>
    public Optional<string> Description { get; init; }
}

/// <summary>A path of the app and what stands behind it. <c>Workflow</c> and <c>DataView</c> name a slot.</summary>
public sealed record AppRoute : SpecObject
{
    /// <summary>As the app's router knows it, such as <c>/cart</c>: the identity of the route.</summary>
    public required string Path { get; init; }

    /// <summary>What menus call it.</summary>
    public Optional<string> Label { get; init; }

    /// <summary>The slot of the workflow that it starts.</summary>
    public Optional<string> Workflow { get; init; }

    /// <summary>The slot of the data view that it shows.</summary>
    public Optional<string> DataView { get; init; }

    /// <summary>The policy that decides who may pass.</summary>
    public Optional<SpecRef> Guard { get; init; }

    /// <summary>Key of the flag without which the route is not there.</summary>
    public Optional<string> FeatureFlag { get; init; }

    /// <summary>The experiment that the route is part of.</summary>
    public Optional<SpecRef> Experiment { get; init; }
}

/// <summary>A place in the app that wants an integration of one category.</summary>
public sealed record IntegrationSlot : SpecObject
{
    /// <summary>What the app asks for, and tenants bind to.</summary>
    public required string SlotId { get; init; }

    /// <summary>Category that an integration has to have, such as <c>payments</c>.</summary>
    public required string RequiredCategory { get; init; }

    /// <summary>Ownership modes that may serve the slot; empty or absent: any.</summary>
    public IReadOnlyList<string>? AllowedModes { get; init => field = NoNulls.In(value); }

    /// <summary>What the integration has to provide.</summary>
    public IReadOnlyList<SpecRef>? RequiredCapabilities { get; init => field = NoNulls.In(value); }

    /// <summary>A tenant that binds nothing to the slot lacks something. Default: false.</summary>
    public Optional<bool?> Required { get; init; }

    /// <summary>For people; the app does not read it.</summary>
    public Optional<string> Description { get; init; }
}

/// <summary>A picture of the brand.</summary>
public sealed record BrandingAsset : SpecObject
{
    /// <summary><c>logo</c>, <c>logo-dark</c>, <c>favicon</c> or <c>og-image</c>; others are ignored by resolve.</summary>
    public Optional<string> Type { get; init; }

    /// <summary>Where the picture is.</summary>
    public Optional<string> Url { get; init; }
}

/// <summary>Colours of the brand.</summary>
public sealed record BrandingColors : SpecObject
{
    /// <summary>A CSS colour.</summary>
    public Optional<string> Primary { get; init; }

    /// <summary>A CSS colour.</summary>
    public Optional<string> Secondary { get; init; }
}
