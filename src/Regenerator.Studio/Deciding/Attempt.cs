using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Studio.Deciding;

/// <summary>One go at applying a proposal.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Lines">Steps that began, in the order in which they did; then those that have not.</param>
internal sealed record Attempt(int Number, IReadOnlyList<StepLine> Lines)
{
    /// <summary>The oldest first; empty: nothing was tried yet.</summary>
    public static IReadOnlyList<Attempt> Of(ProposalRecord record)
    {
        var (actions, steps) = (record.Proposal.Revision.Proposal.Actions, record.Steps.ToLookup(NumberOf));
        var begun = record.History.Count(h => h is ProposalEvent.Claimed { Takeover: false });
        return [.. Enumerable.Range(1, begun).Select(number => new Attempt(number, Complete([.. steps[number]], number == begun ? actions : [], isMoving: number == begun && record.Proposal.State == ProposalState.Applying)))];
    }

    // Updates of one document are one step.
    private static IReadOnlyList<StepLine> Complete(JournalStep[] steps, IReadOnlyList<ProposalAction> actions, bool isMoving)
    {
        var (begun, isUpdated) = (steps.Select(s => s.Index).ToHashSet(), steps.Any(s => IsUpdate(s.Kind)));
        var left = actions.Index().Where(a => !begun.Contains(a.Index) && !(isUpdated && IsUpdate(a.Item.Kind)));
        return [.. steps.Select(s => new StepLine(s.Kind, s, false)), .. left.Select(a => new StepLine(a.Item.Kind, null, isMoving))];
    }

    private static bool IsUpdate(string kind) => kind is "update_blueprint" or "update_tenant_config";

    // proposal/revision#attempt/index; the first attempt at a proposal has no number.
    private static int NumberOf(JournalStep step) => step.Key.Split('/') is [_, var go, ..] && go.Split('#') is [_, var number] && int.TryParse(number, out var parsed) ? parsed : 1;
}

/// <param name="Step">Null: it has not begun.</param>
/// <param name="IsAwaited">It has not begun and still may.</param>
internal sealed record StepLine(string Kind, JournalStep? Step, bool IsAwaited)
{
    public string State => Step?.Status switch
    {
        StepStatus.Started => "running",
        StepStatus.Succeeded => "done",
        StepStatus.Skipped => "skipped",
        StepStatus.Failed => "failed",
        StepStatus.Undone => "taken back",
        null => IsAwaited ? "waits" : "not run",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public string Colour => Step?.Status switch { StepStatus.Succeeded => "green", StepStatus.Failed => "red", StepStatus.Started => "blue", StepStatus.Undone => "yellow", _ => "secondary" };

    /// <summary>How long it took, or has taken by now; null: it has not begun.</summary>
    public TimeSpan? Took(DateTimeOffset now) => Step is null ? null : (Step.EndedAt ?? now) - Step.StartedAt;
}
