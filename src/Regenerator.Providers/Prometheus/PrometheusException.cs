namespace Regenerator.Providers.Prometheus;

/// <summary>Prometheus, or whatever stands before it, could not answer. The message is one line and holds no secrets.</summary>
public sealed class PrometheusException(string message, Exception? inner = null) : Exception(message, inner);
