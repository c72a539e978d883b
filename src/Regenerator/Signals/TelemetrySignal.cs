using System.Text.Json;
using System.Text.Json.Serialization;

namespace Regenerator.Signals;

/// <summary>How often an event happened in a window.</summary>
public sealed record TelemetrySignal : RegeneratorSignal
{
    public required string EventName { get; init; }

    /// <summary>Written as it was read: a number in the original's data, a version text in telemetry specs.</summary>
    public JsonElement? EventVersion { get; init; }

    /// <summary>Occurrences in the window: a count, not a rate; never negative. An estimate when <see cref="RegeneratorSignal.Exactness"/> says so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required double Count { get; init; }

    public required DateTimeOffset WindowStart { get; init; }

    public required DateTimeOffset WindowEnd { get; init; }

    /// <summary>0…1: how unusual the count is, where the provider knows.</summary>
    public double? AnomalyScore { get; init; }

    /// <summary><c>normal</c>, <c>warning</c> or <c>critical</c>, where the provider knows.</summary>
    public string? Classification { get; init; }

    [JsonIgnore]
    public override string Subject => EventName;

    [JsonIgnore]
    public override double Number => Count;

    internal override bool IsSound(DateTimeOffset earliest, DateTimeOffset latest) => double.IsFinite(Count) && WindowStart >= earliest && WindowStart <= WindowEnd && WindowEnd <= latest;
}

/// <summary>A group of equal errors.</summary>
public sealed record ErrorSignal : RegeneratorSignal
{
    /// <summary>The group's id at the provider.</summary>
    public required string Id { get; init; }

    /// <summary><c>runtime</c>, <c>policy</c>, <c>workflow</c> or <c>unknown</c>.</summary>
    public string Classification { get; init => field = value ?? "unknown"; } = "unknown";

    public required string Message { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Occurrences in the window.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double Count { get; init; } = 1;

    [JsonIgnore]
    public override string Subject => Id;

    [JsonIgnore]
    public override double Number => Count;

    internal override bool IsSound(DateTimeOffset earliest, DateTimeOffset latest) => double.IsFinite(Count) && OccurredAt >= earliest && OccurredAt <= latest;
}

/// <summary>How a feature is used or how it performs.</summary>
public sealed record BehaviorSignal : RegeneratorSignal
{
    public required string Feature { get; init; }

    /// <summary><c>usage</c>, <c>conversion</c>, <c>latency</c> or <c>custom</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>Uses for <c>usage</c>, a share 0…1 for <c>conversion</c>, milliseconds for <c>latency</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required double Value { get; init; }

    /// <summary>The usual value, in the same unit, where the provider knows.</summary>
    public double? Baseline { get; init; }

    /// <summary>How many observations the value was made of (sessions, requests); null where unknown.</summary>
    public double? SampleSize { get; init; }

    public required DateTimeOffset WindowStart { get; init; }

    public required DateTimeOffset WindowEnd { get; init; }

    [JsonIgnore]
    public override string Subject => $"{Feature}/{Metric}";

    [JsonIgnore]
    public override double Number => Value;

    internal override bool IsSound(DateTimeOffset earliest, DateTimeOffset latest) => double.IsFinite(Value) && WindowStart >= earliest && WindowStart <= WindowEnd && WindowEnd <= latest;
}
