using System.Text;
using Regenerator.Execution;

namespace Regenerator.Tests.Execution;

public sealed class UnifiedDiffTests
{
    [Fact]
    public void Nothing_differs() => Assert.Equal("", Diff("a\nb\n", "a\nb\n"));

    [Fact]
    public void A_changed_line_stands_between_three_lines_before_and_after() => Assert.Equal(
        "--- x.json\n+++ x.json\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
        Diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"));

    [Fact]
    public void Another_indentation_is_a_difference() => Assert.Equal("--- x.json\n+++ x.json\n@@ -1,1 +1,1 @@\n-  a\n+    a\n", Diff("  a\n", "    a\n"));

    [Fact]
    public void A_missing_end_of_line_is_shown() =>
        Assert.Equal("--- x.json\n+++ x.json\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n", Diff("a\nb", "a\nc"));

    [Fact]
    public void Changes_far_apart_are_hunks_of_their_own()
    {
        var before = string.Concat(Enumerable.Range(1, 30).Select(i => $"{i}\n"));

        var diff = Diff(before, before.Replace("\n5\n", "\n").Replace("\n25\n", "\n25\nnew\n"));

        Assert.Contains("@@ -2,7 +2,6 @@", diff, StringComparison.Ordinal);
        Assert.Contains("@@ -23,6 +22,7 @@", diff, StringComparison.Ordinal);
        Assert.DoesNotContain("\n 15\n", diff, StringComparison.Ordinal);
    }

    [Fact]
    public void Changes_whose_surroundings_touch_are_one_hunk() =>
        Assert.Single(Diff("1\n2\n3\n4\n5\n6\n7\n8\n", "one\n2\n3\n4\n5\n6\n7\neight\n").Split('\n'), line => line.StartsWith("@@", StringComparison.Ordinal));

    [Theory]
    [InlineData("", "a\n", "@@ -0,0 +1,1 @@")]
    [InlineData("a\n", "", "@@ -1,1 +0,0 @@")]
    public void From_or_to_nothing(string before, string after, string hunk) => Assert.Contains(hunk, Diff(before, after), StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Patch_makes_the_new_text_of_the_old_one(int seed)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/git"), "git is not there to apply it");
        var folder = Directory.CreateTempSubdirectory("regenerator-diff-").FullName;
        var random = new Random(seed);
        var before = string.Concat(Enumerable.Range(0, 60).Select(_ => $"{new string(' ', random.Next(3))}{random.Next(5)}{(random.Next(9) == 0 ? "\r\n" : "\n")}")) + (seed == 2 ? "" : "end");
        var after = string.Concat(before.Split('\n').Select(l => random.Next(7) switch { 0 => "", 1 => $"{l}!\n", 2 => $"{l}\nmore\n", _ => $"{l}\n" }));
        await File.WriteAllTextAsync(Path.Combine(folder, "x.json"), before, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "x.diff"), Diff(before, after), TestContext.Current.CancellationToken);

        var outcome = await CommandProcess.RunAsync(
            CommandLine.Of(["git", "apply", "-p0", "--whitespace=nowarn", "x.diff"]), new CommandOptions { WorkingDirectory = folder }, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (Assert.IsType<CommandOutcome.Exited>(outcome).Code, ((CommandOutcome.Exited)outcome).Output));
        Assert.Equal(after, await File.ReadAllTextAsync(Path.Combine(folder, "x.json"), TestContext.Current.CancellationToken));
        Directory.Delete(folder, recursive: true);
    }

    private static string Diff(string before, string after) => UnifiedDiff.Of(Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after), "x.json");
}
