using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Regenerator.Tests.Promises;

public sealed partial class PromisesPageTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", ".."));

    private static string Tests => Path.Combine(Root, "tests");

    /// <summary>With <c>REGENERATOR_WRITE_DOCS=1</c> in the environment the page is written anew.</summary>
    [Fact]
    public void The_page_says_what_the_tests_prove()
    {
        var (page, expected) = (Path.Combine(Root, "docs", "reference", "promises.md"), PromisesPage.Write(Tests));
        if (Environment.GetEnvironmentVariable("REGENERATOR_WRITE_DOCS") == "1") File.WriteAllText(page, expected);
        Assert.True(File.Exists(page) && File.ReadAllText(page) == expected, "docs/reference/promises.md is not what the tests prove; run this test with REGENERATOR_WRITE_DOCS=1 to write it");
    }

    [Fact]
    public void Every_trait_names_a_promise_and_stands_at_a_test()
    {
        var proofs = PromisesPage.Proofs(Tests).ToArray();

        Assert.All(proofs, proof => Assert.Contains(proof.Promise, PromisesPage.Texts.Keys));
        var traits = Directory.EnumerateFiles(Tests, "*.cs", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Path.Combine(Root, "src", "Regenerator.Testing"), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Sum(f => TraitInCode().Count(File.ReadAllText(f)));
        Assert.Equal(traits, proofs.Length); // none is overlooked
    }

    [GeneratedRegex("""(?<=^ *\[[^\n]*)Trait\("Promise", "\w+"\)""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex TraitInCode();

    private static string Here([CallerFilePath] string path = "") => path;
}
