using Regenerator.Specs.Registries;

namespace Regenerator.Tests.Specs;

public sealed class SemanticVersionTests
{
    [Fact]
    public void Order()
    {
        string[] ordered =
            ["", "-1", "latest", "1.0.0-1", "1.0.0-2", "1.0.0-10", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0", "1.2", "v1.9.0", "1.10.0", "2", "3.0.0"];
        for (var i = 0; i < ordered.Length; i++)
            for (var j = 0; j < ordered.Length; j++)
                Assert.True(Math.Sign(SemanticVersion.Compare(ordered[i], ordered[j])) == Math.Sign(i.CompareTo(j)), $"{ordered[i]} and {ordered[j]}");
    }

    [Theory]
    [InlineData("1", "1.0.0")]
    [InlineData("v1.0.0", "1.0.0+build.7")]
    public void Equal_versions(string one, string other) => Assert.Equal(0, SemanticVersion.Compare(one, other));

    [Theory]
    [InlineData("1.4.2", "1.4.3")]
    [InlineData("1.4.9", "1.4.10")]
    [InlineData("7", "8")]
    [InlineData("1.20", null)]
    [InlineData("1.0.0-beta", null)]
    [InlineData("v1.0.0", null)]
    [InlineData("-1", null)]
    [InlineData("latest", null)]
    [InlineData("", null)]
    [InlineData("9223372036854775807", null)]
    [InlineData("1.0.9223372036854775807", null)]
    [InlineData("99999999999999999999", null)]
    public void Next(string version, string? next) => Assert.Equal(next, SemanticVersion.Next(version));
}
