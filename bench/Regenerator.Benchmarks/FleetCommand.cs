using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Regenerator.Contexts;
using Regenerator.Providers.Http;
using Regenerator.Providers.Prometheus;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Specs.Edits;

namespace Regenerator.Benchmarks;

/// <summary>
/// One pass over a fleet as it is in the field: providers over HTTP with a latency, mid-size documents of every tenant in memory, the built-in rules, durable commits.
/// Vendors that name one tenant in a request are asked once for each; with <c>--batch</c> one request names so many. Documents are loaded before the clock starts.
/// </summary>
internal static class FleetCommand
{
    private const string Account = "prom";

    // The first closed window is long over: nobody waits for it.
    private static readonly WindowOptions Windows = new() { Length = TimeSpan.FromMinutes(5), Lateness = TimeSpan.Zero };

    public static async Task<int> RunAsync(string[] args)
    {
        var (tenants, providers) = (Bench.Number(args, "--tenants", 20_000), Bench.Number(args, "--providers", 3));
        var (batch, atOnce) = (Bench.Number(args, "--batch", 1), Bench.Number(args, "--at-once", 300));
        var latency = Bench.Text(args, "--latency") ?? "50ms";
        await using var place = await BenchStore.OfAsync(args);
        await using var store = await place.OpenAsync();
        using var vendor = Vendor(latency);
        using var http = AnswerGuard.Client(TimeProvider.System);
        var options = Options(int.Parse((await vendor.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture));
        object[] all = [new Telemetry(new PrometheusTelemetry(options, http), batch), new Errors(new PrometheusErrors(options, http), batch), new Behaviors(new PrometheusBehavior(options, http), batch)];
        var asked = all[..Math.Min(providers, all.Length)];
        var contexts = Invented.Contexts(tenants);
        await using var service = new RegeneratorService(new RegeneratorOptions
        {
            Contexts = new FixedContexts(contexts),
            Rules = [new WorkflowFailureRule(new WorkflowFailureOptions { Slot = "flow0", Lookback = TimeSpan.Zero, Propose = new SpecEdit.PinWorkflow("flow0", "shop.flow.safe", "1.0.0") })],
            Providers = asked,
            Accounts = new Dictionary<string, RequestBudget>(StringComparer.Ordinal) { [Account] = new(AtOnce: atOnce) },
            Windows = Windows,
            Store = store,
            Time = new Moved(TimeWindow.Around(TimeProvider.System.GetUtcNow(), Windows.Length).Since), // no second window closes on the way
        });
        var (began, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var report = await service.RunOnceAsync();
        var took = Stopwatch.GetElapsedTime(began);
        Refuse(report, tenants);
        Bench.Write("fleet", new JsonObject
        {
            ["wall_s"] = Math.Round(took.TotalSeconds, 2),
            ["rss_mb"] = Math.Round(Environment.WorkingSet / 1048576.0),
            ["cpu_s"] = Math.Round((Environment.CpuUsage.TotalTime - cpu).TotalSeconds, 2),
            ["tenants"] = tenants,
            ["providers"] = asked.Length,
            ["requests"] = asked.Length * (long)Math.Ceiling(tenants / (double)batch),
            ["latency"] = latency,
            ["at_once"] = atOnce,
            ["batch"] = batch,
            ["store"] = place.Kind,
            ["signals"] = report.Signals,
            ["living"] = (await store.CountAsync(default)).Living.Values.Sum(),
        });
        vendor.StandardInput.Close();
        await vendor.WaitForExitAsync();
        return 0;
    }

    // This program again.
    private static Process Vendor(string latency) =>
        Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["answers", "--latency", latency]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;

    private static PrometheusOptions Options(int port) => new()
    {
        Name = Account,
        Url = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}"),
        Queries =
        [
            new PrometheusQuery { Kind = SignalKind.Telemetry, EventLabel = "name", Query = Text("app_events_total"), Entity = new PrometheusEntity { SpecType = "workflow", SlotLabel = "slot" } },
            new PrometheusQuery { Kind = SignalKind.Error, IdLabel = "name", Query = Text("app_errors_total") },
            new PrometheusQuery { Kind = SignalKind.Behavior, FeatureLabel = "name", Metric = "usage", Query = Text("app_uses_total") },
        ],
    };

    private static string Text(string metric) => $"sum by (tenant, name, slot) (increase({metric}{{tenant=~\"$tenants\"}}[$window]))";

    // A figure of a pass that was not whole would say nothing.
    private static void Refuse(PassReport report, int tenants)
    {
        if (report.Fault is { } fault) throw new InvalidOperationException(fault);
        if (report.Cycles.SelectMany(c => c.ProviderFaults).FirstOrDefault() is { } silent) throw new InvalidOperationException($"{silent.Provider}: {silent.Reason}");
        if (report.Contexts != tenants) throw new InvalidOperationException($"{report.Contexts} contexts were watched, {tenants} are there");
    }

    private sealed class Telemetry(PrometheusTelemetry provider, int batch) : Named<TelemetrySignal>(provider, batch), ITelemetrySignalProvider;

    private sealed class Errors(PrometheusErrors provider, int batch) : Named<ErrorSignal>(provider, batch), IErrorSignalProvider;

    private sealed class Behaviors(PrometheusBehavior provider, int batch) : Named<BehaviorSignal>(provider, batch), IBehaviorSignalProvider;

    /// <summary>A provider whose vendor takes so many contexts in a request.</summary>
    private abstract class Named<T>(ISignalProvider<T> provider, int batch)
        where T : RegeneratorSignal
    {
        public ProviderTraits Traits { get; } = provider.Traits with { ContextsPerRequest = batch };

        public IAsyncEnumerable<IReading<T>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, CancellationToken ct) => provider.ReadAsync(contexts, window, ct);
    }
}
