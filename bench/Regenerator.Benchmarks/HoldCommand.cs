using System.Text.Json;
using System.Text.Json.Nodes;

namespace Regenerator.Benchmarks;

/// <summary>What a fleet costs in memory while it is watched: the bytes of each tenant and their typed view; views are resolved when asked for.</summary>
internal static class HoldCommand
{
    private const int Tenants = 100_000;
    private const double Megabyte = 1024 * 1024;

    public static int Run(string file)
    {
        using var input = JsonDocument.Parse(File.ReadAllBytes(file));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var fleet = Fleet.Read(input.RootElement.GetProperty("tenant"), Tenants);
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(fleet);
        Console.WriteLine(new JsonObject { ["op"] = $"hold_{Tenants}_tenants", ["megabytes"] = Math.Round(held / Megabyte) }.ToJsonString());
        return 0;
    }
}
