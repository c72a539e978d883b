namespace Regenerator.Storage;

/// <summary>What a transaction does to one proposal, with what is kept of it as text.</summary>
/// <param name="Json">The proposal as the transaction leaves it; null: as it was opened, see <see cref="KeptProposal"/>.</param>
public sealed record ProposalTexts(ProposalWrite Write, string? Json, IReadOnlyList<EvidenceSheet> Evidence)
{
    // Small enough that there is always one ready, large enough that handing it over costs nothing.
    private const int AtOnce = 50;

    /// <exception cref="DataFaultException">The proposal or its evidence can not be written as JSON.</exception>
    public static ProposalTexts Of(ProposalWrite write) =>
        new(write, write.IsAsOpened ? null : Persisted.Write(write.After, RegeneratorJson.Default.Proposal), [.. EvidenceSheet.Of(write.Evidence)]);

    /// <summary>In their order, and always some ahead of whoever reads: they are made on another thread while the ones before them are written.</summary>
    /// <exception cref="DataFaultException">While they are read: a proposal or its evidence can not be written as JSON.</exception>
    public static IEnumerable<ProposalTexts> Ahead(IReadOnlyList<ProposalWrite> writes)
    {
        if (writes.Count <= AtOnce) return writes.Select(Of);
        return Made(writes);
    }

    private static IEnumerable<ProposalTexts> Made(IReadOnlyList<ProposalWrite> writes)
    {
        Task<ProposalTexts[]>? ready = null;
        foreach (var some in writes.Chunk(AtOnce))
        {
            var coming = Task.Run(() => Array.ConvertAll(some, Of));
            foreach (var texts in ready?.GetAwaiter().GetResult() ?? []) yield return texts;
            ready = coming;
        }

        foreach (var texts in ready?.GetAwaiter().GetResult() ?? []) yield return texts;
    }
}
