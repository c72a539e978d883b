using Regenerator.Rules;

namespace Regenerator.Providers.Prometheus;

/// <summary>The providers that a set of queries needs, over one client.</summary>
public static class PrometheusProvider
{
    /// <param name="name">Wins over the options' own: <c>prom</c> gives <c>prom/telemetry</c>, <c>prom/errors</c>, <c>prom/behavior</c>.</param>
    /// <param name="options">At least one query.</param>
    /// <param name="http">Follows no redirects.</param>
    /// <exception cref="ArgumentException">The options can not work.</exception>
    public static PrometheusProviders Create(string name, PrometheusOptions options, HttpClient http)
    {
        options = options with { Name = name };
        var client = new PrometheusClient(options, http);
        if (options.Queries.Count == 0) throw OptionsCheck.Refused("queries", "is empty");
        return new PrometheusProviders(
            Asks(SignalKind.Telemetry) ? new PrometheusTelemetry(options, client) : null,
            Asks(SignalKind.Error) ? new PrometheusErrors(options, client) : null,
            Asks(SignalKind.Behavior) ? new PrometheusBehavior(options, client) : null);

        bool Asks(SignalKind kind) => options.Queries.Any(q => q.Kind == kind);
    }
}

/// <summary>Null where no query is of the kind.</summary>
public sealed record PrometheusProviders(PrometheusTelemetry? Telemetry, PrometheusErrors? Errors, PrometheusBehavior? Behavior);
