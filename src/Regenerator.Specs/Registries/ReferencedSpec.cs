using System.Text.Json.Serialization;

namespace Regenerator.Specs.Registries;

/// <summary>A spec of which apps only say which one is in force: a capability, feature, data view, workflow, job, policy, theme or experiment. What it holds is kept unread.</summary>
public sealed record ReferencedSpec : SpecObject, IVersionedSpec
{
    public required SpecMeta Meta { get; init; }

    [JsonIgnore]
    string IVersionedSpec.Key => Meta.Key;

    [JsonIgnore]
    string IVersionedSpec.Version => Meta.Version;
}

/// <summary>The events that an app sends.</summary>
public sealed record TelemetrySpec : SpecObject, IVersionedSpec
{
    public required SpecMeta Meta { get; init; }

    public IReadOnlyList<TelemetryEvent>? Events { get; init => field = NoNulls.In(value); }

    [JsonIgnore]
    string IVersionedSpec.Key => Meta.Key;

    [JsonIgnore]
    string IVersionedSpec.Version => Meta.Version;
}

public sealed record TelemetryEvent : SpecObject
{
    public Optional<string> Name { get; init; }
}

/// <summary>Texts of an app, or of the platform, by key and locale.</summary>
public sealed record TranslationCatalog : SpecObject, IVersionedSpec
{
    public required SpecMeta Meta { get; init; }

    public Optional<string> DefaultLocale { get; init; }

    public IReadOnlyList<string>? SupportedLocales { get; init => field = NoNulls.In(value); }

    public IReadOnlyList<Tenant.TranslationEntry>? Entries { get; init => field = NoNulls.In(value); }

    [JsonIgnore]
    string IVersionedSpec.Key => Meta.Key;

    [JsonIgnore]
    string IVersionedSpec.Version => Meta.Version;
}

/// <summary>Who a spec is. <c>name</c> is read as <c>key</c>, a number as a version.</summary>
public sealed record SpecMeta : SpecObject, IJsonOnDeserialized
{
    // An absent member is set to null by the generated reader, whatever its initialiser says.
    [System.Diagnostics.CodeAnalysis.AllowNull]
    public string Key { get; init => field = value ?? ""; } = "";

    [System.Diagnostics.CodeAnalysis.AllowNull]
    [JsonConverter(typeof(VersionText))]
    public string Version { get; init => field = value ?? ""; } = "";

    [JsonInclude]
    [JsonPropertyName("name")]
    internal string? Name { get => null; init => Key = Key.Length > 0 ? Key : value ?? ""; }

    void IJsonOnDeserialized.OnDeserialized() => Required.Text(Key, "meta.key");
}
