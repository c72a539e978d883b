using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Edits;

namespace Regenerator.Rules;

/// <summary>Features that are switched on and hardly used. Judged only where the sessions that could have used them are known.</summary>
public sealed class FeatureUnderUseRule(FeatureUnderUseOptions? options = null) : IRegenerationRule
{
    private readonly FeatureUnderUseOptions options = options ?? new FeatureUnderUseOptions();

    // Of the look before: a fleet is looked at thousands of times a pass.
    private Tally? spare;

    public string Id => options.Id ?? "feature-under-use";

    public string Description => $"Features that fewer than {Limit} of sessions use";

    public RuleSchedule Schedule => options.Schedule;

    private string Limit => field ??= Figures.Share(options.MinimumShare); // as it is told, look by look

    public ValueTask<IReadOnlyList<SpecChangeProposal>> EvaluateAsync(RegenerationContext context, SignalBatch signals, CancellationToken ct)
    {
        if (options.SlotAmiss(context) is { } amiss)
        {
            signals.DoesNotApply(amiss);
            return ValueTask.FromResult<IReadOnlyList<SpecChangeProposal>>([]);
        }

        // «Hardly used» is a statement about absence: a partial answer can not carry it.
        if (signals.CoverageOf(SignalKind.Behavior) is { IsComplete: false } coverage)
        {
            signals.CannotJudge($"usage is {coverage}");
            return ValueTask.FromResult<IReadOnlyList<SpecChangeProposal>>([]);
        }

        if (options.Event is { } counted && EventReach.Gap(context, counted) is { } gap)
        {
            signals.CannotJudge(gap);
            return ValueTask.FromResult<IReadOnlyList<SpecChangeProposal>>([]);
        }

        var tally = Interlocked.Exchange(ref spare, null) ?? new Tally();
        foreach (var signal in signals.Behaviors)
            if (IsUse(signal)) tally.Add(signal);
        var features = tally.Features;
        if (features.Count == 0) SayNothing(context, signals);
        var wishes = new List<SpecChangeProposal>();
        var within = new Within();
        foreach (var (feature, usage) in features)
        {
            if (features.Count > Within.Named && usage.Sessions >= options.MinimumSessions && usage.Share >= options.MinimumShare) within.Add(feature, -usage.Share.Value);
            else if (Judge(context, signals, feature, usage) is { } wish) wishes.Add(wish);
        }

        tally.Clear();
        spare = tally;
        if (within.Count > 0)
            new Silence($"{within.Count} features are used in at least {Limit} of sessions, at worst {within.Worst} with {Figures.Share(-within.Value)}").Tell(signals, seen: null, SignalKind.Behavior);
        return ValueTask.FromResult<IReadOnlyList<SpecChangeProposal>>(wishes);
    }

    // A feature that nobody reports and the app does not know is none of its features; one that it knows may be reported tomorrow.
    private void SayNothing(RegenerationContext context, SignalBatch signals)
    {
        if (options.Feature is { } only && context.Resolved.Flag(only) is null && !Included(context, only)) signals.DoesNotApply($"the app has neither a flag nor a feature «{only}», and nobody reports its usage");
        else signals.CannotJudge(Silence.Unreported(signals, "usage", options.Feature));
    }

    private bool IsUse(BehaviorSignal signal) => string.Equals(signal.Metric, "usage") && (options.Feature is null || string.Equals(signal.Feature, options.Feature));

    private SpecChangeProposal? Judge(RegenerationContext context, SignalBatch signals, string feature, Usage usage)
    {
        var (uses, sessions) = usage;
        var seen = sessions is { } of ? $"{feature}: {Figures.Count(uses, "use")} in {Figures.Count(of, "session")}{(of > 0 ? $" ({Figures.Share(uses / of)})" : "")}" : $"{feature}: {Figures.Count(uses, "use")}";
        var usual = signals.Earlier is { } earlier ? Share(earlier, feature) : null;
        var measured = sessions is > 0 ? new Measured(feature, "share of sessions that use it", uses / sessions.Value, Measured.Share) { Limit = options.MinimumShare, LimitIsLeast = true, Baseline = usual } : null;
        if (Reason(context, feature, uses, sessions, usual) is { } silence)
        {
            silence.Tell(signals, seen, SignalKind.Behavior, measured);
            return null;
        }

        var flag = Flag(context, feature);
        var share = uses / sessions!.Value;
        return new SpecChangeProposal
        {
            Id = feature,
            Title = $"Feature «{feature}» is hardly used",
            Summary = $"{seen}.",
            Confidence = usual is null ? Confidence.Low : Confidence.Medium,
            Rationale = [$"{Figures.Share(share)} of {Figures.Count(sessions.Value, "session")} used it; at least {Limit} is expected", .. Before(usual)],
            Target = new ProposalTarget(flag is null ? "capability" : "unknown", new Specs.SpecRef(feature), options.Scope == RuleScope.Tenant),
            Actions = options.Actions(options.Propose ?? Edit(context, feature, flag), $"leave feature «{feature}» out, or make it easier to find"),
            Signals = signals.FindBehaviors(s => IsUse(s) && string.Equals(s.Feature, feature)),
            Magnitude = 1 - share, // the share that does without it: it does not grow with the traffic
            Measured = measured,
        };
    }

