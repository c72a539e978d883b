using System.Globalization;
using System.Text;

namespace Regenerator.Integration.Tests.Prometheus;

/// <summary>Declares what a server has scraped: one sample of every series per step. The text that <c>promtool tsdb create-blocks-from openmetrics</c> reads.</summary>
public sealed class OpenMetrics(DateTimeOffset from, DateTimeOffset until, TimeSpan step)
{
    private readonly Dictionary<string, (string Type, List<string> Lines)> families = new(StringComparer.Ordinal);

    /// <param name="name">Without <c>_total</c>.</param>
    /// <param name="perStep">By how much the counter grows up to an instant; the first sample is 0.</param>
    /// <param name="labels">Name and value.</param>
    public OpenMetrics Counter(string name, Func<DateTimeOffset, double> perStep, params (string Name, string Value)[] labels)
    {
        var total = 0.0;
        foreach (var at in Times())
        {
            total += at == from ? 0 : perStep(at);
            Add(name, "counter", "_total", labels, total, at);
        }

        return this;
    }

    public OpenMetrics Gauge(string name, Func<DateTimeOffset, double> value, params (string Name, string Value)[] labels)
    {
        foreach (var at in Times()) Add(name, "gauge", "", labels, value(at), at);
        return this;
    }

    /// <param name="perStep">How many observations fall into each bucket up to an instant: those up to its bound, and above the one before.</param>
    public OpenMetrics Histogram(string name, double[] bounds, Func<DateTimeOffset, double[]> perStep, params (string Name, string Value)[] labels)
    {
        var totals = new double[bounds.Length];
        foreach (var at in Times())
        {
            var grown = at == from ? new double[bounds.Length] : perStep(at);
            for (var i = 0; i < bounds.Length; i++) totals[i] += grown[i];
            var below = 0.0;
            for (var i = 0; i < bounds.Length; i++) Add(name, "histogram", "_bucket", [.. labels, ("le", Number(bounds[i]))], below += totals[i], at);
            Add(name, "histogram", "_bucket", [.. labels, ("le", "+Inf")], below, at);
            Add(name, "histogram", "_count", labels, below, at);
            Add(name, "histogram", "_sum", labels, totals.Zip(bounds, (n, bound) => n * bound).Sum(), at);
        }

        return this;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, (type, lines)) in families)
        {
            text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
            foreach (var line in lines) text.Append(line).Append('\n');
        }

        return text.Append("# EOF\n").ToString();
    }

    private IEnumerable<DateTimeOffset> Times()
    {
        for (var at = from; at <= until; at += step) yield return at;
    }

    private void Add(string family, string type, string suffix, (string Name, string Value)[] labels, double value, DateTimeOffset at)
    {
        if (!families.TryGetValue(family, out var known)) families[family] = known = (type, []);
        var text = string.Join(',', labels.Select(l => $"{l.Name}=\"{l.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""));
        known.Lines.Add($"{family}{suffix}{{{text}}} {Number(value)} {at.ToUnixTimeSeconds()}");
    }

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("0.0###############", CultureInfo.InvariantCulture);
}
