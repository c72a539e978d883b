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
            if (step.SkipReason is { } missing) Set(step, ActionStatus.Skipped, missing);
            else if (Failed && options.OnFailure == OnFailure.Stop) Set(step, ActionStatus.Skipped, "previous_action_failed");
            else await ForwardAsync(step, ct);
        }
    }

    /// <returns>What could not be taken back.</returns>
    public async Task<IReadOnlyList<string>> BackwardAsync()
    {
        if (!Failed) return [];
        var left = new List<string>();
        foreach (var step in Enumerable.Reverse(begun).OrderBy(s => s.UndoneLast))
        {
            var succeeded = results[step.Indices[0]]!.Status == ActionStatus.Success;
            if (options.OnFailure == OnFailure.Continue)
            {
                if (succeeded && step.Trace is { } trace) left.Add(trace);
                continue;
            }

            // Taking back is not interrupted: half undone is worse than a late stop.
            var remains = await Safely(() => step.UndoAsync(succeeded, CancellationToken.None));
            if (remains is not null) left.Add(remains);
            await RecordAsync(step, remains is null ? StepStatus.Undone : StepStatus.Failed, remains, null, CancellationToken.None);
            FaultPoint.At($"undone {step.Kind}");
        }

        return left;
    }

    public void Dispose() => plan.Dispose();

    private async Task ForwardAsync(ExecutionStep step, CancellationToken ct)
    {
        switch (journal.Find(KeyOf(step)))
        {
            case { Status: StepStatus.Succeeded } known when !step.Repeats || plan.Steps.OfType<PromoteStep>().All(p => journal.Find(KeyOf(p)) is { Status: StepStatus.Succeeded }):
                begun.Add(step);
                await step.RecallAsync(known, ct);
                Set(step, ActionStatus.Success, null, output: known.Output);
                return;
            case { Status: StepStatus.Undone } known:
                Set(step, ActionStatus.Failed, null, known.Reason ?? "it was undone before the executor was interrupted");
                return;
            case { Status: StepStatus.Failed } known:
                begun.Add(step);
                Set(step, ActionStatus.Failed, null, known.Reason);
                return;
            case var interrupted:
                await DoAsync(step, interrupted, ct);
                return;
        }
    }

    private async Task DoAsync(ExecutionStep step, JournalStep? interrupted, CancellationToken ct)
    {
        var started = options.Time.GetUtcNow();
        ActionOutcome outcome;
        try
        {
            var intent = await step.PrepareAsync(interrupted, ct);
            await RecordAsync(step, StepStatus.Started, null, intent, ct);
            FaultPoint.At($"started {step.Kind}");
            begun.Add(step);
            outcome = await step.DoAsync(ct);
        }
        catch (Exception problem) when (problem is not ClaimLostException && !ct.IsCancellationRequested)
        {
            outcome = new ActionOutcome.Failed(problem.Message);
        }

        FaultPoint.At($"done {step.Kind}");
        var (status, error, output) = outcome switch
        {
            ActionOutcome.Succeeded done => (ActionStatus.Success, (string?)null, done.Output),
            ActionOutcome.Failed failed => (ActionStatus.Failed, failed.Error, failed.Output),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        Set(step, status, null, error, output, started);
        await RecordAsync(step, error is null ? StepStatus.Succeeded : StepStatus.Failed, error, step.Memory ?? output, CancellationToken.None);
        FaultPoint.At($"recorded {step.Kind}");
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

    private Task RecordAsync(ExecutionStep step, StepStatus status, string? reason, JsonElement? output, CancellationToken ct) => journal.RecordAsync(
        new JournalStep(KeyOf(step), step.Indices[0], step.Kind, status, 0, options.Time.GetUtcNow())
        {
            EndedAt = status == StepStatus.Started ? null : options.Time.GetUtcNow(),
            Reason = reason,
            Output = output,
        },
        ct);

    private string KeyOf(ExecutionStep step) => $"{journal.Key}/{step.Indices[0]}";

    private static async Task<string?> Safely(Func<Task<string?>> undo)
    {
        try
        {
            return await undo();
        }
        catch (Exception problem) when (problem is not ClaimLostException)
        {
            return problem.Message;
        }
    }
}
