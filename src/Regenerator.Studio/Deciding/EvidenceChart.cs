using System.Text.Json;
using Regenerator.Proposals;
using Regenerator.Signals;

namespace Regenerator.Studio.Deciding;

/// <summary>One fact over time.</summary>
/// <param name="Json">What the script draws: points as pairs of Unix seconds and figure, a baseline where the provider knows one, moments to mark.</param>
internal sealed record EvidenceChart(string Title, string Unit, int Points, string Json)
{
    private const int Most = 6;

    /// <summary>Of facts that were seen at least twice; those with most to show first.</summary>
    public static IReadOnlyList<EvidenceChart> Of(IReadOnlyList<Evidence> evidence, IReadOnlyList<ProposalEvent> history)
    {
        var marks = history.Select(Mark).OfType<object[]>().ToArray();
        return
        [
            .. evidence.GroupBy(e => (e.ContextId, e.Provider, e.Signal.Subject)).Where(g => g.DistinctBy(e => e.Window.Until).Count() > 1)
                .OrderByDescending(g => g.Count()).ThenBy(g => g.Key.Subject, StringComparer.Ordinal).Take(Most).Select(g => Draw([.. g], g.Key.ContextId, marks)),
        ];
    }

    private static EvidenceChart Draw(Evidence[] evidence, string context, object[][] marks)
    {
        var share = evidence[0].Signal is BehaviorSignal { Metric: "conversion" } ? 100 : 1;
        var points = evidence.GroupBy(e => e.Window.Until).OrderBy(g => g.Key).Select(g => new object[] { g.Key.ToUnixTimeSeconds(), share * g.Sum(e => e.Signal.Number) }).ToArray();
        var baseline = evidence.Select(e => e.Signal).OfType<BehaviorSignal>().Select(b => b.Baseline).FirstOrDefault(b => b is not null) * share;
        var (subject, unit) = evidence[0].Signal switch
        {
            BehaviorSignal { Metric: "latency" } behavior => (behavior.Feature + " latency", "ms"),
            BehaviorSignal { Metric: "conversion" } behavior => (behavior.Feature + " conversion", "%"),
            BehaviorSignal behavior => ($"{behavior.Feature} {behavior.Metric}", "per window"),
            var other => (other.Subject, "per window"),
        };
        return new EvidenceChart($"{subject}, {context}", unit, points.Length, JsonSerializer.Serialize(new { unit, points, baseline, marks }));
    }

    private static object[]? Mark(ProposalEvent happened) => happened switch
    {
        ProposalEvent.Opened => [happened.At.ToUnixTimeSeconds(), "proposed"],
        ProposalEvent.Completed => [happened.At.ToUnixTimeSeconds(), "applied"],
        ProposalEvent.RolledBack => [happened.At.ToUnixTimeSeconds(), "rolled back"],
        _ => null,
    };
}
