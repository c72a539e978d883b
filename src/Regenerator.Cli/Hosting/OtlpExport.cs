using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Regenerator.Cli.Configuration;

namespace Regenerator.Cli.Hosting;

/// <summary>Sends what <see cref="RegeneratorTelemetry"/> says to a collector. Only that: what HTTP clients say of themselves has addresses in it.</summary>
internal sealed class OtlpExport : IDisposable
{
    private readonly TracerProvider traces;
    private readonly MeterProvider metrics;

    private OtlpExport(TracerProvider traces, MeterProvider metrics)
    {
        this.traces = traces;
        this.metrics = metrics;
    }

    /// <param name="config">Null: as the standard variables say.</param>
    public static OtlpExport Start(OtlpConfig? config) => new(
        Sdk.CreateTracerProviderBuilder().ConfigureResource(Name).AddSource(RegeneratorTelemetry.Name).AddOtlpExporter(options => Set(options, config, "v1/traces")).Build(),
        Sdk.CreateMeterProviderBuilder().ConfigureResource(Name).AddMeter(RegeneratorTelemetry.Name).AddOtlpExporter(options => Set(options, config, "v1/metrics")).Build());

    /// <summary>Sends what is left, for a few seconds at most.</summary>
    public void Dispose()
    {
        traces.Dispose();
        metrics.Dispose();
    }

    // What the environment names the service goes before it.
    private static void Name(ResourceBuilder resource) => resource.AddService("regenerator", autoGenerateServiceInstanceId: false).AddEnvironmentVariableDetector();

    private static void Set(OtlpExporterOptions options, OtlpConfig? config, string path)
    {
        if (config is null) return;
        var isHttp = config.Transport == OtlpTransport.Http;
        options.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        options.Endpoint = new Uri(isHttp ? $"{config.Endpoint.TrimEnd('/')}/{path}" : config.Endpoint);
    }
}
