using System.Globalization;
using System.Text;

namespace Regenerator.Http.Metrics;

/// <summary>The text format 0.0.4: <see href="https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format">exposition formats</see>.</summary>
public static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static byte[] Write(IEnumerable<MetricFamily> families)
    {
        var text = new StringBuilder();
        foreach (var family in families.OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            text.Append($"# HELP {family.Name} ").Append(Escape(family.Help, quotes: false)).Append('\n');
            text.Append($"# TYPE {family.Name} {family.Kind.ToString().ToLowerInvariant()}\n");
            foreach (var sample in family.Samples) Write(text, family.Name, sample);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Write(StringBuilder text, string name, MetricSample sample)
    {
        text.Append(name).Append(sample.Suffix);
        if (sample.Labels.Count > 0) text.Append('{').AppendJoin(',', sample.Labels.Select(l => $"{l.Name}=\"{Escape(l.Value, quotes: true)}\"")).Append('}');
        text.Append(' ').Append(Number(sample.Value)).Append('\n');
    }

    internal static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Escape(string text, bool quotes)
    {
        var escaped = text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal).Replace('\r', ' ');
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
