using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Regenerator.Contexts;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Specs.Edits;

namespace Regenerator.Benchmarks;

/// <summary>
/// How many signals a pass judges: an in-memory provider, half telemetry, a quarter errors, a quarter behaviour; the built-in rules, the intake and the store in memory,
/// each window judged by itself. Every twentieth context has something to propose.
/// </summary>
internal static class CycleCommand
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly string[] Names = [.. Enumerable.Range(0, 50).Select(i => $"event.{i}")];
    private static readonly string[] Features = [.. Enumerable.Range(0, 40).Select(i => $"flag{i}")];
    private static readonly string[] Groups = [.. Enumerable.Range(0, 250).Select(i => $"group-{i}")];
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync(string[] args)
    {
        var (contexts, signals, rules, passes) = (Bench.Number(args, "--contexts", 1000), Bench.Number(args, "--signals", 1000), Bench.Number(args, "--rules", 3), Bench.Number(args, "--passes", 10));
        var clock = new Moved(Start + Window);
        var watched = Invented.Contexts(contexts);
        await using var service = new RegeneratorService(new RegeneratorOptions
        {
            Contexts = new FixedContexts(watched),
            Rules = [.. Enumerable.Range(0, rules).Select(Rule)],
            Providers = [new Telemetry(watched, signals / 2), new Errors(watched, signals / 4), new Behaviors(watched, signals / 4)],
            Windows = new WindowOptions { Length = Window, Lateness = TimeSpan.Zero },
            Time = clock,
        });
        GC.Collect(); // what was invented is data that lies ready: the pass is not to move it about
        var first = await PassAsync(service, clock);
        var (began, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        long warm = 0;
        for (var pass = 0; pass < passes; pass++) warm += (await PassAsync(service, clock)).Signals;
        var took = Stopwatch.GetElapsedTime(began);
        Bench.Write("cycle", new JsonObject
        {
            ["contexts"] = contexts,
            ["signals_per_context"] = signals,
            ["rules"] = rules,
            ["store"] = "memory",
            ["first_pass_signals_per_s"] = Math.Round(first.Signals / first.Took.TotalSeconds),
            ["warm_signals_per_s"] = Math.Round(warm / took.TotalSeconds),
            ["warm_cpu_ms_per_pass"] = Bench.Round((Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / passes),
            ["living"] = (await service.Store.ListAsync(Storage.ProposalQuery.Living, default)).Proposals.Count,
        });
        return 0;
    }

    private static async Task<(long Signals, TimeSpan Took)> PassAsync(RegeneratorService service, Moved clock)
    {
        var began = Stopwatch.GetTimestamp();
        var report = await service.RunOnceAsync();
        if (report.Fault is { } fault) throw new InvalidOperationException(fault);
        clock.By(Window);
        return (report.Signals, Stopwatch.GetElapsedTime(began));
    }

    private static IRegenerationRule Rule(int number) => (number % 3) switch
    {
        0 => new WorkflowFailureRule(new WorkflowFailureOptions { Id = $"failing-{number}", Slot = "flow0", Lookback = TimeSpan.Zero, Propose = new SpecEdit.PinWorkflow("flow0", "shop.flow.safe", "1.0.0") }),
        1 => new HighLatencyRule(new HighLatencyOptions { Id = $"slow-{number}", Lookback = TimeSpan.Zero }),
        _ => new FeatureUnderUseRule(new FeatureUnderUseOptions { Id = $"unused-{number}", Lookback = TimeSpan.Zero }),
    };

    private static T[][] Invent<T>(int contexts, int count, Func<int, int, T> signal) =>
        [.. Enumerable.Range(0, contexts).Select(context => Enumerable.Range(0, count).Select(number => signal(context, number)).ToArray())];

    /// <summary>Readings that were made beforehand: the pass is measured, not the provider.</summary>
    private abstract class Ready<T>(string name, IReadOnlyList<RegenerationContext> contexts, T[][] signals)
        where T : RegeneratorSignal
    {
        private readonly Dictionary<string, Reading<T>> readings = contexts.Select((context, at) => new Reading<T>(context.Id, signals[at], Coverage.Complete)).ToDictionary(r => r.ContextId, StringComparer.Ordinal);

        public ProviderTraits Traits { get; } = new(name);

        public async IAsyncEnumerable<IReading<T>> ReadAsync(IReadOnlyList<RegenerationContext> asked, TimeWindow window, [EnumeratorCancellation] CancellationToken ct)
        {
            foreach (var context in asked) yield return readings[context.Id];
            await Task.CompletedTask;
        }
    }

    private sealed class Telemetry(IReadOnlyList<RegenerationContext> contexts, int count) : Ready<TelemetrySignal>("bench/telemetry", contexts, Invent(contexts.Count, count, (context, number) => new TelemetrySignal
    {
        EventName = number switch { 0 => "workflow.started", 1 => "workflow.failure", _ => Names[number % Names.Length] },
        Count = number switch { 0 => 100, 1 => context % 20 == 0 ? 40 : 1, _ => number },
        WindowStart = Start,
        WindowEnd = Start + Window,
        Entity = number < 2 ? new SpecEntity("workflow", null, null, "flow0") : null,
    })), ITelemetrySignalProvider;

    private sealed class Errors(IReadOnlyList<RegenerationContext> contexts, int count) : Ready<ErrorSignal>("bench/errors", contexts, Invent(contexts.Count, count, (_, number) => new ErrorSignal
    {
        Id = Groups[number % Groups.Length],
        Classification = "runtime",
        Message = "a message",
        OccurredAt = Start,
        Count = number,
    })), IErrorSignalProvider;

    private sealed class Behaviors(IReadOnlyList<RegenerationContext> contexts, int count) : Ready<BehaviorSignal>("bench/behavior", contexts, Invent(contexts.Count, count, (_, number) => new BehaviorSignal
    {
        Feature = Features[number % Features.Length],
        Metric = number % 2 == 0 ? "latency" : "usage",
        Value = 300 + number,
        SampleSize = 1000,
        WindowStart = Start,
        WindowEnd = Start + Window,
    })), IBehaviorSignalProvider;
}
