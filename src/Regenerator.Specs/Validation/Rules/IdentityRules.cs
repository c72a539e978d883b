using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Validation.Codes;

namespace Regenerator.Specs.Validation.Rules;

/// <summary>Whether a tenant's config belongs to this blueprint at all.</summary>
internal static class IdentityRules
{
    public static void Blueprint(AppBlueprintSpec blueprint, FindingSink sink) => Version(blueprint.Meta.Version, SpecKind.Blueprint, sink);

    public static void Tenant(TenantCase at, FindingSink sink)
    {
        var (mine, theirs) = (at.Tenant.Meta, at.Blueprint.Meta);
        if (Differs(mine.BlueprintName, theirs.Key))
            sink.Add(IdentityCodes.OtherBlueprint, Spot.Tenant("meta", "blueprintName"), $"{mine.BlueprintName} for {theirs.Key}", $"The config is for blueprint «{mine.BlueprintName}», the blueprint is «{theirs.Key}»; write «{theirs.Key}», or use the other blueprint");
        else if (Differs(mine.BlueprintVersion, theirs.Version))
            sink.Add(IdentityCodes.OtherBlueprintVersion, Spot.Tenant("meta", "blueprintVersion"), $"{mine.BlueprintVersion} for {theirs.Version}", $"The config was written for version {mine.BlueprintVersion} of the blueprint, this is {theirs.Version}; check its overrides and write {theirs.Version}");
        if (Differs(mine.AppId, theirs.AppId))
            sink.Add(IdentityCodes.OtherApp, Spot.Tenant("meta", "appId"), $"{mine.AppId} for {theirs.AppId}", $"The config names app «{mine.AppId}», the app in force is the blueprint's, «{theirs.AppId}»; write that");
        Version(mine.Version, SpecKind.Tenant, sink);
    }

    private static void Version(string version, SpecKind document, FindingSink sink)
    {
        if (version.Length > 0 && !SemanticVersion.IsVersion(version))
            sink.Add(OverrideCodes.UnreadableVersion, Spot.In(document, "meta", "version"), $"meta {version}", $"«{version}» can not be ordered among versions; write one such as 1.4.2");
    }

    // What a document does not say can not differ.
    private static bool Differs(string stated, string actual) => stated.Length > 0 && actual.Length > 0 && !string.Equals(stated, actual);
}
