namespace Regenerator.Specs.Validation.Codes;

/// <summary>Whether the two documents belong together.</summary>
internal static class IdentityCodes
{
    public static IReadOnlyList<FindingCode> All =>
    [
        OtherBlueprint, OtherBlueprintVersion, OtherApp,
    ];

    public static FindingCode OtherBlueprint { get; } = new("OTHER_BLUEPRINT", Severity.Error)
    {
        Title = "The config is for another blueprint",
        Meaning = "meta.blueprintName names another blueprint than the one that the config is laid over. The app does not look at it and mixes the two.",
        Remedy = "Use the blueprint that the config names, or name this one.",
        Example = """
            { "tenant": { "meta": { "blueprintName": "bakery", "blueprintVersion": "1.0.0", "tenantId": "acme", "version": "3" } } }
            """,
        Remedied = """
            { "tenant": { "meta": { "blueprintName": "shop", "blueprintVersion": "1.0.0", "tenantId": "acme", "version": "3" } } }
            """,
    };

    public static FindingCode OtherBlueprintVersion { get; } = new("OTHER_BLUEPRINT_VERSION", Severity.Warning)
    {
        Title = "The config was written for another version of the blueprint",
        Meaning = "meta.blueprintVersion is not the version of the blueprint. The app does not look at it; overrides may meet slots, flags and routes that have changed.",
        Remedy = "Read the overrides against the blueprint, then write its version.",
        Example = """
            { "tenant": { "meta": { "blueprintName": "shop", "blueprintVersion": "0.9.0", "tenantId": "acme", "version": "3" } } }
            """,
        Remedied = """
            { "tenant": { "meta": { "blueprintName": "shop", "blueprintVersion": "1.0.0", "tenantId": "acme", "version": "3" } } }
            """,
    };

    public static FindingCode OtherApp { get; } = new("OTHER_APP", Severity.Warning)
    {
        Title = "The config names another app",
        Meaning = "meta.appId differs from the blueprint's. The blueprint's is in force; the tenant's only serves as a name of last resort.",
        Remedy = "Write the blueprint's app id.",
        Example = """
            { "tenant": { "meta": { "appId": "bakery-app", "tenantId": "acme", "version": "3" } } }
            """,
        Remedied = """
            { "tenant": { "meta": { "appId": "shop-app", "tenantId": "acme", "version": "3" } } }
            """,
    };
}
