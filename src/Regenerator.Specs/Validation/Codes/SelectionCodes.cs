namespace Regenerator.Specs.Validation.Codes;

/// <summary>Capabilities and features that are switched on and off.</summary>
internal static class SelectionCodes
{
    public static IReadOnlyList<FindingCode> All =>
    [
        MissingCapability, DisabledRequiredCapability, UnknownCapabilityEnable, UnknownCapabilityDisable,
        VersionlessDisable, DisableOfOtherVersion, CapabilityEnabledAndDisabled, CapabilityDisabledByBlueprint,
        FeatureIncludedAndExcluded, FeatureExcludedByBlueprint,
    ];

    public static FindingCode MissingCapability { get; } = new("MISSING_CAPABILITY", Severity.Error)
    {
        InOriginal = true,
        Title = "A capability of the blueprint is not registered",
        Meaning = "The blueprint enables a capability that the registry does not have. Looked at when there is a registry of capabilities.",
        Remedy = "Register the capability, or take it out.",
        Example = """
            { "blueprint": { "capabilities": { "enabled": [{ "key": "carts", "version": "1.0.0" }] } },
              "registries": { "capabilities": [] } }
            """,
        Remedied = """
            { "blueprint": { "capabilities": { "enabled": [{ "key": "carts", "version": "1.0.0" }] } },
              "registries": { "capabilities": [{ "meta": { "key": "carts", "version": "1.0.0" } }] } }
            """,
    };

    public static FindingCode DisabledRequiredCapability { get; } = new("DISABLED_REQUIRED_CAPABILITY", Severity.Error)
    {
        InOriginal = true,
        Title = "The tenant disables what the blueprint needs",
        Meaning = "A capability that the blueprint enables is among those that the tenant disables. The app then lacks it.",
        Remedy = "Take it out of the disabled ones, or change the blueprint.",
        Example = """
            { "blueprint": { "capabilities": { "enabled": [{ "key": "carts", "version": "1.0.0" }] } },
              "tenant": { "capabilities": { "disable": [{ "key": "carts", "version": "1.0.0" }] } } }
            """,
        Remedied = """
            { "blueprint": { "capabilities": { "enabled": [{ "key": "carts", "version": "1.0.0" }] } },
              "tenant": { "capabilities": { "disable": [] } } }
            """,
    };

    public static FindingCode UnknownCapabilityEnable { get; } = new("UNKNOWN_CAPABILITY_ENABLE", Severity.Error)
    {
        InOriginal = true,
        Title = "The tenant enables an unknown capability",
        Meaning = "The registry does not have the capability. Looked at when there is a registry of capabilities.",
        Remedy = "Correct it, register it, or take it out.",
        Example = """
            { "tenant": { "capabilities": { "enable": [{ "key": "carts", "version": "1.0.0" }] } },
              "registries": { "capabilities": [] } }
            """,
        Remedied = """
            { "tenant": { "capabilities": { "enable": [{ "key": "carts", "version": "1.0.0" }] } },
              "registries": { "capabilities": [{ "meta": { "key": "carts", "version": "1.0.0" } }] } }
            """,
    };

    public static FindingCode UnknownCapabilityDisable { get; } = new("UNKNOWN_CAPABILITY_DISABLE", Severity.Warning)
    {
        InOriginal = true,
        Title = "The tenant disables an unknown capability",
        Meaning = "The registry does not have the capability. Looked at when there is a registry of capabilities.",
        Remedy = "Correct it, or take it out.",
        Example = """
            { "tenant": { "capabilities": { "disable": [{ "key": "carts", "version": "1.0.0" }] } },
              "registries": { "capabilities": [] } }
            """,
        Remedied = """
            { "tenant": { "capabilities": { "disable": [] } },
              "registries": { "capabilities": [] } }
            """,
    };

