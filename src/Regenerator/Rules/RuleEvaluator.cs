using Regenerator.Proposals;
using Regenerator.Signals;

namespace Regenerator.Rules;

/// <summary>Shows every rule every reading. A rule that throws is named, and the others go on.</summary>
public sealed class RuleEvaluator(IReadOnlyList<IRegenerationRule> rules)
{
    private readonly (IRegenerationRule Rule, TimeSpan Lookback)[] scheduled = [.. rules.Select(rule => (rule, rule.Schedule.Lookback))];

    /// <summary>How far back the rules want to compare.</summary>
    public IReadOnlyCollection<TimeSpan> Lookbacks => [.. scheduled.Select(s => s.Lookback).Where(span => span > TimeSpan.Zero).Distinct()];

    public async Task<IReadOnlyList<Verdict>> EvaluateAsync(IReadOnlyList<ContextReading> readings, CancellationToken ct)
    {
        var verdicts = new List<Verdict>();
        foreach (var reading in readings)
        {
            if (reading.IsSilent)
            {
                verdicts.AddRange(scheduled.Select(s => new Verdict.Blind(s.Rule.Id, reading, Why(reading))));
                continue;
            }

            var batches = new Dictionary<TimeSpan, SignalBatch> { [TimeSpan.Zero] = new(reading.Window, reading.Readings) };
            foreach (var (rule, lookback) in scheduled)
            {
                ct.ThrowIfCancellationRequested();
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
