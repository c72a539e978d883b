using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Regenerator.Specs;
using Regenerator.Specs.Json;

namespace Regenerator.Tests.Specs.Json;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("{\n  \"a\": 1,\n  \"b\": [1, 2,]\n}", 3, 14, "$.b", "trailing commas are not allowed")]
    [InlineData("{\n  \"a\": 1,\n  \"a\": 2\n}", 3, 3, "$", "the member \"a\" is there twice")]
    [InlineData("{\"flags\": [{}, {\"x\": 1, \"\\u0078\": 2}]}", 1, 25, "$.flags[1]", "the member \"x\" is there twice")]
    [InlineData("{\"a\": 1} // no", 1, 10, "$", "comments are not allowed")]
    [InlineData("{\"ä\": nul}", 1, 10, "$.ä", "is an invalid JSON literal")]
    [InlineData("{\"a b\": \"\\ud800\"}", 1, 9, "$['a b']", "half of a surrogate pair")]
    [InlineData("", 1, 1, "$", "the text is empty")]
    [InlineData("{\"a\": [1", 1, 9, "$.a", "still open")]
    [InlineData("\"one\ntwo\"", 1, 5, "$", "a line break is invalid within a JSON string")]
    public void What_is_wrong_comes_with_its_place(string text, int line, int column, string path, string problem)
    {
        var error = Assert.Throws<SpecFormatException>(() => Parse(text));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("BytePositionInLine", error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column, path), (error.Line!.Value, error.Column!.Value, error.Path));
    }

    [Fact]
    public void The_message_is_one_line_that_leads_to_the_place()
    {
        var error = Assert.Throws<SpecFormatException>(() => Parse("{\"a\":1,\"a\":1}")).At("tenants/acme.json");
        Assert.Equal("tenants/acme.json:1:8: the member \"a\" is there twice", error.Message);
        Assert.Equal("no document", new SpecFormatException("no document").Message);
    }

    [Fact]
    public void A_byte_order_mark_is_no_error()
    {
        using var document = JsonText.Parse("\uFEFF{\"a\": 1}"u8.ToArray());
        Assert.Equal(1, document.RootElement.GetProperty("a").GetInt32());
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused_where_they_stand()
    {
        var error = Assert.Throws<SpecFormatException>(() => JsonText.Parse((byte[])[.. "{\n\"a\": \"x"u8, 0xFF, .. "\"}"u8]));
        Assert.Equal("2:8: the byte 0xFF is not UTF-8", error.Message);
    }

    [Fact]
    public void Sixty_four_levels_are_read_and_one_more_is_refused()
    {
        Parse(new string('[', 64) + new string(']', 64));
        var error = Assert.Throws<SpecFormatException>(() => Parse(new string('[', 65) + new string(']', 65)));
        Assert.Contains("nested deeper than 64 levels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_bytes_make_it_throw_anything_else() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
    {
        try
        {
            JsonText.Parse(bytes).Dispose();
        }
        catch (SpecFormatException problem)
        {
            Assert.True(problem.Line >= 1 && problem.Column >= 1);
        }
    }).QuickCheckThrowOnFailure();

    private static void Parse(string text) => JsonText.Parse(Encoding.UTF8.GetBytes(text)).Dispose();
}
