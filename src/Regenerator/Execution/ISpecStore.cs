using Regenerator.Specs;

namespace Regenerator.Execution;

/// <summary>Where specs live and can be changed. Also serves as an updater: then it changes the document at once, without a gate.</summary>
public interface ISpecStore : IBlueprintUpdater, ITenantConfigUpdater
{
    /// <summary>The document as it is now.</summary>
    /// <exception cref="SpecFormatException">It no longer reads.</exception>
    Task<SpecDocument> ReadAsync(SpecDocument document, CancellationToken ct);

    /// <summary>Keeps the bytes of a document for good.</summary>
    /// <returns>Names them, for <see cref="ReadHistoryAsync"/>.</returns>
    Task<string> KeepAsync(SpecDocument document, CancellationToken ct);

    /// <summary>Puts new bytes in the place of the old ones in one step, if nobody changed the document since it was read.</summary>
    /// <param name="known">As it was read.</param>
    /// <param name="bytes">The whole new document.</param>
    /// <param name="ct">Not looked at once writing has begun.</param>
    Task<SpecWrite> WriteAsync(SpecDocument known, ReadOnlyMemory<byte> bytes, CancellationToken ct);

    Task<byte[]> ReadHistoryAsync(string history, CancellationToken ct);

    /// <summary>A folder for staged documents, empty; the caller deletes it.</summary>
    /// <param name="name">A proposal's id or another name without meaning for the file system.</param>
    string MakeCandidateFolder(string name);

    bool IBlueprintUpdater.AcceptsProse => false;

    bool ITenantConfigUpdater.AcceptsProse => false;
}

public abstract record SpecWrite
{
    private SpecWrite()
    {
    }

    /// <param name="Document">As it is now.</param>
    public sealed record Written(SpecDocument Document) : SpecWrite;

    /// <summary>Somebody changed the document since it was read; nothing was written.</summary>
    public sealed record Moved(string Reason) : SpecWrite;

    /// <summary>The document can not be written where it is.</summary>
    public sealed record Refused(string Reason) : SpecWrite;
}
