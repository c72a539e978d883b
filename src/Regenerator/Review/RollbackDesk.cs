using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Specs;
using Regenerator.Storage;

namespace Regenerator.Review;

/// <summary>Where people propose to take back what was applied.</summary>
/// <param name="specs">Keeps what documents were before; null: nothing does.</param>
public sealed class RollbackDesk(IRegeneratorStore store, IContextSource contexts, ISpecStore? specs, TimeProvider time, bool proseAccepted = false)
{
    /// <summary>Opens a proposal of the inverse, to be approved by somebody else and applied like any other. Once it is, the first one counts as rolled back.</summary>
    /// <param name="id">An applied proposal.</param>
    /// <param name="reason">For whoever approves it; may be null.</param>
    /// <param name="actor">Who; its author.</param>
    /// <param name="ct">Before it is open.</param>
    public async Task<DecideResult> ProposeAsync(ProposalId id, string? reason, string actor, CancellationToken ct)
    {
        if (await store.GetAsync(id, ct) is not { Proposal: var applied } record) return new DecideResult.NotFound();
        if (applied.State != ProposalState.Applied) return new DecideResult.Refused($"only what was applied can be rolled back; it is {Lifecycle.Words(applied)}", applied);
        if (Standing.ContextOf(applied, (await contexts.ReadAsync(ct)).Contexts) is not { } context)
            return new DecideResult.Refused($"{applied.Scope} is not among the documents that are watched now", applied);
        var today = context.Document(applied.Scope.TenantScoped);
        if (await BeforeAsync(record, today, ct) is not { } before) return new DecideResult.Refused($"what {today.Place.Name} was before is not kept, so it can not be put back", applied);
        return Rollback.Of(applied, before, today, reason) switch
        {
            Rollback.Refused refused => new DecideResult.Refused(refused.Reason, applied),
            Rollback.Ready ready => await OpenAsync(applied, context, ready.Wish, actor, ct),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<DecideResult> OpenAsync(Proposal applied, RegenerationContext context, SpecChangeProposal wish, string actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        switch (Draft.Of(context, Draft.Guarded(context, wish with { CreatedAt = now }), actor, proseAccepted))
        {
            case Draft.AlreadyTrue already:
                return new DecideResult.Refused(already.Why, applied);
            case Draft.Impossible impossible:
                return new DecideResult.Refused(impossible.Why, applied);
            case Draft.Ready { Revision: var revision }:
                var start = await store.BeginAsync([context], ct);
                var proposal = Written(applied, revision, start.Past.GetValueOrDefault(Rollback.FingerprintOf(applied))?.Occurrences ?? 0, now);
                var open = new ProposalChange.Open(new ProposalEvent.Opened(proposal) { Actor = actor, At = now }) { Id = proposal.Id, Contexts = [] };
                await store.CommitAsync(new PassCommit { Contexts = [], Changes = [open] }, ct);
                return await store.GetAsync(proposal.Id, ct) is { Proposal: var opened } ? new DecideResult.Decided(opened)
                    : new DecideResult.Refused("a rollback of it waits already", applied);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    // It has as long as the first one had.
    private static Proposal Written(Proposal applied, Revision revision, int occurrences, DateTimeOffset now)
    {
        var fingerprint = Rollback.FingerprintOf(applied);
        return new Proposal
        {
            Id = ProposalId.Of(fingerprint, occurrences, now),
            Fingerprint = fingerprint,
            RuleId = Rollback.RuleId,
            Scope = applied.Scope,
            State = ProposalState.Open,
            Version = 1,
            Revision = revision,
            Sightings = new Sightings(now, now, 1, applied.Sightings.Contexts, [], 0),
            OpenedAt = now,
            ExpiresAt = now + (applied.ExpiresAt - applied.OpenedAt),
            Reverts = applied.Id,
        };
    }

    // The bytes that the journal says were kept, if they still are what was kept.
    private async Task<SpecDocument?> BeforeAsync(ProposalRecord record, SpecDocument today, CancellationToken ct)
    {
        var promotion = record.Steps.Where(step => step.Status == StepStatus.Succeeded).Select(step => Promotion.Of(step.Output)).LastOrDefault(p => p is not null);
        if (promotion is null || specs is null) return null;
        try
        {
            var bytes = await specs.ReadHistoryAsync(promotion.History, ct);
            return string.Equals(Hash.OfBytes(bytes), promotion.Before) ? today.With(bytes) : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
