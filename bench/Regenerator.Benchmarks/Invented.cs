using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Regenerator.Contexts;
using Regenerator.Specs;

namespace Regenerator.Benchmarks;

/// <summary>A fleet of one mid-size blueprint (9 kB) whose tenants (2 kB each) override a little of it, read from bytes as a workspace is.</summary>
internal static class Invented
{
    private const int Slots = 40;

    public static RegenerationContext[] Contexts(int count)
    {
        var blueprint = SpecDocument.Read(SpecKind.Blueprint, SpecPlace.File("blueprints/shop.json"), Blueprint());
        var contexts = new RegenerationContext[count];
        for (var number = 0; number < count; number++)
            contexts[number] = new RegenerationContext(blueprint, SpecDocument.Read(SpecKind.Tenant, SpecPlace.File($"tenants/{Id(number)}.json"), Tenant(number)));
        return contexts;
    }

    /// <summary>Sorts as the number does.</summary>
    public static string Id(int number) => $"cfg-{number.ToString("D7", CultureInfo.InvariantCulture)}";

    private static byte[] Blueprint()
    {
        JsonObject workflows = [], views = [];
        var flags = new JsonArray();
        for (var slot = 0; slot < Slots; slot++)
        {
            workflows[$"flow{slot}"] = Pointer($"shop.flow.{slot}", "1.0.0");
            views[$"view{slot}"] = Pointer($"shop.view.{slot}", "2.1.0");
            flags.Add(new JsonObject { ["key"] = $"flag{slot}", ["enabled"] = slot % 2 == 0, ["description"] = $"What flag {slot} switches on for a share of the tenants" });
        }

        var meta = new JsonObject { ["key"] = "shop", ["version"] = "1.0.0", ["appId"] = "shop", ["title"] = "Shop", ["owners"] = new JsonArray("platform.shop") };
        return Bytes(new JsonObject { ["meta"] = meta, ["workflows"] = workflows, ["dataViews"] = views, ["featureFlags"] = flags });
    }

    private static byte[] Tenant(int number)
    {
        var overrides = new JsonArray();
        for (var slot = 0; slot < 8; slot++) overrides.Add(new JsonObject { ["slot"] = $"flow{(number + slot) % Slots}", ["pointer"] = Pointer($"shop.flow.{slot}", $"1.{number % 7}.{slot}") });
        var flags = new JsonArray();
        for (var flag = 0; flag < 10; flag++) flags.Add(new JsonObject { ["key"] = $"flag{(number + flag) % Slots}", ["enabled"] = (number >> flag) % 2 == 0 });
        var meta = new JsonObject
        {
            ["id"] = Id(number),
            ["tenantId"] = $"tenant-{number}",
            ["appId"] = "shop",
            ["blueprintName"] = "shop",
            ["blueprintVersion"] = "1.0.0",
            ["version"] = "1",
        };
        return Bytes(new JsonObject { ["meta"] = meta, ["workflowOverrides"] = overrides, ["featureFlags"] = flags });
    }

    private static JsonObject Pointer(string key, string version) => new() { ["key"] = key, ["version"] = version };

    private static byte[] Bytes(JsonObject document) => Encoding.UTF8.GetBytes(document.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }));
}
