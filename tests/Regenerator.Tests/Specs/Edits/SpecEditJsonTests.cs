using System.Buffers;
using System.Text;
using System.Text.Json;
using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Json;

namespace Regenerator.Tests.Specs.Edits;

public sealed class SpecEditJsonTests
{
    public static TheoryData<string> Edits => [.. SomeEdit.Json];

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edit_comes_back_as_it_was_written(string json)
    {
        var edit = Read(json);
        Assert.Equal(json, Written(edit));
        Assert.Equal(edit, Read(json));
        Assert.NotEmpty(edit.Sentence);
    }

    private const string Known =
        "pinWorkflow, pinDataView, pinJob, emptySlot, unpinSlot, setFeatureFlag, removeFeatureFlag, includeFeature, excludeFeature, resetFeature, enableCapability, "
        + "disableCapability, resetCapability, activateExperiment, pauseExperiment, resetExperiment, addPolicy, removePolicy, bindRoute, unbindRoute, removeRoute, pinTheme, emptyTheme, "
        + "unpinTheme, setThemeFallbacks, pinTelemetry, emptyTelemetry, unpinTelemetry, disableEvent, enableEvent, setSampling, defineIntegrationSlot, removeIntegrationSlot, "
        + "bindConnection, unbindConnection, preferConnection, bindKnowledge, unbindKnowledge, setAppName, setAppNameKey, setAsset, setColor, setCustomDomain, setSubdomain, "
        + "setDefaultLocale, enableLocale, disableLocale, setTranslation, pinTranslationCatalog, emptyTranslationCatalog, setNotes, patch";

    [Theory]
    [InlineData("3", "an edit is an object with one member that names it: " + Known)]
    [InlineData("{}", "an edit is an object with one member that names it: " + Known)]
    [InlineData("""{"pinJob":{},"patch":[]}""", "an edit is an object with one member that names it: " + Known)]
    [InlineData("""{"dropEverything":{}}""", "«dropEverything» is no edit; known: " + Known)]
    [InlineData("""{"pinJob":[]}""", "«pinJob» takes an object with slot, to")]
    [InlineData("""{"pinJob":{"slot":"a","too":{}}}""", "«pinJob» has no member «too»; known: slot, to")]
    [InlineData("""{"pinJob":{"to":{"key":"a"}}}""", "«slot» is missing")]
    [InlineData("""{"pinJob":{"slot":null,"to":{"key":"a"}}}""", "«slot» is missing")]
    [InlineData("""{"pinJob":{"slot":7,"to":{"key":"a"}}}""", "«slot» is a text, saw 7")]
    [InlineData("""{"pinJob":{"slot":"a"}}""", "«to» is missing")]
    [InlineData("""{"pinJob":{"slot":"a","to":"b"}}""", "expected a reference such as { \"key\": …, \"version\": … }, saw a text")]
    [InlineData("""{"pinJob":{"slot":"a","to":{}}}""", "«to» is a reference without a key")]
    [InlineData("""{"setFeatureFlag":{"key":"a","enabled":"yes"}}""", "«enabled» is true or false")]
    [InlineData("""{"setFeatureFlag":{"key":"a"}}""", "«enabled» is true or false")]
    [InlineData("""{"emptySlot":{"of":"page","slot":"a"}}""", "«of» is one of workflow, dataView, job; saw page")]
    [InlineData("""{"emptyTheme":{"key":"a"}}""", "«emptyTheme» has no member «key»; known: no members")]
    [InlineData("""{"setSampling":{"event":"a"}}""", "«rate» is missing; null clears it")]
    [InlineData("""{"setSampling":{"event":"a","rate":1.5}}""", "«rate» is a number from 0 to 1, saw 1.5")]
    [InlineData("""{"setSampling":{"event":"a","rate":"all"}}""", "«rate» is a number, saw \"all\"")]
    [InlineData("""{"setNotes":{}}""", "«notes» is missing; null clears it")]
    [InlineData("""{"setThemeFallbacks":{"fallbacks":{}}}""", "«fallbacks» is a list of references, saw {}")]
    [InlineData("""{"setThemeFallbacks":{"fallbacks":[{}]}}""", "«fallbacks» is a reference without a key")]
    [InlineData("""{"defineIntegrationSlot":{"slot":"a","allowedModes":[7]}}""", "«allowedModes» is a list of texts, saw [7]")]
    [InlineData("""{"defineIntegrationSlot":{"slot":"a","required":1}}""", "«required» is true or false")]
    [InlineData("""{"excludeFeature":{"key":"\ud800"}}""", "a text of the edit has half of a surrogate pair")]
    [InlineData("""{"patch":{}}""", "a patch is an array of operations, not an object")]
    [InlineData("""{"patch":[{"op":"drop","path":"/a"}]}""", "operation 0 of the patch: \"drop\" is no known \"op\"; known are add, remove, replace, move, copy, test")]
    public void What_is_no_edit_is_refused_with_what_would_be(string json, string problem) =>
        Assert.Equal(problem, Assert.Throws<JsonException>(() => SpecEditJson.Read(JsonElement.Parse(json))).Message);

    [Fact]
    public void A_patch_equals_another_with_the_same_operations() => Assert.Equal(
        new SpecEdit.Patch(JsonPatch.Parse("""[ {"op":"remove", "path":"/a"} ]""")), SomeSpec.Patch("""[{"path":"/a","op":"remove"}]"""));

    [Fact]
    public void Sentences()
    {
        Assert.Equal("pin workflow slot «checkout» to shop.checkout@1.4.2", new SpecEdit.PinWorkflow("checkout", "shop.checkout", "1.4.2").Sentence);
        Assert.Equal("switch flag «a» on, variant b", new SpecEdit.SetFeatureFlag("a", true, "b").Sentence);
        Assert.Equal("bind route /: workflow none, guard g@1", new SpecEdit.BindRoute("/") { Workflow = null, Guard = new SpecRef("g", "1") }.Sentence);
        Assert.Equal("patch remove /b", SomeSpec.Patch("""[{"op":"test","path":"/a","value":1},{"op":"remove","path":"/b"}]""").Sentence);
    }

    private static string Written(SpecEdit edit)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output)) SpecEditJson.Write(writer, edit);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static SpecEdit Read(string json) => SomeEdit.Read(json);
}
