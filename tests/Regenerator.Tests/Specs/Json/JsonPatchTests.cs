using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Tests.Specs.Json;

public sealed class JsonPatchTests
{
    [Theory]
    [InlineData("""{"a":1}""", """[{"op":"add","path":"/b","value":[1]}]""", """{"a":1,"b":[1]}""")]
    [InlineData("""{"a":1}""", """[{"op":"add","path":"/a","value":2}]""", """{"a":2}""")]
    [InlineData("""[1,3]""", """[{"op":"add","path":"/1","value":2}]""", """[1,2,3]""")]
    [InlineData("""[1]""", """[{"op":"add","path":"/-","value":2}]""", """[1,2]""")]
    [InlineData("""[1]""", """[{"op":"add","path":"","value":null}]""", """null""")]
    [InlineData("""{"a":[1,2,3]}""", """[{"op":"remove","path":"/a/1"}]""", """{"a":[1,3]}""")]
    [InlineData("""{"a":{"b":1}}""", """[{"op":"replace","path":"/a/b","value":1.20}]""", """{"a":{"b":1.20}}""")]
    [InlineData("""{"a":{"b":1}}""", """[{"op":"move","from":"/a/b","path":"/a"}]""", """{"a":1}""")]
    [InlineData("""[1,2,3]""", """[{"op":"move","from":"/0","path":"/2"}]""", """[2,3,1]""")]
    [InlineData("""{"a":1}""", """[{"op":"copy","from":"","path":"/b"}]""", """{"a":1,"b":{"a":1}}""")]
    [InlineData("""{"a":1}""", """[{"op":"move","from":"/a","path":"/a"}]""", """{"a":1}""")]
    [InlineData("""{"":{"a/b":1}}""", """[{"op":"test","path":"//a~1b","value":1}]""", """{"":{"a/b":1}}""")]
    public void A_patch_that_fits_is_applied(string document, string patch, string expected) =>
        Assert.Equal(expected, Assert.IsType<PatchResult.Applied>(Apply(document, patch)).Document?.ToJsonString() ?? "null");

    [Theory]
    [InlineData("""[1]""", """[{"op":"add","path":"/2","value":0}]""", "no place for one at \"2\"")]
    [InlineData("""[1]""", """[{"op":"add","path":"/01","value":0}]""", "no place for one at \"01\"")]
    [InlineData("""[1]""", """[{"op":"remove","path":"/-"}]""", "has 1 elements, none at \"-\"")]
    [InlineData("""{"a":1}""", """[{"op":"replace","path":"/b","value":0}]""", "has no member \"b\"")]
    [InlineData("""{"a":1}""", """[{"op":"add","path":"/a/b","value":0}]""", "\"/a\" is 1, which holds no \"b\"")]
    [InlineData("""{"a":{}}""", """[{"op":"move","from":"/a","path":"/a/b"}]""", "can not be moved into itself")]
    [InlineData("""{"a":{}}""", """[{"op":"remove","path":""}]""", "whole document can not be removed")]
    [InlineData("""{"a":"x"}""", """[{"op":"test","path":"/a","value":"y"}]""", "\"/a\" is \"x\", not \"y\"")]
    public void A_patch_that_does_not_fit_is_refused_with_the_reason(string document, string patch, string because) =>
        Assert.Contains(because, Assert.IsType<PatchResult.Refused>(Apply(document, patch)).Reason, StringComparison.Ordinal);

    [Fact]
    public void A_refused_patch_leaves_the_document_as_it_was()
    {
        var document = JsonNode.Parse("""{"a":[1]}""");
        var patch = JsonPatch.Parse("""[{"op":"add","path":"/a/-","value":2},{"op":"test","path":"/a/0","value":9}]""");
        Assert.Equal(1, Assert.IsType<PatchResult.Refused>(patch.Apply(document)).Operation);
        Assert.Equal("""{"a":[1]}""", document!.ToJsonString());
    }

    [Fact]
    public void An_applied_patch_shares_nothing_with_its_input()
    {
        var document = JsonNode.Parse("""{"a":[1]}""");
        var after = Assert.IsType<PatchResult.Applied>(JsonPatch.Empty.Apply(document)).Document!;
        after["a"]![0] = 2;
        Assert.Equal("""{"a":[1]}""", document!.ToJsonString());
    }

