using Regenerator.Specs.Json;

namespace Regenerator.Tests.Specs.Json;

public sealed class JsonPointerTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("/", 1)]
    [InlineData("/foo/0", 2)]
    [InlineData("/a~1b/m~0n", 2)]
    [InlineData("/foo/", 2)]
    [InlineData("/~01", 1)]
    public void What_is_parsed_is_written_the_same(string text, int segments)
    {
        var pointer = JsonPointer.Parse(text);
        Assert.Equal(segments, pointer.Segments.Count);
        Assert.Equal(text, pointer.ToString());
        Assert.Equal(pointer, JsonPointer.Of(pointer.Segments));
    }

    [Fact]
    public void Escapes_are_undone_in_the_order_of_the_standard()
    {
        Assert.Equal(["a/b", "m~n", "~1"], JsonPointer.Parse("/a~1b/m~0n/~01").Segments);
        Assert.Equal("/a~1b/~01/3", JsonPointer.Root.Append("a/b").Append("~1").Append(3).ToString());
    }

    [Theory]
    [InlineData("foo", "does not start with")]
    [InlineData("/a~", "followed by neither 0 nor 1")]
    [InlineData("/a~2", "followed by neither 0 nor 1")]
    public void A_bad_pointer_says_why(string text, string because)
    {
        Assert.False(JsonPointer.TryParse(text, out _, out var reason));
        Assert.Contains(because, reason, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => JsonPointer.Parse(text));
    }

    [Fact]
    public void A_place_knows_its_parent_and_what_lies_below()
    {
        var place = JsonPointer.Parse("/flags/2");
        Assert.Equal("/flags", place.Parent!.ToString());
        Assert.Equal("2", place.Last);
        Assert.Null(JsonPointer.Root.Parent);
        Assert.Null(JsonPointer.Root.Last);
        Assert.True(place.Parent.Contains(place));
        Assert.False(place.Contains(place));
        Assert.False(JsonPointer.Parse("/fl").Contains(place));
    }
}
