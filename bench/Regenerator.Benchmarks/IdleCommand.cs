using System.Diagnostics;
using System.Text.Json.Nodes;
using Regenerator.Contexts;
using Regenerator.Rules;
using Regenerator.Signals;

namespace Regenerator.Benchmarks;

/// <summary>What a large fleet costs while nothing happens: a provider that answers «nothing», windows of a minute, a look every second, for a minute: one window of everybody is among it.</summary>
internal static class IdleCommand
{
    private static readonly TimeSpan Watched = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(string[] args)
    {
        var contexts = Bench.Number(args, "--contexts", 100_000);
        await using var service = new RegeneratorService(new RegeneratorOptions
        {
            Contexts = new FixedContexts(Invented.Contexts(contexts)),
            Rules = [new WorkflowFailureRule()],
            Providers = [new Silence()],
            PollInterval = TimeSpan.FromSeconds(1),
            Windows = new WindowOptions { Length = TimeSpan.FromMinutes(1), Lateness = TimeSpan.Zero },
        });
        await service.RunOnceAsync();
        using var process = Process.GetCurrentProcess();
        var (began, before) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        await service.StartAsync();
        await Task.Delay(Watched, TimeProvider.System);
        await service.StopAsync();
        process.Refresh();
        Bench.Write("idle", new JsonObject
        {
            ["contexts"] = contexts,
            ["store"] = "memory",
            ["cpu_share"] = Math.Round((process.TotalProcessorTime - before) / Stopwatch.GetElapsedTime(began), 3),
            ["rss_mb"] = Math.Round(process.WorkingSet64 / 1048576.0),
        });
        return 0;
    }

    private sealed class Silence : ITelemetrySignalProvider
    {
        public ProviderTraits Traits { get; } = new("bench/silence");

        public async IAsyncEnumerable<IReading<TelemetrySignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
        {
            foreach (var context in contexts) yield return new Reading<TelemetrySignal>(context.Id, [], Coverage.Complete);
            await Task.CompletedTask;
        }
    }
}
