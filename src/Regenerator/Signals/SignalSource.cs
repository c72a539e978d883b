using System.Diagnostics;
using Regenerator.Contexts;
using Regenerator.Rules;

namespace Regenerator.Signals;

/// <summary>A provider of any kind, as the collector asks it: the kinds differ in their type only.</summary>
public sealed class SignalSource
{
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
        var asked = new HashSet<string>(contexts.Count, StringComparer.Ordinal);
        foreach (var context in contexts) asked.Add(context.Id);
        var answers = new Dictionary<string, ProviderReading>(contexts.Count, StringComparer.Ordinal);
        await foreach (var reading in provider.ReadAsync(contexts, window, ct).WithCancellation(ct))
        {
            if (!asked.Contains(reading.ContextId)) continue;
            if (!answers.TryAdd(reading.ContextId, Inspection.Of(provider.Traits.Name, kind, reading, window, redaction))) // at once: its signals are at hand
                answers[reading.ContextId] = new ProviderReading(provider.Traits.Name, kind, Array.Empty<TSignal>(), Coverage.Unavailable($"{provider.Traits.Name} answered twice"));
        }

        return answers;
    });
}
