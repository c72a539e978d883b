using Regenerator.Rules;

namespace Regenerator.Signals;

/// <summary>
/// What providers answer is looked through before a rule sees it: what is no number, or of no time, is left out and said so; what is not to be kept is
/// taken out. Nearly always there is nothing of either: then one walk finds that out, and nothing is copied.
/// </summary>
internal static class Inspection
{
    // Nobody's events are older than the systems that count them, and none come from the future: such a time is a default, or a number in another unit.
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LatestAfter = TimeSpan.FromDays(1);

    /// <returns>A reading that is sound and redacted.</returns>
    public static ProviderReading Of<TSignal>(string provider, SignalKind kind, IReading<TSignal> reading, TimeWindow window, Redaction redaction)
        where TSignal : RegeneratorSignal
    {
        var coverage = reading.Coverage ?? Coverage.Unavailable($"{provider} did not say how complete its reading is");

        // «I do not know» with numbers beside it is still «I do not know».
        var signals = coverage.IsUnavailable ? [] : reading.Signals as TSignal[] ?? [.. reading.Signals];
        var latest = window.Until + LatestAfter;
        return IsPlain(signals, latest, redaction) ? new ProviderReading(provider, kind, signals, redaction.Coverage(coverage)) : redaction.Reading(Sound(provider, kind, signals, coverage, latest));
    }

    // What kind they are is asked once for all of them. Signals with metadata are looked at more closely.
    private static bool IsPlain(RegeneratorSignal?[] signals, DateTimeOffset latest, Redaction redaction)
    {
        switch (signals)
        {
            case TelemetrySignal?[] telemetry:
                foreach (var signal in telemetry)
                    if (signal is not { Metadata: null } || !signal.IsSound(Earliest, latest) || !redaction.Passes(signal.EventName)) return false;
                return true;
            case ErrorSignal?[] errors:
                foreach (var signal in errors)
                    if (signal is not { Metadata: null } || !signal.IsSound(Earliest, latest) || !redaction.Passes(signal.Message) || !redaction.Passes(signal.Id)) return false;
                return true;
            case BehaviorSignal?[] behaviors:
                foreach (var signal in behaviors)
                    if (signal is not { Metadata: null } || !signal.IsSound(Earliest, latest) || !redaction.Passes(signal.Feature)) return false;
                return true;
            default:
                return false;
        }
    }

    private static ProviderReading Sound<TSignal>(string provider, SignalKind kind, TSignal[] signals, Coverage coverage, DateTimeOffset latest)
        where TSignal : RegeneratorSignal
    {
        if (Array.TrueForAll(signals, signal => signal?.IsSound(Earliest, latest) == true)) return new ProviderReading(provider, kind, signals, coverage);
        string[] flaws = [.. signals.Select(signal => Flaw(signal, latest)).OfType<string>()];
        var leftOut = $"{flaws.Length} of {signals.Length} signals {string.Join(" or ", flaws.Distinct().Order(StringComparer.Ordinal))} and were left out";
        return new ProviderReading(provider, kind, Array.FindAll(signals, signal => Flaw(signal, latest) is null), Coverage.Worst(coverage, Coverage.Partial(leftOut))) { LeftOut = leftOut };
    }

    /// <summary>Why nobody can use a signal; null: somebody can.</summary>
    private static string? Flaw(RegeneratorSignal? signal, DateTimeOffset latest) =>
        signal is null || !double.IsFinite(signal.Number) ? "had no finite number"
        : !signal.IsSound(Earliest, latest) ? "had no time that can be true"
        : null;
}
