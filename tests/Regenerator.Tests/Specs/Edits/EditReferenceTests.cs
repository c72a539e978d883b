using System.Runtime.CompilerServices;
using Regenerator.Specs.Edits;

namespace Regenerator.Tests.Specs.Edits;

public sealed class EditReferenceTests
{
    /// <summary>With <c>REGENERATOR_WRITE_DOCS=1</c> in the environment the page is written anew.</summary>
    [Fact]
    public void The_page_about_edits_is_what_the_code_says()
    {
        var page = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "..", "docs", "reference", "edits.md"));
        if (string.Equals(Environment.GetEnvironmentVariable("REGENERATOR_WRITE_DOCS"), "1")) File.WriteAllText(page, EditReference.Markdown());
        Assert.True(File.Exists(page) && string.Equals(EditReference.Markdown(), File.ReadAllText(page)), "docs/reference/edits.md is stale: run this test with REGENERATOR_WRITE_DOCS=1");
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
