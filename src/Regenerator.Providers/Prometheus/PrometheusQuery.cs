using Regenerator.Rules;

namespace Regenerator.Providers.Prometheus;

/// <summary>
/// One PromQL query that answers for all contexts at once, and how its series are read. Labels that do not name the signal become its metadata.
/// <para>Placeholders: <c>$window</c> is the window's length (<c>300s</c>); <c>$tenants</c> the asked contexts' label values as an alternation, quoted
/// for <c>tenant=~"$tenants"</c>. Without <c>$tenants</c> series of unwatched tenants come back too, and are reported.</para>
/// </summary>
public sealed record PrometheusQuery
{
    /// <summary>What the series are read as.</summary>
    public required SignalKind Kind { get; init; }

    /// <summary>An instant query that gives a vector: <c>sum by (tenant, event) (increase(app_events_total[$window]))</c>.</summary>
    public required string Query { get; init; }

    /// <summary>Telemetry: the event of all series. Or <see cref="EventLabel"/>.</summary>
    public string? Event { get; init; }

    /// <summary>Telemetry: the label that names the event.</summary>
    public string? EventLabel { get; init; }

    /// <summary>Behaviour: the feature of all series. Or <see cref="FeatureLabel"/>.</summary>
    public string? Feature { get; init; }

    /// <summary>Behaviour: the label that names the feature.</summary>
    public string? FeatureLabel { get; init; }

    /// <summary>Behaviour: <c>usage</c>, <c>conversion</c>, <c>latency</c> or <c>custom</c>. Or <see cref="MetricLabel"/>.</summary>
    public string? Metric { get; init; }

    /// <summary>Behaviour: the label that names the metric.</summary>
    public string? MetricLabel { get; init; }

    /// <summary>Errors: the label that names the group. Default: all labels but the context's.</summary>
    public string? IdLabel { get; init; }

    /// <summary>Errors: Prometheus has no messages; without this label one is made of the group's id.</summary>
    public string? MessageLabel { get; init; }

    /// <summary>Errors: <c>runtime</c>, <c>policy</c>, <c>workflow</c>, anything else is <c>unknown</c>. Telemetry: <c>normal</c>, <c>warning</c>, <c>critical</c>, anything else is none.</summary>
    public string? ClassificationLabel { get; init; }

    /// <summary>Multiplies the value and the baseline of behaviours: 1000 makes milliseconds of seconds. Finite, above 0. Default: 1.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Behaviour: gives the usual value of the series that has the same labels.</summary>
    public string? Baseline { get; init; }

    /// <summary>Behaviour: gives the number of observations of the series that has the same labels.</summary>
    public string? Sample { get; init; }

    /// <summary>Telemetry: events that get a count of 0 when the answer is complete and has no series of them, so that «nothing happened» can be cited.</summary>
    public IReadOnlyList<string> Expect { get; init; } = [];

    /// <summary>Which spec entity the series speak of; absent: none.</summary>
    public PrometheusEntity? Entity { get; init; }
}

/// <summary>Which spec entity a series speaks of; a part is fixed or read from a label. A series with neither slot nor key speaks of none.</summary>
public sealed record PrometheusEntity
{
    /// <summary><c>workflow</c>, <c>capability</c>, <c>policy</c>, <c>dataView</c>, <c>telemetry</c>, <c>experiment</c>, <c>theme</c> or <c>unknown</c>.</summary>
    public required string SpecType { get; init; }

    /// <summary>The slot of all series. Or <see cref="SlotLabel"/>.</summary>
    public string? Slot { get; init; }

    /// <summary>The label that names the slot.</summary>
    public string? SlotLabel { get; init; }

    /// <summary>The key of all series. Or <see cref="KeyLabel"/>.</summary>
    public string? Key { get; init; }

    /// <summary>The label that names the spec's key.</summary>
    public string? KeyLabel { get; init; }

    /// <summary>The label that names the spec's version.</summary>
    public string? VersionLabel { get; init; }
}
