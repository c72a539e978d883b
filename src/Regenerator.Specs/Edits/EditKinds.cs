using System.Collections.Frozen;
using System.Text.Json;
using Regenerator.Specs.Edits.Kinds;

namespace Regenerator.Specs.Edits;

/// <summary>The book of edits. A new edit is a case of <see cref="SpecEdit"/> and a row in the file of its section.</summary>
internal static class EditKinds
{
    /// <summary>In the order in which they are listed to people.</summary>
    public static IReadOnlyList<EditKind> All { get; } =
    [
        .. SlotEdits.Kinds, .. FlagEdits.Kinds, .. SelectionEdits.Kinds, .. RouteEdits.Kinds, .. ThemeEdits.Kinds, .. TelemetryEdits.Kinds,
        .. IntegrationEdits.Kinds, .. KnowledgeEdits.Kinds, .. BrandingEdits.Kinds, .. TranslationEdits.Kinds, .. DocumentEdits.Kinds,
    ];

    private static readonly FrozenDictionary<string, EditKind> ByName = All.ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal);
    private static readonly FrozenDictionary<Type, EditKind> ByCase = All.ToFrozenDictionary(kind => kind.Case);

    public static string Known => string.Join(", ", All.Select(kind => kind.Name));

    public static EditKind Of(SpecEdit edit) => ByCase[edit.GetType()];

    /// <exception cref="JsonException">There is no such edit; lists those there are.</exception>
    public static EditKind Named(string name) => ByName.GetValueOrDefault(name) ?? throw new JsonException($"«{name}» is no edit; known: {Known}");
}
