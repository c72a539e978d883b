using System.Text.Json;
using Regenerator.Specs;

namespace Regenerator.Tests.Specs;

public sealed class SpecRefTests
{
    [Theory]
    [InlineData("a", "1", "a", "1", true)]
    [InlineData("a", null, "a", "", true)]
    [InlineData("a.v1", null, "a", "1", true)]
    [InlineData("a.v1", "2", "a", "1.v2", true)]
    [InlineData("a", "1", "a", "1.0", false)]
    [InlineData("a", "1", "a", null, false)]
    [InlineData("a", "1", "A", "1", false)]
    public void Equal_when_the_identity_text_is(string key, string? version, string otherKey, string? otherVersion, bool equal)
    {
        var (one, other) = (new SpecRef(key, version), new SpecRef(otherKey, otherVersion));
        Assert.Equal(equal, one.Equals(other));
        if (equal) Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }

    [Theory]
    [InlineData("""{"key":"a"}""", "a", """{"key":"a"}""")]
    [InlineData("""{"key":"a","version":null}""", "a", """{"key":"a","version":null}""")]
    [InlineData("""{"name":"a","version":1.20}""", "a@1.20", """{"key":"a","version":"1.20"}""")]
    [InlineData("""{"key":"a","version":"","x":[1]}""", "a", """{"key":"a","version":"","x":[1]}""")]
    [InlineData("{}", "{}", "{}")]
    public void Read_shown_and_written(string json, string shown, string written)
    {
        var read = JsonSerializer.Deserialize(json, SpecJson.Default.SpecRef)!;
        Assert.Equal(shown, read.Display);
        Assert.Equal(written, JsonSerializer.Serialize(read, SpecJson.Default.SpecRef));
    }

    [Theory]
    [InlineData("\"a\"", "expected a reference such as { \"key\": …, \"version\": … }, saw a text")]
    [InlineData("""{"key":1}""", "expected a key, which is a text, saw a number")]
    [InlineData("""{"key":"a","version":true}""", "expected a text, saw true")]
    public void What_is_no_reference_is_refused(string json, string problem) =>
        Assert.StartsWith(problem, Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, SpecJson.Default.SpecRef)).Message, StringComparison.Ordinal);
}
