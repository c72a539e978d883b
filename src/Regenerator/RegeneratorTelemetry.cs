using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Storage;

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

    private static readonly Counter<long> Passes = Meter.CreateCounter<long>("regenerator.passes", description: "Passes that ended, by how");
    private static readonly Gauge<double> LastEnd = Meter.CreateGauge<double>("regenerator.pass.last_end", "s", "When the last pass ended that did not fail, in Unix time");
    private static readonly Gauge<int> Contexts = Meter.CreateGauge<int>("regenerator.contexts", description: "Contexts under watch, by whether they could be built");
    private static readonly Gauge<int> Proposals = Meter.CreateGauge<int>("regenerator.proposals", description: "Living proposals that reviewers see, by state");
    private static readonly Gauge<int> Undelivered = Meter.CreateGauge<int>("regenerator.outbox.undelivered", description: "Notices that a sink does not have, by state");
    private static readonly Counter<long> Deliveries = Meter.CreateCounter<long>("regenerator.outbox.deliveries", description: "Tries to hand a notice to a sink, by what came of them");
    private static readonly Counter<long> Applies = Meter.CreateCounter<long>("regenerator.applies", description: "Proposals that were carried out, or tried to be, by result");

    private static readonly ProposalState[] LivingStates = [.. ProposalQuery.Living.States];

    internal static Activity? StartPass() => Source.StartActivity("regenerator.pass");

    /// <summary>A step of what is going on. Tags are ids, counts and words of ours: never what a provider or a person wrote.</summary>
    internal static Activity? Start(string step, params ReadOnlySpan<(string Tag, object? Value)> tags)
    {
        var activity = Source.StartActivity($"regenerator.{step}");
        if (activity is not null)
            foreach (var (tag, value) in tags) activity.SetTag($"regenerator.{tag}", value);
        return activity;
    }

    internal static void Failed(this Activity? activity, string what) => activity?.SetStatus(ActivityStatusCode.Error, what);

    internal static void Asked(string provider) => Requests.Add(1, Of("provider", provider));

    internal static void Retried(string account) => Retries.Add(1, Of("account", account));

    internal static void Throttled(string account) => Throttles.Add(1, Of("account", account));

    internal static void Settled(string sink, DeliveryOutcome outcome) => Deliveries.Add(1, Of("sink", sink), Of("outcome", Word(outcome.GetType().Name)));

    /// <param name="sinks">That are told now; the store remembers those of former times too.</param>
    internal static void Record(StoreCount count, IReadOnlyList<IProposalSink> sinks)
    {
        foreach (var state in LivingStates) Proposals.Record(count.Living.GetValueOrDefault(state), Of("state", Word(state.ToString())));
        foreach (var sink in sinks.Select(s => s.Name))
        {
            if (!count.Sinks.TryGetValue(sink, out var backlog)) continue;
            Undelivered.Record(backlog.Waiting, Of("sink", sink), Of("state", "waiting"));
            Undelivered.Record(backlog.Failing, Of("sink", sink), Of("state", "failing"));
            Undelivered.Record(backlog.Parked, Of("sink", sink), Of("state", "parked"));
        }
    }

    internal static void Describe(this Activity? pass, PassReport report)
    {
        if (pass is null) return;
        pass.SetTag("regenerator.contexts", report.Contexts).SetTag("regenerator.signals", report.Signals).SetTag("regenerator.result", Word(report.Result.ToString()));
        if (report.Result == PassResult.Failed) pass.Failed(report.StoreFaulted ? "store" : report.ContextSourceFault is null ? "pass" : "contexts");
    }

    internal static void Record(PassReport report, Quarantine quarantine)
    {
        Passes.Add(1, Of("result", Word(report.Result.ToString())));
        if (report.Result != PassResult.Failed) LastEnd.Record(report.FinishedAt.ToUnixTimeMilliseconds() / 1000.0);
        if (report.ContextSourceFault is null)
        {
            Contexts.Record(report.Contexts, Of("state", "watched"));
            Contexts.Record(report.Sick.Count, Of("state", "sick"));
        }

        foreach (var apply in report.Applies) Applies.Add(1, Of("result", Word(apply.GetType().Name)));
        PassDuration.Record((report.FinishedAt - report.StartedAt).TotalSeconds);
        Signals.Add(report.Signals);
        foreach (var outcome in report.Decisions.GroupBy(d => d.Outcome.GetType().Name)) Decisions.Add(outcome.Count(), Of("outcome", Word(outcome.Key)));
        Faults.Add(report.Cycles.Sum(c => c.ProviderFaults.Count), Of("of", "provider"));
        Faults.Add(report.Sick.Count, Of("of", "context"));
        Faults.Add(report.SinkFaults.Count, Of("of", "sink"));
        Faults.Add(report.Decisions.Count(d => d.Outcome is Admission.RuleFailed), Of("of", "rule"));
        Faults.Add(report.ContextSourceFault is null ? 0 : 1, Of("of", "contexts"));
        Faults.Add(report.StoreFaulted ? 1 : 0, Of("of", "store"));
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

    // «RuleFailed» → «rule_failed»
    private static string Word(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static KeyValuePair<string, object?> Of(string tag, string value) => KeyValuePair.Create(tag, (object?)value);
}
