using System.Globalization;
using System.Text;
using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>
/// The chain of hashes through the history of a proposal: each record covers the one before it, and the proposal says how many there are and how the last
/// one ends. A payload is covered by its digest only, so that it can be erased. Pure; the same for every store.
/// </summary>
public static class EventChain
{
    /// <summary>What is to be kept of an event.</summary>
    /// <param name="head">Hash of the record before it; null: it is the first.</param>
    /// <exception cref="DataFaultException">The event can not be written as JSON.</exception>
    public static KeptEvent Append(ProposalId id, string? head, int seq, ProposalEvent happened) =>
        Append(id, head, seq, happened, Persisted.Write(happened, RegeneratorJson.Default.ProposalEvent));

    /// <summary>The record of an event that was kept without one.</summary>
    /// <exception cref="StoreException">The text is no event.</exception>
    public static KeptEvent Take(ProposalId id, string? head, int seq, string json) => Append(id, head, seq, Persisted.Read(json, RegeneratorJson.Default.ProposalEvent), json);

    /// <summary>H(hash of the record before it, the record without its own hash).</summary>
    public static string HashOf(ProposalId id, string? before, EventRecord record) =>
        Hash.Of(before, id.ToString(), record.Seq.ToString(CultureInfo.InvariantCulture), record.Type, record.Actor, record.At, record.Payload);

    public static string DigestOf(string json) => Hash.OfBytes(Encoding.UTF8.GetBytes(json));

    /// <summary>The first record that is not as it was written; null: all are.</summary>
    /// <param name="count">How many there are to be.</param>
    /// <param name="head">Hash of the last one.</param>
    /// <param name="kept">As the store gives them.</param>
    public static ChainFault? Check(ProposalId id, int count, string? head, IReadOnlyList<KeptEvent> kept)
    {
        var erased = Erased(kept);
        string? before = null;
        for (var seq = 1; seq <= kept.Count; seq++)
        {
            var (record, json) = kept[seq - 1];
            if (seq > count) return new ChainFault(id.ToString(), seq, ChainDamage.Added);
            if (record.Seq != seq || !Fits(id, before, seq, record)) return new ChainFault(id.ToString(), seq, Damage(id, before, seq, kept));
            if (json is null && !erased.Contains(seq)) return new ChainFault(id.ToString(), seq, ChainDamage.Emptied);
            if (json is not null && !string.Equals(DigestOf(json), record.Payload)) return new ChainFault(id.ToString(), seq, ChainDamage.Changed);
            before = record.Hash;
        }

        return kept.Count < count ? new ChainFault(id.ToString(), kept.Count + 1, ChainDamage.CutOff)
            : !string.Equals(head, before) ? new ChainFault(id.ToString(), count, ChainDamage.Changed)
            : null;
    }

    private static KeptEvent Append(ProposalId id, string? head, int seq, ProposalEvent happened, string json)
    {
        var at = happened.At.UtcDateTime.ToString(EventRecord.TimeFormat, CultureInfo.InvariantCulture);
        var record = new EventRecord(seq, happened.Type, happened.Actor, at, DigestOf(json), "");
        return new KeptEvent(record with { Hash = HashOf(id, head, record) }, json);
    }

    // The numbers of the records that a later one says to have emptied.
    private static HashSet<int> Erased(IReadOnlyList<KeptEvent> kept)
    {
        var erased = new HashSet<int>();
        foreach (var (record, json) in kept)
        {
            if (record.Type is ProposalEvent.ForgottenType) erased.UnionWith(Enumerable.Range(1, Math.Max(0, record.Seq - 1)));
            else if (record.Type is ProposalEvent.ContextForgottenType && json is not null && Persisted.Read(json, RegeneratorJson.Default.ProposalEvent) is ProposalEvent.ContextForgotten forgotten) erased.UnionWith(forgotten.Records.Where(seq => seq < record.Seq));
        }

        return erased;
    }

    private static bool Fits(ProposalId id, string? before, int seq, EventRecord record) => string.Equals(HashOf(id, before, record with { Seq = seq }), record.Hash);

    // What belongs here may stand further on, or nowhere.
    private static ChainDamage Damage(ProposalId id, string? before, int seq, IReadOnlyList<KeptEvent> kept) =>
        kept.Skip(seq).Any(later => Fits(id, before, seq, later.Record)) ? ChainDamage.Reordered
        : kept[seq - 1].Record.Seq > seq ? ChainDamage.Missing
        : ChainDamage.Changed;
}

/// <summary>A history that is not as it was written.</summary>
/// <param name="Proposal">Its id, as the store has it.</param>
/// <param name="Seq">The first record that is wrong.</param>
public sealed record ChainFault(string Proposal, int Seq, ChainDamage Damage)
{
    public override string ToString() => $"proposal {Proposal}, record {Seq}: {Damage switch
    {
        ChainDamage.Changed => "it was changed",
        ChainDamage.Missing => "it is missing",
        ChainDamage.Reordered => "it is out of order",
        ChainDamage.CutOff => "the history is cut off here",
        ChainDamage.Added => "it was added",
        ChainDamage.Emptied => "what it says is gone, and nobody has erased it",
        ChainDamage.Unreadable => "the proposal can not be read",
        ChainDamage.Unfounded => "the proposal is not what its history comes to",
        _ => throw new System.Diagnostics.UnreachableException(),
    }}";
}

public enum ChainDamage
{
    Changed,
    Missing,
    Reordered,

    /// <summary>It and all that came after it are missing.</summary>
    CutOff,

    /// <summary>The proposal knows of fewer.</summary>
    Added,

    /// <summary>Its payload is gone without an erasure.</summary>
    Emptied,

    /// <summary>The proposal's own row is not what was written.</summary>
    Unreadable,

    /// <summary>The records are whole, but the proposal's own row says something else.</summary>
    Unfounded,
}
