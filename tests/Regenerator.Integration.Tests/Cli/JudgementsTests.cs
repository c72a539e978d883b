using System.Text.Json;

namespace Regenerator.Integration.Tests.Cli;

/// <summary><c>explain</c> and <c>coverage</c>.</summary>
public sealed class JudgementsTests : IDisposable
{
    private readonly CliFolder folder = CliFolder.Of<JudgementsTests>();

    public JudgementsTests() => folder.CopyFrom(Path.Combine(ShopTests.Repository(), "samples", "shop"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Why_and_why_not_are_read_from_the_store_alone()
    {
        (await folder.RunAsync("serve", ".", "--once")).Ended(0);
        File.Delete(folder.PathOf("regenerator.json"));
        string[] kept = ["--store", Path.Combine(".regenerator", "store.db")];

        var explained = JsonElement.Parse((await folder.RunAsync(["explain", "--context", "nordwind", "--output", "json", .. kept])).Ended(0).Out);
        var covered = JsonElement.Parse((await folder.RunAsync(["coverage", "--output", "json", .. kept])).Ended(0).Out);

        string[] rules = ["checkout-failing", "feature-unused", "product-list-slow"];
        Assert.Equal(rules, explained.GetProperty("rules").EnumerateArray().Select(r => r.GetProperty("rule").GetString()));
        Assert.Equal(rules, covered.GetProperty("judgements").EnumerateArray().Select(j => j.GetProperty("rule").GetString()).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_rule_about_a_slot_that_no_app_has_does_not_count_as_one_that_can_judge()
    {
        var settings = folder.PathOf("regenerator.json");
        await File.WriteAllTextAsync(settings, (await File.ReadAllTextAsync(settings, TestContext.Current.CancellationToken)).Replace("\"slot\": \"checkout\"", "\"slot\": \"checkot\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        (await folder.RunAsync("serve", ".", "--once")).Ended(0);

        var coverage = (await folder.RunAsync("coverage")).Ended(0).Out;
        var judged = JsonElement.Parse((await folder.RunAsync("coverage", "--output", "json")).Ended(0).Out).GetProperty("judgements").EnumerateArray().First(j => j.GetProperty("rule").GetString() == "checkout-failing");

        Assert.Matches(@"checkout-failing\s+0 of 3\s+0\s+3\s+does not apply in ", coverage);
        Assert.Contains("does not apply", (await folder.RunAsync("explain", "--context", "nordwind")).Ended(0).Out, StringComparison.Ordinal);
        Assert.Equal(("inapplicable", false), (judged.GetProperty("kind").GetString(), judged.GetProperty("couldJudge").GetBoolean()));
    }

    [Fact]
    public async Task What_was_not_judged_is_told_with_what_was()
    {
        (await folder.RunAsync("serve", ".", "--once")).Ended(0);

        Assert.Contains("nothing has been judged in «nobody», but for example in nordwind, ", (await folder.RunAsync("explain", "--context", "nobody")).Ended(1).Err, StringComparison.Ordinal);
        Assert.Contains(
            "rule «none» has not judged «nordwind»; known: checkout-failing, feature-unused, product-list-slow",
            (await folder.RunAsync("explain", "--context", "nordwind", "--rule", "none")).Ended(1).Err,
            StringComparison.Ordinal);
    }
}
