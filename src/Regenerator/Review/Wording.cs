using System.Diagnostics;
using Regenerator.Freezes;
using Regenerator.Judgements;
using Regenerator.Proposals;
using Regenerator.Signals;

namespace Regenerator.Review;

/// <summary>What happened, was measured, is to be done and was judged, in words that every window to it shares. Plain text: whoever shows it escapes it.</summary>
public static class Wording
{
    /// <summary>A clause whose subject is the event's actor.</summary>
    public static string Of(ProposalEvent happened) => happened switch
    {
        ProposalEvent.Opened => "opened it",
        ProposalEvent.Revised => "wrote a new revision",
        ProposalEvent.ApprovalGiven given => $"approved {given.Digest[..12]}",
        ProposalEvent.ApprovalFell fell => $"took the approval back: {fell.Reason}",
        ProposalEvent.Refused refused => $"rejected it: {refused.Reason}",
        ProposalEvent.FreezeBroken broken => $"broke a freeze: {broken.Reason} ({string.Join("; ", broken.Freezes)})",
        ProposalEvent.Claimed claimed => claimed.Takeover ? "took over an interrupted apply" : "began to apply it",
        ProposalEvent.Completed completed => $"applied it: {completed.Summary}",
        ProposalEvent.Undone undone => $"undid it: {undone.Reason}",
        ProposalEvent.LeftBehind behind => $"could not undo it completely: {behind.Reason}",
        ProposalEvent.Settled settled => $"settled it: {settled.Reason}",
        ProposalEvent.Outdated outdated => $"found it obsolete: {outdated.Reason}",
        ProposalEvent.Cleared cleared => $"withdrew it: {cleared.Reason}",
        ProposalEvent.Replaced replaced => $"let {replaced.By} supersede it: {replaced.Reason}",
        ProposalEvent.RolledBack back => $"rolled it back by {back.By}: {back.Reason}",
        ProposalEvent.PutOff putOff => $"snoozed it until {putOff.Until:yyyy-MM-dd HH:mm} UTC{(putOff.Reason is null ? "" : $": {putOff.Reason}")}",
        ProposalEvent.Released => "put it before people: there is room again",
        ProposalEvent.Woke => "woke it: its snooze is over",
        ProposalEvent.Lapsed => "let it expire: nobody decided in time",
        ProposalEvent.TakenBack back => $"took it back: {back.Reason}",
        ProposalEvent.Promoted => "promoted it: until then it was a shadow",
        ProposalEvent.Commented comment => $"commented: {comment.Text}",
        ProposalEvent.Forgotten forgotten => $"erased what was said: {forgotten.Reason}",
        ProposalEvent.ContextForgotten forgotten => $"erased what was said about one context: {forgotten.Reason}",
        ProposalEvent.Erased erased => $"{erased.Kind}: erased",
        _ => throw new UnreachableException(),
    };

    /// <inheritdoc cref="Of(ProposalEvent)"/>
    public static string Of(FreezeEvent happened) => happened switch
    {
        FreezeEvent.Set set => $"froze {set.Reach} until {set.Until:yyyy-MM-dd HH:mm} UTC: {set.Reason}",
        FreezeEvent.Ended ended => $"ended the freeze: {ended.Reason}",
        FreezeEvent.Broken broken => $"broke the freeze for {broken.Proposal}: {broken.Reason}",
        _ => throw new UnreachableException(),
    };

    /// <summary>The fact with its figure.</summary>
    public static string Of(RegeneratorSignal signal) => signal switch
    {
        TelemetrySignal telemetry => $"{telemetry.Name} = {telemetry.Count:#,0.##}{(telemetry.Exactness == Exactness.Estimated ? " (estimated)" : "")}",
        ErrorSignal error => $"{error.Id} ×{error.Count:#,0.##}: {error.Message}",
        BehaviorSignal behavior => $"{behavior.Feature} {behavior.Metric} = {behavior.Value:#,0.##}{(behavior.SampleSize is { } sample ? $" of {sample:#,0}" : "")}",
        _ => throw new UnreachableException(),
    };

    public static string Of(ProposalAction action) => action switch
    {
        ProposalAction.RunTests tests => $"{action.Kind}: {string.Join(", ", tests.Tests)}",
        ProposalAction.RunMigrations migrations => $"{action.Kind}: {string.Join(", ", migrations.Migrations)}",
        _ when action.Edits.Count > 0 => $"{action.Kind}: {string.Join("; ", action.Edits.Select(e => e.Sentence))}",
        _ => action.Summary is null ? action.Kind : $"{action.Kind}: {action.Summary}",
    };

    /// <summary>What is different for users of the app, as one line.</summary>
    public static string EffectOf(Proposal proposal) => proposal.Revision.Effect.Count switch
    {
        0 => proposal.Revision.Proposal.Actions is [{ Summary: { } prose }, ..] ? prose : proposal.Revision.Proposal.Summary,
        1 => proposal.Revision.Effect[0].Sentence,
        var many => $"{proposal.Revision.Effect[0].Sentence} and {many - 1} more",
    };

    /// <summary>A clause whose subject is the rule.</summary>
    public static string Of(JudgementKind kind) => kind switch
    {
        JudgementKind.Threw => "broken",
        JudgementKind.Fired => "proposes a change",
        JudgementKind.Held => "holds a change back",
        JudgementKind.Dwelling => "waits and sees",
        JudgementKind.Suppressed => "was told to be quiet",
        JudgementKind.AlreadyTrue => "wants what is in force",
        JudgementKind.Unseen => "sees nothing",
        JudgementKind.Undecided => "can not judge",
        JudgementKind.Inapplicable => "does not apply",
        JudgementKind.Quiet => "nothing to change",
        _ => throw new UnreachableException(),
    };

    /// <summary>Of a state: one or two lowercase words.</summary>
    public static string Of(ProposalState state) => state switch
    {
        ProposalState.NeedsAttention => "needs attention",
        ProposalState.RolledBack => "rolled back",
        _ => state.ToString().ToLowerInvariant(),
    };
}
