using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Regenerator.Specs.Edits.Kinds;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits;

/// <summary>Reads edits back out of two documents. Pure.</summary>
public static class EditReader
{
    private static readonly FrozenDictionary<string, Func<SectionChange, IEnumerable<SpecEdit>>> OfBlueprint = new Dictionary<string, Func<SectionChange, IEnumerable<SpecEdit>>>
    {
        ["workflows"] = change => SlotEdits.OfSlots(SlotKind.Workflow, change),
        ["dataViews"] = change => SlotEdits.OfSlots(SlotKind.DataView, change),
        ["jobs"] = change => SlotEdits.OfSlots(SlotKind.Job, change),
        ["policies"] = SelectionEdits.OfPolicies,
        ["theme"] = ThemeEdits.Of,
        ["telemetry"] = TelemetryEdits.Of,
        ["routes"] = RouteEdits.Of,
        ["integrationSlots"] = IntegrationEdits.OfSlots,
        ["translationCatalog"] = TranslationEdits.OfCatalog,
    }.Concat(OfEither).ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Func<SectionChange, IEnumerable<SpecEdit>>> OfTenant = new Dictionary<string, Func<SectionChange, IEnumerable<SpecEdit>>>
    {
        ["workflowOverrides"] = change => SlotEdits.OfOverrides(SlotKind.Workflow, change),
        ["dataViewOverrides"] = change => SlotEdits.OfOverrides(SlotKind.DataView, change),
        ["jobOverrides"] = change => SlotEdits.OfOverrides(SlotKind.Job, change),
        ["additionalPolicies"] = SelectionEdits.OfPolicies,
        ["themeOverride"] = ThemeEdits.Of,
        ["telemetryOverride"] = TelemetryEdits.Of,
        ["routeOverrides"] = RouteEdits.Of,
        ["integrations"] = IntegrationEdits.OfBindings,
        ["knowledge"] = KnowledgeEdits.Of,
        ["locales"] = TranslationEdits.OfLocales,
        ["translationOverrides"] = TranslationEdits.OfOverrides,
    }.Concat(OfEither).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// Edits that make the first document say what the second says: compiled on the first they give the canonical JSON of the second, for any
    /// two documents. Edits with a name where they do it, at most one raw patch, at the end, for the rest. Empty: the two say the same.
    /// </summary>
    /// <exception cref="ArgumentException">The documents are of two kinds.</exception>
    public static IReadOnlyList<SpecEdit> Between(SpecDocument before, SpecDocument after) => before.Kind == after.Kind
        ? Between(before.Kind, before.Tree(), after.Tree())
        : throw new ArgumentException($"{before} and {after} are not of one kind", nameof(after));

    internal static IReadOnlyList<SpecEdit> Between(SpecKind kind, JsonObject before, JsonObject after)
    {
        var edits = new List<SpecEdit>();
        var rest = new List<JsonPatchOperation>();
        foreach (var name in before.Select(member => member.Key).Union(after.Select(member => member.Key)))
        {
            var (current, goal) = (Only(before, name), Only(after, name));
            if (CanonicalJson.Of(current).AsSpan().SequenceEqual(CanonicalJson.Of(goal))) continue;
            if ((kind == SpecKind.Blueprint ? OfBlueprint : OfTenant).TryGetValue(name, out var read))
            {
                SpecEdit[] offered = [.. read(new SectionChange(kind, name, current, goal))];
                (var taken, current) = AllOf(kind, offered, current, goal) ?? TheHelpfulOf(kind, offered, current, goal);
                edits.AddRange(taken);
            }

            rest.AddRange(Difference(current, goal).Operations);
        }

        return rest.Count == 0 ? edits : [.. edits, new SpecEdit.Patch(new JsonPatch(rest))];
    }

    private static IEnumerable<KeyValuePair<string, Func<SectionChange, IEnumerable<SpecEdit>>>> OfEither =>
    [
        new("featureFlags", FlagEdits.Of), new("features", SelectionEdits.OfFeatures), new("capabilities", SelectionEdits.OfCapabilities),
        new("experiments", SelectionEdits.OfExperiments), new("branding", BrandingEdits.Of), new("notes", DocumentEdits.Of),
    ];

    // A section alone, because no edit with a name looks at another one.
    private static JsonObject Only(JsonObject document, string name) => document.ContainsKey(name) ? new JsonObject { [name] = document[name]?.DeepClone() } : [];

    // What the reader of a section offers is a guess. Mostly it is right as a whole.
    private static (List<SpecEdit> Taken, JsonObject Current)? AllOf(SpecKind kind, SpecEdit[] offered, JsonObject current, JsonObject goal)
    {
        var target = new EditTarget(kind, (JsonObject)current.DeepClone());
        var taken = new List<SpecEdit>();
        foreach (var edit in offered)
        {
            var known = target.Operations.Count;
            if (EditCompiler.Compile(target, edit) is not null) return null;
            if (target.Operations.Count > known) taken.Add(edit);
        }

        return Left(target.Tree, goal) == 0 ? (taken, target.Tree) : null;
    }

    // Where it is not, an edit is taken when it leaves less to do.
    private static (List<SpecEdit> Taken, JsonObject Current) TheHelpfulOf(SpecKind kind, SpecEdit[] offered, JsonObject current, JsonObject goal)
    {
        var taken = new List<SpecEdit>();
        var left = Left(current, goal);
        foreach (var edit in offered)
        {
            var tried = new EditTarget(kind, (JsonObject)current.DeepClone());
            if (EditCompiler.Compile(tried, edit) is not null || Left(tried.Tree, goal) is var less && less >= left) continue;
            (current, left) = (tried.Tree, less);
            taken.Add(edit);
        }

        return (taken, current);
    }

    private static int Left(JsonObject current, JsonObject goal) => Difference(current, goal) is { Operations.Count: > 0 } patch ? patch.ToString().Length : 0;

    private static JsonPatch Difference(JsonObject current, JsonObject goal) =>
        JsonPatch.Between(current, goal, static (list, element) => ElementIdentity.Text(list.Last ?? "", element));
}