    private Silence? Reason(RegenerationContext context, string feature, double uses, double? sessions, double? usual) =>
        sessions is null ? new Silence("how many sessions there were is not known", CouldJudge: false)
        : Flag(context, feature) is { Enabled: false } || context.Resolved.Flag(feature) is { Enabled: false } ? new Silence("its flag is off already")
        : sessions < options.MinimumSessions ? Silence.TooLittle(Figures.Count(options.MinimumSessions, "session"))
        : uses / sessions >= options.MinimumShare ? new Silence($"limit {Limit}")
        : usual >= options.MinimumShare ? new Silence($"{Figures.Share(usual.Value)} in the {Figures.Span(options.Lookback)} before: wait and see")
        : null;

    private IEnumerable<string> Before(double? usual) => usual is { } share ? [$"in the {Figures.Span(options.Lookback)} before, it was {Figures.Share(share)}"] : [];

    // A blueprint does not take over what one of its tenants says of a flag; a tenant's flag replaces the blueprint's as a whole.
    private FeatureFlag? Flag(RegenerationContext context, string feature) =>
        options.Scope == RuleScope.Tenant ? context.Resolved.Flag(feature) : context.Blueprint.FeatureFlags?.FirstOrDefault(f => string.Equals(f.Key, feature));

    private SpecEdit? Edit(RegenerationContext context, string feature, FeatureFlag? flag) =>
        flag is not null ? options.Scope == RuleScope.Tenant ? new SpecEdit.SetFeatureFlag(feature, false, flag.Variant.Value, flag.Description.Value) : new SpecEdit.SetFeatureFlag(feature, false)
        : Included(context, feature) ? new SpecEdit.ExcludeFeature(feature) : null;

    private static double? Share(SignalBatch batch, string feature)
    {
        var usage = Usage.None;
        foreach (var signal in batch.Behaviors)
            if (string.Equals(signal.Metric, "usage") && string.Equals(signal.Feature, feature)) usage = usage.And(signal);
        return usage.Share;
    }

    private static bool Included(RegenerationContext context, string feature) => context.Resolved.Features.Include.Any(f => string.Equals(f.Key, feature));

    /// <summary>How often each feature was used, in the order in which they came.</summary>
    private sealed class Tally
    {
        private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);

        public List<(string Feature, Usage Usage)> Features { get; } = [];

        public void Add(BehaviorSignal signal)
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, signal.Feature, out var isKnown);
            if (!isKnown)
            {
                place = Features.Count;
                Features.Add((signal.Feature, Usage.None));
            }

            ref var usage = ref CollectionsMarshal.AsSpan(Features)[place].Usage;
            usage = usage.And(signal);
        }

        public void Clear()
        {
            places.Clear();
            Features.Clear();
        }
    }

    /// <summary>How often a feature was used.</summary>
    /// <param name="Sessions">Null: of some of it, nobody knows in how many sessions.</param>
    private readonly record struct Usage(double Uses, double? Sessions)
    {
        public static Usage None { get; } = new(0, 0);

        /// <summary>Null where it is not known.</summary>
        public double? Share => Sessions > 0 ? Uses / Sessions : null;

        public Usage And(BehaviorSignal signal) => new(Uses + signal.Value, Sessions + signal.SampleSize);
    }
}

/// <summary>Fires when hardly anybody uses a feature that is on.</summary>
public sealed record FeatureUnderUseOptions : RuleOptions
{
    /// <summary>Only this feature. Default: every feature whose usage is reported.</summary>
    public string? Feature { get; init; }

    /// <summary>The event that the uses are counted from, such as <c>wishlist.used</c>: where the spec keeps it back, nothing is proposed. Default: not known.</summary>
    public string? Event { get; init; }

    /// <summary>Below that many sessions in a window a share says nothing. 1…, default 1,000.</summary>
    [Range(1, 1e12)]
    public double MinimumSessions { get; init; } = 1000;

    /// <summary>Share of sessions that should use a feature, 0…1, default 0.001.</summary>
    [Range(0, 1)]
    public double MinimumShare { get; init; } = 0.001;
}
