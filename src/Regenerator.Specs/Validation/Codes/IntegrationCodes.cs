namespace Regenerator.Specs.Validation.Codes;

/// <summary>Slots that want an integration, and their bindings.</summary>
internal static class IntegrationCodes
{
    public static IReadOnlyList<FindingCode> All =>
    [
        DuplicateSlot, EmptyAllowedModes, SlotCapabilityWithoutVersion, UnknownSlotBinding,
        MissingIntegrationConnection, MissingRequiredSlot, DuplicateBinding, DuplicatePriority,
    ];

    public static FindingCode DuplicateSlot { get; } = new("DUPLICATE_SLOT", Severity.Error)
    {
        InOriginal = true,
        Title = "Two integration slots have one id",
        Meaning = "Bindings can not say which of them they are for.",
        Remedy = "Give one of them another id.",
        Example = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }, { "slotId": "pay", "requiredCategory": "email" }] } }
            """,
        Remedied = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }, { "slotId": "mail", "requiredCategory": "email" }] } }
            """,
    };

    public static FindingCode EmptyAllowedModes { get; } = new("EMPTY_ALLOWED_MODES", Severity.Warning)
    {
        InOriginal = true,
        Title = "An empty list allows every ownership mode",
        Meaning = "An empty list counts as no list.",
        Remedy = "Name the modes, or take the list out.",
        Example = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments", "allowedModes": [] }] } }
            """,
        Remedied = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments", "allowedModes": ["managed"] }] } }
            """,
    };

    public static FindingCode SlotCapabilityWithoutVersion { get; } = new("SLOT_CAPABILITY_WITHOUT_VERSION", Severity.Warning)
    {
        Title = "A slot needs a capability in no version",
        Meaning = "The app lets an integration serve the slot that provides any version of the capability; validation accepts none (CAPABILITY_NOT_PROVIDED).",
        Remedy = "Write the version.",
        Example = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments", "requiredCapabilities": [{ "key": "charge" }] }] } }
            """,
        Remedied = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments", "requiredCapabilities": [{ "key": "charge", "version": "1.0.0" }] }] } }
            """,
    };

    public static FindingCode UnknownSlotBinding { get; } = new("UNKNOWN_SLOT_BINDING", Severity.Error)
    {
        InOriginal = true,
        Title = "A binding is for no slot",
        Meaning = "The blueprint has no integration slot of this id.",
        Remedy = "Correct the id, or take the binding out.",
        Example = """
            { "tenant": { "integrations": [{ "slotId": "pai", "connectionId": "acme-stripe" }] } }
            """,
        Remedied = """
            { "tenant": { "integrations": [] } }
            """,
    };

    public static FindingCode MissingIntegrationConnection { get; } = new("MISSING_INTEGRATION_CONNECTION", Severity.Error)
    {
        InOriginal = true,
        Title = "A binding names no known connection",
        Meaning = "The connection is not among those given; all are unknown when none are given, as in the original.",
        Remedy = "Connect it, give the connections to validation, or bind another one.",
        Example = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe" }] } }
            """,
        Remedied = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [] } }
            """,
    };

    public static FindingCode MissingRequiredSlot { get; } = new("MISSING_REQUIRED_SLOT", Severity.Error)
    {
        InOriginal = true,
        Title = "Nothing serves a required slot",
        Meaning = "No binding of the slot is without objection, or, in a resolved view, nothing serves it.",
        Remedy = "Bind a connection that can serve it.",
        Example = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments", "required": true }] } }
            """,
        Remedied = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments", "required": false }] } }
            """,
    };

    public static FindingCode DuplicateBinding { get; } = new("DUPLICATE_BINDING", Severity.Warning)
    {
        Title = "A slot is bound to a connection twice",
        Meaning = "One of the two bindings never counts.",
        Remedy = "Keep one.",
        Example = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe", "priority": 1 }, { "slotId": "pay", "connectionId": "acme-stripe", "priority": 2 }] } }
            """,
        Remedied = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe", "priority": 1 }] } }
            """,
    };

    public static FindingCode DuplicatePriority { get; } = new("DUPLICATE_PRIORITY", Severity.Warning)
    {
        Title = "Two bindings of a slot have one priority",
        Meaning = "Their order in the file decides which one the app tries first.",
        Remedy = "Give them different priorities; lower goes first.",
        Example = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe", "priority": 1 }, { "slotId": "pay", "connectionId": "acme-adyen", "priority": 1 }] } }
            """,
        Remedied = """
            { "blueprint": { "integrationSlots": [{ "slotId": "pay", "requiredCategory": "payments" }] },
              "tenant": { "integrations": [{ "slotId": "pay", "connectionId": "acme-stripe", "priority": 1 }, { "slotId": "pay", "connectionId": "acme-adyen", "priority": 2 }] } }
            """,
    };
}
