namespace Regenerator.Providers.Prometheus;

/// <summary>Finds the series of another answer that has the same labels; <c>__name__</c> does not count, as functions drop it.</summary>
internal sealed class LabelPairs(PrometheusSeries[] series)
{
    private readonly Dictionary<string, double?> values = series.GroupBy(s => Key(s.Labels)).ToDictionary(g => g.Key, g => g.First().Value, StringComparer.Ordinal);

    public double? Find(Dictionary<string, string> labels) => values.GetValueOrDefault(Key(labels));

    private static string Key(Dictionary<string, string> labels) =>
        string.Join('\u0001', labels.Where(l => l.Key != "__name__").OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"));
}