    [Theory]
    [InlineData("1", "1.0", true)]
    [InlineData("100", "1e2", true)]
    [InlineData("0", "-0.00e7", true)]
    [InlineData("-12.50", "-1.25e1", true)]
    [InlineData("9007199254740993", "9007199254740992", false)]
    [InlineData("1e400", "1e401", false)]
    [InlineData("1e99999999999", "1e99999999999", true)]
    [InlineData("1e99999999999", "10e99999999998", true)]
    [InlineData("1", "\"1\"", false)]
    [InlineData("{\"a\":1,\"b\":[2]}", "{\"b\":[2.0],\"a\":1}", true)]
    [InlineData("[1,2]", "[2,1]", false)]
    public void A_test_compares_values_without_loss(string actual, string expected, bool equal) =>
        Assert.Equal(equal, Apply(actual, $$"""[{"op":"test","path":"","value":{{expected}}}]""") is PatchResult.Applied);

    [Theory]
    [InlineData("""{}""", "a patch is an array of operations, not an object")]
    [InlineData("""[1]""", "operation 0 of the patch: an operation is an object, not a number")]
    [InlineData("""[{"path":""}]""", "operation 0 of the patch: \"op\" is missing")]
    [InlineData("""[{"op":"spam","path":""}]""", "known are add, remove, replace, move, copy, test")]
    [InlineData("""[{"op":"add","path":null,"value":1}]""", "\"path\" is text, not null")]
    [InlineData("""[{"op":"add","path":"a","value":1}]""", "does not start with")]
    [InlineData("""[{"op":"add","path":"/a"}]""", "\"value\" is missing")]
    [InlineData("""[{"op":"move","path":"/a"}]""", "\"from\" is missing")]
    [InlineData("""[{"op":"add","op":"move","path":"/a"}]""", "has the member \"op\" twice")]
    [InlineData("""[{"op":"add","path":"/a","value":{"x":1,"x":2}}]""", "has the member \"x\" twice")]
    [InlineData("""[{"op":"add","path":"/a","value":"\ud800"}]""", "half of a surrogate pair")]
    [InlineData("""[{"op":"add" """, "the patch is not JSON")]
    public void A_malformed_patch_says_what_is_wrong_in_one_line(string patch, string because)
    {
        var message = Assert.Throws<FormatException>(() => JsonPatch.Parse(patch)).Message;
        Assert.Contains(because, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_patch_is_written_as_it_is_read()
    {
        const string text = """[{"op":"test","path":"/a","value":1.20},{"op":"move","from":"/a","path":"/b"},{"op":"remove","path":"/ü"}]""";
        var patch = JsonPatch.Parse(text);
        Assert.Equal(text, patch.ToString());
        Assert.Equal(patch.Operations, JsonPatch.Parse(patch.ToString()).Operations);
        Assert.NotEqual(patch.Operations[0], JsonPatch.Parse("""[{"op":"test","path":"/a","value":1.2}]""").Operations[0]);
    }

    [Fact]
    public void A_patch_outlives_the_text_it_was_read_from()
    {
        JsonPatch patch;
        using (var document = JsonDocument.Parse("""[{"op":"add","path":"/a","value":{"b":[1]}}]""")) patch = JsonPatch.Parse(document.RootElement);
        Assert.Equal("""{"a":{"b":[1]}}""", Assert.IsType<PatchResult.Applied>(patch.Apply(new JsonObject())).Document!.ToJsonString());
    }

    [Fact]
    public void A_patch_can_not_copy_a_document_into_itself_without_end()
    {
        var wide = JsonNode.Parse($"[{string.Join(',', Enumerable.Repeat("1", 1000))}]");
        var doubling = string.Join(',', Enumerable.Repeat("""{"op":"copy","from":"","path":"/-"}""", 60));
        var refused = Assert.IsType<PatchResult.Refused>(JsonPatch.Parse($"[{doubling}]").Apply(wide));
        Assert.Contains("more than 1000000 values", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_patch_can_not_nest_a_document_deeper_than_it_may_be_read()
    {
        var deep = new string('[', 60) + new string(']', 60);
        var patch = $$"""[{"op":"add","path":"/a","value":{{deep}}},{"op":"copy","from":"/a","path":"/a/0/0/0/0/-"}]""";
        Assert.Contains("deeper than 64 levels", Assert.IsType<PatchResult.Refused>(Apply("{}", patch)).Reason, StringComparison.Ordinal);
    }

    private static PatchResult Apply(string document, string patch) => JsonPatch.Parse(patch).Apply(JsonNode.Parse(document));
}
