using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Json;

namespace Regenerator.Tests.Specs.Edits;

/// <summary>What each kind of edit does to a document of either kind: the first creates its list, the next one appends, the last one takes the list along.</summary>
public sealed class EditKindsTests
{
    private const SpecKind B = SpecKind.Blueprint;
    private const SpecKind T = SpecKind.Tenant;

    [Theory]
    [InlineData(B, "emptySlot", """{"of":"workflow","slot":"a"}""", "workflows", """{"a":{"key":"x"}}""", "null")]
    [InlineData(B, "emptySlot", """{"of":"job","slot":"a"}""", "jobs", """{"a":{"key":"x"},"b":{"key":"y"}}""", """{"b":{"key":"y"}}""")]
    [InlineData(T, "emptySlot", """{"of":"workflow","slot":"a"}""", "workflowOverrides", "", """[{"slot":"a","pointer":null}]""")]
    [InlineData(T, "emptySlot", """{"of":"dataView","slot":"a"}""", "dataViewOverrides", """[{"slot":"b"},{"slot":"a","pointer":{"key":"x"}}]""", """[{"slot":"b"},{"slot":"a","pointer":null}]""")]
    [InlineData(T, "unpinSlot", """{"of":"workflow","slot":"a"}""", "workflowOverrides", """[{"slot":"a"},{"slot":"a","pointer":{"key":"x"}}]""", "null")]
    [InlineData(T, "unpinSlot", """{"of":"job","slot":"a"}""", "jobOverrides", """[{"slot":"a"},null,{"slot":"b"},{"slot":"a"}]""", """[null,{"slot":"b"}]""")]
    [InlineData(B, "removeFeatureFlag", """{"key":"a"}""", "featureFlags", """[{"key":"a","enabled":true},{"key":"b","enabled":true}]""", """[{"key":"b","enabled":true}]""")]
    [InlineData(T, "removeFeatureFlag", """{"key":"a"}""", "featureFlags", """[{"key":"a","enabled":true}]""", "null")]
    [InlineData(B, "includeFeature", """{"key":"a"}""", "features", "", """{"include":[{"key":"a"}]}""")]
    [InlineData(T, "includeFeature", """{"key":"a"}""", "features", """{"exclude":[{"key":"a"}]}""", """{"include":[{"key":"a"}]}""")]
    [InlineData(T, "excludeFeature", """{"key":"a"}""", "features", """{"include":[{"key":"a"}],"exclude":[{"key":"b"}]}""", """{"include":[{"key":"a"}],"exclude":[{"key":"b"},{"key":"a"}]}""")]
    [InlineData(T, "resetFeature", """{"key":"a"}""", "features", """{"include":[{"key":"a"}],"exclude":[{"name":"a"}]}""", "null")]
    [InlineData(B, "resetFeature", """{"key":"a"}""", "features", """{"include":[{"key":"b"}],"exclude":[{"name":"a"}]}""", """{"include":[{"key":"b"}]}""")]
    [InlineData(B, "enableCapability", """{"capability":{"key":"a","version":"1"}}""", "capabilities", """{"disabled":[{"key":"a","version":1},{"key":"a"}]}""", """{"disabled":[{"key":"a"}],"enabled":[{"key":"a","version":"1"}]}""")]
    [InlineData(T, "enableCapability", """{"capability":{"key":"a"}}""", "capabilities", "", """{"enable":[{"key":"a"}]}""")]
    [InlineData(B, "disableCapability", """{"capability":{"key":"a"}}""", "capabilities", """{"enabled":[{"key":"a"}]}""", """{"enabled":[{"key":"a"}],"disabled":[{"key":"a"}]}""")]
    [InlineData(T, "disableCapability", """{"capability":{"key":"a"}}""", "capabilities", """{"disable":[{"key":"b"}]}""", """{"disable":[{"key":"b"},{"key":"a"}]}""")]
    [InlineData(T, "resetCapability", """{"capability":{"key":"a"}}""", "capabilities", """{"enable":[{"key":"a"},{"key":"a","version":"1"}]}""", """{"enable":[{"key":"a","version":"1"}]}""")]
    [InlineData(B, "resetCapability", """{"capability":{"key":"a"}}""", "capabilities", """{"enabled":[{"key":"a"}],"disabled":[{"key":"a"}]}""", "null")]
    [InlineData(B, "activateExperiment", """{"experiment":{"key":"a"}}""", "experiments", """{"paused":[{"key":"a"},{"key":"b"}]}""", """{"paused":[{"key":"b"}],"active":[{"key":"a"}]}""")]
    [InlineData(T, "pauseExperiment", """{"experiment":{"key":"a"}}""", "experiments", """{"active":[{"key":"a"}]}""", """{"paused":[{"key":"a"}]}""")]
    [InlineData(T, "resetExperiment", """{"experiment":{"key":"a"}}""", "experiments", """{"active":[{"key":"a"}]}""", "null")]
    [InlineData(B, "addPolicy", """{"policy":{"key":"a"}}""", "policies", """[{"key":"b"}]""", """[{"key":"b"},{"key":"a"}]""")]
    [InlineData(T, "addPolicy", """{"policy":{"key":"a"}}""", "additionalPolicies", "", """[{"key":"a"}]""")]
    [InlineData(B, "removePolicy", """{"policy":{"key":"a"}}""", "policies", """[{"key":"b"},{"key":"a"}]""", """[{"key":"b"}]""")]
    [InlineData(T, "removePolicy", """{"policy":{"key":"a"}}""", "additionalPolicies", """[{"key":"a"}]""", "null")]
    [InlineData(B, "unbindRoute", """{"path":"/","field":"guard"}""", "routes", """[{"path":"/","guard":{"key":"g"}}]""", """[{"path":"/"}]""")]
    [InlineData(T, "unbindRoute", """{"path":"/","field":"label"}""", "routeOverrides", """[{"path":"/","label":null,"workflow":"w"}]""", """[{"path":"/","workflow":"w"}]""")]
    [InlineData(B, "removeRoute", """{"path":"/"}""", "routes", """[{"path":"/a"},{"path":"/"}]""", """[{"path":"/a"}]""")]
    [InlineData(T, "removeRoute", """{"path":"/"}""", "routeOverrides", """[{"path":"/","label":null}]""", "null")]
    [InlineData(B, "pinTheme", """{"to":{"key":"a"}}""", "theme", """{"primary":{"key":"b"},"x":1}""", """{"primary":{"key":"a"},"x":1}""")]
    [InlineData(T, "pinTheme", """{"to":{"key":"a"}}""", "themeOverride", "", """{"primary":{"key":"a"}}""")]
    [InlineData(B, "emptyTheme", "{}", "theme", """{"primary":{"key":"b"},"fallbacks":[]}""", "null")]
    [InlineData(T, "unpinTheme", "{}", "themeOverride", """{"primary":{"key":"b"},"fallbacks":[]}""", """{"fallbacks":[]}""")]
    [InlineData(B, "setThemeFallbacks", """{"fallbacks":[{"key":"a"}]}""", "theme", """{"primary":{"key":"b"}}""", """{"primary":{"key":"b"},"fallbacks":[{"key":"a"}]}""")]
    [InlineData(T, "setThemeFallbacks", """{"fallbacks":[]}""", "themeOverride", "", """{"fallbacks":[]}""")]
    [InlineData(T, "setThemeFallbacks", """{"fallbacks":null}""", "themeOverride", """{"fallbacks":[]}""", "null")]
    [InlineData(B, "pinTelemetry", """{"to":{"key":"a"}}""", "telemetry", "", """{"spec":{"key":"a"}}""")]
    [InlineData(T, "pinTelemetry", """{"to":{"key":"a"}}""", "telemetryOverride", """{"spec":null}""", """{"spec":{"key":"a"}}""")]
    [InlineData(B, "emptyTelemetry", "{}", "telemetry", """{"spec":{"key":"a"}}""", "null")]
    [InlineData(T, "emptyTelemetry", "{}", "telemetryOverride", "", """{"spec":null}""")]
    [InlineData(T, "unpinTelemetry", "{}", "telemetryOverride", """{"spec":null,"disabledEvents":["a"]}""", """{"disabledEvents":["a"]}""")]
    [InlineData(B, "disableEvent", """{"event":"a"}""", "telemetry", """{"disabledEvents":["b"]}""", """{"disabledEvents":["b","a"]}""")]
    [InlineData(T, "disableEvent", """{"event":"a"}""", "telemetryOverride", "", """{"disabledEvents":["a"]}""")]
    [InlineData(B, "enableEvent", """{"event":"a"}""", "telemetry", """{"disabledEvents":["a","b","a"]}""", """{"disabledEvents":["b"]}""")]
    [InlineData(T, "enableEvent", """{"event":"a"}""", "telemetryOverride", """{"disabledEvents":["a"]}""", "null")]
    [InlineData(B, "setSampling", """{"event":"a","rate":0.5}""", "telemetry", """{"samplingOverrides":{"b":1}}""", """{"samplingOverrides":{"b":1,"a":0.5}}""")]
    [InlineData(T, "setSampling", """{"event":"a","rate":0.5}""", "telemetryOverride", "", """{"samplingOverrides":{"a":0.5}}""")]
    [InlineData(T, "setSampling", """{"event":"a","rate":null}""", "telemetryOverride", """{"samplingOverrides":{"a":0.5}}""", "null")]
    [InlineData(B, "defineIntegrationSlot", """{"slot":"a","category":"c","required":null}""", "integrationSlots", "", """[{"slotId":"a","requiredCategory":"c"}]""")]
    [InlineData(B, "defineIntegrationSlot", """{"slot":"a","required":null,"allowedModes":["m"]}""", "integrationSlots", """[{"slotId":"a","requiredCategory":"c","required":true}]""", """[{"slotId":"a","requiredCategory":"c","allowedModes":["m"]}]""")]
    [InlineData(B, "removeIntegrationSlot", """{"slot":"a"}""", "integrationSlots", """[{"slotId":"a","requiredCategory":"c"}]""", "null")]
    [InlineData(T, "bindConnection", """{"slot":"a","connection":"c"}""", "integrations", "", """[{"slotId":"a","connectionId":"c"}]""")]
    [InlineData(T, "bindConnection", """{"slot":"a","connection":"c","priority":2}""", "integrations", """[{"slotId":"a","connectionId":"c","priority":1},{"slotId":"b","connectionId":"c"}]""", """[{"slotId":"a","connectionId":"c","priority":2},{"slotId":"b","connectionId":"c"}]""")]
    [InlineData(T, "bindConnection", """{"slot":"a","connection":"c","priority":null}""", "integrations", """[{"slotId":"a","connectionId":"c","priority":1}]""", """[{"slotId":"a","connectionId":"c"}]""")]
    [InlineData(T, "unbindConnection", """{"slot":"a","connection":"c"}""", "integrations", """[{"slotId":"a","connectionId":"c"},{"slotId":"a","connectionId":"d"}]""", """[{"slotId":"a","connectionId":"d"}]""")]
    [InlineData(T, "bindKnowledge", """{"space":"a","version":"1"}""", "knowledge", "", """[{"spaceKey":"a","spaceVersion":"1"}]""")]
    [InlineData(T, "bindKnowledge", """{"space":"a","version":null,"required":false}""", "knowledge", """[{"spaceKey":"a","spaceVersion":"1"}]""", """[{"spaceKey":"a","required":false}]""")]
    [InlineData(T, "unbindKnowledge", """{"space":"a"}""", "knowledge", """[{"spaceKey":"a","spaceVersion":"1"},{"spaceKey":"a"}]""", "null")]
    [InlineData(T, "setAppName", """{"locale":"en","name":"N"}""", "branding", "", """{"appName":{"en":"N"}}""")]
    [InlineData(T, "setAppName", """{"locale":"en","name":null}""", "branding", """{"appName":{"en":"N","fr":"M"}}""", """{"appName":{"fr":"M"}}""")]
    [InlineData(B, "setAppNameKey", """{"key":"k"}""", "branding", """{"x":1}""", """{"x":1,"appNameKey":"k"}""")]
    [InlineData(B, "setAsset", """{"type":"logo","url":"u"}""", "branding", """{"assets":[null,{"type":"logo"}]}""", """{"assets":[null,{"type":"logo","url":"u"}]}""")]
    [InlineData(T, "setAsset", """{"type":"logo","url":"u"}""", "branding", "", """{"assets":[{"type":"logo","url":"u"}]}""")]
    [InlineData(T, "setAsset", """{"type":"logo","url":null}""", "branding", """{"assets":[{"type":"logo","url":"u"}]}""", "null")]
    [InlineData(B, "setColor", """{"color":"primary","value":"#fff"}""", "branding", "", """{"colorTokens":{"primary":"#fff"}}""")]
    [InlineData(T, "setColor", """{"color":"primary","value":"#fff"}""", "branding", """{"colors":{"secondary":"#000"}}""", """{"colors":{"secondary":"#000","primary":"#fff"}}""")]
    [InlineData(T, "setCustomDomain", """{"domain":"d"}""", "branding", "", """{"customDomain":"d"}""")]
    [InlineData(T, "setSubdomain", """{"subdomain":null}""", "branding", """{"subdomain":"s"}""", "null")]
    [InlineData(T, "setDefaultLocale", """{"locale":"fr"}""", "locales", """{"defaultLocale":"en","enabledLocales":["en"]}""", """{"defaultLocale":"fr","enabledLocales":["en"]}""")]
    [InlineData(T, "enableLocale", """{"locale":"fr"}""", "locales", """{"enabledLocales":["en"]}""", """{"enabledLocales":["en","fr"]}""")]
    [InlineData(T, "disableLocale", """{"locale":"fr"}""", "locales", """{"enabledLocales":["fr"]}""", "null")]
    [InlineData(T, "setTranslation", """{"locale":"en","key":"k","value":"v"}""", "translationOverrides", "", """{"entries":[{"key":"k","locale":"en","value":"v"}]}""")]
    [InlineData(T, "setTranslation", """{"locale":"en","key":"k","value":null}""", "translationOverrides", """{"entries":[{"key":"k","locale":"en"},{"key":"k","locale":"fr"}]}""", """{"entries":[{"key":"k","locale":"fr"}]}""")]
    [InlineData(B, "pinTranslationCatalog", """{"to":{"key":"a","version":"1"}}""", "translationCatalog", """{"key":"a","version":"0"}""", """{"key":"a","version":"1"}""")]
    [InlineData(B, "emptyTranslationCatalog", "{}", "translationCatalog", """{"key":"a","version":"0"}""", "null")]
    [InlineData(B, "setNotes", """{"notes":"n"}""", "notes", "", "\"n\"")]
    [InlineData(T, "setNotes", """{"notes":null}""", "notes", "\"n\"", "null")]
    public void An_edit_does_what_it_says_once_and_can_be_undone_and_read_back(SpecKind kind, string name, string body, string section, string before, string after)
    {
        var document = SomeSpec.Document(kind, before.Length == 0 ? "" : $"\"{section}\": {before}");
        var edit = SomeEdit.Read($$"""{"{{name}}":{{body}}}""");
        var compiled = SomeSpec.Compile(document, edit);
        var changed = SomeSpec.Splice(document, compiled.Patch);
        Assert.Equal(after, SomeSpec.Member(changed, section));
        Assert.StartsWith(section, Assert.Single(compiled.Touched.Select(t => t.Element[..section.Length]).Distinct()), StringComparison.Ordinal);
        Assert.IsType<CompileResult.AlreadyTrue>(EditCompiler.Compile(changed, [edit]));
        if (compiled.Patch.Operations.Any(o => o is JsonPatchOperation.Replace or JsonPatchOperation.Remove)) Assert.IsType<PatchResult.Refused>(compiled.Patch.Apply(changed.Tree()));

        var undone = SomeSpec.Apply(changed, [.. EditCompiler.Inverse(document, [edit])]);
        Assert.Equal(document.Tree().ToJsonString(), undone.Tree().ToJsonString());
        Assert.Equal(changed.Digest, SomeSpec.Apply(document, [.. EditReader.Between(document, changed)]).Digest);
        Assert.DoesNotContain(EditReader.Between(document, changed), read => read is SpecEdit.Patch);
    }

