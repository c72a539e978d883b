using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator;

/// <summary>What a <see cref="RegeneratorService"/> is made of. Only contexts and rules are required.</summary>
public sealed record RegeneratorOptions
{
    /// <summary>Which apps are watched; see <see cref="FixedContexts"/> for contexts that never change.</summary>
    public required IContextSource Contexts { get; init; }

    /// <summary>At least one; ids are unique.</summary>
    public required IReadOnlyList<IRegenerationRule> Rules { get; init; }

    /// <summary>One provider of each kind, as in the original.</summary>
    public SignalAdapters Adapters { get; init; } = new();

    /// <summary>More providers of any kind; names are unique.</summary>
    public IReadOnlyList<object> Providers { get; init; } = [];

    /// <summary>What may be asked of each provider account. Where a provider declares figures of its own, the tighter ones count.</summary>
    public IReadOnlyDictionary<string, RequestBudget> Accounts { get; init; } = new Dictionary<string, RequestBudget>(StringComparer.Ordinal);

    /// <summary>What of the providers' answers nobody gets to see: no rule, no store, no sink, no log.</summary>
    public Redaction Redaction { get; init; } = Redaction.Standard;

    /// <summary>Gets told of new proposals.</summary>
    public IProposalSink? Sink { get; init; }

    /// <summary>More sinks; names are unique.</summary>
    public IReadOnlyList<IProposalSink> Sinks { get; init; } = [];

    public OutboxOptions Outbox { get; init; } = new();

    /// <summary>Default: in memory, gone with the process. Not disposed by the service.</summary>
    public IRegeneratorStore? Store { get; init; }

    /// <summary>A name for what is watched, such as <c>production</c>. The first one that a store is used in is its own; in others nothing of it is applied. Null: nobody says.</summary>
    public string? Environment { get; init; }

    /// <summary>How long what was said of a proposal is kept after its end; then only a skeleton is. At least a day, default 400 days; null: for ever.</summary>
    public TimeSpan? Retention { get; init; } = TimeSpan.FromDays(400);

    public IReviewPolicy Review { get; init; } = new ManualReview();

    /// <summary>Carries out what was approved, after each pass; null: somebody else does.</summary>
    public IProposalExecutor? Executor { get; init; }

    /// <summary>How often to look for windows that have closed. Default one minute.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMinutes(1);

    public WindowOptions Windows { get; init; } = new();

    /// <summary>After an outage: how many windows one pass catches up at most. Default 12.</summary>
    public int MaxWindowsPerPass { get; init; } = 12;

