using Regenerator.Contexts;
using Regenerator.Proposals;

namespace Regenerator.Rules;

/// <summary>
/// Looks at one window of one context and says what should change. A pure function of its arguments: no clock, no I/O, no memory,
/// so that it can be replayed. Called on empty windows too: «nothing happened» is a fact.
/// </summary>
public interface IRegenerationRule
{
    /// <summary>Stable and unique; part of every proposal's identity.</summary>
    string Id { get; }

    string Description { get; }

    RuleSchedule Schedule => RuleSchedule.EveryWindow;

    /// <returns>An empty list when nothing should change; <see cref="SignalBatch.Skip(string)"/> can say why.</returns>
    ValueTask<IReadOnlyList<SpecChangeProposal>> EvaluateAsync(RegenerationContext context, SignalBatch signals, CancellationToken ct);
}

/// <summary>What a rule wants to look at, and how often.</summary>
/// <param name="Lookback">How much time before the window it compares with; zero: none.</param>
/// <param name="Window">The length of the windows it judges, such as 28 days; null: the pass's own.</param>
/// <param name="Every">How often such a window ends, aligned to UTC; null: when the one before it does. Only with a window.</param>
public sealed record RuleSchedule(TimeSpan Lookback = default, TimeSpan? Window = null, TimeSpan? Every = null)
{
    public static RuleSchedule EveryWindow { get; } = new();

    /// <summary>How often a window ends; null: as the pass's own do.</summary>
    internal TimeSpan? Step => Window is null ? null : Every ?? Window;
}
