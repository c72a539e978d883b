using System.Text.Json;
using Regenerator.Specs;
using Regenerator.Specs.Registries;

namespace Regenerator.Conformance;

/// <summary><c>resolve-*.json</c>: blueprint and tenant (and what they refer to) to the resolved view; and both documents through our types and back.</summary>
internal sealed class ResolveSuite() : Suite("resolve")
{
    protected override Task<string?> DifferenceAsync(JsonElement vector)
    {
        var blueprint = vector.GetProperty("blueprint").Deserialize(SpecJson.Default.AppBlueprintSpec)!;
        var tenant = vector.GetProperty("tenant").Deserialize(SpecJson.Default.TenantAppConfig)!;
        var deps = vector.TryGetProperty("deps", out var given) ? RegistryBundle.Of(given) : null;
        var resolved = JsonSerializer.SerializeToElement(AppConfig.Resolve(blueprint, tenant, deps), SpecJson.Default.ResolvedAppConfig);
        return Task.FromResult(Compare(vector.GetProperty("resolved"), resolved)
            ?? Compare(vector.GetProperty("blueprint"), JsonSerializer.SerializeToElement(blueprint, SpecJson.Default.AppBlueprintSpec), "blueprint read and written")
            ?? Compare(vector.GetProperty("tenant"), JsonSerializer.SerializeToElement(tenant, SpecJson.Default.TenantAppConfig), "tenant read and written"));
    }
}