    [Theory]
    [InlineData(B, """{"unpinSlot":{"of":"workflow","slot":"a"}}""", "a blueprint inherits from nothing; its slot can be emptied")]
    [InlineData(T, """{"emptyTheme":{}}""", "a tenant can not be without its blueprint's theme; its own can be unpinned")]
    [InlineData(B, """{"unpinTheme":{}}""", "a blueprint inherits from nothing; its theme can be emptied")]
    [InlineData(B, """{"setThemeFallbacks":{"fallbacks":[]}}""", "the blueprint has no theme that could have fallbacks")]
    [InlineData(B, """{"unpinTelemetry":{}}""", "a blueprint inherits from nothing; its telemetry can be emptied")]
    [InlineData(T, """{"defineIntegrationSlot":{"slot":"a","category":"c"}}""", "integration slots belong to blueprints; a tenant binds connections to them")]
    [InlineData(B, """{"defineIntegrationSlot":{"slot":"a"}}""", "a new integration slot needs its category")]
    [InlineData(B, """{"defineIntegrationSlot":{"slot":"a","category":null}}""", "an integration slot can not be without its category")]
    [InlineData(T, """{"removeIntegrationSlot":{"slot":"a"}}""", "integration slots belong to blueprints; a tenant binds connections to them")]
    [InlineData(B, """{"bindConnection":{"slot":"a","connection":"c"}}""", "connections belong to tenants; a blueprint has none")]
    [InlineData(B, """{"unbindConnection":{"slot":"a","connection":"c"}}""", "connections belong to tenants; a blueprint has none")]
    [InlineData(B, """{"bindKnowledge":{"space":"a"}}""", "knowledge belongs to tenants; a blueprint binds none")]
    [InlineData(B, """{"setAppName":{"locale":"en","name":"N"}}""", "names belong to tenants; a blueprint has the key of one")]
    [InlineData(T, """{"setAppNameKey":{"key":"k"}}""", "a tenant has names, not the key of one")]
    [InlineData(B, """{"setCustomDomain":{"domain":"d"}}""", "domains belong to tenants; a blueprint has none")]
    [InlineData(B, """{"setDefaultLocale":{"locale":"fr"}}""", "locales belong to tenants; a blueprint has none")]
    [InlineData(B, """{"setTranslation":{"locale":"en","key":"k","value":"v"}}""", "translations of a blueprint stand in its catalog")]
    [InlineData(T, """{"pinTranslationCatalog":{"to":{"key":"a"}}}""", "the translation catalog belongs to the blueprint")]
    public void What_makes_no_sense_for_a_document_is_refused_in_one_clause(SpecKind kind, string edit, string reason) =>
        Assert.Equal(reason, Assert.IsType<CompileResult.Refused>(EditCompiler.Compile(SomeSpec.Document(kind), [SomeEdit.Read(edit)])).Reason);

