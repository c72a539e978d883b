using System.ComponentModel.DataAnnotations;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Specs.Edits;

namespace Regenerator.Rules;

/// <summary>Features that answer too slowly: over an absolute limit and, where the usual value is known, several times slower than usual.</summary>
public sealed class HighLatencyRule(HighLatencyOptions? options = null) : IRegenerationRule
{
    private readonly HighLatencyOptions options = options ?? new HighLatencyOptions();

    public string Id => options.Id ?? "high-latency";

    public string Description => $"Features that take longer than {Limit}";

    public RuleSchedule Schedule => options.Schedule;

    private string Limit => field ??= Figures.Duration(options.Maximum.TotalMilliseconds); // as it is told, look by look

    public ValueTask<IReadOnlyList<SpecChangeProposal>> EvaluateAsync(RegenerationContext context, SignalBatch signals, CancellationToken ct)
    {
        if (options.SlotAmiss(context) is { } amiss)
        {
            signals.DoesNotApply(amiss);
            return ValueTask.FromResult<IReadOnlyList<SpecChangeProposal>>([]);
        }

        if (signals.CoverageOf(SignalKind.Behavior) is { IsUnavailable: true } silence)
        {
            signals.CannotJudge($"latency is {silence}");
            return ValueTask.FromResult<IReadOnlyList<SpecChangeProposal>>([]);
        }

        var measured = 0;
        foreach (var signal in signals.Behaviors)
            if (IsMeasure(signal)) measured++;
        if (measured == 0) signals.CannotJudge(Silence.Unreported(signals, "latency", options.Feature));
        var wishes = new List<SpecChangeProposal>();
        var within = new Within();
        foreach (var signal in signals.Behaviors)
        {
            if (!IsMeasure(signal)) continue;
            if (measured > Within.Named && signal.Value <= options.Maximum.TotalMilliseconds) within.Add(signal.Feature, signal.Value);
            else if (Judge(context, signals, signal) is { } wish) wishes.Add(wish);
        }

        if (within.Count > 0)
            new Silence($"{within.Count} features are within the limit of {Limit}, at worst {within.Worst} with {Figures.Duration(within.Value)}").Tell(signals, seen: null, SignalKind.Behavior);
        return ValueTask.FromResult<IReadOnlyList<SpecChangeProposal>>(wishes);
    }

    private bool IsMeasure(BehaviorSignal signal) => string.Equals(signal.Metric, "latency") && (options.Feature is null || string.Equals(signal.Feature, options.Feature));

    private SpecChangeProposal? Judge(RegenerationContext context, SignalBatch signals, BehaviorSignal signal)
    {
        var usual = signal.Baseline ?? Earlier(signals, signal.Feature);
        var seen = $"{signal.Feature}: {Figures.Duration(signal.Value)}{(signal.SampleSize is { } requests ? $" over {Figures.Count(requests, "request")}" : "")}";
        var slot = RuleOptions.SlotOf(context.Resolved.DataViews, signal.Entity?.Slot ?? signal.Entity?.Key ?? signal.Feature);
        if (slot is not null && options.NotOfTheBlueprint(context.Blueprint.DataViews, context.Resolved.DataViews, slot) is { } foreign)
        {
            signals.Skip($"{seen}; {foreign}");
            return null;
        }

        var measured = new Measured(signal.Feature, "latency", signal.Value, Measured.Milliseconds) { Limit = options.Maximum.TotalMilliseconds, Baseline = usual };
        if (Reason(signal, usual) is { } silence)
        {
            silence.Tell(signals, seen, SignalKind.Behavior, measured);
            return null;
        }

        var spec = slot is null ? null : context.Resolved.DataViews[slot];
        var edit = options.Propose ?? (slot is not null && options.Scope == RuleScope.Tenant && RuleOptions.WayBack(context.Blueprint.DataViews, context.Resolved.DataViews, slot) is { } back ? new SpecEdit.PinDataView(slot, back) : null);
        return new SpecChangeProposal
        {
            Id = signal.Feature,
            Title = $"«{signal.Feature}» is slow",
            Summary = $"{seen}{(usual is { } before && before < signal.Value ? $", usually {Figures.Duration(before)}" : "")}{(spec is null ? "" : $", with {spec.Display} in force")}.",
            Confidence = signal.SampleSize is null ? Confidence.Low : usual is null ? Confidence.Medium : Confidence.High,
            Rationale = [$"{Figures.Duration(signal.Value)} is over the limit of {Limit}", .. usual is { } value ? new[] { $"usually it is {Figures.Duration(value)}" } : []],
            Target = new ProposalTarget(slot is null ? "unknown" : "dataView", spec ?? new SpecRef(signal.Feature), options.Scope == RuleScope.Tenant),
            Actions = options.Actions(edit, $"find out why «{signal.Feature}» is slow"),
            Signals = [signal],
            Magnitude = signal.Value / options.Maximum.TotalMilliseconds,
            Measured = measured,
        };
    }

    private Silence? Reason(BehaviorSignal signal, double? usual) =>
        signal.Value <= options.Maximum.TotalMilliseconds ? new Silence($"limit {Limit}")
        : signal.SampleSize < options.MinimumSamples ? Silence.TooLittle(Figures.Count(options.MinimumSamples, "request"))
        : options.NotUnusual(signal.Value, usual, Figures.Duration) is { } common ? new Silence(common)
        : null;

    private static double? Earlier(SignalBatch signals, string feature)
    {
        var before = signals.Earlier?.FindBehaviors(s => string.Equals(s.Metric, "latency") && string.Equals(s.Feature, feature)) ?? [];
        var weight = before.Sum(s => s.SampleSize ?? 1);
        return weight > 0 ? before.Sum(s => s.Value * (s.SampleSize ?? 1)) / weight : null;
    }
}

/// <summary>Fires when something takes too long.</summary>
public sealed record HighLatencyOptions : RuleOptions
{
    /// <summary>Only this feature. Default: every feature whose latency is reported.</summary>
    public string? Feature { get; init; }

    /// <summary>How long it may take. Default two seconds.</summary>
    public TimeSpan Maximum { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Below that many requests in a window a percentile says nothing. 1…, default 100.</summary>
    [Range(1, 1e12)]
    public double MinimumSamples { get; init; } = 100;
}
