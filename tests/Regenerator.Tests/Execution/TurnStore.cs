using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Judgements;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Tests.Execution;

/// <summary>A store of which every verb waits for its turn.</summary>
internal sealed class TurnStore(IRegeneratorStore inner, Turns turns) : IRegeneratorStore
{
    public Task<PassStart> BeginAsync(IReadOnlyList<RegenerationContext> contexts, CancellationToken ct) => InTurnAsync(() => inner.BeginAsync(contexts, ct));

    public Task<IReadOnlyList<CommitOutcome>> CommitAsync(PassCommit pass, CancellationToken ct) => InTurnAsync(() => inner.CommitAsync(pass, ct));

    public Task<ProposalRecord?> GetAsync(ProposalId id, CancellationToken ct) => InTurnAsync(() => inner.GetAsync(id, ct));

    public Task<ProposalPage> ListAsync(ProposalQuery query, CancellationToken ct) => InTurnAsync(() => inner.ListAsync(query, ct));

    public Task<IReadOnlyList<Judgement>> JudgementsAsync(string? contextId, string? ruleId, CancellationToken ct) => InTurnAsync(() => inner.JudgementsAsync(contextId, ruleId, ct));

    public Task<DecideResult> DecideAsync(ProposalId id, ProposalEvent decision, CancellationToken ct) => InTurnAsync(() => inner.DecideAsync(id, decision, ct));

    public Task<ClaimResult> ClaimAsync(ClaimRequest request, CancellationToken ct) => InTurnAsync(() => inner.ClaimAsync(request, ct));

    public Task<bool> RecordStepAsync(Claim claim, JournalStep step, DateTimeOffset leaseUntil, CancellationToken ct) => InTurnAsync(() => inner.RecordStepAsync(claim, step, leaseUntil, ct));

    public Task<Proposal?> FinishAsync(Claim claim, ProposalEvent outcome, CancellationToken ct) => InTurnAsync(() => inner.FinishAsync(claim, outcome, ct));

    public Task<IReadOnlyList<OutboxEntry>> TakeDeliveriesAsync(string sink, IReadOnlySet<Moment> moments, DateTimeOffset now, int limit, CancellationToken ct) =>
        InTurnAsync(() => inner.TakeDeliveriesAsync(sink, moments, now, limit, ct));

    public Task<bool> SettleDeliveryAsync(string sink, string key, DeliveryOutcome outcome, CancellationToken ct) => InTurnAsync(() => inner.SettleDeliveryAsync(sink, key, outcome, ct));

    public Task<IReadOnlyList<Undelivered>> ListDeliveriesAsync(DeliveryQuery query, CancellationToken ct) => InTurnAsync(() => inner.ListDeliveriesAsync(query, ct));

    public Task<int> PruneDeliveriesAsync(DateTimeOffset before, int limit, CancellationToken ct) => InTurnAsync(() => inner.PruneDeliveriesAsync(before, limit, ct));

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async Task<T> InTurnAsync<T>(Func<Task<T>> verb)
    {
        await turns.NextAsync();
        return await verb();
    }
}