    [Theory]
    [InlineData(T, """{"unpinSlot":{"of":"job","slot":"a"}}""")]
    [InlineData(T, """{"emptyTelemetry":{}}""", "\"telemetryOverride\": {\"spec\": null}")]
    [InlineData(T, """{"emptySlot":{"of":"job","slot":"a"}}""", "\"jobOverrides\": [{\"slot\": \"a\"}]")]
    [InlineData(B, """{"emptySlot":{"of":"job","slot":"a"}}""")]
    [InlineData(B, """{"removeRoute":{"path":"/"}}""", "\"routes\": null")]
    [InlineData(T, """{"setNotes":{"notes":null}}""")]
    [InlineData(T, """{"setColor":{"color":"primary","value":null}}""", "\"branding\": {}")]
    [InlineData(T, """{"unbindRoute":{"path":"/","field":"label"}}""")]
    public void What_is_not_there_needs_no_taking_back(SpecKind kind, string edit, string members = "") =>
        Assert.IsType<CompileResult.AlreadyTrue>(EditCompiler.Compile(SomeSpec.Document(kind, members), [SomeEdit.Read(edit)]));

    [Fact]
    public void Every_kind_of_edit_reads_as_a_sentence_of_its_own() =>
        Assert.Equal(SomeEdit.Json.Count, SomeEdit.Json.Select(json => SomeEdit.Read(json).Sentence).Distinct().Count());
}
