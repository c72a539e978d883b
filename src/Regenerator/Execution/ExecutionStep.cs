using System.Text.Json;
using Regenerator.Proposals;

namespace Regenerator.Execution;

/// <summary>Something the executor does as one: usually an action, or several updates of one document.</summary>
/// <param name="indices">The actions it stands for; never empty.</param>
internal abstract class ExecutionStep(IReadOnlyList<int> indices, string kind)
{
    public IReadOnlyList<int> Indices { get; } = indices;

    public string Kind { get; } = kind;

    /// <summary>Why it is skipped; null: it is done.</summary>
    public virtual string? SkipReason => null;

    /// <summary>Regenerating from the old spec has to wait until the old spec is back.</summary>
    public virtual bool UndoneLast => false;

    /// <summary>After a crash it is done again unless the promotion it guards is through: the document may have moved meanwhile.</summary>
    public virtual bool Repeats => false;

    /// <summary>What it leaves in the world when nothing is undone; null: nothing, so that there is nothing to undo.</summary>
    public virtual string? Trace => null;

    /// <summary>What a later attempt must know; null: the handler's output will do.</summary>
    public virtual JsonElement? Memory => null;

    /// <summary>Whatever can be done before anything durable happens.</summary>
    /// <param name="interrupted">As an earlier process left the step; null: it is new.</param>
    /// <param name="ct">Ends the work.</param>
    /// <returns>The intent, to be journaled first.</returns>
    public virtual Task<JsonElement?> PrepareAsync(JournalStep? interrupted, CancellationToken ct) => Task.FromResult<JsonElement?>(null);

    /// <summary>It was done before a crash: only remember what later steps need.</summary>
    public virtual Task RecallAsync(JournalStep known, CancellationToken ct) => Task.CompletedTask;

    public abstract Task<ActionOutcome> DoAsync(CancellationToken ct);

    /// <param name="succeeded">False: it failed, and may have had an effect in part.</param>
    /// <param name="ct">Never cancelled.</param>
    /// <returns>What is left; null: nothing.</returns>
    public virtual Task<string?> UndoAsync(bool succeeded, CancellationToken ct) => Task.FromResult<string?>(null);
}

/// <summary>An action that nobody is there to carry out.</summary>
internal sealed class MissingStep(int index, ProposalAction action, string reason) : ExecutionStep([index], action.Kind)
{
    public override string SkipReason => reason;

    public override Task<ActionOutcome> DoAsync(CancellationToken ct) => throw new System.Diagnostics.UnreachableException();
}

/// <summary>An action of a custom updater: it acts on its own and can not be undone.</summary>
internal sealed class UpdaterStep(int index, ProposalAction action, Func<CancellationToken, Task<ActionOutcome>> update) : ExecutionStep([index], action.Kind)
{
    public override string Trace => $"the updater of {Kind} has acted; take back by hand what it did";

    public override Task<ActionOutcome> DoAsync(CancellationToken ct) => update(ct);

    public override Task<string?> UndoAsync(bool succeeded, CancellationToken ct) =>
        Task.FromResult<string?>(succeeded ? Trace : $"the updater of {Kind} failed and may have acted in part");
}

/// <summary>Tests have no effect to undo.</summary>
internal sealed class TestStep(int index, ProposalAction action, Func<CancellationToken, Task<ActionOutcome>> test) : ExecutionStep([index], action.Kind)
{
    public override bool Repeats => true;

    public override Task<ActionOutcome> DoAsync(CancellationToken ct) => test(ct);
}

internal sealed class MigrationStep(
    int index, ProposalAction.RunMigrations action, Func<CancellationToken, Task<ActionOutcome>> migrate, Func<CancellationToken, Task<ActionOutcome?>> undo) : ExecutionStep([index], action.Kind)
{
    private string Names => string.Join(", ", action.Migrations);

    public override string Trace => $"migrations {Names} have run";

    public override Task<ActionOutcome> DoAsync(CancellationToken ct) => migrate(ct);

    public override async Task<string?> UndoAsync(bool succeeded, CancellationToken ct) => await undo(ct) switch
    {
        null => succeeded ? $"migrations {Names} have run and there is no way configured to undo them" : $"migrations {Names} failed and may have run in part",
        ActionOutcome.Failed failed => $"undoing migrations {Names} failed: {failed.Error}",
        _ => null,
    };
}

internal sealed class RegenerationStep(
    int index, ProposalAction action, Func<CancellationToken, Task<ActionOutcome>> trigger, Func<CancellationToken, Task<ActionOutcome>> again) : ExecutionStep([index], action.Kind)
{
    public override bool UndoneLast => true;

    public override string Trace => "the app was regenerated";

    public override Task<ActionOutcome> DoAsync(CancellationToken ct) => trigger(ct);

    // The old spec is back by now: the app is made to follow it.
    public override async Task<string?> UndoAsync(bool succeeded, CancellationToken ct) =>
        await again(ct) is ActionOutcome.Failed failed ? $"regenerating the app from the spec that is in force again failed: {failed.Error}" : null;
}
