using System.Text.Json;
using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>What a transaction does to one proposal.</summary>
/// <param name="Before">Null: it is new.</param>
/// <param name="Event">Null: more evidence only. Its number in the history is the new version.</param>
public sealed record ProposalWrite(Proposal? Before, Proposal After, ProposalEvent? Event, IReadOnlyList<Evidence> Evidence)
{
    /// <summary>It was opened into an item that was there already.</summary>
    public bool Widens { get; init; }

    /// <summary>The event as a record of the chain; null when there is no event.</summary>
    public KeptEvent? Kept { get; private init; }

    /// <summary>What is erased with it; null: nothing.</summary>
    public Erasure? Erases { get; private init; }

    /// <summary>The proposal is what the event that opened it says: who keeps the event need not keep it again, see <see cref="KeptProposal"/>.</summary>
    public bool IsAsOpened => Event is ProposalEvent.Opened opened && After == opened.Proposal with { Head = After.Head };

    /// <summary>A proposal that an event has changed: its head moves to the event's record.</summary>
    /// <exception cref="DataFaultException">The event can not be written as JSON.</exception>
    public static ProposalWrite Of(Proposal? before, Proposal after, ProposalEvent happened)
    {
        var kept = EventChain.Append(after.Id, before?.Head, after.Version, happened);
        return new ProposalWrite(before, after with { Head = kept.Record.Hash }, happened, []) { Kept = kept, Erases = Erasure.Of(happened) };
    }

    /// <summary>What sinks are to be told of it; null: nothing, as of every shadow.</summary>
    public OutboxEntry? Notice => !After.Shadow && Moment is { } moment
        ? new OutboxEntry($"{After.Id}/{After.Version}/{JsonNamingPolicy.CamelCase.ConvertName(moment.ToString())}", moment, Event!.At, After)
        : null;

    private Moment? Moment => Event switch
    {
        ProposalEvent.Opened when After.State == ProposalState.Held => null,
        ProposalEvent.Opened or ProposalEvent.Released when Widens => Proposals.Moment.Widened,
        ProposalEvent.Opened or ProposalEvent.Released or ProposalEvent.Promoted => Proposals.Moment.Opened,
        ProposalEvent.Revised => Proposals.Moment.Revised,
        ProposalEvent.ApprovalGiven when After.State == ProposalState.Approved => Proposals.Moment.Approved,
        ProposalEvent.Refused => Proposals.Moment.Rejected,
        ProposalEvent.FreezeBroken => Proposals.Moment.FreezeBroken,
        ProposalEvent.Completed => Proposals.Moment.Applied,
        ProposalEvent.Undone => Proposals.Moment.Failed,
        ProposalEvent.LeftBehind => Proposals.Moment.NeedsAttention,
        ProposalEvent.Outdated => Proposals.Moment.Obsolete,
        ProposalEvent.Cleared => Proposals.Moment.Withdrawn,
        ProposalEvent.Replaced => Proposals.Moment.Superseded,
        ProposalEvent.RolledBack => Proposals.Moment.RolledBack,
        ProposalEvent.PutOff => Proposals.Moment.Snoozed,
        ProposalEvent.Lapsed => Proposals.Moment.Expired,
        ProposalEvent.TakenBack => Proposals.Moment.Cancelled,
        _ => null,
    };
}
