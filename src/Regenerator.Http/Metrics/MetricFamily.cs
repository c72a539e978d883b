namespace Regenerator.Http.Metrics;

/// <summary>All series of one metric, as Prometheus has it.</summary>
/// <param name="Name">Such as <c>regenerator_pass_duration_seconds</c>; of a counter with <c>_total</c>.</param>
public sealed record MetricFamily(string Name, MetricKind Kind, string Help, IReadOnlyList<MetricSample> Samples);

public enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <param name="Suffix">What follows the family's name: empty, or <c>_bucket</c>, <c>_sum</c>, <c>_count</c> of a histogram.</param>
public sealed record MetricSample(string Suffix, IReadOnlyList<(string Name, string Value)> Labels, double Value);
