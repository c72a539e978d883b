using System.Diagnostics;
using Regenerator.Contexts;
using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Storage;

namespace Regenerator.Execution;

/// <summary>
/// Takes an approved proposal from claim to outcome: checks that it still is what was approved, locks its document, has it executed under
/// the journal, and writes down how it ended. Continues what a process that is gone has left half done.
/// </summary>
public sealed class Applier(IRegeneratorStore store, IProposalExecutor executor, IContextSource contexts, TimeProvider time, ApplierOptions? options = null)
{
    private readonly ApplierOptions options = options ?? new ApplierOptions();

    /// <param name="id">An approved proposal, or one whose executor is gone.</param>
    /// <param name="actor">Who asked, such as <c>person:ada</c> or <c>executor:outbox</c>.</param>
    /// <param name="ct">Checkpoints: the step in hand ends, and whoever comes next goes on from the journal.</param>
    public Task<ApplyResult> ApplyAsync(ProposalId id, string actor, CancellationToken ct) => ApplyAsync(id, actor, null, ct);

    /// <param name="breakGlass">Why it is to be applied in spite of a freeze; without one it changes nothing. Null: a freeze holds it.</param>
    /// <inheritdoc cref="ApplyAsync(ProposalId, string, CancellationToken)"/>
    public async Task<ApplyResult> ApplyAsync(ProposalId id, string actor, string? breakGlass, CancellationToken ct)
    {
        using var span = RegeneratorTelemetry.Start("apply", ("proposal", id.ToString()), ("actor", actor));
        var result = await TryAsync(id, actor, breakGlass, ct);
        span?.SetTag("regenerator.result", result.GetType().Name.ToLowerInvariant());
        if (result is ApplyResult.Failed) span.Failed("a step failed");
        return result;
    }

    /// <summary>Goes on with everything that an executor has left half done.</summary>
    public async Task<IReadOnlyList<ApplyResult>> RecoverAsync(CancellationToken ct)
    {
        var results = new List<ApplyResult>();
        foreach (var proposal in (await store.ListAsync(new ProposalQuery { States = [ProposalState.Applying], Limit = 1000 }, ct)).Proposals)
        {
            var result = await ApplyAsync(proposal.Id, "executor:recovery", ct);
            if (result is not ApplyResult.Refused) results.Add(result);
        }

        return results;
    }

    private async Task<ApplyResult> TryAsync(ProposalId id, string actor, string? breakGlass, CancellationToken ct)
    {
        if (await store.GetAsync(id, ct) is not { Proposal: var proposal }) return new ApplyResult.Refused("there is no such proposal", null);
        if (proposal.State is not (ProposalState.Approved or ProposalState.Applying))
            return new ApplyResult.Refused($"only an approved proposal can be applied; this one is {proposal.State.ToString().ToLowerInvariant()}", proposal);
        var snapshot = await contexts.ReadAsync(ct);
        if (Standing.ContextOf(proposal, snapshot.Contexts) is not { } context)
            return new ApplyResult.Refused($"{proposal.Scope} is not among the documents that are watched now", proposal);
        if (proposal.State == ProposalState.Approved && Standing.Of(proposal, context, options.ProseAccepted) is { Problem: { } problem } standing)
        {
            await Reviewer.RecordAsync(store, proposal, standing, time.GetUtcNow(), ct);
            return new ApplyResult.Refused(problem, (await store.GetAsync(id, ct))?.Proposal);
        }

        var result = await ClaimAsync(id, actor, FreezeSubject.Of(proposal.Scope, snapshot), breakGlass, ct) switch
        {
            ClaimResult.Denied denied => new ApplyResult.Refused(denied.Reason, (await store.GetAsync(id, ct))?.Proposal) { FrozenUntil = denied.FrozenUntil },
            ClaimResult.Granted granted => await ExecuteAsync(granted, context, ct),
            _ => throw new UnreachableException(),
        };
        if (result is ApplyResult.Applied { Proposal: var applied }) await SupersedeAsync(applied);
        return result;
    }

    // Whose edits no longer fit because of what was applied waits for nothing any more. Whatever keeps this from being written down does no harm: such
    // a proposal is stale, and can be neither approved nor applied.
    private async Task SupersedeAsync(Proposal applied)
    {
        try
        {
            if (Standing.ContextOf(applied, (await contexts.ReadAsync(CancellationToken.None)).Contexts) is not { } context) return;
            await foreach (var rival in store.AllAsync(ProposalQuery.Living with { Scope = applied.Scope }, CancellationToken.None))
            {
                var revision = rival.Revision;
                if (!rival.State.IsWithdrawable() || !revision.Touched.Any(theirs => applied.Revision.Touched.Any(theirs.Overlaps))) continue;
                if (Draft.Of(context, revision.Proposal, revision.Author, options.ProseAccepted) is not Draft.Impossible(var why)) continue;
                var replaced = new ProposalEvent.Replaced(applied.Id, $"since «{applied.Revision.Proposal.Title}» was applied its edits do not fit any more: {why}") { Actor = "engine", At = time.GetUtcNow() };
                await store.DecideAsync(rival.Id, replaced, CancellationToken.None);
            }
        }
        catch (Exception problem) when (problem is ContextSourceException or StoreException)
        {
        }
    }

