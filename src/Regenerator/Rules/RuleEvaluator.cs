using Regenerator.Proposals;
using Regenerator.Signals;

namespace Regenerator.Rules;

/// <summary>Shows every rule every reading of its windows. A rule that throws is named, and the others go on.</summary>
public sealed class RuleEvaluator(IReadOnlyList<IRegenerationRule> rules)
{
    // Asked for once: a schedule that changes on the way would not be the one that was read for.
    private readonly (IRegenerationRule Rule, RuleSchedule Schedule)[] scheduled = [.. rules.Select(rule => (rule, rule.Schedule))];

    public IReadOnlyCollection<RuleSchedule> Schedules => [.. scheduled.Select(s => s.Schedule)];

    public async Task<IReadOnlyList<Verdict>> EvaluateAsync(IReadOnlyList<ContextReading> readings, CancellationToken ct)
    {
        var verdicts = new List<Verdict>();
        foreach (var reading in readings)
        {
            if (reading.IsSilent)
            {
                verdicts.AddRange(scheduled.Where(s => s.Schedule.Window == reading.OfRules).Select(s => new Verdict.Blind(s.Rule.Id, reading, Why(reading))));
                continue;
            }

            var batches = new Dictionary<TimeSpan, SignalBatch> { [TimeSpan.Zero] = new(reading.Window, reading.Readings) };
            foreach (var (rule, schedule) in scheduled.Where(s => s.Schedule.Window == reading.OfRules))
            {
                ct.ThrowIfCancellationRequested();
                var lookback = schedule.Lookback;
                if (!batches.TryGetValue(lookback, out var batch))
                    batches[lookback] = batch = new SignalBatch(reading.Window, reading.Readings, reading.Earlier.GetValueOrDefault(lookback));
                verdicts.AddRange(await EvaluateAsync(rule, reading, batch.ForNextRule(), ct));
            }
        }

        return verdicts;
    }

    private static string Why(ContextReading reading) =>
        reading.Faults.Count == 0 ? "no provider was asked" : string.Join("; ", reading.Faults.Select(fault => $"{fault.Provider}: {fault.Coverage.Reason}"));

    private static async Task<IReadOnlyList<Verdict>> EvaluateAsync(IRegenerationRule rule, ContextReading reading, SignalBatch batch, CancellationToken ct)
    {
        try
        {
            var wishes = await rule.EvaluateAsync(reading.Context, batch, ct);
            if (wishes is null || wishes.Any(wish => wish is null)) return [new Verdict.Threw(rule.Id, reading, "it returned null")];
            var skipped = new Verdict.Quiet(rule.Id, reading, batch.Skips.Count > 0 ? string.Join("; ", batch.Skips) : "nothing to propose", batch.CouldJudge);
            if (wishes.Count == 0) return [skipped];
            var fired = new Verdict.Fired(rule.Id, reading, [.. wishes]);
            return batch.Skips.Count == 0 ? [fired] : [fired, skipped]; // it fired for one thing and says why not for another
        }
        catch (Exception problem) when (!ct.IsCancellationRequested)
        {
            return [new Verdict.Threw(rule.Id, reading, $"{problem.GetType().Name}: {problem.Message}")];
        }
    }
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
    public sealed record Quiet(string Rule, ContextReading At, string Why, bool CouldJudge = true) : Verdict(Rule, At);

    /// <summary>No provider could answer: the rule was not asked.</summary>
    public sealed record Blind(string Rule, ContextReading At, string Why) : Verdict(Rule, At);

    public sealed record Threw(string Rule, ContextReading At, string Error) : Verdict(Rule, At);
}
