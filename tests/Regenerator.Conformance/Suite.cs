using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Specs;
using Regenerator.Specs.Json;

namespace Regenerator.Conformance;

/// <summary>One kind of golden vector: a JSON list of cases with what the original did.</summary>
internal abstract class Suite(string prefix)
{
    public static IReadOnlyList<Suite> All { get; } = [new ResolveSuite(), new ComposeSuite(), new ValidationSuite(), new ExecutorSuite(), new SinkSuite()];

    public bool Knows(string file) => Path.GetFileName(file).StartsWith(prefix + "-", StringComparison.Ordinal);

    public IReadOnlyList<string> FilesIn(string folder) => [.. Directory.GetFiles(folder, $"{prefix}-*.json").Order(StringComparer.Ordinal)];

    /// <summary>Runs every case of a file. A case that throws has failed; the others go on.</summary>
    public async Task RunAsync(string file, Report report)
    {
        var shown = Path.GetFileName(file);
        using var cases = await ReadAsync(file, report);
        foreach (var (index, vector) in (cases?.RootElement.EnumerateArray() ?? []).Index())
        {
            var name = vector.ValueKind == JsonValueKind.Object && vector.TryGetProperty("name", out var given) ? given.ToString() : $"case {index}";
            report.Case(shown, name, await SafelyAsync(vector), ByDesign.GetValueOrDefault(name));
        }
    }

    /// <summary>Name of a case that differs on purpose → why. Name and reason stand in docs/reference/compatibility.md too.</summary>
    protected virtual IReadOnlyDictionary<string, string> ByDesign { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <returns>Null when we do what the vector says, else the first difference.</returns>
    protected abstract Task<string?> DifferenceAsync(JsonElement vector);

    protected static JsonElement Texts(IEnumerable<string> texts) => JsonElement.Parse(new JsonArray([.. texts.Select(text => (JsonNode)text)]).ToJsonString());

    /// <summary>Deep comparison that ignores the order of members; names the first place that differs.</summary>
    protected static string? Compare(JsonElement expected, JsonElement actual, string path = "$")
    {
        if (expected.ValueKind == JsonValueKind.Object && actual.ValueKind == JsonValueKind.Object)
        {
            var names = expected.EnumerateObject().Select(p => p.Name).Union(actual.EnumerateObject().Select(p => p.Name));
            return names.Select(name => (expected.TryGetProperty(name, out var e), actual.TryGetProperty(name, out var a)) switch
            {
                (true, false) => $"{path}.{name} is missing, expected {e.GetRawText()}",
                (false, true) => $"{path}.{name} is {a.GetRawText()}, expected nothing",
                _ => Compare(e, a, $"{path}.{name}"),
            }).FirstOrDefault(difference => difference is not null);
        }

        if (expected.ValueKind == JsonValueKind.Array && actual.ValueKind == JsonValueKind.Array && expected.GetArrayLength() == actual.GetArrayLength())
            return Enumerable.Range(0, expected.GetArrayLength()).Select(i => Compare(expected[i], actual[i], $"{path}[{i}]")).FirstOrDefault(d => d is not null);
        return JsonElement.DeepEquals(expected, actual) ? null : $"{path} is {actual.GetRawText()}, expected {expected.GetRawText()}";
    }

    private async Task<string?> SafelyAsync(JsonElement vector)
    {
        try
        {
            return await DifferenceAsync(vector);
        }
        catch (Exception problem)
        {
            return $"threw {problem.GetType().Name}: {problem.Message.ReplaceLineEndings(" ")}";
        }
    }

    private static async Task<JsonDocument?> ReadAsync(string file, Report report)
    {
        try
        {
            var cases = JsonText.Parse(await File.ReadAllBytesAsync(file));
            if (cases.RootElement.ValueKind == JsonValueKind.Array) return cases;
            cases.Dispose();
            report.Broken(Path.GetFileName(file), "a vector file is a list of cases");
        }
        catch (Exception problem) when (problem is SpecFormatException or IOException or UnauthorizedAccessException)
        {
            report.Broken(Path.GetFileName(file), problem.Message);
        }

        return null;
    }
}
