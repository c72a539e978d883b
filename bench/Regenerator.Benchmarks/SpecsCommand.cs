using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Specs;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Validation;

namespace Regenerator.Benchmarks;

/// <summary>Resolves and validations per second on one thread.</summary>
internal static class SpecsCommand
{
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(2);

    public static int Run(string file)
    {
        using var input = JsonDocument.Parse(File.ReadAllBytes(file));
        var blueprint = input.RootElement.GetProperty("blueprint").Deserialize(SpecJson.Default.AppBlueprintSpec)!;
        var tenant = input.RootElement.GetProperty("tenant").Deserialize(SpecJson.Default.TenantAppConfig)!;
        var deps = RegistryBundle.Of(input.RootElement.GetProperty("specs"));
        Measure("resolve", () => AppConfig.Resolve(blueprint, tenant));
        Measure("resolve_deps", () => AppConfig.Resolve(blueprint, tenant, deps));
        var context = new ValidationContext { Registries = deps, Domains = new TenantDomains([tenant]) };
        Measure("validate", () => AppConfig.Validate(blueprint, tenant, context));
        return 0;
    }

    private static void Measure(string op, Func<object> work)
    {
        Loop(work, Measured / 2); // warm
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (count, took) = Loop(work, Measured);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Console.WriteLine(new JsonObject { ["op"] = op, ["ops_per_s"] = Math.Round(count / took.TotalSeconds), ["bytes_per_op"] = bytes / count }.ToJsonString());
    }

    private static (long Count, TimeSpan Took) Loop(Func<object> work, TimeSpan limit)
    {
        var began = Stopwatch.GetTimestamp();
        long count = 0;
        while (Stopwatch.GetElapsedTime(began) < limit)
        {
            for (var i = 0; i < 100; i++) GC.KeepAlive(work());
            count += 100;
        }

        return (count, Stopwatch.GetElapsedTime(began));
    }
}
