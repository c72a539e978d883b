using System.Text.Json;
using System.Text.Json.Serialization;

namespace Regenerator.Signals;

/// <summary>One fact about one context in one window. A closed hierarchy: telemetry, error, behaviour.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TelemetrySignal), "telemetry")]
[JsonDerivedType(typeof(ErrorSignal), "error")]
[JsonDerivedType(typeof(BehaviorSignal), "behavior")]
public abstract record RegeneratorSignal
{
    private protected RegeneratorSignal()
    {
    }

    /// <summary>Counted, or derived (extrapolated, sampled).</summary>
    public Exactness Exactness { get; init; }

    /// <summary>Which spec entity the fact speaks of, where the provider can tell.</summary>
    public SpecEntity? Entity { get; init; }

    /// <summary>What else the provider knows: labels of the series, tags of the error.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>The identity of the fact within its provider, context and window.</summary>
    [JsonIgnore]
    public string Name => Metadata is not { Count: > 0 } ? Subject : $"{Subject}{{{string.Join(',', Metadata.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}={Text(m.Key)}"))}}}";

    /// <summary>The fact's own name without its metadata: event, error id, feature and metric.</summary>
    [JsonIgnore]
    public abstract string Subject { get; }

    /// <summary>The fact's number: how often it happened, or how much was measured.</summary>
    [JsonIgnore]
    public abstract double Number { get; }

    /// <summary>Its number is one, and it happened, or the span that it counts lies, between these times.</summary>
    internal abstract bool IsSound(DateTimeOffset earliest, DateTimeOffset latest);

    /// <summary>Metadata as text; null where it is absent.</summary>
    public string? Text(string name) =>
        Metadata is not null && Metadata.TryGetValue(name, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;
}

/// <summary>How far a number can be trusted.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Exactness>))]
public enum Exactness
{
    [JsonStringEnumMemberName("exact")]
    Exact,

    [JsonStringEnumMemberName("estimated")]
    Estimated,
}

/// <summary>The spec that a signal is about.</summary>
/// <param name="SpecType">As in <see cref="Proposals.ProposalTarget"/>: <c>workflow</c>, <c>dataView</c> …</param>
/// <param name="Slot">The slot of the app that the entity stood in when the fact happened.</param>
public sealed record SpecEntity(string SpecType, string? Key = null, string? Version = null, string? Slot = null);
