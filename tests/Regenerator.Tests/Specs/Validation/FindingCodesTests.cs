using System.Reflection;
using System.Runtime.CompilerServices;
using Regenerator.Specs.Validation;

namespace Regenerator.Tests.Specs.Validation;

public sealed class FindingCodesTests
{
    public static TheoryData<string> Names => [.. FindingCodes.All.Select(code => code.Name)];

    [Fact]
    public void Every_code_that_is_declared_is_in_the_table() => Assert.Equal(
        typeof(FindingCode).Assembly.GetTypes()
            .Where(type => type.Namespace == "Regenerator.Specs.Validation.Codes")
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Static))
            .Where(property => property.PropertyType == typeof(FindingCode))
            .Select(property => ((FindingCode)property.GetValue(null)!).Name)
            .Order(StringComparer.Ordinal),
        FindingCodes.All.Select(code => code.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Names_and_titles_are_unique()
    {
        Assert.Equal(FindingCodes.All.Count, FindingCodes.All.DistinctBy(code => code.Name).Count());
        Assert.Equal(FindingCodes.All.Count, FindingCodes.All.DistinctBy(code => code.Title).Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_example_of_a_code_gives_its_finding_and_the_remedied_one_does_not(string name)
    {
        Assert.True(FindingCodes.TryGet(name, out var code));
        Assert.Contains(SomeFindings.OfExample(code.Example), f => f.Code == name && f.Severity == code.Severity);
        Assert.DoesNotContain(SomeFindings.OfExample(code.Remedied), f => f.Code == name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_remedy_brings_no_new_error(string name)
    {
        Assert.True(FindingCodes.TryGet(name, out var code));
        var changes = FindingChanges.Between(SomeFindings.OfExample(code.Example), SomeFindings.OfExample(code.Remedied));
        Assert.DoesNotContain(changes.Introduced, f => f.Severity == Severity.Error);
    }

    [Fact]
    public void The_page_of_codes_is_what_the_table_says()
    {
        var page = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "..", "docs", "reference", "validation.md");
        var expected = CodesPage.Write();
        if (Environment.GetEnvironmentVariable("REGENERATOR_WRITE_DOCS") == "1") File.WriteAllText(page, expected);
        Assert.True(File.Exists(page) && File.ReadAllText(page).ReplaceLineEndings("\n") == expected,
            "docs/reference/validation.md is not what the table of codes says; run this test with REGENERATOR_WRITE_DOCS=1 to write it");
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
