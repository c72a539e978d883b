using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>A proposal as a store keeps it: as JSON, or not at all while it is what its first event says (<see cref="ProposalWrite.IsAsOpened"/>).</summary>
/// <param name="Json">Null: as it was opened.</param>
/// <param name="Opened">Then its first event.</param>
/// <param name="Hash">Then of the record of that event, which is its head.</param>
public sealed record KeptProposal(string? Json, string? Opened, string? Hash)
{
    /// <exception cref="StoreException">It is not what was written.</exception>
    public Proposal Read()
    {
        if (Json is not null) return Persisted.Read(Json, RegeneratorJson.Default.Proposal);
        return Persisted.Read(Opened ?? "", RegeneratorJson.Default.ProposalEvent) is ProposalEvent.Opened opened
            ? opened.Proposal with { Head = Hash }
            : throw new StoreException("what was said when a proposal was opened is not in the store");
    }

    /// <summary>Its JSON. What can not be read is given as it is, so that an audit comes across it.</summary>
    public string Text()
    {
        if (Json is not null) return Json;
        try
        {
            return Persisted.Write(Read(), RegeneratorJson.Default.Proposal);
        }
        catch (StoreException)
        {
            return Opened ?? "";
        }
    }
}
