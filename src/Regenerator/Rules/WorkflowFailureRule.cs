using System.ComponentModel.DataAnnotations;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Specs.Edits;

namespace Regenerator.Rules;

/// <summary>Workflows that fail too often: judged by their rate where starts are known, by bare counts where not.</summary>
public sealed class WorkflowFailureRule(WorkflowFailureOptions? options = null) : IRegenerationRule
{
    private const double SmallestRate = 0.0001;

    private readonly WorkflowFailureOptions options = options ?? new WorkflowFailureOptions();

    public string Id => options.Id ?? "workflow-failure";

    public string Description => $"Workflows of which more than {Limit} fail";

    public RuleSchedule Schedule => options.Schedule;

    private string Limit => field ??= Figures.Share(options.MaximumRate); // as it is told, look by look

    public ValueTask<IReadOnlyList<SpecChangeProposal>> EvaluateAsync(RegenerationContext context, SignalBatch signals, CancellationToken ct) =>
        ValueTask.FromResult<IReadOnlyList<SpecChangeProposal>>(WhyNever(context) is { } never ? DoesNotApply(signals, never)
            : signals.CoverageOf(SignalKind.Telemetry) is { IsUnavailable: true } silence ? CannotJudge(signals, $"telemetry is {silence}")
            : context.Resolved.IsEventDisabled(options.FailureEvent) ? CannotJudge(signals, $"event «{options.FailureEvent}» is switched off in the spec")
            : [.. Workflows(context, signals).Select(slot => Judge(context, signals, slot)).OfType<SpecChangeProposal>()]);

    private string? WhyNever(RegenerationContext context) =>
        options.Slot is { } only && !context.Resolved.Workflows.ContainsKey(only) ? $"the app has no workflow slot «{only}»" : options.SlotAmiss(context);

