using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Specs;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Tenant;

namespace Regenerator.Benchmarks;

/// <summary>Tenants that differ from one another as those of one app do, read from bytes as a workspace is; and an edit of the blueprint that they share.</summary>
internal static class Fleet
{
    private const string Slot = "flow0";

    /// <summary>Every fifth shields the slot that <see cref="Edited"/> changes.</summary>
    /// <param name="model">The tenant that all the others are derived from.</param>
    public static SpecDocument[] Read(JsonElement model, int count)
    {
        var fleet = new SpecDocument[count];
        for (var number = 0; number < count; number++)
        {
            var tenant = (JsonObject)JsonNode.Parse(model.GetRawText())!;
            Become(tenant, number);
            fleet[number] = SpecDocument.Read(SpecKind.Tenant, SpecPlace.File($"tenants/{number}.json"), Encoding.UTF8.GetBytes(tenant.ToJsonString()));
        }

        return fleet;
    }

    /// <summary>The blueprint read again, with another workflow in one slot.</summary>
    public static AppBlueprintSpec Edited(AppBlueprintSpec blueprint)
    {
        var again = JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(blueprint, SpecJson.Default.AppBlueprintSpec), SpecJson.Default.AppBlueprintSpec)!;
        return again with { Workflows = new OrderedMap<SpecRef>(again.Workflows!.Append(KeyValuePair.Create(Slot, new SpecRef("bench.flow.0", "1.0.1")))) };
    }

    public static TenantAppConfig Pinned(TenantAppConfig tenant, string version) =>
        tenant with { WorkflowOverrides = [.. tenant.WorkflowOverrides ?? [], new SlotOverride { Slot = Slot, Pointer = new SpecRef("bench.flow.0", version) }] };

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
        if (number % 5 == 0) tenant["workflowOverrides"]![0]!["slot"] = Slot;
        var flags = tenant["featureFlags"]!.AsArray();
        for (var flag = 0; flag < flags.Count; flag++) flags[flag]!["enabled"] = (number >> flag) % 2 == 0;
    }
}
