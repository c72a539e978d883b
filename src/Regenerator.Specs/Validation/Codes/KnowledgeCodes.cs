namespace Regenerator.Specs.Validation.Codes;

/// <summary>Knowledge spaces that a tenant is bound to.</summary>
internal static class KnowledgeCodes
{
    public static IReadOnlyList<FindingCode> All =>
    [
        UnknownKnowledgeSpace, MissingKnowledgeSources, LowTrustKnowledge, KnowledgeRequiredIgnored,
        MixedKnowledgeSources, DuplicateKnowledge,
    ];

    public static FindingCode UnknownKnowledgeSpace { get; } = new("UNKNOWN_KNOWLEDGE_SPACE", Severity.Error)
    {
        InOriginal = true,
        Title = "A knowledge space is not registered",
        Meaning = "Looked at when there is a registry of spaces. The app leaves the binding out.",
        Remedy = "Correct the key and version, register the space, or take the binding out.",
        Example = """
            { "tenant": { "knowledge": [{ "spaceKey": "faq" }] },
              "registries": { "knowledgeSpaces": [], "knowledgeSources": [] } }
            """,
        Remedied = """
            { "tenant": { "knowledge": [{ "spaceKey": "faq" }] },
              "registries": { "knowledgeSpaces": [{ "meta": { "key": "faq", "version": "1.0.0", "category": "canonical" } }], "knowledgeSources": [{ "meta": { "id": "help", "spaceKey": "faq", "spaceVersion": "1.0.0" } }] } }
            """,
    };

    public static FindingCode MissingKnowledgeSources { get; } = new("MISSING_KNOWLEDGE_SOURCES", Severity.Error)
    {
        InOriginal = true,
        Title = "A knowledge space has no source",
        Meaning = "No source is registered for the space (and the version, if the binding names one); none is when no sources are given, as in the original.",
        Remedy = "Add a source, or take the binding out.",
        Example = """
            { "tenant": { "knowledge": [{ "spaceKey": "faq" }] },
              "registries": { "knowledgeSpaces": [{ "meta": { "key": "faq", "version": "1.0.0", "category": "canonical" } }], "knowledgeSources": [] } }
            """,
        Remedied = """
            { "tenant": { "knowledge": [{ "spaceKey": "faq" }] },
              "registries": { "knowledgeSpaces": [{ "meta": { "key": "faq", "version": "1.0.0", "category": "canonical" } }], "knowledgeSources": [{ "meta": { "id": "help", "spaceKey": "faq", "spaceVersion": "1.0.0" } }] } }
            """,
    };

    public static FindingCode LowTrustKnowledge { get; } = new("LOW_TRUST_KNOWLEDGE", Severity.Warning)
    {
        InOriginal = true,
        Title = "Knowledge is of low trust",
        Meaning = "The category of the space is external or ephemeral.",
        Remedy = "Do not let the app decide by it alone; use a space of canonical knowledge where it has to.",
        Example = """
            { "tenant": { "knowledge": [{ "spaceKey": "faq" }] },
              "registries": { "knowledgeSpaces": [{ "meta": { "key": "faq", "version": "1.0.0", "category": "external" } }], "knowledgeSources": [{ "meta": { "id": "help", "spaceKey": "faq", "spaceVersion": "1.0.0" } }] } }
            """,
        Remedied = """
            { "tenant": { "knowledge": [{ "spaceKey": "faq" }] },
              "registries": { "knowledgeSpaces": [{ "meta": { "key": "faq", "version": "1.0.0", "category": "canonical" } }], "knowledgeSources": [{ "meta": { "id": "help", "spaceKey": "faq", "spaceVersion": "1.0.0" } }] } }
            """,
    };

    public static FindingCode KnowledgeRequiredIgnored { get; } = new("KNOWLEDGE_REQUIRED_IGNORED", Severity.Warning)
    {
        Title = "required: false is ignored",
        Meaning = "Nobody reads the member: an unknown space is an error all the same.",
        Remedy = "Take it out; take the binding out too if it may be missing.",
        Example = """
            { "tenant": { "knowledge": [{ "spaceKey": "faq", "required": false }] } }
            """,
        Remedied = """
            { "tenant": { "knowledge": [{ "spaceKey": "faq" }] } }
            """,
    };

    public static FindingCode MixedKnowledgeSources { get; } = new("MIXED_KNOWLEDGE_SOURCES", Severity.Warning)
    {
        Title = "A binding without a version mixes sources",
        Meaning = "Without a version the app takes the latest space, but the sources of every version.",
        Remedy = "Write spaceVersion.",
        Example = """
            { "tenant": { "knowledge": [{ "spaceKey": "faq" }] },
              "registries": { "knowledgeSpaces": [{ "meta": { "key": "faq", "version": "2.0.0", "category": "canonical" } }], "knowledgeSources": [{ "meta": { "id": "old", "spaceKey": "faq", "spaceVersion": "1.0.0" } }, { "meta": { "id": "help", "spaceKey": "faq", "spaceVersion": "2.0.0" } }] } }
            """,
        Remedied = """
            { "tenant": { "knowledge": [{ "spaceKey": "faq", "spaceVersion": "2.0.0" }] },
              "registries": { "knowledgeSpaces": [{ "meta": { "key": "faq", "version": "2.0.0", "category": "canonical" } }], "knowledgeSources": [{ "meta": { "id": "old", "spaceKey": "faq", "spaceVersion": "1.0.0" } }, { "meta": { "id": "help", "spaceKey": "faq", "spaceVersion": "2.0.0" } }] } }
            """,
    };

    public static FindingCode DuplicateKnowledge { get; } = new("DUPLICATE_KNOWLEDGE", Severity.Warning)
    {
        Title = "A knowledge space is bound twice",
        Meaning = "The app does not de-duplicate: the space and its sources are there twice.",
        Remedy = "Keep one.",
        Example = """
            { "tenant": { "knowledge": [{ "spaceKey": "faq" }, { "spaceKey": "faq" }] } }
            """,
        Remedied = """
            { "tenant": { "knowledge": [{ "spaceKey": "faq" }] } }
            """,
    };
}