    private string[] Workflows(RegenerationContext context, SignalBatch signals)
    {
        if (options.Slot is { } only) return [only];
        var failures = signals.FindTelemetry(s => string.Equals(s.EventName, options.FailureEvent));
        string[] named = [.. failures.Select(s => Slot(context, s)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        if (failures.Count == 0) Doubted(new Silence($"no «{options.FailureEvent}» was reported"), EventReach.Gap(context, options.FailureEvent)).Tell(signals, seen: null, SignalKind.Telemetry);
        else if (named.Length == 0) signals.CannotJudge($"no «{options.FailureEvent}» names a workflow of the app");
        return named;
    }

    private SpecChangeProposal? Judge(RegenerationContext context, SignalBatch signals, string slot)
    {
        var (failures, attempts) = Count(context, signals, slot);
        var usual = signals.Earlier is { } earlier && Count(context, earlier, slot) is var before && before.Attempts >= options.MinimumAttempts ? Rate(before) : null;
        var rate = Rate((failures, attempts));
        var seen = attempts is { } of ? $"{slot}: {Figures.Count(failures)} of {Figures.Count(of)} failed{(rate is { } r ? $" ({Figures.Share(r)})" : "")}" : $"{slot}: {Figures.Count(failures, "failure")}";
        if (options.NotOfTheBlueprint(context.Blueprint.Workflows, context.Resolved.Workflows, slot) is { } foreign)
        {
            signals.Skip($"{seen}; {foreign}");
            return null;
        }

        // Failures that are kept back only make it look better than it is; starts that are make it look worse.
        var (heard, heardOfStarts) = (EventReach.SamplingOf(context, options.FailureEvent), EventReach.SamplingOf(context, options.AttemptEvent));
        if (attempts is not null && heardOfStarts < heard)
        {
            signals.CannotJudge(FormattableString.Invariant($"{slot}: of «{options.AttemptEvent}» the spec lets {heardOfStarts:0.###} through, of «{options.FailureEvent}» {heard:0.###}: which share failed is not known"));
            return null;
        }

        var measured = rate is { } share ? new Measured(slot, "share of starts that failed", share, Measured.Share) { Limit = options.MaximumRate, Baseline = usual }
            : new Measured(slot, "failures", failures, Measured.Count) { Limit = options.MinimumFailures };
        if (Reason(failures, attempts, usual) is { } silence)
        {
            var shareStands = heard == heardOfStarts && rate <= options.MaximumRate; // thinned alike
            var gap = heard < 1 && !shareStands ? EventReach.Gap(context, options.FailureEvent) : failures == 0 ? EventReach.Missing(context, options.FailureEvent) : null;
            Doubted(silence, gap).Tell(signals, seen, SignalKind.Telemetry, measured);
            return null;
        }

        var coverage = signals.CoverageOf(SignalKind.Telemetry);
        var cited = signals.FindTelemetry(s => (string.Equals(s.EventName, options.FailureEvent) || string.Equals(s.EventName, options.AttemptEvent)) && string.Equals(Slot(context, s), slot));
        var spec = context.Resolved.Workflows[slot];
        var edit = options.Propose ?? (options.Scope == RuleScope.Tenant && RuleOptions.WayBack(context.Blueprint.Workflows, context.Resolved.Workflows, slot) is { } back ? new SpecEdit.PinWorkflow(slot, back) : null);
        return new SpecChangeProposal
        {
            Id = slot,
            Title = $"Workflow «{slot}» fails too often",
            Summary = $"{seen}{(usual < rate ? $", usually {Figures.Share(usual.Value)}" : "")}, with {spec.Display} in force.",
            Confidence = rate is null || !coverage.IsComplete ? Confidence.Low : usual is null ? Confidence.Medium : Confidence.High,
            Rationale = [.. Rationale(failures, attempts, usual), .. coverage.IsComplete ? Array.Empty<string>() : [$"telemetry is {coverage}"]],
            Target = new ProposalTarget("workflow", spec, options.Scope == RuleScope.Tenant),
            Actions = options.Actions(edit, $"split or replace workflow «{slot}», which is {spec.Display}"),
            Signals = cited,
            // In one unit, whether starts are known or not: how many times the limit it is.
            Magnitude = rate is { } now ? now / Math.Max(options.MaximumRate, SmallestRate) : failures / options.MinimumFailures,
            Measured = measured,
        };
    }

    private Silence? Reason(double failures, double? attempts, double? usual) =>
        attempts < options.MinimumAttempts ? Silence.TooLittle(Figures.Count(options.MinimumAttempts, "start"))
        : Rate((failures, attempts)) is { } rate && rate <= options.MaximumRate ? new Silence($"limit {Limit}")
        : failures < options.MinimumFailures ? new Silence($"{Figures.Count(options.MinimumFailures, "failure")} needed")
        : Rate((failures, attempts)) is { } now && options.NotUnusual(now, usual, Figures.Share) is { } common ? new Silence(common)
        : null;

    private List<string> Rationale(double failures, double? attempts, double? usual)
    {
        List<string> reasons = [];
        if (attempts is { } starts) reasons.Add($"{Figures.Share(failures / starts)} of {Figures.Count(starts, "start")} failed; the limit is {Limit}");
        else reasons.Add($"{Figures.Count(failures, "failure")}; the limit is {Figures.Count(options.MinimumFailures)}. How many starts there were is not known");
        if (usual is { } before) reasons.Add($"in the {Figures.Span(options.Lookback)} before, it was {Figures.Share(before)}");
        return reasons;
    }

    private (double Failures, double? Attempts) Count(RegenerationContext context, SignalBatch signals, string slot)
    {
        var (failures, attempts) = (0.0, (double?)null);
        var hearsAttempts = !context.Resolved.IsEventDisabled(options.AttemptEvent);
        foreach (var signal in signals.Telemetry)
        {
            var isFailure = string.Equals(signal.EventName, options.FailureEvent);
            var isAttempt = hearsAttempts && string.Equals(signal.EventName, options.AttemptEvent);
            if (!(isFailure || isAttempt) || !string.Equals(Slot(context, signal), slot)) continue;
            if (isFailure) failures += signal.Count;
            if (isAttempt) attempts = (attempts ?? 0) + signal.Count;
        }

        return (failures, attempts);
    }

    private static Silence Doubted(Silence silence, string? gap) => gap is null ? silence : new Silence($"{silence.Why}; {gap}", CouldJudge: false);

    private static double? Rate((double Failures, double? Attempts) counted) => counted.Attempts is { } attempts and > 0 ? counted.Failures / attempts : null;

    private static string? Slot(RegenerationContext context, TelemetrySignal signal) =>
        RuleOptions.SlotOf(context.Resolved.Workflows, signal.Entity?.Slot ?? signal.Entity?.Key ?? signal.Text("slot") ?? signal.Text("workflow"));

    private static IReadOnlyList<SpecChangeProposal> DoesNotApply(SignalBatch signals, string reason)
    {
        signals.DoesNotApply(reason);
        return [];
    }

    private static IReadOnlyList<SpecChangeProposal> CannotJudge(SignalBatch signals, string reason)
    {
        signals.CannotJudge(reason);
        return [];
    }
}

/// <summary>Fires when too large a share of a workflow's starts fails.</summary>
public sealed record WorkflowFailureOptions : RuleOptions
{
    /// <summary>The event that says that a workflow failed. Default <c>workflow.failure</c>.</summary>
    public string FailureEvent { get; init; } = "workflow.failure";

    /// <summary>The event that says that a workflow began. Default <c>workflow.started</c>.</summary>
    public string AttemptEvent { get; init; } = "workflow.started";

    /// <summary>Only this slot. Default: every workflow that the signals name.</summary>
    public string? Slot { get; init; }

    /// <summary>Fewer failures in a window than this are never too many. 1…, default 10.</summary>
    [Range(1, 1e9)]
    public double MinimumFailures { get; init; } = 10;

    /// <summary>Below that many starts in a window a rate says nothing. 1…, default 50.</summary>
    [Range(1, 1e9)]
    public double MinimumAttempts { get; init; } = 50;

    /// <summary>Share of starts that may fail, 0…1, default 0.05.</summary>
    [Range(0, 1)]
    public double MaximumRate { get; init; } = 0.05;
}
