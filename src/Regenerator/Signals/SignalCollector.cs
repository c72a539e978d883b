using Regenerator.Contexts;
using Regenerator.Rules;

namespace Regenerator.Signals;

/// <summary>
/// Asks every provider for the next closed window of every context, many contexts in one request. A provider that cannot answer keeps its
/// watermark and does not hold up the others.
/// </summary>
public sealed class SignalCollector
{
    private readonly ProviderAccount[] accounts;
    private readonly Dictionary<SignalSource, ProviderAccount> accountOf = new(ReferenceEqualityComparer.Instance);

    /// <param name="schedules">Of the rules: own windows, and how far back they want to compare.</param>
    /// <param name="budgets">By account; together with what the providers declare, the tighter figure counts.</param>
    /// <param name="redaction">What nobody gets to see; default: <see cref="Redaction.Standard"/>.</param>
    public SignalCollector(
        IReadOnlyList<SignalSource> sources, WindowOptions windows, TimeProvider time, IReadOnlyCollection<RuleSchedule>? schedules = null, IReadOnlyDictionary<string, RequestBudget>? budgets = null,
        Redaction? redaction = null)
    {
        Sources = sources;
        Windows = windows;
        Time = time;
        Planner = new WindowPlanner(sources, Tracks(sources, windows, schedules ?? []), windows);
        var groups = sources.GroupBy(s => s.Traits.Account, StringComparer.Ordinal).ToArray();
        accounts = [.. groups.Select(group => new ProviderAccount(group.Key, BudgetOf(group, budgets), windows, time, redaction ?? Redaction.Standard))];
        foreach (var (group, account) in groups.Zip(accounts))
            foreach (var source in group) accountOf[source] = account;
    }

    public IReadOnlyList<SignalSource> Sources { get; }

    internal WindowOptions Windows { get; }

    internal TimeProvider Time { get; }

    internal WindowPlanner Planner { get; }

    internal Agenda Agenda { get; } = new();

    /// <summary>Whoever did not fit into a budget the last time goes first from here on.</summary>
    /// <returns>Those that may have something to read.</returns>
    public IReadOnlyList<RegenerationContext> BeginPass(IReadOnlyList<RegenerationContext> watched)
    {
        foreach (var account in accounts) account.BeginPass();
        return Agenda.Due(watched, Time.GetUtcNow());
    }

    /// <summary>Reads a batch of contexts, window by window.</summary>
    /// <param name="most">So many windows of each context.</param>
    public Collection Open(IReadOnlyList<RegenerationContext> contexts, int most = int.MaxValue) => new(this, contexts, most);

    /// <summary>Makes the pauses that another process was asked for.</summary>
    /// <param name="left">How it has left the providers.</param>
    public void Resume(IReadOnlyCollection<ProviderHealth> left)
    {
        foreach (var account in accounts) account.Resume(left.Where(h => string.Equals(h.Account, account.Name)).SelectMany(h => h.Pauses ?? []));
    }

    /// <summary>How each provider is, by all that was kept up to now.</summary>
    public IReadOnlyList<ProviderHealth> Health()
    {
        var (oldest, now) = (Agenda.Oldest, Time.GetUtcNow());
        return
        [
            .. Sources.Select(source => (source.Name, Account: AccountOf(source), Lag: Lag(source)))
                .Select(s => new ProviderHealth(s.Name, s.Account.Name, s.Lag, s.Account.BudgetLeft, s.Account.Breaker) { Pauses = s.Account.Pauses }),
        ];

        TimeSpan Lag(SignalSource source) => now - Planner.ReadUntil(source, oldest) is { } lag && lag > TimeSpan.Zero ? lag : TimeSpan.Zero;
    }

    internal ProviderAccount AccountOf(SignalSource source) => accountOf[source];

    internal static RequestBudget BudgetOf(IGrouping<string, SignalSource> account, IReadOnlyDictionary<string, RequestBudget>? budgets) =>
        account.Select(s => s.Traits.Budget).Append(budgets?.GetValueOrDefault(account.Key) ?? RequestBudget.Unlimited).Aggregate((a, b) => a.And(b));

    private static Track[] Tracks(IReadOnlyList<SignalSource> sources, WindowOptions windows, IReadOnlyCollection<RuleSchedule> schedules)
    {
        var own = new Track(windows.Length, windows.Length, Lookbacks(schedules.Where(s => s.Window is null)));
        var again = sources.Any(s => s.Traits.RereadFor > TimeSpan.Zero) ? new[] { own with { Again = true } } : [];
        var ofRules = schedules.Where(s => s.Window is not null).GroupBy(s => (s.Window, s.Step))
            .Select(group => new Track(group.Key.Window!.Value, group.Key.Step!.Value, Lookbacks(group)) { OfRules = group.Key.Window });
        return [own, .. again, .. ofRules];
    }

    private static TimeSpan[] Lookbacks(IEnumerable<RuleSchedule> schedules) => [.. schedules.Select(s => s.Lookback).Where(span => span > TimeSpan.Zero).Distinct().Order()];
}

/// <summary>How one provider is.</summary>
/// <param name="Lag">Of the context that is furthest behind: for so long nothing is known of it. Where a provider never answered, since the window that it was first asked for began.</param>
/// <param name="BudgetLeft">Requests that its account can still send now; null: any number.</param>
public sealed record ProviderHealth(string Provider, string Account, TimeSpan Lag, int? BudgetLeft, BreakerState Breaker)
{
    /// <summary>What its account's vendor asked for; null: nothing.</summary>
    public IReadOnlyList<AccountPause>? Pauses { get; init; }

    /// <summary>What is still to wait, in one: of the whole account if it is all of it, else until the last context is asked again. Null: nothing.</summary>
    public AccountPause? PauseAt(DateTimeOffset now)
    {
        AccountPause[] left = [.. (Pauses ?? []).Where(p => p.Until > now)];
        if (left.Length == 0) return null;
        return left.FirstOrDefault(p => p.Contexts is null) ?? new AccountPause(left.Max(p => p.Until), [.. left.SelectMany(p => p.Contexts!)]);
    }

    /// <summary>The same without any word of a context; itself where there is none.</summary>
    internal ProviderHealth Without(string contextId) => Pauses?.Any(p => p.Contexts?.Contains(contextId) == true) != true ? this
        : this with { Pauses = [.. Pauses.Select(p => p with { Contexts = p.Contexts?.Where(c => !string.Equals(c, contextId)).ToArray() }).Where(p => p.Contexts is not { Count: 0 })] };
}
