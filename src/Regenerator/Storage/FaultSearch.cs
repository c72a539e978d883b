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
        var guilty = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            return attempt(guilty, keep: true);
        }
        catch (DataFaultException)
        {
            Find([.. pass.Contexts.Select(c => c.ContextId)], guilty);
        }

        return attempt(guilty, keep: true);

        void Find(string[] suspects, Dictionary<string, string> found)
        {
            if (suspects.Length == 0 || Fault(suspects) is not { } fault) return;
            if (suspects.Length == 1)
            {
                found.Add(suspects[0], fault);
                return;
            }

            Find(suspects[..(suspects.Length / 2)], found);
            Find(suspects[(suspects.Length / 2)..], found);
        }

        string? Fault(string[] suspects)
        {
            try
            {
                attempt(pass.Contexts.Select(c => c.ContextId).Except(suspects).ToDictionary(c => c, _ => "trial"), keep: false);
                return null;
            }
            catch (DataFaultException fault)
            {
                return fault.Message;
            }
        }
    }
}
