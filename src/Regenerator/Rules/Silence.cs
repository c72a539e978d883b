using Regenerator.Proposals;

namespace Regenerator.Rules;

/// <summary>Why a rule proposes nothing, and whether that says anything: «under the limit» does, «too little data» does not.</summary>
internal readonly record struct Silence(string Why, bool CouldJudge = true)
{
    /// <summary>That there was no such measure of a feature. Whether there was of others tells a slip of the pen from a source that is silent.</summary>
    /// <param name="only">The one feature that is looked at; null: every one.</param>
    public static string Unreported(SignalBatch signals, string metric, string? only)
    {
        if (only is not null)
            foreach (var signal in signals.Behaviors)
                if (string.Equals(signal.Metric, metric)) return $"no {metric} of «{only}» was reported, though of other features it was";
        return $"no {metric} was reported";
    }

    public static Silence TooLittle(string needed) => new($"{needed} needed", CouldJudge: false);

    /// <param name="seen">What was looked at, in figures; null: nothing.</param>
    /// <param name="source">Of which kind the signals are: where they are not complete, silence says nothing.</param>
    /// <param name="measured">What it was judged by; null: no one figure.</param>
    public void Tell(SignalBatch signals, string? seen, SignalKind source, Measured? measured = null)
    {
        var coverage = signals.CoverageOf(source);
        var reason = seen is null ? Why : $"{seen}; {Why}";
        if (!coverage.IsComplete) reason = $"{reason}, but what was seen is {coverage}";
        if (!CouldJudge || !coverage.IsComplete) signals.CannotJudge(reason);
        else if (measured is null) signals.Skip(reason);
        else signals.Skip(reason, measured);
    }
}
