using Regenerator.Signals;

namespace Regenerator.Providers.Recorded;

/// <summary>One signal per name, as ids are made of names: counts of the same fact add up.</summary>
internal static class RecordedMerge
{
    public static RegeneratorSignal[] ByName(IEnumerable<RegeneratorSignal> signals) =>
        [.. signals.GroupBy(s => s.Name, StringComparer.Ordinal).Select(g => g.Aggregate(Sum))];

    private static RegeneratorSignal Sum(RegeneratorSignal left, RegeneratorSignal right) => (left, right) switch
    {
        (TelemetrySignal a, TelemetrySignal b) => a with
        {
            Count = a.Count + b.Count,
            WindowStart = a.WindowStart < b.WindowStart ? a.WindowStart : b.WindowStart,
            WindowEnd = a.WindowEnd > b.WindowEnd ? a.WindowEnd : b.WindowEnd,
            Exactness = Worse(a, b),
            AnomalyScore = a.AnomalyScore is null ? b.AnomalyScore : b.AnomalyScore is { } score ? Math.Max(score, a.AnomalyScore.Value) : a.AnomalyScore,
            Classification = b.Classification ?? a.Classification,
        },
        (ErrorSignal a, ErrorSignal b) => (b.OccurredAt >= a.OccurredAt ? b : a) with { Count = a.Count + b.Count, Exactness = Worse(a, b) },
        // Quantiles and shares do not add up: the last one stands for the time before it.
        (BehaviorSignal a, BehaviorSignal b) => (b.WindowEnd >= a.WindowEnd ? b : a) with { Exactness = Exactness.Estimated },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Exactness Worse(RegeneratorSignal a, RegeneratorSignal b) =>
        a.Exactness == Exactness.Estimated || b.Exactness == Exactness.Estimated ? Exactness.Estimated : Exactness.Exact;
}
