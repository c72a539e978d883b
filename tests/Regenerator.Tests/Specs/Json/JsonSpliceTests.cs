using System.Text;
using Regenerator.Specs.Json;

namespace Regenerator.Tests.Specs.Json;

public sealed class JsonSpliceTests
{
    private const string Document = """
        {
          "meta": { "key": "acme",  "version" : 1.20 },

          "title": "caf\u00e9 \/ bar",
          "flags": [
            { "key": "a", "enabled": true },
            { "key": "b", "enabled": false }
          ],
          "routes": [
            {
              "path": "/",
              "tags": ["x", "y"]
            }
          ],
          "experiments": [],
          "big": 12345678901234567890.000
        }

        """;

    [Fact]
    public void A_replaced_scalar_leaves_every_other_byte_alone() =>
        Becomes(Document, """[{"op":"replace","path":"/meta/version","value":1.21}]""", Document.Replace("1.20", "1.21", StringComparison.Ordinal));

    [Fact]
    public void An_element_is_written_on_one_line_where_its_siblings_are() => Becomes(
        Document,
        """[{"op":"add","path":"/flags/-","value":{"key":"c","enabled":true}}]""",
        Document.Replace("false }\n", "false },\n    { \"key\": \"c\", \"enabled\": true }\n", StringComparison.Ordinal));

    [Fact]
    public void An_element_is_written_in_lines_where_its_siblings_are_and_its_parts_like_theirs() => Becomes(
        Document,
        """[{"op":"add","path":"/routes/-","value":{"path":"/a","tags":["z","w"],"more":{"x":[]}}}]""",
        Document.Replace(
            "    }\n  ],",
            "    },\n    {\n      \"path\": \"/a\",\n      \"tags\": [\"z\", \"w\"],\n      \"more\": {\n        \"x\": []\n      }\n    }\n  ],",
            StringComparison.Ordinal));

    [Fact]
    public void An_empty_list_opens_like_the_lists_around_it() => Becomes(
        Document,
        """[{"op":"add","path":"/experiments/-","value":{"key":"e"}}]""",
        Document.Replace("[],", "[\n    {\n      \"key\": \"e\"\n    }\n  ],", StringComparison.Ordinal));

    [Fact]
    public void An_empty_list_opens_like_its_namesake_in_the_next_element() => Becomes(
        "[\n  {\n    \"on\": [\n      { \"key\": 1 }\n    ]\n  },\n  {\n    \"on\": []\n  }\n]",
        """[{"op":"add","path":"/1/on/-","value":{"key":2}}]""",
        "[\n  {\n    \"on\": [\n      { \"key\": 1 }\n    ]\n  },\n  {\n    \"on\": [\n      { \"key\": 2 }\n    ]\n  }\n]");

    [Fact]
    public void A_new_member_comes_last_in_lines_of_its_own() => Becomes(
        Document,
        """[{"op":"add","path":"/jobs","value":[{"key":"j"}]}]""",
        Document.Replace("000\n}", "000,\n  \"jobs\": [\n    {\n      \"key\": \"j\"\n    }\n  ]\n}", StringComparison.Ordinal));

    [Theory]
    [InlineData("/meta", "  \"meta\": { \"key\": \"acme\",  \"version\" : 1.20 },\n\n", "  ")]
    [InlineData("/flags/0", "{ \"key\": \"a\", \"enabled\": true },\n    ", "")]
    [InlineData("/flags/1", ",\n    { \"key\": \"b\", \"enabled\": false }", "")]
    [InlineData("/routes/0/tags/1", ", \"y\"", "")]
    [InlineData("/big", ",\n  \"big\": 12345678901234567890.000", "")]
    [InlineData("/experiments", ",\n  \"experiments\": []", "")]
    public void What_is_removed_takes_its_comma_and_its_whitespace_along(string path, string gone, string left) => Becomes(
        Document,
        $$"""[{"op":"remove","path":"{{path}}"}]""",
        Document.Replace(left.Length > 0 ? gone + left : gone, left, StringComparison.Ordinal));

    [Theory]
    [InlineData("{\n  \"a\": [\n    1\n  ]\n}", "/a/0", "{\n  \"a\": []\n}")]
    [InlineData("{\n  \"a\": [\n    1\n  ]\n}", "/a", "{}")]
    [InlineData("[ 1 ]", "/0", "[]")]
    public void Removing_the_last_one_leaves_an_empty_pair_of_brackets(string document, string path, string expected) =>
        Becomes(document, $$"""[{"op":"remove","path":"{{path}}"}]""", expected);

