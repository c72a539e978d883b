using System.Text.Json;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Resolution;
using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Effects;

/// <summary>The kinds of lists and maps that the resolved view has.</summary>
internal static class Collections
{
    public static readonly MapOf<SpecRef> Slots = new(Same.Reference, SpecJson.Default.SpecRef, SpecJson.Default.OrderedMapSpecRef);

    public static readonly MapOf<double> Rates = new(static (one, other) => one.Equals(other), SpecJson.Default.Double, SpecJson.Default.OrderedMapDouble);

    public static readonly ListOf<SpecRef> References = new(Identity, Same.Reference, SpecJson.Default.SpecRef, SpecJson.Default.IReadOnlyListSpecRef);

    public static readonly ListOf<string> Texts = new(Quoted, Same.Text, SpecJson.Default.String, SpecJson.Default.IReadOnlyListString);

    public static readonly ListOf<FeatureFlag> Flags = new(flag => flag.Key, Same.Flag, SpecJson.Default.FeatureFlag, SpecJson.Default.IReadOnlyListFeatureFlag);

    public static readonly ListOf<AppRoute> Routes = new(route => route.Path, Same.Route, SpecJson.Default.AppRoute, SpecJson.Default.IReadOnlyListAppRoute);

    public static readonly ListOf<TranslationEntry> Translations = new(
        entry => $"{entry.Locale}@{entry.Key}", Same.Translation, SpecJson.Default.TranslationEntry, SpecJson.Default.IReadOnlyListTranslationEntry);

    /// <summary>An integration is known by the slot that it serves. Its connection and spec come from registries: the same object, or another.</summary>
    public static readonly ListOf<ResolvedIntegration> Integrations = new(
        served => served.Slot.SlotId,
        static (was, now) => Same.Slot(was.Slot, now.Slot) && Same.Binding(was.Binding, now.Binding) && ReferenceEquals(was.Connection, now.Connection) && ReferenceEquals(was.Spec, now.Spec),
        SpecJson.Default.ResolvedIntegration,
        SpecJson.Default.IReadOnlyListResolvedIntegration,
        static (parts, place, was, now) =>
        {
            if (!Same.Slot(was.Slot, now.Slot)) parts.Add(place.Member("slot"), was.Slot, now.Slot, SpecJson.Default.IntegrationSlot);
            if (!Same.Binding(was.Binding, now.Binding)) parts.Add(place.Member("binding"), was.Binding, now.Binding, SpecJson.Default.IntegrationBinding);
            if (!ReferenceEquals(was.Connection, now.Connection)) parts.Add(place.Member("connection"), was.Connection, now.Connection, SpecJson.Default.IntegrationConnection);
            if (!ReferenceEquals(was.Spec, now.Spec)) parts.Add(place.Member("spec"), was.Spec, now.Spec, SpecJson.Default.IntegrationSpec);
        });

    /// <summary>A piece of knowledge is known by its binding.</summary>
    public static readonly ListOf<ResolvedKnowledge> Knowledge = new(
        bound => bound.Binding.SpaceVersion.IsPresent ? $"{bound.Binding.SpaceKey}@{bound.Binding.SpaceVersion.Value ?? "null"}" : bound.Binding.SpaceKey,
        static (was, now) => Same.Binding(was.Binding, now.Binding) && ReferenceEquals(was.Space, now.Space) && Same.List(was.Sources, now.Sources, ReferenceEquals),
        SpecJson.Default.ResolvedKnowledge,
        SpecJson.Default.IReadOnlyListResolvedKnowledge);

    // As it is written: a version that is there and empty is another spelling, and so another element.
    private static string Identity(SpecRef spec) =>
        !spec.Version.IsPresent ? spec.Key ?? "" : spec.Key is null ? spec.Version.Value ?? "null" : $"{spec.Key}@{spec.Version.Value ?? "null"}";

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
