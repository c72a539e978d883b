using System.Diagnostics;
using System.Diagnostics.Metrics;
using Regenerator.Proposals;
using Regenerator.Signals;

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

    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("regenerator.provider.requests", description: "Requests to providers, tries again included");
    private static readonly Counter<long> Retries = Meter.CreateCounter<long>("regenerator.provider.retries", description: "Requests that were tried again");
    private static readonly Counter<long> Throttles = Meter.CreateCounter<long>("regenerator.provider.throttled", description: "Requests that a vendor asked to send later");
    private static readonly Gauge<int> Breaker = Meter.CreateGauge<int>("regenerator.provider.breaker", description: "0: closed, 1: trying, 2: open, the account is left alone");
    private static readonly Gauge<int> BudgetLeft = Meter.CreateGauge<int>("regenerator.provider.budget_left", description: "Requests that an account can still send; absent without a budget");
    private static readonly Gauge<double> Lag = Meter.CreateGauge<double>("regenerator.provider.lag", "s", "For how long nothing is known of the context that is furthest behind");
    private static readonly Counter<long> MissedTicks = Meter.CreateCounter<long>("regenerator.pass.missed_ticks", description: "Ticks that came due during a pass and were not made up");
    private static readonly Counter<long> QuarantinedAnswers = Meter.CreateCounter<long>("regenerator.quarantined", description: "Answers that could not be read");
    private static readonly Gauge<int> QuarantineSize = Meter.CreateGauge<int>("regenerator.quarantine.size", description: "Answers that lie in quarantine");

    internal static Activity? StartPass() => Source.StartActivity("regenerator.pass");

    internal static void Asked(string provider) => Requests.Add(1, Of("provider", provider));

    internal static void Retried(string account) => Retries.Add(1, Of("account", account));

    internal static void Throttled(string account) => Throttles.Add(1, Of("account", account));

    internal static void Record(PassReport report, Quarantine quarantine)
    {
        PassDuration.Record((report.FinishedAt - report.StartedAt).TotalSeconds);
        Signals.Add(report.Signals);
        foreach (var outcome in report.Decisions.GroupBy(d => d.Outcome.GetType().Name)) Decisions.Add(outcome.Count(), Of("outcome", outcome.Key));
        Faults.Add(report.Cycles.Sum(c => c.ProviderFaults.Count), Of("of", "provider"));
        Faults.Add(report.Sick.Count, Of("of", "context"));
        Faults.Add(report.SinkFaults.Count, Of("of", "sink"));
        Faults.Add(report.Decisions.Count(d => d.Outcome is Admission.RuleFailed), Of("of", "rule"));
        if (report.ContextSourceFault is not null) Faults.Add(1, Of("of", "contexts"));
        MissedTicks.Add(report.MissedTicks);
        QuarantinedAnswers.Add(report.Quarantined.Count());
        QuarantineSize.Record(quarantine.Answers.Count);
        foreach (var provider in report.Providers) Lag.Record(provider.Lag.TotalSeconds, Of("provider", provider.Provider));
        foreach (var account in report.Providers.DistinctBy(p => p.Account))
        {
            Breaker.Record((int)account.Breaker, Of("account", account.Account));
            if (account.BudgetLeft is { } left) BudgetLeft.Record(left, Of("account", account.Account));
        }
    }

    private static KeyValuePair<string, object?> Of(string tag, string value) => KeyValuePair.Create(tag, (object?)value);
}
