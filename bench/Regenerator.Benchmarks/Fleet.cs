using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Specs;

namespace Regenerator.Benchmarks;

/// <summary>Tenants that differ from one another as those of one app do, read from bytes as a workspace is.</summary>
internal static class Fleet
{
    /// <param name="model">The tenant that all the others are derived from.</param>
    public static SpecDocument[] Read(JsonElement model, int count)
    {
        var tenant = (JsonObject)JsonNode.Parse(model.GetRawText())!;
        var fleet = new SpecDocument[count];
        for (var number = 0; number < count; number++)
        {
            Become(tenant, number);
            fleet[number] = SpecDocument.Read(SpecKind.Tenant, SpecPlace.File($"tenants/{number}.json"), Encoding.UTF8.GetBytes(tenant.ToJsonString()));
        }

        return fleet;
    }

    // Who it is differs for each; what it pins and switches is one of a few choices, as where releases are rolled out.
    private static void Become(JsonObject tenant, int number)
    {
        var id = number.ToString(CultureInfo.InvariantCulture);
        tenant["meta"]!["id"] = $"config-{id}";
        tenant["meta"]!["tenantId"] = $"tenant-{id}";
        tenant["branding"]!["customDomain"] = $"tenant-{id}.example.org";
        tenant["branding"]!["appName"]!["en"] = $"Shop {id}";
        tenant["workflowOverrides"]![0]!["pointer"]!["version"] = $"2.{number % 7}.{number % 3}";
        tenant["dataViewOverrides"]![0]!["slot"] = $"view{number % 10}";
        var flags = tenant["featureFlags"]!.AsArray();
        for (var flag = 0; flag < flags.Count; flag++) flags[flag]!["enabled"] = (number >> flag) % 2 == 0;
    }
}
