using FsCheck;
using FsCheck.Fluent;
using Regenerator.Judgements;
using Regenerator.Testing;

namespace Regenerator.Tests.Judgements;

public sealed class JudgementWordsTests
{
    [Theory]
    [InlineData("2 of 9 starts, 50 needed", "12 of 1,900.5 starts, 50 needed", true)]
    [InlineData("limit 5", "limit ", true)]
    [InlineData("limit 5 %", "limit 5 ‰", false)]
    [InlineData("", "7", true)]
    [InlineData("a1", "a1b", false)]
    public void Figures_in_its_words_are_no_change(string before, string now, bool isSame) => Assert.Equal(isSame, Saying(before).SaysTheSameAs(Saying(now)));

    [Fact]
    public void Words_are_the_same_when_they_are_without_their_figures() => Prop.ForAll(
        Gen.Elements('a', 'b', '1', '2', '.', ',').ListOf(6).Select(letters => string.Concat(letters)).Two().ToArbitrary(),
        words => Saying(words.Item1).SaysTheSameAs(Saying(words.Item2)) == (WithoutFigures(words.Item1) == WithoutFigures(words.Item2))).QuickCheckThrowOnFailure();

    private static Judgement Saying(string reason) => new("cfg-acme", "rule", JudgementKind.Quiet, reason, Some.Now);

    private static string WithoutFigures(string text) => string.Concat(text.Where(c => !char.IsAsciiDigit(c) && c is not ('.' or ',')));
}
