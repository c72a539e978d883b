using System.Collections.Concurrent;
using Regenerator.Proposals;
using Regenerator.Signals;

namespace Regenerator.Rules;

/// <summary>Shows every rule every reading of its windows. A rule that throws or does not come back is named, and the others go on.</summary>
public sealed class RuleEvaluator(IReadOnlyList<IRegenerationRule> rules, TimeProvider? time = null, TimeSpan? limit = null)
{
    private static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(30);

    // Asked for once: a schedule that changes on the way would not be the one that was read for.
    private readonly (IRegenerationRule Rule, RuleSchedule Schedule)[] scheduled = [.. rules.Select(rule => (rule, rule.Schedule))];
    private readonly ConcurrentDictionary<IRegenerationRule, Task> lost = new(ReferenceEqualityComparer.Instance);
    private readonly TimeSpan limit = limit ?? UsualLimit;
    private readonly TimeProvider time = time ?? TimeProvider.System;

    public IReadOnlyCollection<RuleSchedule> Schedules => [.. scheduled.Select(s => s.Schedule)];

    public async Task<IReadOnlyList<Verdict>> EvaluateAsync(IReadOnlyList<ContextReading> readings, CancellationToken ct)
    {
        var verdicts = new List<Verdict>();
        var looks = new Queue<RuleLook>(Looks(readings, verdicts));
        while (looks.Count > 0)
        {
            // One walk over all looks: a task for each would cost more than most rules do. Only a rule that does not come back ends it early.
            var walk = new RuleWalk(looks, rule => lost.TryGetValue(rule, out var call) && !call.IsCompleted);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var walking = Task.Run(() => walk.GoAsync(end.Token, ct), CancellationToken.None);
            var hung = await WaitAsync(walk, walking, ct);
            verdicts.AddRange(walk.Leave());
            await end.CancelAsync();
            if (hung is null) continue;
            lost[hung.Rule] = walking;
            verdicts.Add(new Verdict.Threw(hung.Rule.Id, hung.Reading, $"it did not come back within {limit.TotalSeconds:0.###} s"));
        }

        return verdicts;
    }

    /// <returns>The look that is still being made although its time is over; null: all are made.</returns>
    private async Task<RuleLook?> WaitAsync(RuleWalk walk, Task walking, CancellationToken ct)
    {
        while (true)
        {
            var at = walk.Current;
            try
            {
                await walking.WaitAsync(limit, time, ct);
                return null;
            }
            catch (TimeoutException) when (!walking.IsCompleted)
            {
                if (at is not null && ReferenceEquals(at, walk.Current)) return at; // it was there a whole limit ago
            }
        }
    }

    private IEnumerable<RuleLook> Looks(IReadOnlyList<ContextReading> readings, List<Verdict> verdicts)
    {
        foreach (var reading in readings)
        {
            if (reading.IsSilent)
            {
                verdicts.AddRange(scheduled.Where(s => s.Schedule.Window == reading.OfRules).Select(s => new Verdict.Blind(s.Rule.Id, reading, Why(reading))));
                continue;
            }

            var usual = new SignalBatch(reading.Window, reading.Readings);
            Dictionary<TimeSpan, SignalBatch>? compared = null;
            foreach (var (rule, schedule) in scheduled)
            {
                if (schedule.Window != reading.OfRules) continue;
                var (batch, lookback) = (usual, schedule.Lookback);
                if (lookback > TimeSpan.Zero && !(compared ??= []).TryGetValue(lookback, out batch))
                    compared[lookback] = batch = new SignalBatch(reading.Window, reading.Readings, reading.Earlier.GetValueOrDefault(lookback));
                yield return new RuleLook(rule, reading, batch);
            }
        }
    }

    private static string Why(ContextReading reading) =>
        reading.Faults.Count == 0 ? "no provider was asked" : string.Join("; ", reading.Faults.Select(fault => $"{fault.Provider}: {fault.Coverage.Reason}"));
}

/// <summary>What one rule said of one context and window.</summary>
public abstract record Verdict
{
    private Verdict(string ruleId, ContextReading reading)
    {
        RuleId = ruleId;
        Reading = reading;
    }

    public string RuleId { get; }

    public ContextReading Reading { get; }

    public sealed record Fired(string Rule, ContextReading At, IReadOnlyList<SpecChangeProposal> Wishes) : Verdict(Rule, At);

    /// <param name="Why">In the rule's own words.</param>
    /// <param name="CouldJudge">False: its silence says nothing.</param>
    public sealed record Quiet(string Rule, ContextReading At, string Why, bool CouldJudge = true) : Verdict(Rule, At)
    {
        /// <summary>What it judged by, as far as it says.</summary>
        public IReadOnlyList<Measured> Measured { get; init; } = [];
    }

    /// <summary>The app does not have what the rule is about.</summary>
    /// <param name="Why">In the rule's own words.</param>
    public sealed record Inapplicable(string Rule, ContextReading At, string Why) : Verdict(Rule, At);

    /// <summary>No provider could answer: the rule was not asked.</summary>
    public sealed record Blind(string Rule, ContextReading At, string Why) : Verdict(Rule, At);

    public sealed record Threw(string Rule, ContextReading At, string Error) : Verdict(Rule, At);
}
