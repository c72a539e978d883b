using Regenerator.Specs.Json;
using Regenerator.Specs.Resolution;

namespace Regenerator.Specs.Effects;

/// <summary>
/// What a change of a document does to what the app really gets. Parts that both views share cost nothing; only those that differ are
/// put into words. Pure.
/// </summary>
public static class Effect
{
    /// <summary>
    /// The changes of the resolved view, in its own order. Empty: the app would not notice. The versions of the two documents do not count:
    /// every applied change raises them, and it says nothing about the app.
    /// </summary>
    public static IReadOnlyList<ResolvedChange> Between(ResolvedAppConfig before, ResolvedAppConfig after) => PartChanges.Of(ChangedParts.Between(before, after));

    /// <summary>Turns the JSON of one view (<see cref="SpecJson.Tree"/>) into that of the other, the versions of the documents included.</summary>
    public static JsonPatch Patch(ResolvedAppConfig before, ResolvedAppConfig after) => JsonDifference.Between(SpecJson.Tree(before), SpecJson.Tree(after));
}
