namespace Regenerator.Specs.Validation.Codes;

/// <summary>Whether a connection may and can serve the slot that it is bound to.</summary>
internal static class ConnectionCodes
{
    public static IReadOnlyList<FindingCode> All =>
    [
        ForeignConnection, ForeignConnectionInUse, ModeMismatch, ConnectionNotReady,
        BrokenConnectionInUse, ConnectionStatusUnknown, IntegrationSpecNotFound, CategoryMismatch,
        UnsupportedOwnershipMode, CapabilityNotProvided,
    ];

    public static FindingCode ForeignConnection { get; } = new("FOREIGN_CONNECTION", Severity.Error)
    {
        InOriginal = true,
        Title = "A binding uses another tenant's connection",
        Meaning = "The connection belongs to another tenant, or to none.",
        Remedy = "Bind a connection of the tenant.",
        Example = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe" }] },
              "registries": { "integrationConnections": [{ "meta": { "id": "acme-stripe", "tenantId": "rival", "integrationKey": "stripe", "integrationVersion": "1.0.0" }, "ownershipMode": "managed", "status": "connected" }], "integrationSpecs": [{ "meta": { "key": "stripe", "version": "1.0.0", "category": "payments" }, "supportedModes": ["managed"], "capabilities": { "provides": [] } }] } }
            """,
        Remedied = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe" }] },
              "registries": { "integrationConnections": [{ "meta": { "id": "acme-stripe", "tenantId": "acme", "integrationKey": "stripe", "integrationVersion": "1.0.0" }, "ownershipMode": "managed", "status": "connected" }], "integrationSpecs": [{ "meta": { "key": "stripe", "version": "1.0.0", "category": "payments" }, "supportedModes": ["managed"], "capabilities": { "provides": [] } }] } }
            """,
    };

    public static FindingCode ForeignConnectionInUse { get; } = new("FOREIGN_CONNECTION_IN_USE", Severity.Error)
    {
        Title = "The app would use another tenant's connection",
        Meaning = "The app itself does not look at whose a connection is: in the resolved view it serves the slot.",
        Remedy = "Bind a connection of the tenant.",
        Example = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe" }] },
              "registries": { "integrationConnections": [{ "meta": { "id": "acme-stripe", "tenantId": "rival", "integrationKey": "stripe", "integrationVersion": "1.0.0" }, "ownershipMode": "managed", "status": "connected" }], "integrationSpecs": [{ "meta": { "key": "stripe", "version": "1.0.0", "category": "payments" }, "supportedModes": ["managed"], "capabilities": { "provides": [] } }] } }
            """,
        Remedied = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe" }] },
              "registries": { "integrationConnections": [{ "meta": { "id": "acme-stripe", "tenantId": "acme", "integrationKey": "stripe", "integrationVersion": "1.0.0" }, "ownershipMode": "managed", "status": "connected" }], "integrationSpecs": [{ "meta": { "key": "stripe", "version": "1.0.0", "category": "payments" }, "supportedModes": ["managed"], "capabilities": { "provides": [] } }] } }
            """,
    };

    public static FindingCode ModeMismatch { get; } = new("MODE_MISMATCH", Severity.Error)
    {
        InOriginal = true,
        Title = "A slot does not allow the connection's ownership mode",
        Meaning = "The connection's mode is not among the slot's allowed modes, so it does not serve the slot.",
        Remedy = "Bind a connection of an allowed mode.",
        Example = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments", "allowedModes": ["byok"] }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe" }] },
              "registries": { "integrationConnections": [{ "meta": { "id": "acme-stripe", "tenantId": "acme", "integrationKey": "stripe", "integrationVersion": "1.0.0" }, "ownershipMode": "managed", "status": "connected" }], "integrationSpecs": [{ "meta": { "key": "stripe", "version": "1.0.0", "category": "payments" }, "supportedModes": ["managed"], "capabilities": { "provides": [] } }] } }
            """,
        Remedied = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments", "allowedModes": ["managed"] }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe" }] },
              "registries": { "integrationConnections": [{ "meta": { "id": "acme-stripe", "tenantId": "acme", "integrationKey": "stripe", "integrationVersion": "1.0.0" }, "ownershipMode": "managed", "status": "connected" }], "integrationSpecs": [{ "meta": { "key": "stripe", "version": "1.0.0", "category": "payments" }, "supportedModes": ["managed"], "capabilities": { "provides": [] } }] } }
            """,
    };

    public static FindingCode ConnectionNotReady { get; } = new("CONNECTION_NOT_READY", Severity.Error)
    {
        InOriginal = true,
        Title = "A connection is disconnected or in error",
        Meaning = "A bound connection, or one that serves a slot of a resolved view, has the status disconnected or error.",
        Remedy = "Repair the connection, or bind another one.",
        Example = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe" }] },
              "registries": { "integrationConnections": [{ "meta": { "id": "acme-stripe", "tenantId": "acme", "integrationKey": "stripe", "integrationVersion": "1.0.0" }, "ownershipMode": "managed", "status": "disconnected" }], "integrationSpecs": [{ "meta": { "key": "stripe", "version": "1.0.0", "category": "payments" }, "supportedModes": ["managed"], "capabilities": { "provides": [] } }] } }
            """,
        Remedied = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe" }] },
              "registries": { "integrationConnections": [{ "meta": { "id": "acme-stripe", "tenantId": "acme", "integrationKey": "stripe", "integrationVersion": "1.0.0" }, "ownershipMode": "managed", "status": "connected" }], "integrationSpecs": [{ "meta": { "key": "stripe", "version": "1.0.0", "category": "payments" }, "supportedModes": ["managed"], "capabilities": { "provides": [] } }] } }
            """,
    };

    public static FindingCode BrokenConnectionInUse { get; } = new("BROKEN_CONNECTION_IN_USE", Severity.Error)
    {
        Title = "The app would use a connection that does not work",
        Meaning = "The app itself does not look at the status: the first binding that fits serves the slot, also when it is in error and another one is not.",
        Remedy = "Repair the connection, or give a binding that works a lower priority.",
        Example = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe" }] },
              "registries": { "integrationConnections": [{ "meta": { "id": "acme-stripe", "tenantId": "acme", "integrationKey": "stripe", "integrationVersion": "1.0.0" }, "ownershipMode": "managed", "status": "error" }], "integrationSpecs": [{ "meta": { "key": "stripe", "version": "1.0.0", "category": "payments" }, "supportedModes": ["managed"], "capabilities": { "provides": [] } }] } }
            """,
        Remedied = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe" }] },
              "registries": { "integrationConnections": [{ "meta": { "id": "acme-stripe", "tenantId": "acme", "integrationKey": "stripe", "integrationVersion": "1.0.0" }, "ownershipMode": "managed", "status": "connected" }], "integrationSpecs": [{ "meta": { "key": "stripe", "version": "1.0.0", "category": "payments" }, "supportedModes": ["managed"], "capabilities": { "provides": [] } }] } }
            """,
    };

    public static FindingCode ConnectionStatusUnknown { get; } = new("CONNECTION_STATUS_UNKNOWN", Severity.Warning)
    {
        InOriginal = true,
        Title = "Nobody knows whether a connection works",
        Meaning = "The status of a bound connection is unknown or not given. The slot counts as served.",
        Remedy = "Check the connection.",
        Example = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe" }] },
              "registries": { "integrationConnections": [{ "meta": { "id": "acme-stripe", "tenantId": "acme", "integrationKey": "stripe", "integrationVersion": "1.0.0" }, "ownershipMode": "managed", "status": "unknown" }], "integrationSpecs": [{ "meta": { "key": "stripe", "version": "1.0.0", "category": "payments" }, "supportedModes": ["managed"], "capabilities": { "provides": [] } }] } }
            """,
        Remedied = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe" }] },
              "registries": { "integrationConnections": [{ "meta": { "id": "acme-stripe", "tenantId": "acme", "integrationKey": "stripe", "integrationVersion": "1.0.0" }, "ownershipMode": "managed", "status": "connected" }], "integrationSpecs": [{ "meta": { "key": "stripe", "version": "1.0.0", "category": "payments" }, "supportedModes": ["managed"], "capabilities": { "provides": [] } }] } }
            """,
    };

    public static FindingCode IntegrationSpecNotFound { get; } = new("INTEGRATION_SPEC_NOT_FOUND", Severity.Warning)
    {
        InOriginal = true,
        Title = "The integration of a connection is not registered",
        Meaning = "There is no integration spec of the key and version that the connection names, so the slot is not served; none is found when no specs are given, as in the original.",
        Remedy = "Register the spec, or correct the connection.",
        Example = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe" }] },
              "registries": { "integrationConnections": [{ "meta": { "id": "acme-stripe", "tenantId": "acme", "integrationKey": "stripe", "integrationVersion": "1.0.0" }, "ownershipMode": "managed", "status": "connected" }], "integrationSpecs": [] } }
            """,
        Remedied = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe" }] },
              "registries": { "integrationConnections": [{ "meta": { "id": "acme-stripe", "tenantId": "acme", "integrationKey": "stripe", "integrationVersion": "1.0.0" }, "ownershipMode": "managed", "status": "connected" }], "integrationSpecs": [{ "meta": { "key": "stripe", "version": "1.0.0", "category": "payments" }, "supportedModes": ["managed"], "capabilities": { "provides": [] } }] } }
            """,
    };

    public static FindingCode CategoryMismatch { get; } = new("CATEGORY_MISMATCH", Severity.Error)
    {
        InOriginal = true,
        Title = "An integration is of another category than the slot needs",
        Meaning = "It does not serve the slot.",
        Remedy = "Bind a connection of the category.",
        Example = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe" }] },
              "registries": { "integrationConnections": [{ "meta": { "id": "acme-stripe", "tenantId": "acme", "integrationKey": "stripe", "integrationVersion": "1.0.0" }, "ownershipMode": "managed", "status": "connected" }], "integrationSpecs": [{ "meta": { "key": "stripe", "version": "1.0.0", "category": "email" }, "supportedModes": ["managed"], "capabilities": { "provides": [] } }] } }
            """,
        Remedied = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe" }] },
              "registries": { "integrationConnections": [{ "meta": { "id": "acme-stripe", "tenantId": "acme", "integrationKey": "stripe", "integrationVersion": "1.0.0" }, "ownershipMode": "managed", "status": "connected" }], "integrationSpecs": [{ "meta": { "key": "stripe", "version": "1.0.0", "category": "payments" }, "supportedModes": ["managed"], "capabilities": { "provides": [] } }] } }
            """,
    };

    public static FindingCode UnsupportedOwnershipMode { get; } = new("UNSUPPORTED_OWNERSHIP_MODE", Severity.Error)
    {
        InOriginal = true,
        Title = "An integration does not support the connection's ownership mode",
        Meaning = "It does not serve the slot.",
        Remedy = "Connect it in a mode that the integration supports.",
        Example = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe" }] },
              "registries": { "integrationConnections": [{ "meta": { "id": "acme-stripe", "tenantId": "acme", "integrationKey": "stripe", "integrationVersion": "1.0.0" }, "ownershipMode": "managed", "status": "connected" }], "integrationSpecs": [{ "meta": { "key": "stripe", "version": "1.0.0", "category": "payments" }, "supportedModes": ["byok"], "capabilities": { "provides": [] } }] } }
            """,
        Remedied = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe" }] },
              "registries": { "integrationConnections": [{ "meta": { "id": "acme-stripe", "tenantId": "acme", "integrationKey": "stripe", "integrationVersion": "1.0.0" }, "ownershipMode": "managed", "status": "connected" }], "integrationSpecs": [{ "meta": { "key": "stripe", "version": "1.0.0", "category": "payments" }, "supportedModes": ["managed"], "capabilities": { "provides": [] } }] } }
            """,
    };

    public static FindingCode CapabilityNotProvided { get; } = new("CAPABILITY_NOT_PROVIDED", Severity.Error)
    {
        InOriginal = true,
        Title = "An integration lacks what the slot needs",
        Meaning = "A required capability is not provided in exactly the required version. Where the slot names no version the app takes any; see SLOT_CAPABILITY_WITHOUT_VERSION.",
        Remedy = "Bind an integration that provides it.",
        Example = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments", "requiredCapabilities": [{ "key": "charge", "version": "1.0.0" }] }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe" }] },
              "registries": { "integrationConnections": [{ "meta": { "id": "acme-stripe", "tenantId": "acme", "integrationKey": "stripe", "integrationVersion": "1.0.0" }, "ownershipMode": "managed", "status": "connected" }], "integrationSpecs": [{ "meta": { "key": "stripe", "version": "1.0.0", "category": "payments" }, "supportedModes": ["managed"], "capabilities": { "provides": [] } }] } }
            """,
        Remedied = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments", "requiredCapabilities": [{ "key": "charge", "version": "1.0.0" }] }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe" }] },
              "registries": { "integrationConnections": [{ "meta": { "id": "acme-stripe", "tenantId": "acme", "integrationKey": "stripe", "integrationVersion": "1.0.0" }, "ownershipMode": "managed", "status": "connected" }], "integrationSpecs": [{ "meta": { "key": "stripe", "version": "1.0.0", "category": "payments" }, "supportedModes": ["managed"], "capabilities": { "provides": [{ "key": "charge", "version": "1.0.0" }] } }] } }
            """,
    };
}
