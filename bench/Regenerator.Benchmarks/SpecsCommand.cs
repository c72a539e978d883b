using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Specs;
using Regenerator.Specs.Registries;

namespace Regenerator.Benchmarks;

/// <summary>Resolves and composes per second on one thread.</summary>
internal static class SpecsCommand
{
    private const int MostSpecs = 1_000;

    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(2);

    public static int Run(string file)
    {
        using var input = JsonDocument.Parse(File.ReadAllBytes(file));
        var blueprint = input.RootElement.GetProperty("blueprint").Deserialize(SpecJson.Default.AppBlueprintSpec)!;
        var tenant = input.RootElement.GetProperty("tenant").Deserialize(SpecJson.Default.TenantAppConfig)!;
        var deps = RegistryBundle.Of(input.RootElement.GetProperty("specs"));
        Measure("resolve", () => AppConfig.Resolve(blueprint, tenant));
        Measure("resolve_deps", () => AppConfig.Resolve(blueprint, tenant, deps));
        Measure("compose", () => AppConfig.Compose(blueprint, tenant, deps));
        MeasureLargeRegistries(JsonNode.Parse(input.RootElement.GetRawText())!);
        return 0;
    }

    // The same app among a thousand specs of every kind, its references without versions.
    private static void MeasureLargeRegistries(JsonNode input)
    {
        foreach (var (_, list) in input["specs"]!.AsObject()) Fill(list!.AsArray());
        foreach (var document in (ReadOnlySpan<string>)["blueprint", "tenant"]) Unpin(input[document]!);
        var blueprint = input["blueprint"].Deserialize(SpecJson.Default.AppBlueprintSpec)!;
        var tenant = input["tenant"].Deserialize(SpecJson.Default.TenantAppConfig)!;
        var registries = RegistryBundle.Of(JsonElement.Parse(input["specs"]!.ToJsonString()));
        AppConfig.Compose(blueprint, tenant, registries).ThrowIfIncomplete();
        Measure("compose_large_registries", () => AppConfig.Compose(blueprint, tenant, registries));
    }

    private static void Fill(JsonArray specs)
    {
        var like = specs[0]!;
        for (var i = specs.Count; i < MostSpecs; i++)
        {
            var filler = like.DeepClone();
            foreach (var name in (ReadOnlySpan<string>)["key", "id", "spaceKey"])
                if (filler["meta"]![name] is { } identity) filler["meta"]![name] = $"{identity}.other{i}";
            specs.Add(filler);
        }
    }

    private static void Unpin(JsonNode node)
    {
        if (node is JsonObject { Count: > 0 } members && members.ContainsKey("key") && !members.ContainsKey("appId")) members.Remove("version");
        IEnumerable<JsonNode?> children = node switch { JsonObject inner => inner.Select(member => member.Value), JsonArray list => list, _ => [] };
        foreach (var child in children)
            if (child is not null) Unpin(child);
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
