namespace Regenerator.Storage;

/// <summary>Commits what can be kept of a pass when something in it can not: halves the contexts until each guilty one stands alone.</summary>
public static class FaultSearch
{
    /// <summary>Plans and writes without some contexts; keeps it, or takes it back when it was only a trial.</summary>
    /// <exception cref="DataFaultException">Something can not be kept; everything that was written is taken back.</exception>
    public delegate CommitPlan Attempt(IReadOnlyDictionary<string, string> leftOut, bool keep);

    /// <exception cref="DataFaultException">No single context is guilty.</exception>
    public static CommitPlan Commit(PassCommit pass, Attempt attempt)
    {
        CommitPlan? plan = null;
        foreach (var trial in Trials(pass))
        {
            try
            {
                plan = attempt(trial.LeftOut, trial.Keep);
            }
            catch (DataFaultException fault) when (!trial.IsLast)
            {
                trial.Fault = fault.Message;
            }
        }

        return plan!;
    }

    /// <summary>What to try, one after the other; what comes next depends on <see cref="FaultTrial.Fault"/>. The plan of the last one is what was committed.</summary>
    public static IEnumerable<FaultTrial> Trials(PassCommit pass)
    {
        string[] all = [.. pass.Contexts.Select(c => c.ContextId)];
        var guilty = new Dictionary<string, string>(StringComparer.Ordinal);
        var whole = new FaultTrial(guilty, Keep: true, IsLast: false);
        yield return whole;
        if (whole.Fault is null) yield break;

        var groups = new Stack<string[]>([all]);
        while (groups.TryPop(out var suspects))
        {
            if (suspects.Length == 0) continue;
            var trial = new FaultTrial(all.Except(suspects).ToDictionary(c => c, _ => "trial"), Keep: false, IsLast: false);
            yield return trial;
            if (trial.Fault is null) continue;
            if (suspects.Length == 1)
            {
                guilty.Add(suspects[0], trial.Fault);
                continue;
            }

            groups.Push(suspects[(suspects.Length / 2)..]);
            groups.Push(suspects[..(suspects.Length / 2)]);
        }

        yield return new FaultTrial(guilty, Keep: true, IsLast: true);
    }
}

/// <summary>One attempt at a pass.</summary>
/// <param name="LeftOut">Contexts that are to count as overtaken, and why.</param>
/// <param name="Keep">Whether to commit; else what was written is taken back.</param>
/// <param name="IsLast">A fault is nobody's who could still be left out.</param>
public sealed record FaultTrial(IReadOnlyDictionary<string, string> LeftOut, bool Keep, bool IsLast)
{
    /// <summary>What can not be kept; whoever tries sets it.</summary>
    public string? Fault { get; set; }
}
