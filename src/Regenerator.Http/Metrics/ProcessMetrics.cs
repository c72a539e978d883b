using System.Diagnostics;
using System.Reflection;

namespace Regenerator.Http.Metrics;

/// <summary>The process, by the names that all of Prometheus's own clients use.</summary>
internal static class ProcessMetrics
{
    private static readonly string Version = typeof(RegeneratorService).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public static IEnumerable<MetricFamily> Collect()
    {
        using var process = Process.GetCurrentProcess();
        return
        [
            One("process_cpu_seconds_total", MetricKind.Counter, "CPU time of the process", process.TotalProcessorTime.TotalSeconds),
            One("process_resident_memory_bytes", MetricKind.Gauge, "Memory of the process that is in RAM", process.WorkingSet64),
            One("process_start_time_seconds", MetricKind.Gauge, "When the process began, in Unix time", new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0),
            One("dotnet_gc_heap_bytes", MetricKind.Gauge, "Memory that objects use, as of the last look of the garbage collector", GC.GetTotalMemory(forceFullCollection: false)),
            One("regenerator_build_info", MetricKind.Gauge, "Always 1; the label says which build runs", 1, ("version", Version)),
        ];
    }

    private static MetricFamily One(string name, MetricKind kind, string help, double value, params (string, string)[] labels) => new(name, kind, help, [new MetricSample("", labels, value)]);
}
