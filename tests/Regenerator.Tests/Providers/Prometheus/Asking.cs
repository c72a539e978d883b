using Regenerator.Contexts;
using Regenerator.Providers.Prometheus;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Testing;

namespace Regenerator.Tests.Providers.Prometheus;

/// <summary>The usual question, to be changed by the single test.</summary>
internal static class Asking
{
    public static readonly TimeWindow Window = new(DateTimeOffset.Parse("2026-11-22T09:00:00Z"), DateTimeOffset.Parse("2026-11-22T09:05:00Z"));

    public static readonly RegenerationContext Acme = ProviderContract.Context("acme");
    public static readonly RegenerationContext Globex = ProviderContract.Context("globex");
    public static readonly RegenerationContext Initech = ProviderContract.Context("initech");

    public static readonly PrometheusQuery Events = new() { Kind = SignalKind.Telemetry, EventLabel = "event", Query = "sum by (tenant, event) (increase(app_events_total{tenant=~\"$tenants\"}[$window]))" };

    public static readonly PrometheusQuery Failures = new() { Kind = SignalKind.Error, Query = "increase(failures_total[$window])" };

    public static readonly PrometheusQuery Latency = new() { Kind = SignalKind.Behavior, Feature = "checkout", Metric = "latency", Scale = 1000, Query = "p95(latency[$window])" };

    public static PrometheusOptions Options(params PrometheusQuery[] queries) => new() { Name = "prom", Url = new Uri("http://127.0.0.1:9090"), Queries = queries };

    public static Task<Dictionary<string, IReading<T>>> ReadAsync<T>(ISignalProvider<T> provider, params RegenerationContext[] contexts)
        where T : RegeneratorSignal =>
        provider.ReadAllAsync(contexts, Window, TestContext.Current.CancellationToken);

    /// <summary>The one reading of acme.</summary>
    public static async Task<IReading<T>> AcmeAsync<T>(ISignalProvider<T> provider)
        where T : RegeneratorSignal =>
        (await ReadAsync(provider, Acme))[Acme.Id];
}
