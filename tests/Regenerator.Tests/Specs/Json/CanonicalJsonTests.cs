using System.Text;
using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Tests.Specs.Json;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("{ \"b\": 1.20, \"a\": [ true, null ] }", "{\"a\":[true,null],\"b\":1.20}")]
    [InlineData("{\"ä\":1,\"z\":1,\"Z\":1}", "{\"Z\":1,\"z\":1,\"ä\":1}")]
    [InlineData("\"\\u00e9\\u003C\\/\\u0001\\n\\\"\\\\\"", "\"é</\\u0001\\n\\\"\\\\\"")]
    [InlineData("\"\\ud83d\\ude00\"", "\"😀\"")]
    [InlineData("12345678901234567890.0e+5", "12345678901234567890.0e+5")]
    public void A_document_has_one_spelling(string text, string expected)
    {
        using var document = JsonText.Parse(Encoding.UTF8.GetBytes(text));
        Assert.Equal(expected, Encoding.UTF8.GetString(CanonicalJson.Of(document.RootElement)));
        Assert.Equal(expected, Encoding.UTF8.GetString(CanonicalJson.Of(JsonNode.Parse(text))));
    }

    [Fact]
    public void The_digest_does_not_see_layout_and_order()
    {
        var one = CanonicalJson.Digest("{\"a\":1,\"b\":2}"u8);
        Assert.Equal(one, CanonicalJson.Digest("\uFEFF{\r\n\t\"b\": 2,\r\n\t\"a\": 1\r\n}\r\n"u8));
        Assert.NotEqual(one, CanonicalJson.Digest("{\"a\":1,\"b\":2.0}"u8));
        Assert.Equal("43258cff783fe7036d8a43033f830adfc60ec037382473548ac742b888292777", one);
    }

    [Fact]
    public void Null_has_a_digest_too() =>
        Assert.Equal("74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b", CanonicalJson.Digest((JsonNode?)null));
}
