using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator;

/// <summary>What a <see cref="RegeneratorService"/> is made of. Only contexts and rules are required.</summary>
public sealed record RegeneratorOptions
{
    /// <summary>Which apps are watched; see <see cref="FixedContexts"/> for contexts that never change.</summary>
    public required IContextSource Contexts { get; init; }

    /// <summary>At least one; ids are unique.</summary>
    public required IReadOnlyList<IRegenerationRule> Rules { get; init; }

    /// <summary>One provider of each kind, as in the original.</summary>
    public SignalAdapters Adapters { get; init; } = new();

    /// <summary>More providers of any kind; names are unique.</summary>
    public IReadOnlyList<object> Providers { get; init; } = [];

    /// <summary>Gets told of new proposals.</summary>
    public IProposalSink? Sink { get; init; }

    /// <summary>More sinks; names are unique.</summary>
    public IReadOnlyList<IProposalSink> Sinks { get; init; } = [];

    /// <summary>Default: in memory, gone with the process. Not disposed by the service.</summary>
    public IRegeneratorStore? Store { get; init; }

    public IReviewPolicy Review { get; init; } = new ManualReview();

    /// <summary>Carries out what was approved, after each pass; null: somebody else does.</summary>
    public IProposalExecutor? Executor { get; init; }

    /// <summary>How often to look for windows that have closed. Default one minute.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMinutes(1);

    public WindowOptions Windows { get; init; } = new();

    /// <summary>After an outage: how many windows one pass catches up at most. Default 12.</summary>
    public int MaxWindowsPerPass { get; init; } = 12;

    public IntakeOptions Intake { get; init; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gets told how each pass went. Must not throw.</summary>
    public Action<PassReport>? OnPass { get; init; }

    internal IReadOnlyList<SignalSource> Sources() =>
        [.. new object?[] { Adapters.Telemetry, Adapters.Errors, Adapters.Behavior }.OfType<object>().Concat(Providers).Select(SignalSource.Of)];

    internal IReadOnlyList<IProposalSink> AllSinks() => Sink is null ? Sinks : [Sink, .. Sinks];

    /// <exception cref="ArgumentException">Names the setting, what was seen, and what is allowed.</exception>
    internal void Check()
    {
        if (Rules.Count == 0) throw new ArgumentException("RegeneratorService requires at least one rule");
        Unique("rule id", Rules.Select(r => r.Id));
        Unique("provider name", Sources().Select(s => s.Name));
        Unique("sink name", AllSinks().Select(s => s.Name));
        Positive(nameof(PollInterval), PollInterval);
        Positive($"{nameof(Windows)}.{nameof(Windows.Length)}", Windows.Length);
        Positive($"{nameof(Windows)}.{nameof(Windows.RequestTimeout)}", Windows.RequestTimeout);
        if (Windows.Lateness < TimeSpan.Zero) throw new ArgumentException($"{nameof(Windows)}.{nameof(Windows.Lateness)} is {Windows.Lateness}; it is zero or more");
        if (MaxWindowsPerPass < 1) throw new ArgumentException($"{nameof(MaxWindowsPerPass)} is {MaxWindowsPerPass}; it is one or more");
    }

    private static void Positive(string setting, TimeSpan value)
    {
        if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(365)) throw new ArgumentException($"{setting} is {value}; it is more than zero and at most 365 days");
    }

    private static void Unique(string what, IEnumerable<string> names)
    {
        if (names.GroupBy(n => n).FirstOrDefault(g => g.Skip(1).Any()) is { } twice) throw new ArgumentException($"the {what} «{twice.Key}» is used twice");
    }
}

/// <summary>One provider of each kind.</summary>
public sealed record SignalAdapters
{
    public ITelemetrySignalProvider? Telemetry { get; init; }

    public IErrorSignalProvider? Errors { get; init; }

    public IBehaviorSignalProvider? Behavior { get; init; }
}