    public static FindingCode VersionlessDisable { get; } = new("VERSIONLESS_DISABLE", Severity.Warning)
    {
        Title = "A disable without a version disables nothing",
        Meaning = "Disabling goes by exact identity: without a version it leaves a capability that is enabled in some version in place.",
        Remedy = "Write the version that is enabled.",
        Example = """
            { "tenant": { "capabilities": { "enable": [{ "key": "carts", "version": "1.0.0" }], "disable": [{ "key": "carts" }] } } }
            """,
        Remedied = """
            { "tenant": { "capabilities": { "enable": [], "disable": [{ "key": "carts", "version": "1.0.0" }] } } }
            """,
    };

    public static FindingCode DisableOfOtherVersion { get; } = new("DISABLE_OF_OTHER_VERSION", Severity.Warning)
    {
        Title = "Another version is disabled than is enabled",
        Meaning = "Disabling goes by exact identity: the version that is enabled stays.",
        Remedy = "Write the version that is enabled.",
        Example = """
            { "tenant": { "capabilities": { "enable": [{ "key": "carts", "version": "1.0.0" }], "disable": [{ "key": "carts", "version": "2.0.0" }] } } }
            """,
        Remedied = """
            { "tenant": { "capabilities": { "enable": [], "disable": [{ "key": "carts", "version": "1.0.0" }] } } }
            """,
    };

    public static FindingCode CapabilityEnabledAndDisabled { get; } = new("CAPABILITY_ENABLED_AND_DISABLED", Severity.Warning)
    {
        Title = "One document enables and disables a capability",
        Meaning = "Disabled wins.",
        Remedy = "Take it out of one of the lists.",
        Example = """
            { "tenant": { "capabilities": { "enable": [{ "key": "carts", "version": "1.0.0" }], "disable": [{ "key": "carts", "version": "1.0.0" }] } } }
            """,
        Remedied = """
            { "tenant": { "capabilities": { "disable": [{ "key": "carts", "version": "1.0.0" }] } } }
            """,
    };

    public static FindingCode CapabilityDisabledByBlueprint { get; } = new("CAPABILITY_DISABLED_BY_BLUEPRINT", Severity.Warning)
    {
        Title = "The tenant enables what the blueprint disables",
        Meaning = "Disabled wins over enabled, also across the documents: the tenant does not get the capability.",
        Remedy = "Take it out here, or stop disabling it in the blueprint.",
        Example = """
            { "blueprint": { "capabilities": { "disabled": [{ "key": "carts", "version": "1.0.0" }] } },
              "tenant": { "capabilities": { "enable": [{ "key": "carts", "version": "1.0.0" }] } } }
            """,
        Remedied = """
            { "blueprint": { "capabilities": { "disabled": [] } },
              "tenant": { "capabilities": { "enable": [{ "key": "carts", "version": "1.0.0" }] } } }
            """,
    };

    public static FindingCode FeatureIncludedAndExcluded { get; } = new("FEATURE_INCLUDED_AND_EXCLUDED", Severity.Warning)
    {
        Title = "One document includes and excludes a feature",
        Meaning = "Excluded wins, by key alone.",
        Remedy = "Take it out of one of the lists.",
        Example = """
            { "tenant": { "features": { "include": [{ "key": "gifts" }], "exclude": [{ "key": "gifts" }] } } }
            """,
        Remedied = """
            { "tenant": { "features": { "exclude": [{ "key": "gifts" }] } } }
            """,
    };

    public static FindingCode FeatureExcludedByBlueprint { get; } = new("FEATURE_EXCLUDED_BY_BLUEPRINT", Severity.Warning)
    {
        Title = "The tenant includes what the blueprint excludes",
        Meaning = "Excluded wins over included, also across the documents: the tenant does not get the feature.",
        Remedy = "Take it out here, or stop excluding it in the blueprint.",
        Example = """
            { "blueprint": { "features": { "exclude": [{ "key": "gifts" }] } },
              "tenant": { "features": { "include": [{ "key": "gifts" }] } } }
            """,
        Remedied = """
            { "blueprint": { "features": { "exclude": [] } },
              "tenant": { "features": { "include": [{ "key": "gifts" }] } } }
            """,
    };
}
