using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Effects;

/// <summary>
/// Equality of parts that is cheap and sure: true means that nothing changed, false that their JSON has to be looked at. A <c>null</c> for a
/// member that is absent is no change. Not the equality of the types, which is that of identity (<see cref="SpecRef"/>) or of objects (lists).
/// </summary>
internal static class Same
{
    public static bool Text(string? one, string? other) => string.Equals(one, other);

    public static bool Reference(SpecRef? one, SpecRef? other) => ReferenceEquals(one, other)
        || one is { UnknownMembers: null or { Count: 0 } } && other is { UnknownMembers: null or { Count: 0 } }
        && Text(one.Key, other.Key) && one.Version == other.Version;

    public static bool Flag(FeatureFlag one, FeatureFlag other) => ReferenceEquals(one, other)
        || Unknown(one, other) && Text(one.Key, other.Key) && one.Enabled == other.Enabled
        && Text(one.Variant.Value, other.Variant.Value) && Text(one.Description.Value, other.Description.Value);

    public static bool Route(AppRoute one, AppRoute other) => ReferenceEquals(one, other)
        || Unknown(one, other) && Text(one.Path, other.Path) && Text(one.Label.Value, other.Label.Value) && Text(one.Workflow.Value, other.Workflow.Value)
        && Text(one.DataView.Value, other.DataView.Value) && Reference(one.Guard.Value, other.Guard.Value)
        && Text(one.FeatureFlag.Value, other.FeatureFlag.Value) && Reference(one.Experiment.Value, other.Experiment.Value);

    public static bool Slot(IntegrationSlot one, IntegrationSlot other) => ReferenceEquals(one, other)
        || Unknown(one, other) && Text(one.SlotId, other.SlotId) && Text(one.RequiredCategory, other.RequiredCategory)
        && List(one.AllowedModes, other.AllowedModes, Text) && List(one.RequiredCapabilities, other.RequiredCapabilities, Reference)
        && one.Required.Value == other.Required.Value && Text(one.Description.Value, other.Description.Value);

    public static bool Binding(IntegrationBinding one, IntegrationBinding other) => ReferenceEquals(one, other)
        || Unknown(one, other) && Text(one.SlotId, other.SlotId) && Text(one.ConnectionId, other.ConnectionId) && one.Priority.Value.Equals(other.Priority.Value);

    public static bool Binding(KnowledgeBinding one, KnowledgeBinding other) => ReferenceEquals(one, other)
        || Unknown(one, other) && Text(one.SpaceKey, other.SpaceKey) && Text(one.SpaceVersion.Value, other.SpaceVersion.Value) && one.Required.Value == other.Required.Value;

    public static bool Translation(TranslationEntry one, TranslationEntry other) => ReferenceEquals(one, other)
        || Unknown(one, other) && Text(one.Key, other.Key) && Text(one.Locale, other.Locale) && Text(one.Value.Value, other.Value.Value);

    /// <summary>Element for element; where either is null only both are the same.</summary>
    public static bool List<T>(IReadOnlyList<T>? one, IReadOnlyList<T>? other, Func<T, T, bool> same)
    {
        if (ReferenceEquals(one, other)) return true;
        if (one is null || other is null || one.Count != other.Count) return false;
        for (var i = 0; i < one.Count; i++)
            if (!same(one[i], other[i])) return false;
        return true;
    }

    // Members that nobody knows are not compared one by one: the same object, or none on either side.
    private static bool Unknown(SpecObject one, SpecObject other) => ReferenceEquals(one.Unknown, other.Unknown) || one.Unknown is null or { Count: 0 } && other.Unknown is null or { Count: 0 };
}
