using Regenerator.Proposals;
using Regenerator.Signals;

namespace Regenerator.Rules;

/// <summary>
/// What a rule may look at: one context's signals of one closed window, and how far they can be trusted. Immutable: no rule can
/// change what the next one sees.
/// </summary>
public sealed class SignalBatch
{
    private readonly TelemetrySignal[] telemetry;
    private readonly ErrorSignal[] errors;
    private readonly BehaviorSignal[] behaviors;
    private readonly List<string> skips = [];
    private int inapplicable;

    public SignalBatch(TimeWindow window, IReadOnlyList<ProviderReading> readings, SignalBatch? earlier = null)
    {
        Window = window;
        Readings = readings;
        Earlier = earlier;
        telemetry = Of<TelemetrySignal>(readings);
        errors = Of<ErrorSignal>(readings);
        behaviors = Of<BehaviorSignal>(readings);
    }

    private SignalBatch(SignalBatch other)
    {
        Window = other.Window;
        Readings = other.Readings;
        Earlier = other.Earlier?.ForNextRule();
        telemetry = other.telemetry;
        errors = other.errors;
        behaviors = other.behaviors;
    }

    public TimeWindow Window { get; }

    /// <summary>One per provider that serves the context, also those that could not answer.</summary>
    public IReadOnlyList<ProviderReading> Readings { get; }

    /// <summary>The time before the window, as one long window, when the rule's schedule asks for it and a provider could answer.</summary>
    public SignalBatch? Earlier { get; }

    public ReadOnlySpan<TelemetrySignal> Telemetry => telemetry;

    public ReadOnlySpan<ErrorSignal> Errors => errors;

    public ReadOnlySpan<BehaviorSignal> Behaviors => behaviors;

    public int Count => telemetry.Length + errors.Length + behaviors.Length;

    /// <summary>The worst coverage of the providers of one kind; unavailable when no provider serves that kind.</summary>
    public Coverage CoverageOf(SignalKind kind)
    {
        Coverage? worst = null;
        for (var i = 0; i < Readings.Count; i++)
            if (Readings[i] is { Coverage: var coverage } reading && reading.Kind == kind) worst = worst is null ? coverage : Coverage.Worst(worst, coverage);
        return worst ?? Coverage.Unavailable($"no provider of {kind.ToString().ToLowerInvariant()} signals");
    }

    public IReadOnlyList<TelemetrySignal> FindTelemetry(Predicate<TelemetrySignal> match) => Array.FindAll(telemetry, match);

    public IReadOnlyList<ErrorSignal> FindErrors(Predicate<ErrorSignal> match) => Array.FindAll(errors, match);

    public IReadOnlyList<BehaviorSignal> FindBehaviors(Predicate<BehaviorSignal> match) => Array.FindAll(behaviors, match);

    /// <summary>Names a decision not to propose: «2 of 9 starts, 50 needed». It is what people see when they ask why nothing came.</summary>
    public void Skip(string reason) => skips.Add(reason);

    /// <param name="measured">What it was judged by: those that do ask for a change are shown beside it.</param>
    /// <inheritdoc cref="Skip(string)"/>
    public void Skip(string reason, Measured measured)
    {
        Skip(reason);
        Measured = [.. Measured, measured];
    }

    /// <summary>Names why the rule can not judge by what it sees: «sampled at 0.1», «usage is partial: …». Its silence then says nothing.</summary>
    public void CannotJudge(string reason)
    {
        skips.Add(reason);
        CouldJudge = false;
    }

    /// <summary>Names what the rule is about and this app does not have: «the app has no workflow slot «checkot»». However long it looks, it can not fire here.</summary>
    public void DoesNotApply(string reason)
    {
        skips.Add(reason);
        inapplicable++;
    }

    /// <summary>What <see cref="Skip(string)"/>, <see cref="CannotJudge"/> and <see cref="DoesNotApply"/> were called with.</summary>
    public IReadOnlyList<string> Skips => skips;

    internal bool CouldJudge { get; private set; } = true;

    /// <summary>There was something to look at.</summary>
    internal bool Applies => inapplicable == 0 || inapplicable < skips.Count;

    internal Measured[] Measured { get; private set; } = [];

    /// <summary>The same signals with a fresh sheet for the next rule's reasons.</summary>
    internal SignalBatch ForNextRule() => new(this);

    private static T[] Of<T>(IReadOnlyList<ProviderReading> readings)
        where T : RegeneratorSignal
    {
        T[] all = [];
        for (var i = 0; i < readings.Count; i++)
        {
            if (readings[i].Array is not T[] signals || signals.Length == 0) continue;
            all = all.Length == 0 ? signals : [.. all, .. signals];
        }

        return all;
    }
}

/// <summary>What one provider said of one context and window.</summary>
/// <param name="signals">An array of the provider's kind; taken, not copied.</param>
public sealed class ProviderReading(string provider, SignalKind kind, RegeneratorSignal[] signals, Coverage coverage)
{
    public string Provider { get; } = provider;

    public SignalKind Kind { get; } = kind;

    public Coverage Coverage { get; } = coverage;

    /// <summary>What the answer held and could not be used, in words; null: nothing.</summary>
    internal string? LeftOut { get; init; }

    // Rules see a span: whoever gets the array could change what the next rule sees.
    internal RegeneratorSignal[] Array { get; } = signals;

    public ReadOnlySpan<RegeneratorSignal> Signals => Array;
}

public enum SignalKind
{
    Telemetry,
    Error,
    Behavior,
}
