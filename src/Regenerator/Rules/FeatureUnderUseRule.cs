using System.ComponentModel.DataAnnotations;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Specs.Edits;

namespace Regenerator.Rules;

/// <summary>Features that are switched on and hardly used. Judged only where the sessions that could have used them are known.</summary>
public sealed class FeatureUnderUseRule(FeatureUnderUseOptions? options = null) : IRegenerationRule
{
    private readonly FeatureUnderUseOptions options = options ?? new FeatureUnderUseOptions();

    public string Id => options.Id ?? "feature-under-use";

    public string Description => $"Features that fewer than {Figures.Share(options.MinimumShare)} of sessions use";

    public RuleSchedule Schedule => new(options.Lookback);

    public ValueTask<IReadOnlyList<SpecChangeProposal>> EvaluateAsync(RegenerationContext context, SignalBatch signals, CancellationToken ct)
    {
        // «Hardly used» is a statement about absence: a partial answer can not carry it.
        if (signals.CoverageOf(SignalKind.Behavior) is { IsComplete: false } coverage)
        {
            signals.Skip($"usage is {coverage}");
            return ValueTask.FromResult<IReadOnlyList<SpecChangeProposal>>([]);
        }

        var used = signals.FindBehaviors(s => string.Equals(s.Metric, "usage") && (options.Feature is null || string.Equals(s.Feature, options.Feature)));
        if (used.Count == 0) signals.Skip("no usage was reported");
        return ValueTask.FromResult<IReadOnlyList<SpecChangeProposal>>([.. used.GroupBy(s => s.Feature).Select(feature => Judge(context, signals, feature.Key, [.. feature])).OfType<SpecChangeProposal>()]);
    }

    private SpecChangeProposal? Judge(RegenerationContext context, SignalBatch signals, string feature, BehaviorSignal[] used)
    {
        var uses = used.Sum(s => s.Value);
        double? sessions = used.All(s => s.SampleSize is not null) ? used.Sum(s => s.SampleSize!.Value) : null;
        var seen = sessions is { } of ? $"{feature}: {Figures.Count(uses)} uses in {Figures.Count(of)} sessions" : $"{feature}: {Figures.Count(uses)} uses";
        if (Reason(context, signals, feature, uses, sessions) is { } reason)
        {
            signals.Skip($"{seen}; {reason}");
            return null;
        }

        var flag = context.Resolved.Flag(feature);
        var edit = options.Propose ?? (flag is not null ? new SpecEdit.SetFeatureFlag(feature, false, flag.Variant.Value, flag.Description.Value)
            : Included(context, feature) ? new SpecEdit.ExcludeFeature(feature) : (SpecEdit?)null);
        return new SpecChangeProposal
        {
            Id = feature,
            Title = $"Feature «{feature}» is hardly used",
            Summary = $"{seen} ({Figures.Share(uses / sessions!.Value)}).",
            Confidence = signals.Earlier is null ? Confidence.Low : Confidence.Medium,
            Rationale = [$"{Figures.Share(uses / sessions.Value)} of sessions use it; at least {Figures.Share(options.MinimumShare)} are expected", .. Before(signals, feature)],
            Target = new ProposalTarget(flag is null ? "capability" : "unknown", new Specs.SpecRef(feature), options.Scope == RuleScope.Tenant),
            Actions = options.Actions(edit, $"leave feature «{feature}» out, or make it easier to find"),
            Signals = used,
            Magnitude = sessions.Value / Math.Max(1, uses), // sessions per use: more is worse
        };
    }

    private string? Reason(RegenerationContext context, SignalBatch signals, string feature, double uses, double? sessions) =>
        sessions is null ? "how many sessions there were is not known"
        : context.Resolved.Flag(feature) is { Enabled: false } ? "its flag is off already"
        : sessions < options.MinimumSessions ? $"{Figures.Count(options.MinimumSessions)} sessions needed"
        : uses / sessions >= options.MinimumShare ? $"at least {Figures.Share(options.MinimumShare)} expected"
        : signals.Earlier is { } earlier && Share(earlier, feature) >= options.MinimumShare ? "it was used before: wait and see"
        : null;

    private IEnumerable<string> Before(SignalBatch signals, string feature) =>
        signals.Earlier is { } earlier && Share(earlier, feature) is { } share ? [$"in the {options.Lookback.TotalMinutes:0} minutes before, it was {Figures.Share(share)}"] : [];

    private static double? Share(SignalBatch batch, string feature)
    {
        var used = batch.FindBehaviors(s => string.Equals(s.Metric, "usage") && string.Equals(s.Feature, feature));
        return used.Sum(s => s.SampleSize ?? 0) is > 0 and var sessions ? used.Sum(s => s.Value) / sessions : null;
    }

    private static bool Included(RegenerationContext context, string feature) => context.Resolved.Features.Include.Any(f => string.Equals(f.Key, feature));
}

public sealed record FeatureUnderUseOptions : RuleOptions
{
    /// <summary>Only this feature. Default: every feature whose usage is reported.</summary>
    public string? Feature { get; init; }

    /// <summary>Below that many sessions in a window a share says nothing. 1…, default 1,000.</summary>
    [Range(1, 1e12)]
    public double MinimumSessions { get; init; } = 1000;

    /// <summary>Share of sessions that should use a feature, 0…1, default 0.001.</summary>
    [Range(0, 1)]
    public double MinimumShare { get; init; } = 0.001;
}
