using Regenerator.Signals;

namespace Regenerator.Providers.Prometheus;

/// <summary>Series of nobody. One read knows only its own contexts: what another read was asked for is not nobody's.</summary>
internal sealed class UnmappedSeries
{
    private readonly Lock gate = new();
    private readonly HashSet<string> watched = new(StringComparer.Ordinal);
    private Dictionary<string, int> last = new(StringComparer.Ordinal);

    public void Read(IEnumerable<string> asked, Dictionary<string, int> strangers)
    {
        lock (gate)
        {
            watched.UnionWith(asked);
            last = strangers;
        }
    }

    public IReadOnlyDictionary<string, int> Counts()
    {
        lock (gate)
        {
            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var (value, series) in last.OrderBy(l => l.Key, StringComparer.Ordinal))
            {
                if (watched.Contains(value)) continue;
                var key = counts.Count < IReportsUnmapped.MaxValues || counts.ContainsKey(value) ? value : IReportsUnmapped.FurtherValues;
                counts[key] = counts.GetValueOrDefault(key) + series;
            }

            return counts;
        }
    }
}