    private async Task<ClaimResult> ClaimAsync(ProposalId id, string actor, IReadOnlyList<FreezeSubject> touched, string? breakGlass, CancellationToken ct)
    {
        var request = new ClaimRequest(id, actor, ProcessOwner.Current, time.GetUtcNow(), options.Lease) { Environment = options.Environment, Touched = touched, BreakGlass = breakGlass };
        var result = await store.ClaimAsync(request, ct);
        return result is ClaimResult.Denied { Owner: { } owner } && ProcessOwner.IsGone(owner) ? await store.ClaimAsync(request with { Gone = owner }, ct) : result;
    }

    private async Task<ApplyResult> ExecuteAsync(ClaimResult.Granted granted, RegenerationContext context, CancellationToken ct)
    {
        var proposal = granted.Record.Proposal;
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            await using var journal = new StoreJournal(store, granted, options.Lease, time, lost);
            var result = await RunAsync(context, proposal, journal, lost.Token);
            var finished = await store.FinishAsync(granted.Claim, Outcome(proposal, result, granted.Claim.Actor), CancellationToken.None) ?? throw new ClaimLostException("the claim was lost");
            return finished.State == ProposalState.Applied ? new ApplyResult.Applied(finished, result) : new ApplyResult.Failed(finished, result);
        }
        catch (Exception problem) when (problem is ClaimLostException || lost.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return new ApplyResult.Refused("another executor has taken it over", (await store.GetAsync(proposal.Id, ct))?.Proposal);
        }
    }

    private async Task<ExecutionResult> RunAsync(RegenerationContext context, Proposal proposal, StoreJournal journal, CancellationToken ct)
    {
        try
        {
            return await executor.ExecuteAsync(context, proposal.Revision.Proposal, journal, ct);
        }
        catch (Exception problem) when (IsTheExecutorsOwn(problem))
        {
            return new ExecutionResult(proposal.Revision.Proposal.Id, context.Id, ExecutionStatus.Failed, []) { Left = [$"the executor threw, and what it had done by then is not known: {problem.Message}"] };
        }
        catch (Exception problem) when (problem is not ClaimLostException)
        {
            await journal.SignOffAsync();
            throw;
        }
    }

    // Ours reports failures as results; what it throws comes from the store, and whoever comes next goes on from the journal.
    private bool IsTheExecutorsOwn(Exception problem) =>
        executor is not ProposalExecutor && problem is not (ClaimLostException or OperationCanceledException or StoreException or DataFaultException);

    private ProposalEvent Outcome(Proposal proposal, ExecutionResult result, string actor)
    {
        var now = time.GetUtcNow();
        var updates = result.Actions.Where(a => proposal.Revision.Proposal.Actions[a.Index] is ProposalAction.UpdateBlueprint or ProposalAction.UpdateTenantConfig).ToArray();
        var failure = result.Actions.FirstOrDefault(a => a.Status == ActionStatus.Failed) is { } failed ? $"{failed.Kind} failed: {failed.Error}"
            : result.Status == ExecutionStatus.Failed && result.Left.Count > 0 ? result.Left[0]
            : updates.FirstOrDefault(a => a.Status == ActionStatus.Skipped) is { } skipped ? $"{skipped.Kind} was skipped: {skipped.Reason}"
            : result.Actions.All(a => a.Status == ActionStatus.Skipped) ? $"nothing was done: {result.Actions.Select(a => a.Reason).FirstOrDefault() ?? "it has no actions"}"
            : null;
        if (failure is null) return new ProposalEvent.Completed(Summary(result)) { Actor = actor, At = now };
        var left = result.Status == ExecutionStatus.Failed ? result.Left : Acted(result);
        return left.Count == 0 ? new ProposalEvent.Undone(failure) { Actor = actor, At = now } : new ProposalEvent.LeftBehind(failure, left) { Actor = actor, At = now };
    }

    // Nothing failed, so nothing was undone; yet the document could not be changed, and the rest was done without it.
    private static string[] Acted(ExecutionResult result) =>
        [.. result.Actions.Where(a => a.Status == ActionStatus.Success && a.Kind != "run_tests").Select(a => $"{a.Kind} was carried out")];

    private static string Summary(ExecutionResult result) => string.Join(", ", result.Actions.Select(a => a.Status == ActionStatus.Success ? a.Kind : $"{a.Kind} skipped ({a.Reason})"));
}

public sealed record ApplierOptions
{
    /// <summary>How long a claim lives without a sign of life. Renewed while its process lives. Default one minute.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where we are; a store that belongs to another environment lets nothing be applied. Null: nobody says.</summary>
    public string? Environment { get; init; }

    /// <summary>A custom updater carries out prose.</summary>
    public bool ProseAccepted { get; init; }
}

/// <summary>How an apply ended.</summary>
public abstract record ApplyResult
{
    private ApplyResult()
    {
    }

    public sealed record Applied(Proposal Proposal, ExecutionResult Result) : ApplyResult;

    /// <summary>Undone cleanly, or waiting for a person: the proposal's state says which.</summary>
    public sealed record Failed(Proposal Proposal, ExecutionResult Result) : ApplyResult;

    /// <summary>Nothing was begun.</summary>
    public sealed record Refused(string Reason, Proposal? Proposal) : ApplyResult
    {
        /// <inheritdoc cref="ClaimResult.Denied.FrozenUntil"/>
        public DateTimeOffset? FrozenUntil { get; init; }
    }
}
