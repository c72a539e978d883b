using System.Runtime.CompilerServices;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Testing;

namespace Regenerator.Tests;

/// <summary>A provider that says what a test tells it to, and remembers what it was asked.</summary>
internal abstract class FakeProvider<TSignal>(string name) : ISignalProvider<TSignal>
    where TSignal : RegeneratorSignal
{
    private readonly Lock gate = new();

    public ProviderTraits Traits { get; init; } = new(name);

    public List<(string[] Contexts, TimeWindow Window)> Requests { get; } = [];

    /// <summary>Thrown, when set.</summary>
    public string? Down { get; set; }

    /// <summary>Never answers, not even to cancellation, while set.</summary>
    public bool Hangs { get; set; }

    public Func<string, TimeWindow, IEnumerable<Reading<TSignal>>> Answer { get; set; } = static (context, _) => [new(context, [], Coverage.Complete)];

    public TimeWindow[] Windows
    {
        get
        {
            lock (gate) return [.. Requests.Select(r => r.Window)];
        }
    }

    public async IAsyncEnumerable<IReading<TSignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, [EnumeratorCancellation] CancellationToken ct)
    {
        lock (gate) Requests.Add(([.. contexts.Select(c => c.Id)], window));
        if (Down is not null) throw new InvalidOperationException(Down);
        if (Hangs) await new TaskCompletionSource().Task;
        foreach (var reading in contexts.SelectMany(c => Answer(c.Id, window))) yield return reading;
    }
}

internal sealed class FakeTelemetry(string name = "telemetry") : FakeProvider<TelemetrySignal>(name), ITelemetrySignalProvider
{
    /// <summary>Says so much of the checkout workflow of every context in every window.</summary>
    public static FakeTelemetry Failing(double failures = 42) => new()
    {
        Answer = (context, window) => [new Reading<TelemetrySignal>(context, [Some.TelemetrySignal(count: failures, window: window)], Coverage.Complete)],
    };
}

internal sealed class FakeErrors(string name = "errors") : FakeProvider<ErrorSignal>(name), IErrorSignalProvider;

internal sealed class FakeBehavior(string name = "behavior") : FakeProvider<BehaviorSignal>(name), IBehaviorSignalProvider;

/// <summary>A rule that is one function.</summary>
internal sealed class FakeRule(string id, Func<RegenerationContext, SignalBatch, IReadOnlyList<SpecChangeProposal>> look) : IRegenerationRule
{
    public string Id => id;

    public string Description => id;

    public RuleSchedule Schedule { get; init; } = RuleSchedule.EveryWindow;

    public ValueTask<IReadOnlyList<SpecChangeProposal>> EvaluateAsync(RegenerationContext context, SignalBatch signals, CancellationToken ct) => ValueTask.FromResult(look(context, signals));

    /// <summary>Wants checkout on a safe workflow wherever telemetry was reported; cites all of it.</summary>
    public static FakeRule Pinning(string id = "checkout-failing", bool tenantScoped = true, string version = "1.2.0") => new(id, (_, signals) =>
        signals.Telemetry.IsEmpty ? [] : [Some.Wish(tenantScoped: tenantScoped, version: version) with { Signals = signals.Telemetry.ToArray(), Magnitude = null }]);
}
