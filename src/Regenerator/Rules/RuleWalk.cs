using Regenerator.Signals;

namespace Regenerator.Rules;

/// <summary>One rule and what it is to look at.</summary>
internal sealed record RuleLook(IRegenerationRule Rule, ContextReading Reading, SignalBatch Batch);

/// <summary>Makes looks one after the other until there are none left, or until it is left behind with the one that does not end.</summary>
/// <param name="looks">Those that are made are taken out.</param>
/// <param name="isLost">The rule has not come back from an earlier look.</param>
internal sealed class RuleWalk(Queue<RuleLook> looks, Predicate<IRegenerationRule> isLost)
{
    private readonly Lock gate = new();
    private readonly List<Verdict> verdicts = [];
    private bool left;

    /// <summary>The look that is being made; null before the first.</summary>
    public RuleLook? Current { get; private set; }

    /// <param name="end">For the rules: also when it is left behind.</param>
    /// <param name="ct">Ends everything.</param>
    public async Task GoAsync(CancellationToken end, CancellationToken ct)
    {
        while (Next() is { } look)
        {
            ct.ThrowIfCancellationRequested();
            var told = isLost(look.Rule) ? [new Verdict.Threw(look.Rule.Id, look.Reading, "an earlier look has not come back yet")] : await LookAsync(look, end, ct);
            lock (gate)
            {
                if (left) return;
                verdicts.AddRange(told);
            }
        }
    }

    /// <summary>What was told so far; nothing that comes later counts.</summary>
    public IReadOnlyList<Verdict> Leave()
    {
        lock (gate) left = true;
        return verdicts;
    }

    private RuleLook? Next()
    {
        lock (gate) return Current = left || !looks.TryDequeue(out var look) ? null : look;
    }

    private static async ValueTask<IReadOnlyList<Verdict>> LookAsync(RuleLook look, CancellationToken end, CancellationToken ct)
    {
        var (rule, reading, batch) = (look.Rule, look.Reading, look.Batch.ForNextRule());
        try
        {
            var wishes = await rule.EvaluateAsync(reading.Context, batch, end);
            if (wishes is null || wishes.Any(wish => wish is null)) return [new Verdict.Threw(rule.Id, reading, "it returned null")];
            var skipped = Skipped(rule, reading, batch);
            if (wishes.Count == 0) return [skipped];
            var fired = new Verdict.Fired(rule.Id, reading, [.. wishes]);
            return batch.Skips.Count == 0 ? [fired] : [fired, skipped]; // it fired for one thing and says why not for another
        }
        catch (Exception problem) when (!ct.IsCancellationRequested)
        {
            return [new Verdict.Threw(rule.Id, reading, $"{problem.GetType().Name}: {problem.Message}")];
        }
    }

    private static Verdict Skipped(IRegenerationRule rule, ContextReading reading, SignalBatch batch)
    {
        var why = batch.Skips.Count > 0 ? string.Join("; ", batch.Skips) : "nothing to propose";
        return batch.Applies ? new Verdict.Quiet(rule.Id, reading, why, batch.CouldJudge) { Measured = batch.Measured } : new Verdict.Inapplicable(rule.Id, reading, why);
    }
}
