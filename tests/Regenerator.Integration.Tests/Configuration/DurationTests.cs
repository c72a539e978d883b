using Regenerator.Cli.Configuration;

namespace Regenerator.Integration.Tests.Configuration;

public sealed class DurationTests
{
    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("250", 250)]
    [InlineData("60s", 60_000)]
    [InlineData("5m", 300_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("365d", 31_536_000_000)]
    public void A_duration_is_a_count_and_a_unit(string text, long milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Duration.Parse(text));

    [Theory]
    [InlineData("abc", "«abc» is no duration; write 60s, 5m, 1h, 1d, or milliseconds")]
    [InlineData("", "«» is no duration; write 60s, 5m, 1h, 1d, or milliseconds")]
    [InlineData("s", "«s» is no duration; write 60s, 5m, 1h, 1d, or milliseconds")]
    [InlineData("1.5s", "«1.5s» is no duration; write 60s, 5m, 1h, 1d, or milliseconds")]
    [InlineData("5 m", "«5 m» is no duration; write 60s, 5m, 1h, 1d, or milliseconds")]
    [InlineData("5M", "«5M» is no duration; write 60s, 5m, 1h, 1d, or milliseconds")]
    [InlineData("--5s", "«--5s» is no duration; write 60s, 5m, 1h, 1d, or milliseconds")]
    [InlineData("0", "«0» is zero; a duration is longer than that")]
    [InlineData("0s", "«0s» is zero; a duration is longer than that")]
    [InlineData("-1", "«-1» is less than zero; write 60s, 5m, 1h, 1d, or milliseconds")]
    [InlineData("366d", "«366d» is longer than 365d, the most there is")]
    [InlineData("99999999999999999999h", "«99999999999999999999h» is longer than 365d, the most there is")]
    public void What_is_no_duration_is_refused_with_its_text(string text, string why)
    {
        Assert.Equal(why, Assert.Throws<FormatException>(() => Duration.Parse(text)).Message);
        Assert.False(Duration.TryParse(text, out _, out var reason));
        Assert.Equal(why, reason);
    }

    [Theory]
    [InlineData("90s")]
    [InlineData("5m")]
    [InlineData("1500ms")]
    [InlineData("2d")]
    public void A_duration_is_shown_as_it_is_written(string text) => Assert.Equal(text, Duration.Text(Duration.Parse(text)));

    [Theory]
    [InlineData("256KiB", 262_144)]
    [InlineData("1MiB", 1_048_576)]
    [InlineData("12", 12)]
    public void A_size_is_a_count_and_a_unit(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out var size, out _));
        Assert.Equal(bytes, size);
    }

    [Theory]
    [InlineData("256kb", "«256kb» is no size; write 256KiB, 1MiB, or bytes")]
    [InlineData("-1", "«-1» is no size; write 256KiB, 1MiB, or bytes")]
    [InlineData("99999GiB", "«99999GiB» is more than 1024GiB, the most there is")]
    public void What_is_no_size_is_refused_with_its_text(string text, string why)
    {
        Assert.False(ByteSize.TryParse(text, out _, out var reason));
        Assert.Equal(why, reason);
    }
}
