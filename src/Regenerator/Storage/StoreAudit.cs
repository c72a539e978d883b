using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>Looks whether the history of every proposal is as it was written, and whether the proposal is what it comes to.</summary>
public sealed class StoreAudit
{
    private readonly List<KeptEvent> history = [];
    private StoreLine.Proposed? proposal;

    public int Proposals { get; private set; }

    public int Records { get; private set; }

    /// <summary>Walks over everything that a store keeps.</summary>
    /// <returns>Of each proposal that is not as it was written the first record that is wrong.</returns>
    public static async Task<(StoreAudit Audit, IReadOnlyList<ChainFault> Faults)> OfAsync(IAsyncEnumerable<StoreLine> lines, CancellationToken ct)
    {
        var (audit, faults) = (new StoreAudit(), new List<ChainFault>());
        await foreach (var line in lines.WithCancellation(ct))
            if (audit.Next(line) is { } fault) faults.Add(fault);
        if (audit.End() is { } last) faults.Add(last);
        return (audit, faults);
    }

    /// <returns>What is wrong with the proposal that the line has ended.</returns>
    public ChainFault? Next(StoreLine line)
    {
        if (line is StoreLine.Happened happened && string.Equals(happened.Id, proposal?.Id))
        {
            history.Add(happened.Kept);
            return null;
        }

        if (line is StoreLine.Happened stray) return new ChainFault(stray.Id, stray.Kept.Record.Seq, ChainDamage.Added);
        var fault = End();
        proposal = line as StoreLine.Proposed;
        return fault;
    }

    /// <returns>What is wrong with the last proposal.</returns>
    public ChainFault? End()
    {
        if (proposal is not { } ended) return null;
        var fault = Check(ended);
        Proposals++;
        Records += history.Count;
        history.Clear();
        proposal = null;
        return fault;
    }

    private ChainFault? Check(StoreLine.Proposed kept)
    {
        try
        {
            var row = Persisted.Read(kept.Json, RegeneratorJson.Default.Proposal);
            if (!string.Equals(row.Id.ToString(), kept.Id)) return new ChainFault(kept.Id, 1, ChainDamage.Unreadable);
            return EventChain.Check(row.Id, row.Version, row.Head, history) ?? (IsFounded(row) ? null : new ChainFault(kept.Id, row.Version, ChainDamage.Unfounded));
        }
        catch (StoreException)
        {
            return new ChainFault(kept.Id, 1, ChainDamage.Unreadable);
        }
    }

    // All of it: what an approval stands for is worth as much as the words that it was given on.
    private static string Text(Revision revision) => Persisted.Write(revision, RegeneratorJson.Default.Revision);

    // What was erased can not be followed any more.
    private bool IsFounded(Proposal row)
    {
        Proposal? at = null;
        foreach (var kept in history)
        {
            if (kept.Json is null) return true;
            if (Lifecycle.Next(at, kept.Read(), []) is not Transition.To(var next)) return false;
            at = next;
        }

        return at is not null && at.State == row.State && at.Shadow == row.Shadow && at.Scope == row.Scope && at.Fingerprint == row.Fingerprint
            && at.Approvals.SequenceEqual(row.Approvals) && string.Equals(Text(at.Revision), Text(row.Revision));
    }
}
