using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Studio.Activity;

namespace Regenerator.Studio.Api.Shapes;

/// <summary>One line of the audit trail: something that happened to a proposal or to a freeze.</summary>
/// <param name="Place">Where it stands in the trail.</param>
/// <param name="Proposal">Null: it is about a freeze.</param>
/// <param name="Number">Its place in the history of its proposal or freeze.</param>
/// <param name="Freeze">Null: it is about a proposal.</param>
/// <param name="Type">As in the proposal's history, such as <c>approved</c>; or <c>freeze_set</c>, <c>freeze_ended</c>.</param>
/// <param name="Reason">Or what a comment says; null: none was given.</param>
public sealed record ActivityShape(
    string Place, string? Proposal, int Number, ScopeShape? Scope, string? Rule, string? Freeze, string Type, string Actor, DateTimeOffset At, string? Reason)
{
    internal static ActivityShape Of(TrailEntry entry) => entry switch
    {
        TrailEntry.OfProposal(var audit) => new(
            entry.Place.ToString(), audit.Proposal.ToString(), audit.Number, ScopeShape.Of(audit.Scope), audit.RuleId, null, entry.Kind, entry.Actor, entry.At, ReasonOf(audit.Event)),
        TrailEntry.OfFreeze(var freeze, var happened, var number) => new(
            entry.Place.ToString(), null, number, null, null, freeze.Id.ToString(), entry.Kind, entry.Actor, entry.At,
            happened switch { FreezeEvent.Set set => set.Reason, FreezeEvent.Ended ended => ended.Reason, _ => null }),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Why somebody did it, or what they said; null: none was given, or there is none to give.</summary>
    internal static string? ReasonOf(ProposalEvent happened) => happened switch
    {
        ProposalEvent.ApprovalGiven approved => approved.Bypass,
        ProposalEvent.ApprovalFell fell => fell.Reason,
        ProposalEvent.Refused refused => refused.Reason,
        ProposalEvent.FreezeBroken broken => broken.Reason,
        ProposalEvent.Undone undone => undone.Reason,
        ProposalEvent.LeftBehind behind => behind.Reason,
        ProposalEvent.Settled settled => settled.Reason,
        ProposalEvent.Outdated outdated => outdated.Reason,
        ProposalEvent.Cleared cleared => cleared.Reason,
        ProposalEvent.Replaced replaced => replaced.Reason,
        ProposalEvent.RolledBack back => back.Reason,
        ProposalEvent.PutOff putOff => putOff.Reason,
        ProposalEvent.TakenBack back => back.Reason,
        ProposalEvent.Commented commented => commented.Text,
        ProposalEvent.Forgotten forgotten => forgotten.Reason,
        ProposalEvent.ContextForgotten forgotten => forgotten.Reason,
        _ => null,
    };
}
