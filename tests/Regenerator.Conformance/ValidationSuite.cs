using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Specs;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Validation;

namespace Regenerator.Conformance;

/// <summary>
/// <c>validation-*.json</c>: codes, severities and paths in the order in which they come up, without the codes that the original does not
/// have, and only the first of several that are alike, since the original keeps no more.
/// </summary>
internal sealed class ValidationSuite() : Suite("validation")
{
    protected override Task<string?> DifferenceAsync(JsonElement vector)
    {
        var blueprint = vector.GetProperty("blueprint").Deserialize(SpecJson.Default.AppBlueprintSpec)!;
        return Task.FromResult(vector.GetProperty("fn").GetString() == "validateConfig" ? Config(vector, blueprint) : Resolved(vector, blueprint));
    }

    private static string? Config(JsonElement vector, AppBlueprintSpec blueprint)
    {
        var tenant = vector.GetProperty("tenant").Deserialize(SpecJson.Default.TenantAppConfig)!;
        var context = vector.TryGetProperty("context", out var given) ? Context(given) : null;
        var (own, tenants) = (AppConfig.Validate(blueprint, context), AppConfig.ValidateTenant(blueprint, tenant, context));
        return Compare(vector.GetProperty("blueprintResult"), Comparable(own), "blueprintResult")
            ?? Compare(vector.GetProperty("tenantResult"), Comparable(tenants), "tenantResult")
            ?? Compare(vector.GetProperty("result"), Comparable(AppConfig.Validate(blueprint, tenant, context)), "result")
            ?? Throws(vector, "blueprint", own)
            ?? Throws(vector, "tenant", tenants);
    }

    private static string? Resolved(JsonElement vector, AppBlueprintSpec blueprint)
    {
        var report = AppConfig.ValidateResolved(blueprint, vector.GetProperty("resolved").Deserialize(SpecJson.Default.ResolvedAppConfig)!);
        return Compare(vector.GetProperty("result"), Comparable(report), "result") ?? Throws(vector, "resolved", report);
    }

    // An error that only we know of makes us throw where the original does not.
    private static string? Throws(JsonElement vector, string scope, ValidationReport report)
    {
        var expected = vector.GetProperty("assertThrows").GetProperty(scope).GetBoolean();
        var actual = false;
        try
        {
            report.ThrowIfInvalid();
        }
        catch (AppConfigInvalidException)
        {
            actual = true;
        }

        return expected == actual || !expected && report.Errors.All(f => !IsOriginal(f)) ? null : $"assertThrows.{scope} is {actual}, expected {expected}";
    }

    private static JsonElement Comparable(ValidationReport report)
    {
        var findings = report.Findings.Where(IsOriginal).DistinctBy(f => (f.Code, f.Path, f.Severity)).ToArray();
        return JsonElement.Parse(new JsonObject
        {
            ["valid"] = !findings.Any(f => f.Severity == Severity.Error),
            ["errors"] = Of(Severity.Error),
            ["warnings"] = Of(Severity.Warning),
            ["info"] = Of(Severity.Info),
        }.ToJsonString());

        JsonArray Of(Severity severity) => new([.. findings.Where(f => f.Severity == severity).Select(Entry)]);
    }

    private static JsonNode Entry(Finding finding) => new JsonObject
    {
        ["code"] = finding.Code,
        ["severity"] = finding.Severity.ToString().ToLowerInvariant(),
        ["path"] = finding.Path,
    };

    private static bool IsOriginal(Finding finding) => FindingCodes.TryGet(finding.Code, out var code) && code.InOriginal;

    private static ValidationContext Context(JsonElement given)
    {
        var bundle = new JsonObject();
        foreach (var (member, list) in Lists(given)) bundle[member] = JsonNode.Parse(list.ValueKind == JsonValueKind.Array ? list.GetRawText() : $"[{list.GetRawText()}]");
        return new ValidationContext
        {
            Registries = RegistryBundle.Of(JsonElement.Parse(bundle.ToJsonString())),
            Domains = given.TryGetProperty("existingConfigs", out var configs) ? new TenantDomains(configs.EnumerateArray().Select(config => config.Deserialize(SpecJson.Default.TenantAppConfig)!)) : null,
        };
    }

    private static IEnumerable<(string Member, JsonElement List)> Lists(JsonElement given)
    {
        foreach (var member in (string[])["capabilities", "integrationSpecs", "knowledgeSpaces", "knowledgeSources"])
            if (given.TryGetProperty(member, out var list)) yield return (member, list);
        if (given.TryGetProperty("tenantConnections", out var connections)) yield return ("integrationConnections", connections);
        if (!given.TryGetProperty("translationCatalogs", out var catalogs)) yield break;
        if (catalogs.TryGetProperty("platform", out var platform)) yield return ("platformCatalogs", platform);
        if (catalogs.TryGetProperty("blueprint", out var apps)) yield return ("blueprintCatalogs", apps);
    }
}
