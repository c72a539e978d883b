using System.Text.Json;
using Regenerator.Specs;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Impact;
using Regenerator.Specs.Tenant;

namespace Regenerator.Benchmarks;

/// <summary>A fleet of tenants that differ in what they override, all made from one, and an edit of the blueprint that they share.</summary>
internal static class Fleet
{
    private const string Slot = "flow0";

    /// <summary>Each is read from text of its own, as from its own file. Every fifth shields the slot that <see cref="Edited"/> changes.</summary>
    public static FleetTenant[] Of(TenantAppConfig tenant, int size)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(tenant, SpecJson.Default.TenantAppConfig);
        return [.. Enumerable.Range(0, size).Select(i => new FleetTenant($"tenant-{i:d5}", Vary(JsonSerializer.Deserialize(json, SpecJson.Default.TenantAppConfig)!, i)))];
    }

    /// <summary>The blueprint read again, with another workflow in one slot.</summary>
    public static AppBlueprintSpec Edited(AppBlueprintSpec blueprint)
    {
        var again = JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(blueprint, SpecJson.Default.AppBlueprintSpec), SpecJson.Default.AppBlueprintSpec)!;
        return again with { Workflows = new OrderedMap<SpecRef>(again.Workflows!.Append(KeyValuePair.Create(Slot, new SpecRef("bench.flow.0", "1.0.1")))) };
    }

    public static TenantAppConfig Pinned(TenantAppConfig tenant, string version) =>
        tenant with { WorkflowOverrides = [.. tenant.WorkflowOverrides ?? [], new SlotOverride { Slot = Slot, Pointer = new SpecRef("bench.flow.0", version) }] };

    private static TenantAppConfig Vary(TenantAppConfig tenant, int i)
    {
        var own = tenant with
        {
            Meta = tenant.Meta with { Id = $"tenant-{i:d5}", TenantId = $"tenant-{i:d5}" },
            FeatureFlags = [.. tenant.FeatureFlags!.Skip(i % 10)],
            RouteOverrides = i % 2 == 0 ? tenant.RouteOverrides : null,
            WorkflowOverrides = i % 3 == 0 ? tenant.WorkflowOverrides : null,
        };
        return i % 5 == 0 ? Pinned(own, $"2.0.{i % 7}") : own;
    }
}
