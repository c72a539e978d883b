using System.Text.Json;
using Regenerator.Specs.Edits;

namespace Regenerator.Tests.Specs.Edits;

/// <summary>Edits in their JSON: at least one of each kind, as it is written.</summary>
internal static class SomeEdit
{
    public static IReadOnlyList<string> Json { get; } =
    [
        """{"pinWorkflow":{"slot":"checkout","to":{"key":"shop.checkout","version":"1.4.2"}}}""",
        """{"pinDataView":{"slot":"list","to":{"key":"v"}}}""",
        """{"pinJob":{"slot":"nightly","to":{"key":"j","version":null}}}""",
        """{"emptySlot":{"of":"dataView","slot":"list"}}""",
        """{"unpinSlot":{"of":"job","slot":"nightly"}}""",
        """{"setFeatureFlag":{"key":"wishlist","enabled":false}}""",
        """{"setFeatureFlag":{"key":"wishlist","enabled":true,"variant":"b","description":"d"}}""",
        """{"removeFeatureFlag":{"key":"wishlist"}}""",
        """{"includeFeature":{"key":"gift-cards"}}""",
        """{"excludeFeature":{"key":"gift-cards"}}""",
        """{"resetFeature":{"key":"gift-cards"}}""",
        """{"enableCapability":{"capability":{"key":"c","version":"1"}}}""",
        """{"disableCapability":{"capability":{"key":"c"}}}""",
        """{"resetCapability":{"capability":{"key":"c","version":"1"}}}""",
        """{"activateExperiment":{"experiment":{"key":"e"}}}""",
        """{"pauseExperiment":{"experiment":{"key":"e"}}}""",
        """{"resetExperiment":{"experiment":{"key":"e"}}}""",
        """{"addPolicy":{"policy":{"key":"p"}}}""",
        """{"removePolicy":{"policy":{"key":"p"}}}""",
        """{"bindRoute":{"path":"/cart"}}""",
        """{"bindRoute":{"path":"/cart","label":"Cart","workflow":null,"dataView":"v","featureFlag":"f","guard":{"key":"g"},"experiment":null}}""",
        """{"unbindRoute":{"path":"/cart","field":"dataView"}}""",
        """{"removeRoute":{"path":"/cart"}}""",
        """{"pinTheme":{"to":{"key":"dark","version":"1"}}}""",
        """{"emptyTheme":{}}""",
        """{"unpinTheme":{}}""",
        """{"setThemeFallbacks":{"fallbacks":[{"key":"light"}]}}""",
        """{"setThemeFallbacks":{"fallbacks":[]}}""",
        """{"setThemeFallbacks":{"fallbacks":null}}""",
        """{"pinTelemetry":{"to":{"key":"t"}}}""",
        """{"emptyTelemetry":{}}""",
        """{"unpinTelemetry":{}}""",
        """{"disableEvent":{"event":"cart.viewed"}}""",
        """{"enableEvent":{"event":"cart.viewed"}}""",
        """{"setSampling":{"event":"cart.viewed","rate":0.25}}""",
        """{"setSampling":{"event":"cart.viewed","rate":null}}""",
        """{"defineIntegrationSlot":{"slot":"pay","category":"payments","allowedModes":["byok"],"requiredCapabilities":[{"key":"c"}],"required":true,"description":null}}""",
        """{"removeIntegrationSlot":{"slot":"pay"}}""",
        """{"bindConnection":{"slot":"pay","connection":"adyen","priority":2}}""",
        """{"bindConnection":{"slot":"pay","connection":"adyen","priority":null}}""",
        """{"unbindConnection":{"slot":"pay","connection":"adyen"}}""",
        """{"preferConnection":{"slot":"pay","connection":"adyen"}}""",
        """{"bindKnowledge":{"space":"faq","version":"1.0.0","required":null}}""",
        """{"unbindKnowledge":{"space":"faq"}}""",
        """{"setAppName":{"locale":"en","name":"Acme"}}""",
        """{"setAppNameKey":{"key":null}}""",
        """{"setAsset":{"type":"logo","url":"https://a.example/l.svg"}}""",
        """{"setColor":{"color":"secondary","value":"#fff"}}""",
        """{"setCustomDomain":{"domain":"shop.acme.example"}}""",
        """{"setSubdomain":{"subdomain":null}}""",
        """{"setDefaultLocale":{"locale":"fr"}}""",
        """{"enableLocale":{"locale":"de"}}""",
        """{"disableLocale":{"locale":"de"}}""",
        """{"setTranslation":{"locale":"en","key":"pay","value":"Pay"}}""",
        """{"pinTranslationCatalog":{"to":{"key":"words","version":"1"}}}""",
        """{"emptyTranslationCatalog":{}}""",
        """{"setNotes":{"notes":"n"}}""",
        """{"patch":[{"op":"test","path":"/notes","value":1.20},{"op":"remove","path":"/notes"}]}""",
        """{"patch":[{"op":"add","path":"/x","value":1,"before":"notes"}]}""",
    ];

    public static SpecEdit Read(string json) => SpecEditJson.Read(JsonElement.Parse(json));
}
