namespace Regenerator.Specs.Validation.Codes;

/// <summary>References that can not be read, and overrides that change nothing or not what they seem to.</summary>
internal static class OverrideCodes
{
    public static IReadOnlyList<FindingCode> All =>
    [
        ReferenceWithoutKey, UnreadableVersion, IdentityCollision, DuplicateEntry,
        DuplicateOverride, RedundantOverride, NotInBlueprint, NothingToClear,
        NullEntry, NullNotesIgnored,
    ];

    public static FindingCode ReferenceWithoutKey { get; } = new("REFERENCE_WITHOUT_KEY", Severity.Error)
    {
        Title = "A reference names nothing",
        Meaning = "A reference has no key, or an empty one. The app carries it along and finds nothing there.",
        Remedy = "Write the key and the version of the spec.",
        Example = """
            { "blueprint": { "policies": [{ "version": "1.0.0" }] } }
            """,
        Remedied = """
            { "blueprint": { "policies": [{ "key": "signed-in", "version": "1.0.0" }] } }
            """,
    };

    public static FindingCode UnreadableVersion { get; } = new("UNREADABLE_VERSION", Severity.Warning)
    {
        Title = "A version can not be ordered",
        Meaning = "A version of a document or of a reference is not made of one to four numbers with a pre-release and a build where wanted. It matches only the very same text, and nobody can tell which of two is newer.",
        Remedy = "Write a semantic version, such as 1.4.2.",
        Example = """
            { "blueprint": { "workflows": { "checkout": { "key": "checkout.safe", "version": "newest" } } } }
            """,
        Remedied = """
            { "blueprint": { "workflows": { "checkout": { "key": "checkout.safe", "version": "1.4.2" } } } }
            """,
    };

    public static FindingCode IdentityCollision { get; } = new("IDENTITY_COLLISION", Severity.Warning)
    {
        Title = "Two references are one to the app",
        Meaning = "The app tells references apart by the text key.vVersion, so the key carts.v1 without a version is the same as carts at version 1. One takes the place of the other.",
        Remedy = "Rename one of them.",
        Example = """
            { "blueprint": { "policies": [{ "key": "carts.v1" }, { "key": "carts", "version": "1" }] } }
            """,
        Remedied = """
            { "blueprint": { "policies": [{ "key": "carts-one" }, { "key": "carts", "version": "1" }] } }
            """,
    };

    public static FindingCode DuplicateEntry { get; } = new("DUPLICATE_ENTRY", Severity.Warning)
    {
        Title = "A list says something twice",
        Meaning = "Two entries of one list have one identity: a reference, flag, route, asset, locale or event. The last one counts.",
        Remedy = "Keep one of them.",
        Example = """
            { "blueprint": { "featureFlags": [{ "key": "gifts", "enabled": true }, { "key": "gifts", "enabled": false }] } }
            """,
        Remedied = """
            { "blueprint": { "featureFlags": [{ "key": "gifts", "enabled": false }] } }
            """,
    };

    public static FindingCode DuplicateOverride { get; } = new("DUPLICATE_OVERRIDE", Severity.Warning)
    {
        Title = "Something is overridden twice",
        Meaning = "Two overrides are for one slot, flag, route or text. The last one counts; of routes it wins field by field.",
        Remedy = "Write one override.",
        Example = """
            { "blueprint": { "workflows": { "checkout": { "key": "checkout" } } },
              "tenant": { "workflowOverrides": [{ "slot": "checkout", "pointer": { "key": "checkout.fast" } }, { "slot": "checkout", "pointer": { "key": "checkout.safe" } }] } }
            """,
        Remedied = """
            { "blueprint": { "workflows": { "checkout": { "key": "checkout" } } },
              "tenant": { "workflowOverrides": [{ "slot": "checkout", "pointer": { "key": "checkout.safe" } }] } }
            """,
    };

    public static FindingCode RedundantOverride { get; } = new("REDUNDANT_OVERRIDE", Severity.Info)
    {
        Title = "The blueprint says so already",
        Meaning = "An override equals what it overrides. It has no effect now, but the tenant will not follow when the blueprint changes.",
        Remedy = "Take it out, unless the tenant is to stay as it is.",
        Example = """
            { "blueprint": { "featureFlags": [{ "key": "gifts", "enabled": true }] },
              "tenant": { "featureFlags": [{ "key": "gifts", "enabled": true }] } }
            """,
        Remedied = """
            { "blueprint": { "featureFlags": [{ "key": "gifts", "enabled": true }] },
              "tenant": { "featureFlags": [] } }
            """,
    };

    public static FindingCode NotInBlueprint { get; } = new("NOT_IN_BLUEPRINT", Severity.Info)
    {
        Title = "An override adds something new",
        Meaning = "The blueprint has no slot, flag or route of this name. The app adds it, so a typing error goes unnoticed.",
        Remedy = "Check the name.",
        Example = """
            { "blueprint": { "workflows": { "checkout": { "key": "checkout" } } },
              "tenant": { "workflowOverrides": [{ "slot": "chekout", "pointer": { "key": "checkout.safe" } }] } }
            """,
        Remedied = """
            { "blueprint": { "workflows": { "checkout": { "key": "checkout" } } },
              "tenant": { "workflowOverrides": [{ "slot": "checkout", "pointer": { "key": "checkout.safe" } }] } }
            """,
    };

    public static FindingCode NothingToClear { get; } = new("NOTHING_TO_CLEAR", Severity.Warning)
    {
        Title = "null clears nothing",
        Meaning = "An override is null, or a slot's pointer is absent, where the blueprint has nothing to clear.",
        Remedy = "Correct the name, or take the override out.",
        Example = """
            { "blueprint": { "workflows": { "checkout": { "key": "checkout" } } },
              "tenant": { "workflowOverrides": [{ "slot": "chekout", "pointer": null }] } }
            """,
        Remedied = """
            { "blueprint": { "workflows": { "checkout": { "key": "checkout" } } },
              "tenant": { "workflowOverrides": [{ "slot": "checkout", "pointer": null }] } }
            """,
    };

    public static FindingCode NullEntry { get; } = new("NULL_ENTRY", Severity.Warning)
    {
        Title = "An override is null",
        Meaning = "An entry of a list of slot overrides is null. The app passes it over.",
        Remedy = "Take it out.",
        Example = """
            { "tenant": { "jobOverrides": [null] } }
            """,
        Remedied = """
            { "tenant": { "jobOverrides": [] } }
            """,
    };

    public static FindingCode NullNotesIgnored { get; } = new("NULL_NOTES_IGNORED", Severity.Warning)
    {
        Title = "null does not clear the notes",
        Meaning = "Notes that are null fall back to the blueprint's; other nulls clear.",
        Remedy = "Write an empty text to clear them.",
        Example = """
            { "blueprint": { "notes": "Opens at nine." },
              "tenant": { "notes": null } }
            """,
        Remedied = """
            { "blueprint": { "notes": "Opens at nine." },
              "tenant": { "notes": "" } }
            """,
    };
}
