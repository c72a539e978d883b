using System.Buffers;
using System.Text;
using System.Text.Json;
using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Json;

namespace Regenerator.Tests.Specs.Edits;

public sealed class SpecEditJsonTests
{
    public static TheoryData<string> Edits =>
    [
        """{"pinWorkflow":{"slot":"checkout","to":{"key":"shop.checkout","version":"1.4.2"}}}""",
        """{"pinDataView":{"slot":"list","to":{"key":"v"}}}""",
        """{"pinJob":{"slot":"nightly","to":{"key":"j","version":null}}}""",
        """{"setFeatureFlag":{"key":"wishlist","enabled":false}}""",
        """{"setFeatureFlag":{"key":"wishlist","enabled":true,"variant":"b","description":"d"}}""",
        """{"excludeFeature":{"key":"gift-cards"}}""",
        """{"bindRoute":{"path":"/cart"}}""",
        """{"bindRoute":{"path":"/cart","label":"Cart","workflow":null,"dataView":"v","featureFlag":"f","guard":{"key":"g"},"experiment":null}}""",
        """{"preferConnection":{"slot":"pay","connection":"adyen"}}""",
        """{"patch":[{"op":"test","path":"/notes","value":1.20},{"op":"remove","path":"/notes"}]}""",
    ];

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edit_comes_back_as_it_was_written(string json)
    {
        var edit = Read(json);
        Assert.Equal(json, Written(edit));
        Assert.Equal(edit, Read(json));
        Assert.NotEmpty(edit.Sentence);
    }

    [Fact]
    public void Every_kind_of_edit_is_covered() => Assert.Equal(
        typeof(SpecEdit).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(SpecEdit))).Select(type => type.Name).Order(),
        Edits.Select(row => Read(row.Data).GetType().Name).Distinct().Order());

    private const string Known = "pinWorkflow, pinDataView, pinJob, setFeatureFlag, excludeFeature, bindRoute, preferConnection, patch";

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

    private static SpecEdit Read(string json) => SpecEditJson.Read(JsonElement.Parse(json));
}
