using System.Text;
using Regenerator.Execution;

namespace Regenerator.Tests.Execution;

public sealed class CommandOutputTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public void A_secret_is_found_wherever_the_reads_split_it(int size)
    {
        var output = new CommandOutput(1000, ["abc", "abcdef", "s3", "two\nlines"]);

        WriteAll(output, "ab abcdef abcd aabc s3s3 two\nlines two\nmore ab", size);

        Assert.Equal("ab *** ***d a*** ****** *** two\nmore ab", output.ToString());
    }

    [Theory]
    [InlineData(10, "0123456789", "0123456789")]
    [InlineData(10, "0123456789A", "01234\n… 1 bytes left out …\n6789A")]
    [InlineData(10, "0123\n456789ABCDEFGHIJKLMN", "0123\n… 15 bytes left out …\nJKLMN")]
    [InlineData(0, "0123", "… 4 bytes left out …\n")]
    [InlineData(1, "0123", "… 3 bytes left out …\n3")]
    public void The_head_and_the_tail_are_kept(int limit, string written, string kept)
    {
        foreach (var size in (int[])[1, 3, 4, 100])
        {
            var output = new CommandOutput(limit, []);

            WriteAll(output, written, size);

            Assert.Equal(kept, output.ToString());
        }
    }

    [Fact]
    public void A_character_is_not_cut_in_half()
    {
        var output = new CommandOutput(9, []);

        WriteAll(output, "a€€€€€€b", 2);

        Assert.Equal("a€\n… 12 bytes left out …\n€b", output.ToString());
    }

    [Fact]
    public void Lines_of_two_streams_do_not_tear_each_other()
    {
        var output = new CommandOutput(1000, []);
        var (one, two) = (output.Open(), output.Open());

        one.Write("first, "u8);
        two.Write("error\nnext "u8);
        one.Write("still first\n"u8);
        two.Complete();
        one.Complete();

        Assert.Equal("error\nfirst, still first\nnext ", output.ToString());
    }

    [Fact]
    public void A_line_waits_for_no_secret_that_it_can_not_become()
    {
        var output = new CommandOutput(1000, [new string('k', 500)]);

        output.Open().Write("ready\n"u8);

        Assert.Equal("ready\n", output.ToString());
    }

    private static void WriteAll(CommandOutput output, string text, int size)
    {
        var source = output.Open();
        foreach (var chunk in Encoding.UTF8.GetBytes(text).Chunk(size))
            source.Write(chunk);
        source.Complete();
    }
}
