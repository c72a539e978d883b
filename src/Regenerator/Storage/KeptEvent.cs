using System.Globalization;
using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>A line of a proposal's history without what was said: it stays for ever, and its hash covers every line before it.</summary>
/// <param name="Seq">1, 2, 3 … per proposal; the proposal's version after it.</param>
/// <param name="Type">As <see cref="ProposalEvent.Type"/>.</param>
/// <param name="At">UTC as <see cref="TimeFormat"/>: what is hashed is the text that is kept.</param>
/// <param name="Payload">SHA-256 of the event's JSON.</param>
/// <param name="Hash">See <see cref="EventChain.HashOf"/>.</param>
public sealed record EventRecord(int Seq, string Type, string Actor, string At, string Payload, string Hash)
{
    public const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffffffZ";
}

/// <summary>What happened, as a store keeps it.</summary>
/// <param name="Json">The event; null: it was erased.</param>
public sealed record KeptEvent(EventRecord Record, string? Json)
{
    /// <summary>What happened, or who did what kind of thing when.</summary>
    /// <exception cref="StoreException">It is not what was written.</exception>
    public ProposalEvent Read() => Json is null
        ? new ProposalEvent.Erased(Record.Type) { Actor = Record.Actor, At = At() }
        : Persisted.Read(Json, RegeneratorJson.Default.ProposalEvent);

    private DateTimeOffset At() =>
        DateTimeOffset.TryParseExact(Record.At, EventRecord.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at : throw new StoreException($"a record in the store can not be read: «{Record.At}» is no instant");
}
