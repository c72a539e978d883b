using System.Text.Json;

namespace Regenerator.Conformance;

/// <summary>One kind of golden vector: a JSON list of cases with what the original did.</summary>
internal abstract class Suite(string prefix)
{
    public static IReadOnlyList<Suite> All { get; } = [new ResolveSuite(), new ExecutorSuite(), new SinkSuite()];

    public bool Knows(string file) => Path.GetFileName(file).StartsWith(prefix + "-", StringComparison.Ordinal);

    public IReadOnlyList<string> FilesIn(string folder) => [.. Directory.GetFiles(folder, $"{prefix}-*.json").Order(StringComparer.Ordinal)];

    public async Task RunAsync(string file, Report report)
    {
        using var cases = JsonDocument.Parse(await File.ReadAllBytesAsync(file));
        foreach (var vector in cases.RootElement.EnumerateArray())
        {
            var name = vector.GetProperty("name").GetString()!;
            report.Case(Path.GetFileName(file), name, await DifferenceAsync(vector), ByDesign(name));
        }
    }

    /// <returns>Null when we do what the vector says, else the first difference.</returns>
    protected abstract Task<string?> DifferenceAsync(JsonElement vector);

    /// <returns>Why a case differs on purpose; the same words stand in docs/reference/compatibility.md.</returns>
    protected virtual string? ByDesign(string name) => null;

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
}