    [Theory]
    [InlineData("{\"a\":1}", "{\"a\":1,\"n\":{\"x\":[1,2]}}")]
    [InlineData("{\"a\": 1}", "{\"a\": 1, \"n\": {\"x\": [1, 2]}}")]
    [InlineData("{ \"a\" : [1,2] }", "{ \"a\" : [1,2],\"n\" : { \"x\" : [1,2] } }")]
    [InlineData("{\r\n\t\"a\": 1\r\n}\r\n", "{\r\n\t\"a\": 1,\r\n\t\"n\": {\r\n\t\t\"x\": [\r\n\t\t\t1,\r\n\t\t\t2\r\n\t\t]\r\n\t}\r\n}\r\n")]
    [InlineData("\uFEFF{\n    \"a\": 1\n}", "\uFEFF{\n    \"a\": 1,\n    \"n\": {\n        \"x\": [\n            1,\n            2\n        ]\n    }\n}")]
    [InlineData("{}", "{\"n\": {\"x\": [1, 2]}}")]
    [InlineData("{\n}\n", "{\n  \"n\": {\n    \"x\": [\n      1,\n      2\n    ]\n  }\n}\n")]
    public void A_new_member_speaks_the_document_s_dialect(string document, string expected) =>
        Becomes(document, """[{"op":"add","path":"/n","value":{"x":[1,2]}}]""", expected);

    [Theory]
    [InlineData("{\n  \"a\": {}\n}", "/a/x", "{\n  \"a\": {\n    \"x\": 1\n  }\n}")]
    [InlineData("{\n\t\"a\": {\n\t\t\"b\": []\n\t}\n}", "/a/b/0", "{\n\t\"a\": {\n\t\t\"b\": [\n\t\t\t1\n\t\t]\n\t}\n}")]
    [InlineData("{\n  \"a\": [2, 3],\n  \"b\": []\n}", "/b/-", "{\n  \"a\": [2, 3],\n  \"b\": [1]\n}")]
    [InlineData("{\"a\":{},\"b\":2}", "/a/x", "{\"a\":{\"x\":1},\"b\":2}")]
    public void Empty_brackets_open_like_what_is_around(string document, string path, string expected) =>
        Becomes(document, $$"""[{"op":"add","path":"{{path}}","value":1}]""", expected);

    [Theory]
    [InlineData("[1, 2]", "/0", "[0, 1, 2]")]
    [InlineData("[1, 2]", "/1", "[1, 0, 2]")]
    [InlineData("[1,2]", "/2", "[1,2,0]")]
    [InlineData("[\n  1\n]", "/0", "[\n  0,\n  1\n]")]
    [InlineData("[\n  1,\n\n  2\n]", "/1", "[\n  1,\n  0,\n\n  2\n]")]
    [InlineData("[{\n  \"a\": 1\n}]", "/-", "[{\n  \"a\": 1\n}, 0]")]
    public void An_element_goes_where_its_index_says(string document, string path, string expected) =>
        Becomes(document, $$"""[{"op":"add","path":"{{path}}","value":0}]""", expected);

    [Fact]
    public void What_moves_keeps_its_spelling_and_takes_the_indent_of_its_new_place() => Becomes(
        "{\n  \"a\": {\n    \"b\": {\n      \"n\": 1.0e1, \"s\": \"\\u00e9\"\n    }\n  },\n  \"c\": 1\n}",
        """[{"op":"move","from":"/a/b","path":"/b"}]""",
        "{\n  \"a\": {},\n  \"c\": 1,\n  \"b\": {\n    \"n\": 1.0e1, \"s\": \"\\u00e9\"\n  }\n}");

    [Fact]
    public void A_value_that_is_the_same_already_is_not_written_again() =>
        Becomes(Document, """[{"op":"replace","path":"/flags/0","value":{"enabled":true,"key":"a"}}]""", Document);

    [Fact]
    public void A_value_of_the_patch_is_written_with_letters_not_escapes() =>
        Becomes("[\"a\"]", """[{"op":"replace","path":"/0","value":"\u00e9\u003c\ud83d\ude00\n"}]""", "[\"é<😀\\n\"]");

    [Fact]
    public void A_replaced_document_keeps_its_mark_and_its_last_line_break() =>
        Becomes("\uFEFF[1]\r\n", """[{"op":"add","path":"","value":{"a":1}}]""", "\uFEFF{\"a\": 1}\r\n");

    [Theory]
    [InlineData("{\"a\":1,\"a\":2}", "the member \"a\" is there twice")]
    [InlineData("{\"a\":1,}", "trailing commas are not allowed")]
    [InlineData("{\"a\":1 /* one */}", "comments are not allowed")]
    [InlineData("", "the text is empty")]
    [InlineData("{\"a\":2}", "operation 0 (test): \"/a\" is 2, not 1")]
    public void What_can_not_be_spliced_is_refused_with_the_reason(string document, string because)
    {
        var result = JsonSplice.Apply(Encoding.UTF8.GetBytes(document), JsonPatch.Parse("""[{"op":"test","path":"/a","value":1}]"""));
        Assert.Contains(because, Assert.IsType<SpliceResult.Refused>(result).Reason, StringComparison.Ordinal);
    }

    private static void Becomes(string document, string patch, string expected)
    {
        var result = JsonSplice.Apply(Encoding.UTF8.GetBytes(document), JsonPatch.Parse(patch));
        Assert.Equal(expected, Encoding.UTF8.GetString(Assert.IsType<SpliceResult.Spliced>(result).Bytes));
    }
}
