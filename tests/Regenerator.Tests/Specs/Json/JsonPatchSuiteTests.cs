using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Tests.Specs.Json;

/// <summary>The cases of github.com/json-patch/json-patch-tests, on trees and on bytes.</summary>
public sealed class JsonPatchSuiteTests
{
    [Theory]
    [InlineData("tests.json", 95)]
    [InlineData("spec_tests.json", 17)]
    public void Every_case_of_the_public_suite_comes_out_as_written(string file, int count)
    {
        var folder = Environment.GetEnvironmentVariable("REGENERATOR_FIXTURES");
        Assert.SkipWhen(
            string.IsNullOrEmpty(folder),
            $"REGENERATOR_FIXTURES is not set: the {count} cases of the public JSON Patch suite ({file}) were left out");
        using var suite = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder!, "fixtures", "json-patch", file)));
        Assert.Equal(count, suite.RootElement.GetArrayLength());
        Assert.All(suite.RootElement.EnumerateArray(), Check);
    }

    private static void Check(JsonElement record)
    {
        var document = record.GetProperty("doc");
        var isError = record.TryGetProperty("error", out _);
        JsonPatch patch;
        try
        {
            patch = JsonPatch.Parse(record.GetProperty("patch"));
        }
        catch (FormatException) when (isError)
        {
            return;
        }

        var onTree = patch.Apply(JsonNode.Parse(document.GetRawText()));
        var onBytes = JsonSplice.Apply(System.Text.Encoding.UTF8.GetBytes(document.GetRawText()), patch);
        Assert.Equal(isError, onTree is PatchResult.Refused);
        Assert.Equal(isError, onBytes is SpliceResult.Refused);
        if (!record.TryGetProperty("expected", out var expected)) return;
        Assert.Equal(CanonicalJson.Digest(expected), CanonicalJson.Digest(Assert.IsType<PatchResult.Applied>(onTree).Document));
        Assert.Equal(CanonicalJson.Digest(expected), CanonicalJson.Digest(Assert.IsType<SpliceResult.Spliced>(onBytes).Bytes));
    }
}
