using System.Diagnostics;
using System.Diagnostics.Metrics;
using Regenerator.Proposals;

namespace Regenerator;

/// <summary>What the engine says of itself: one activity source and one meter, both named <c>Regenerator</c>.</summary>
public static class RegeneratorTelemetry
{
    public const string Name = "Regenerator";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> PassDuration = Meter.CreateHistogram<double>("regenerator.pass.duration", "s", "How long a pass took");
    private static readonly Counter<long> Signals = Meter.CreateCounter<long>("regenerator.signals", description: "Signals read");
    private static readonly Counter<long> Decisions = Meter.CreateCounter<long>("regenerator.decisions", description: "What became of each rule's look at each context");
    private static readonly Counter<long> Faults = Meter.CreateCounter<long>("regenerator.faults", description: "Providers, contexts, rules and sinks that failed in a pass");

    internal static Activity? StartPass() => Source.StartActivity("regenerator.pass");

    internal static void Record(PassReport report)
    {
        PassDuration.Record((report.FinishedAt - report.StartedAt).TotalSeconds);
        Signals.Add(report.Signals);
        foreach (var outcome in report.Decisions.GroupBy(d => d.Outcome.GetType().Name)) Decisions.Add(outcome.Count(), KeyValuePair.Create("outcome", (object?)outcome.Key));
        Faults.Add(report.Cycles.Sum(c => c.ProviderFaults.Count), KeyValuePair.Create("of", (object?)"provider"));
        Faults.Add(report.Sick.Count, KeyValuePair.Create("of", (object?)"context"));
        Faults.Add(report.SinkFaults.Count, KeyValuePair.Create("of", (object?)"sink"));
        Faults.Add(report.Decisions.Count(d => d.Outcome is Admission.RuleFailed), KeyValuePair.Create("of", (object?)"rule"));
    }
}
