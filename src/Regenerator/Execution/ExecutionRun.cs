using System.Text.Json;
using Regenerator.Contexts;
using Regenerator.Proposals;

namespace Regenerator.Execution;

/// <summary>One walk over a proposal's actions: forward until something fails, then backward over what was done.</summary>
internal sealed class ExecutionRun : IDisposable
{
    private readonly ExecutorOptions options;
    private readonly SpecChangeProposal proposal;
    private readonly Journal journal;
    private readonly StepPlan plan;
    private readonly ActionResult?[] results;
    private readonly List<ExecutionStep> begun = [];

    // By an earlier process, with what it could not take back.
    private readonly Dictionary<ExecutionStep, string?> undone = [];

    public ExecutionRun(ExecutorDeps deps, ExecutorOptions options, RegenerationContext context, SpecChangeProposal proposal, Journal journal)
    {
        this.options = options;
        this.proposal = proposal;
        this.journal = journal;
        plan = StepPlan.Of(deps, context, proposal, journal, options.Time);
        results = new ActionResult?[proposal.Actions.Count];
    }

    public IReadOnlyList<ActionResult> Results => [.. results.OfType<ActionResult>()];

    private bool Failed => results.Any(r => r?.Status == ActionStatus.Failed);

    public async Task ForwardAsync(CancellationToken ct)
    {
        foreach (var step in plan.Steps)
        {
            ct.ThrowIfCancellationRequested();
            var known = journal.Find(KeyOf(step));
            if (step.SkipReason is { } missing) Set(step, ActionStatus.Skipped, missing);
            else if (known is not null && IsBehind(step, known)) await RecallAsync(step, known, ct);
            else if (Stopped) Set(step, ActionStatus.Skipped, "previous_action_failed");
            else await DoAsync(step, known, ct);
        }
    }

    /// <returns>What could not be taken back.</returns>
    public async Task<IReadOnlyList<string>> BackwardAsync()
    {
        if (!Failed) return [];
        var left = new List<string>();
        foreach (var step in Enumerable.Reverse(begun).Where(s => s.Trace is not null).OrderBy(s => s.UndoneLast))
        {
            if (await RemainsAsync(step) is { } remains) left.Add(remains);
        }

        return left;
    }

    public void Dispose() => plan.Dispose();

    private bool Stopped => Failed && options.OnFailure == OnFailure.Stop;

    // Begun before a crash and not to be done again. A step whose end is not known is behind us too once the run has failed: it may
    // have had its effect, and is taken back with the others.
    private bool IsBehind(ExecutionStep step, JournalStep known) => known.Status switch
    {
        StepStatus.Succeeded => !step.Repeats || plan.Steps.OfType<PromoteStep>().All(p => journal.Find(KeyOf(p)) is { Status: not StepStatus.Started }),
        StepStatus.Started => Stopped,
        _ => true,
    };

    private async Task RecallAsync(ExecutionStep step, JournalStep known, CancellationToken ct)
    {
        begun.Add(step);
        await step.RecallAsync(known, ct);
        if (known.Status == StepStatus.Undone) undone[step] = known.Left;
        if (known.Status == StepStatus.Started) Set(step, ActionStatus.Skipped, "previous_action_failed");
        else if (known.Status == StepStatus.Succeeded || known is { Status: StepStatus.Undone, Reason: null }) Set(step, ActionStatus.Success, null, output: known.Output);
        else Set(step, ActionStatus.Failed, null, known.Reason, known.Output);
    }

    private async Task DoAsync(ExecutionStep step, JournalStep? interrupted, CancellationToken ct)
    {
        using var span = RegeneratorTelemetry.Start("apply.step", ("step", KeyOf(step)), ("action", proposal.Actions[step.Indices[0]].Kind));
        var started = options.Time.GetUtcNow();
        JsonElement? intent = null;
        var outcome = await ContainAsync(
            async () =>
            {
                intent = await step.PrepareAsync(interrupted, ct);
                return new ActionOutcome.Succeeded();
            },
            ct);
        if (outcome is ActionOutcome.Succeeded)
        {
            await RecordAsync(step, StepStatus.Started, null, intent, null, ct);
            begun.Add(step);
            outcome = await ContainAsync(() => step.DoAsync(ct), ct);
        }

        var (status, error, output) = outcome switch
        {
            ActionOutcome.Succeeded done => (ActionStatus.Success, (string?)null, done.Output),
            ActionOutcome.Failed failed => (ActionStatus.Failed, failed.Error, failed.Output),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (error is not null) span.Failed("the step failed");
        Set(step, status, null, error, output, started);
        await RecordAsync(step, error is null ? StepStatus.Succeeded : StepStatus.Failed, error, step.Memory ?? output, null, CancellationToken.None);
    }

    private async Task<string?> RemainsAsync(ExecutionStep step)
    {
        if (undone.TryGetValue(step, out var before)) return before;
        var result = results[step.Indices[0]]!;
        var succeeded = result.Status == ActionStatus.Success;
        if (options.OnFailure == OnFailure.Continue) return succeeded ? step.Trace : null;

        // Taking back is not interrupted: half undone is worse than a late stop.
        var remains = await UndoAsync(step, succeeded);
        await RecordAsync(step, StepStatus.Undone, result.Error ?? result.Reason, step.Memory ?? result.Output, remains, CancellationToken.None);
        return remains;
    }

    private void Set(ExecutionStep step, ActionStatus status, string? reason, string? error = null, JsonElement? output = null, DateTimeOffset? started = null)
    {
        foreach (var index in step.Indices)
        {
            results[index] = new ActionResult(index, proposal.Actions[index].Kind, status)
            {
                Reason = reason,
                Error = error,
                Output = output,
                StartedAt = started,
                CompletedAt = started is null ? null : options.Time.GetUtcNow(),
            };
        }
    }

    private Task RecordAsync(ExecutionStep step, StepStatus status, string? reason, JsonElement? output, string? left, CancellationToken ct) => journal.RecordAsync(
        new JournalStep(KeyOf(step), step.Indices[0], step.Kind, status, 0, options.Time.GetUtcNow())
        {
            EndedAt = status == StepStatus.Started ? null : options.Time.GetUtcNow(),
            Reason = reason,
            Output = output,
            Left = left,
        },
        ct);

    private string KeyOf(ExecutionStep step) => $"{journal.Key}/{step.Indices[0]}";

    // What fails while it is being stopped was stopped: it is begun again, not taken back.
    private static async Task<ActionOutcome> ContainAsync(Func<Task<ActionOutcome>> work, CancellationToken ct)
    {
        ActionOutcome outcome;
        try
        {
            outcome = await work();
        }
        catch (Exception problem) when (problem is not ClaimLostException)
        {
            outcome = new ActionOutcome.Failed(problem.Message);
        }

        if (outcome is ActionOutcome.Failed) ct.ThrowIfCancellationRequested();
        return outcome;
    }

    private static async Task<string?> UndoAsync(ExecutionStep step, bool succeeded)
    {
        try
        {
            return await step.UndoAsync(succeeded, CancellationToken.None);
        }
        catch (Exception problem) when (problem is not ClaimLostException)
        {
            return $"undoing {step.Kind} failed: {problem.Message}";
        }
    }
}
