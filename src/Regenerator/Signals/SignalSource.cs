using System.Diagnostics;
using Regenerator.Contexts;
using Regenerator.Rules;

namespace Regenerator.Signals;

/// <summary>A provider of any kind, as the collector asks it: the kinds differ in their type only.</summary>
public sealed class SignalSource
{
    // Nobody's events are older than the systems that count them, and none come from the future: such a time is a default, or a number in another unit.
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LatestAfter = TimeSpan.FromDays(1);

    private readonly Func<IReadOnlyList<RegenerationContext>, TimeWindow, Redaction, CancellationToken, Task<Dictionary<string, ProviderReading>>> read;

    private SignalSource(
        object provider, ProviderTraits traits, SignalKind kind,
        Func<IReadOnlyList<RegenerationContext>, TimeWindow, Redaction, CancellationToken, Task<Dictionary<string, ProviderReading>>> read)
    {
        Provider = provider;
        Traits = traits;
        Kind = kind;
        this.read = read;
    }

    /// <summary>The object that was handed in.</summary>
    public object Provider { get; }

    public ProviderTraits Traits { get; }

    public string Name => Traits.Name;

    public SignalKind Kind { get; }

    /// <exception cref="ArgumentException">The object provides no signals, or is several providers in one.</exception>
    public static SignalSource Of(object provider)
    {
        var kinds = new object?[] { provider as ITelemetrySignalProvider, provider as IErrorSignalProvider, provider as IBehaviorSignalProvider }.Count(p => p is not null);
        if (kinds > 1) throw new ArgumentException($"{provider.GetType().Name} serves {kinds} kinds of signals; one object serves one", nameof(provider));
        return provider switch
        {
            ITelemetrySignalProvider telemetry => From(telemetry, SignalKind.Telemetry),
            IErrorSignalProvider errors => From(errors, SignalKind.Error),
            IBehaviorSignalProvider behavior => From(behavior, SignalKind.Behavior),
            _ => throw new ArgumentException($"{provider.GetType().Name} provides no signals", nameof(provider)),
        };
    }

    /// <summary>One reading per context that was asked, sound and redacted: whoever is not answered for is unavailable.</summary>
    public async Task<Dictionary<string, ProviderReading>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, Redaction redaction, CancellationToken ct)
    {
        var answers = await read(contexts, window, redaction, ct);
        foreach (var context in contexts)
            answers.TryAdd(context.Id, Silent(Coverage.Unavailable($"{Name} gave no reading for it")));
        return answers;
    }

    /// <summary>A reading without signals.</summary>
    public ProviderReading Silent(Coverage coverage) => new(Name, Kind, Kind switch
    {
        SignalKind.Telemetry => Array.Empty<TelemetrySignal>(),
        SignalKind.Error => Array.Empty<ErrorSignal>(),
        SignalKind.Behavior => Array.Empty<BehaviorSignal>(),
        _ => throw new UnreachableException(),
    }, coverage);

    private static SignalSource From<TSignal>(ISignalProvider<TSignal> provider, SignalKind kind)
        where TSignal : RegeneratorSignal => new(provider, provider.Traits, kind, async (contexts, window, redaction, ct) =>
    {
        var asked = contexts.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        var answers = new Dictionary<string, ProviderReading>(StringComparer.Ordinal);
        await foreach (var reading in provider.ReadAsync(contexts, window, ct).WithCancellation(ct))
        {
            if (!asked.Contains(reading.ContextId)) continue;
            if (!answers.TryAdd(reading.ContextId, redaction.Reading(Sound(provider.Traits.Name, kind, reading, window)))) // at once: its signals are at hand
                answers[reading.ContextId] = new ProviderReading(provider.Traits.Name, kind, Array.Empty<TSignal>(), Coverage.Unavailable($"{provider.Traits.Name} answered twice"));
        }

        return answers;
    });

    // What is no number, or of no time, can neither be judged nor kept: it is left out, and said so. Nearly always nothing is left out, and nothing copied.
    private static ProviderReading Sound<TSignal>(string name, SignalKind kind, IReading<TSignal> reading, TimeWindow window)
        where TSignal : RegeneratorSignal
    {
        var coverage = reading.Coverage ?? Coverage.Unavailable($"{name} did not say how complete its reading is");

        // «I do not know» with numbers beside it is still «I do not know».
        var signals = coverage.IsUnavailable ? [] : reading.Signals as TSignal[] ?? [.. reading.Signals];
        var latest = window.Until + LatestAfter;
        if (AreSound(signals, latest)) return new ProviderReading(name, kind, signals, coverage);
        var flaws = signals.Select(signal => Flaw(signal, latest)).OfType<string>().ToArray();
        var leftOut = $"{flaws.Length} of {signals.Length} signals {string.Join(" or ", flaws.Distinct().Order(StringComparer.Ordinal))} and were left out";
        return new ProviderReading(name, kind, Array.FindAll(signals, signal => Flaw(signal, latest) is null), Coverage.Worst(coverage, Coverage.Partial(leftOut))) { LeftOut = leftOut };
    }

    private static bool AreSound(RegeneratorSignal?[] signals, DateTimeOffset latest)
    {
        foreach (var signal in signals)
            if (signal?.IsSound(Earliest, latest) != true) return false;
        return true;
    }

    /// <summary>Why nobody can use a signal; null: somebody can.</summary>
    private static string? Flaw(RegeneratorSignal? signal, DateTimeOffset latest) =>
        signal is null || !double.IsFinite(signal.Number) ? "had no finite number"
        : !signal.IsSound(Earliest, latest) ? "had no time that can be true"
        : null;
}
