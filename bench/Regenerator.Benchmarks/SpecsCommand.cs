using System.Text.Json;
using Regenerator.Specs;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Effects;
using Regenerator.Specs.Impact;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Tenant;
using Regenerator.Specs.Validation;

namespace Regenerator.Benchmarks;

/// <summary>What one thread does in a second: resolving, composing, validating, telling the effect of a change, judging a fleet.</summary>
internal static class SpecsCommand
{
    public static int Run(string file)
    {
        using var input = JsonDocument.Parse(File.ReadAllBytes(file));
        var (blueprint, tenant, registries) = Read(input.RootElement);
        Measurement.Of("resolve", () => AppConfig.Resolve(blueprint, tenant));
        Measurement.Of("resolve_deps", () => AppConfig.Resolve(blueprint, tenant, registries));
        Many(blueprint, Fleet.Read(input.RootElement.GetProperty("tenant"), 1_000));
        Measurement.Of("compose", () => AppConfig.Compose(blueprint, tenant, registries));
        Large(input.RootElement);
        var context = new ValidationContext { Registries = registries, Domains = new TenantDomains([tenant]) };
        Measurement.Of("validate", () => AppConfig.Validate(blueprint, tenant, context));
        var (before, after) = (AppConfig.Resolve(blueprint, tenant, registries), AppConfig.Resolve(blueprint, Fleet.Pinned(tenant, "1.0.1"), registries));
        Measurement.Of("effect", () => Effect.Between(before, after));
        Impact(blueprint, Fleet.Read(input.RootElement.GetProperty("tenant"), 10_000), registries);
        return 0;
    }

    private static (AppBlueprintSpec Blueprint, TenantAppConfig Tenant, SpecRegistries Registries) Read(JsonElement input) => (
        input.GetProperty("blueprint").Deserialize(SpecJson.Default.AppBlueprintSpec)!,
        input.GetProperty("tenant").Deserialize(SpecJson.Default.TenantAppConfig)!,
        RegistryBundle.Of(input.GetProperty("specs")));

    private static void Many(AppBlueprintSpec blueprint, SpecDocument[] fleet)
    {
        var next = 0;
        Measurement.Of($"resolve_{fleet.Length}_tenants", () => AppConfig.Resolve(blueprint, fleet[next++ % fleet.Length].Tenant));
    }

    private static void Large(JsonElement input)
    {
        var (blueprint, tenant, registries) = Read(LargeRegistries.Around(input));
        AppConfig.Compose(blueprint, tenant, registries).ThrowIfIncomplete();
        Measurement.Of("compose_large_registries", () => AppConfig.Compose(blueprint, tenant, registries));
    }

    private static void Impact(AppBlueprintSpec blueprint, SpecDocument[] documents, SpecRegistries registries)
    {
        FleetTenant[] fleet = [.. documents.Select(document => new FleetTenant(document.Id, document.Tenant))];
        var edited = Fleet.Edited(blueprint);
        Measurement.OfFleet("impact", fleet.Length, () => BlastRadius.Of(blueprint, edited, fleet, registries));
    }
}
