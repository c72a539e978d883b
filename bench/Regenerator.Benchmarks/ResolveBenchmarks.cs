using BenchmarkDotNet.Attributes;
using Regenerator.Specs;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Resolution;
using Regenerator.Specs.Tenant;

namespace Regenerator.Benchmarks;

/// <summary>A tenant that overrides nothing against one that overrides one slot: what sharing is worth.</summary>
[MemoryDiagnoser]
public class ResolveBenchmarks
{
    private readonly AppBlueprintSpec blueprint = new()
    {
        Meta = new BlueprintMeta { Key = "app", Version = "1.0.0", AppId = "app" },
        Workflows = new OrderedMap<SpecRef>(Enumerable.Range(0, 20).Select(i => KeyValuePair.Create($"slot-{i}", new SpecRef($"workflow.{i}", "1.0.0")))),
    };

    private readonly TenantAppConfig plain = new() { Meta = new TenantMeta { Id = "t", TenantId = "t", Version = "1" } };

    private readonly TenantAppConfig overriding = new()
    {
        Meta = new TenantMeta { Id = "t", TenantId = "t", Version = "1" },
        WorkflowOverrides = [new SlotOverride { Slot = "slot-3", Pointer = new SpecRef("workflow.3", "2.0.0") }],
    };

    [Benchmark(Baseline = true)]
    public ResolvedAppConfig Nothing_overridden() => AppConfig.Resolve(blueprint, plain);

    [Benchmark]
    public ResolvedAppConfig One_slot_overridden() => AppConfig.Resolve(blueprint, overriding);
}
