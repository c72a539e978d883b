using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Regenerator.Specs.Validation.Codes;

namespace Regenerator.Specs.Validation;

/// <summary>Every code that validation can report: a closed table.</summary>
public static class FindingCodes
{
    /// <summary>The table by section of the documents, in the order of the page of codes.</summary>
    public static IReadOnlyList<(string Section, IReadOnlyList<FindingCode> Codes)> Sections { get; } =
    [
        ("Who is who", IdentityCodes.All),
        ("References and overrides in general", OverrideCodes.All),
        ("Capabilities and features", SelectionCodes.All),
        ("Slots, flags and routes", RouteCodes.All),
        ("Theme, telemetry and experiments", RuntimeCodes.All),
        ("Integrations", IntegrationCodes.All),
        ("Connections", ConnectionCodes.All),
        ("Knowledge", KnowledgeCodes.All),
        ("Branding", BrandingCodes.All),
        ("Languages", TranslationCodes.All),
    ];

    public static IReadOnlyList<FindingCode> All { get; } = [.. Sections.SelectMany(section => section.Codes)];

    private static readonly FrozenDictionary<string, FindingCode> ByName = All.ToFrozenDictionary(code => code.Name, StringComparer.Ordinal);

    public static bool TryGet(string name, [MaybeNullWhen(false)] out FindingCode code) => ByName.TryGetValue(name, out code);
}