    public IntakeOptions Intake { get; init; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gets one event for each thing that happens, with ids as fields; see <see cref="RegeneratorLog"/>. Default: nobody is told.</summary>
    public ILogger Log { get; init; } = NullLogger.Instance;

    /// <summary>For one look of one rule; a rule that takes longer is not waited for, and not asked again before it has come back. Default 30 seconds.</summary>
    public TimeSpan RuleTimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets told how each pass went. Must not throw.</summary>
    public Action<PassReport>? OnPass { get; init; }

    // What the runtime's timers can count to is a little more.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    /// <summary>Where people can look up what a proposal stands on; null: nobody says.</summary>
    /// <param name="context">That of the evidence.</param>
    public Uri? SourceOf(Evidence evidence, RegenerationContext context) =>
        (Sources().FirstOrDefault(s => string.Equals(s.Name, evidence.Provider))?.Provider as ILinksToSource)?.LinkTo(context, evidence.Window, evidence.Signal);

    internal IReadOnlyList<SignalSource> Sources() =>
        [.. new object?[] { Adapters.Telemetry, Adapters.Errors, Adapters.Behavior }.OfType<object>().Concat(Providers).Select(SignalSource.Of)];

    internal IReadOnlyList<IProposalSink> AllSinks() => Sink is null ? Sinks : [Sink, .. Sinks];

    /// <exception cref="ArgumentException">Names the setting, what was seen, and what is allowed.</exception>
    internal void Check()
    {
        if (Rules.Count == 0) throw new ArgumentException("RegeneratorService requires at least one rule");
        Unique("rule id", Rules.Select(r => r.Id));
        Unique("provider name", Sources().Select(s => s.Name));
        Unique("sink name", AllSinks().Select(s => s.Name));
        foreach (var sink in AllSinks().Where(s => s.TimeLimit != Timeout.InfiniteTimeSpan))
            Between($"{nameof(IProposalSink.TimeLimit)} of sink «{sink.Name}»", sink.TimeLimit, TimeSpan.FromMilliseconds(1), LongestTimer);
        if (AllSinks().FirstOrDefault(s => s.AtOnce < 1) is { } idle) throw new ArgumentException($"{nameof(IProposalSink.AtOnce)} of sink «{idle.Name}» is {idle.AtOnce}; it is one or more");
        if (Outbox.Tries is < 1 or > 100) throw new ArgumentException($"{nameof(Outbox)}.{nameof(Outbox.Tries)} is {Outbox.Tries}; it is 1 to 100");
        if (Retention is { } keep) Between(nameof(Retention), keep, TimeSpan.FromDays(1), TimeSpan.FromDays(36500));
        Between($"{nameof(Outbox)}.{nameof(Outbox.FirstPause)}", Outbox.FirstPause, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(365));
        Between($"{nameof(Outbox)}.{nameof(Outbox.LongestPause)}", Outbox.LongestPause, Outbox.FirstPause, TimeSpan.FromDays(365));
        Between($"{nameof(Outbox)}.{nameof(Outbox.Retention)}", Outbox.Retention, TimeSpan.Zero, TimeSpan.FromDays(3650));
        Between(nameof(PollInterval), PollInterval, TimeSpan.FromMilliseconds(1), LongestTimer);
        Between($"{nameof(Windows)}.{nameof(Windows.Length)}", Windows.Length, TimeSpan.FromSeconds(1), TimeSpan.FromDays(365));
        Between($"{nameof(Windows)}.{nameof(Windows.RequestTimeout)}", Windows.RequestTimeout, TimeSpan.FromMilliseconds(1), LongestTimer);
        Between($"{nameof(Windows)}.{nameof(Windows.Lateness)}", Windows.Lateness, TimeSpan.Zero, TimeSpan.FromDays(365));
        Between($"{nameof(Windows)}.{nameof(Windows.Patience)}", Windows.Patience, TimeSpan.Zero, LongestTimer);
        Between($"{nameof(Windows)}.{nameof(Windows.LongestRetryWait)}", Windows.LongestRetryWait, TimeSpan.Zero, TimeSpan.FromDays(1));
        Between(nameof(RuleTimeLimit), RuleTimeLimit, TimeSpan.FromMilliseconds(1), LongestTimer);
        if (Windows.Retries is < 0 or > 10) throw new ArgumentException($"{nameof(Windows)}.{nameof(Windows.Retries)} is {Windows.Retries}; it is 0 to 10");
        foreach (var source in Sources()) Check(source.Traits);
        var accounts = Sources().Select(s => s.Traits.Account).Distinct(StringComparer.Ordinal).ToArray();
        if (Accounts.Keys.Except(accounts, StringComparer.Ordinal).FirstOrDefault() is { } unasked)
            throw new ArgumentException($"{nameof(Accounts)}: no provider has the account «{unasked}», so its limits would keep nobody; known: {(accounts.Length == 0 ? "none" : string.Join(", ", accounts))}");
        foreach (var account in Sources().GroupBy(s => s.Traits.Account, StringComparer.Ordinal))
            if (SignalCollector.BudgetOf(account, Accounts).Problem(account.Max(s => s.Traits.RequestsPerRead)) is { } problem) throw new ArgumentException($"the budget of account «{account.Key}»: {problem}");
        foreach (var rule in Rules) Check(rule);
        if (Rules.Where(r => r.Schedule.Window is not null).GroupBy(r => r.Schedule.Window).FirstOrDefault(g => g.DistinctBy(r => r.Schedule.Step).Skip(1).Any()) is { } torn)
            throw new ArgumentException($"the rules {string.Join(", ", torn.Select(r => $"«{r.Id}»"))} have windows of {torn.Key}, but not equally often");
        if (MaxWindowsPerPass < 1) throw new ArgumentException($"{nameof(MaxWindowsPerPass)} is {MaxWindowsPerPass}; it is one or more");
    }

    private static void Check(ProviderTraits traits)
    {
        if (traits.Lateness is { } lateness) Between($"{nameof(ProviderTraits.Lateness)} of provider «{traits.Name}»", lateness, TimeSpan.Zero, TimeSpan.FromDays(365));
        Between($"{nameof(ProviderTraits.RereadFor)} of provider «{traits.Name}»", traits.RereadFor, TimeSpan.Zero, TimeSpan.FromDays(365));
        if (traits.RequestsPerRead < 1) throw new ArgumentException($"{nameof(ProviderTraits.RequestsPerRead)} of provider «{traits.Name}» is {traits.RequestsPerRead}; it is one or more");
    }

    private void Check(IRegenerationRule rule)
    {
        var schedule = rule.Schedule;
        Between($"{nameof(RuleSchedule.Lookback)} of rule «{rule.Id}»", schedule.Lookback, TimeSpan.Zero, TimeSpan.FromDays(365));
        if (schedule.Window is { } window) Between($"{nameof(RuleSchedule.Window)} of rule «{rule.Id}»", window, TimeSpan.FromSeconds(1), TimeSpan.FromDays(365));
        if (schedule.Every is { } every) Between($"{nameof(RuleSchedule.Every)} of rule «{rule.Id}»", every, TimeSpan.FromSeconds(1), schedule.Window ?? TimeSpan.FromDays(365)); // longer than the window would leave gaps
        if (schedule is { Window: null, Every: not null }) throw new ArgumentException($"{nameof(RuleSchedule.Every)} of rule «{rule.Id}» is {schedule.Every}, but it has no {nameof(RuleSchedule.Window)} of its own");
        if (schedule.Window == Windows.Length) throw new ArgumentException($"{nameof(RuleSchedule.Window)} of rule «{rule.Id}» is {schedule.Window}, as the pass's own; leave it out");
    }

    private static void Between(string setting, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most) throw new ArgumentException($"{setting} is {value}; it is at least {least} and at most {(most < TimeSpan.FromDays(1) ? $"{most}" : $"{most.TotalDays:0} days")}");
    }

    private static void Unique(string what, IEnumerable<string> names)
    {
        names = [.. names];
        if (names.Any(string.IsNullOrWhiteSpace)) throw new ArgumentException($"a {what} is empty");
        if (names.GroupBy(n => n).FirstOrDefault(g => g.Skip(1).Any()) is { } twice) throw new ArgumentException($"the {what} «{twice.Key}» is used twice");
    }
}

/// <summary>One provider of each kind.</summary>
public sealed record SignalAdapters
{
    public ITelemetrySignalProvider? Telemetry { get; init; }

    public IErrorSignalProvider? Errors { get; init; }

    public IBehaviorSignalProvider? Behavior { get; init; }
}
