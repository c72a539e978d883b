using Regenerator.Cli.Configuration;

namespace Regenerator.Cli.Hosting;

/// <summary>Whether traces and metrics are exported. Nothing of OpenTelemetry is loaded where they are not.</summary>
internal static class Otlp
{
    // https://opentelemetry.io/docs/specs/otel/protocol/exporter/
    private static readonly string[] Variables = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"];

    private static bool TheEnvironmentSaysSo => Array.Exists(Variables, name => Environment.GetEnvironmentVariable(name) is { Length: > 0 });

    /// <summary>By the standard variables; the exporter reads them itself.</summary>
    public static IDisposable? StartWhereTheEnvironmentSaysSo() => TheEnvironmentSaysSo ? OtlpExport.Start(null) : null;

    /// <returns>Null: the environment has seen to it already, or nobody wants it.</returns>
    public static IDisposable? Start(OtlpConfig? config) => config is null || TheEnvironmentSaysSo ? null : OtlpExport.Start(config);
}
