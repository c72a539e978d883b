using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Specs;
using Regenerator.Specs.Effects;
using Regenerator.Specs.Impact;
using Regenerator.Specs.Registries;

namespace Regenerator.Benchmarks;

/// <summary>What one thread does in a second: resolving, composing, telling the effect of a change, judging a fleet.</summary>
internal static class SpecsCommand
{
    private const int MostSpecs = 1_000;
    private const int FleetSize = 10_000;

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
        var (before, after) = (AppConfig.Resolve(blueprint, tenant, deps), AppConfig.Resolve(blueprint, Fleet.Pinned(tenant, "1.0.1"), deps));
        Measure("effect", () => Effect.Between(before, after));
        var (edited, fleet) = (Fleet.Edited(blueprint), Fleet.Of(tenant, FleetSize));
        Measure("impact", () => BlastRadius.Of(blueprint, edited, fleet, deps), FleetSize);
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
        Loop(work, Measured / 2, 100); // warm
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (count, took) = Loop(work, Measured, 100);
        Write(op, count / took.TotalSeconds, (GC.GetAllocatedBytesForCurrentThread() - before) / count);
    }

    /// <summary>Work on a whole fleet at once, told per tenant and in seconds for all.</summary>
    private static void Measure(string op, Func<object> work, int fleet)
    {
        Loop(work, Measured / 2, 1); // warm
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (count, took) = Loop(work, Measured, 1);
        Write(op, count * fleet / took.TotalSeconds, (GC.GetAllocatedBytesForCurrentThread() - before) / (count * fleet), took.TotalSeconds / count);
    }

    private static void Write(string op, double perSecond, long bytes, double? seconds = null)
    {
        var line = new JsonObject { ["op"] = op, ["ops_per_s"] = Math.Round(perSecond), ["bytes_per_op"] = bytes };
        if (seconds is { } whole) line["seconds"] = Math.Round(whole, 3);
        Console.WriteLine(line.ToJsonString());
    }

    private static (long Count, TimeSpan Took) Loop(Func<object> work, TimeSpan limit, int batch)
    {
        var began = Stopwatch.GetTimestamp();
        long count = 0;
        while (Stopwatch.GetElapsedTime(began) < limit)
        {
            for (var i = 0; i < batch; i++) GC.KeepAlive(work());
            count += batch;
        }

        return (count, Stopwatch.GetElapsedTime(began));
    }
}
