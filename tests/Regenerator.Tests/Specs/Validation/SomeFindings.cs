using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Specs;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Validation;

namespace Regenerator.Tests.Specs.Validation;

/// <summary>Findings about the documents that the tests speak of.</summary>
internal static class SomeFindings
{
    public static IReadOnlyList<Finding> Of(string blueprint, string tenant, string registries = "") =>
        AppConfig.Validate(SomeSpec.Blueprint(blueprint), SomeSpec.Tenant(tenant), Context(registries)).Findings;

    /// <summary>The codes in their order.</summary>
    public static string Codes(string blueprint, string tenant, string registries = "") => string.Join(' ', Of(blueprint, tenant, registries).Select(f => f.Code));

    /// <summary>The only finding of the code.</summary>
    public static Finding The(FindingCode code, string blueprint, string tenant, string registries = "") =>
        Assert.Single(Of(blueprint, tenant, registries), f => string.Equals(f.Code, code.Name));

    public static ValidationContext Context(string registries) => new() { Registries = RegistryBundle.Of(JsonElement.Parse($"{{{registries}}}")) };

    /// <summary>Validates the documents of a code's example; what they leave out is that of the shop.</summary>
    public static IReadOnlyList<Finding> OfExample(string example)
    {
        var parts = JsonNode.Parse(example)!.AsObject();
        var blueprint = Part(parts, "blueprint", SomeSpec.BlueprintMeta).Deserialize(SpecJson.Default.AppBlueprintSpec)!;
        var tenant = Part(parts, "tenant", SomeSpec.TenantMeta).Deserialize(SpecJson.Default.TenantAppConfig)!;
        var context = new ValidationContext
        {
            Registries = RegistryBundle.Of(JsonElement.Parse(parts["registries"]?.ToJsonString() ?? "{}")),
            Domains = new TenantDomains((parts["otherTenants"]?.AsArray() ?? []).Select(other => other.Deserialize(SpecJson.Default.TenantAppConfig)!)),
        };
        if (parts["resolved"] is not JsonObject view) return AppConfig.Validate(blueprint, tenant, context).Findings;
        var resolved = SpecJson.Tree(AppConfig.Resolve(blueprint, tenant));
        foreach (var (member, value) in view) resolved[member] = value?.DeepClone();
        return AppConfig.ValidateResolved(blueprint, resolved.Deserialize(SpecJson.Default.ResolvedAppConfig)!).Findings;
    }

    private static JsonObject Part(JsonObject parts, string name, string meta)
    {
        var part = parts[name]?.DeepClone().AsObject() ?? [];
        part.TryAdd("meta", JsonNode.Parse($"{{{meta}}}")!["meta"]!.DeepClone());
        return part;
    }
}
