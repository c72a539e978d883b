using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Resolution;
using Regenerator.Specs.Validation.Codes;

namespace Regenerator.Specs.Validation.Rules;

/// <summary>What can be said of a resolved view without the documents that it comes from.</summary>
internal static class ResolvedRules
{
    public static void Check(AppBlueprintSpec blueprint, ResolvedAppConfig resolved, FindingSink sink)
    {
        for (var i = 0; i < blueprint.IntegrationSlots?.Count; i++)
        {
            var slot = blueprint.IntegrationSlots[i];
            if (slot.Required.Value == true && !resolved.Integrations.Any(served => string.Equals(served.Slot.SlotId, slot.SlotId)))
                sink.Add(IntegrationCodes.MissingRequiredSlot, Spot.Blueprint("integrationSlots", i).Named($"integrations.{slot.SlotId}"), $"slot {slot.SlotId}", $"The slot «{slot.SlotId}» needs an integration of category «{slot.RequiredCategory}» and nothing serves it; bind a connection that can");
        }

        foreach (var served in resolved.Integrations)
            if (ConnectionRules.IsBroken(served.Connection))
                sink.Add(ConnectionCodes.ConnectionNotReady, Spot.Tenant("integrations").Named($"integrations.{served.Slot.SlotId}"), $"slot {served.Slot.SlotId} connection {served.Connection.Meta.Id}", $"The slot «{served.Slot.SlotId}» is served by the connection «{served.Connection.Meta.Id}», whose status is {served.Connection.Status.Value}; repair it, or bind another one");
        var locale = resolved.Translation.DefaultLocale;
        if (!resolved.Translation.SupportedLocales.Contains(locale))
            sink.Add(TranslationCodes.DefaultLocaleNotSupported, Spot.Tenant().Named("translation.defaultLocale"), $"locale {locale}", $"The default locale «{locale}» is not among the supported ones, {string.Join(", ", resolved.Translation.SupportedLocales)}; enable it, or choose one of them");
    }
}
