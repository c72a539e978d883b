using System.Diagnostics;
using Regenerator.Access;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Freezes;
using Regenerator.Judgements;
using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>
/// A store that forgets everything when it goes: for tests, and for dry runs on a copy. What it keeps has been through JSON, as in
/// every other store.
/// </summary>
public sealed class InMemoryStore : IRegeneratorStore
{
    private readonly Lock gate = new();
    private readonly InMemoryState state = new();
    private readonly InMemoryProviders providers = new();
    private readonly InMemoryTokens tokens = new();
    private readonly InMemoryAnswers answers = new();

    /// <summary>A copy of what another store knows of these contexts and of their documents. Sinks and deliveries are not copied.</summary>
    public static async Task<InMemoryStore> CopyOfAsync(IRegeneratorStore store, IReadOnlyList<RegenerationContext> contexts, CancellationToken ct)
    {
        var copy = new InMemoryStore();
        copy.state.Copy(await store.ProgressAsync([.. contexts.Select(c => c.Id)], ct), await store.BeginAsync(contexts, ct));
        if (await store.ListingAsync(ct) is { } listing) copy.state.Note(listing);
        var records = new List<ProposalRecord>();
        foreach (var scope in ProposalScope.Of(contexts))
        {
            var query = new ProposalQuery { Scope = scope, Limit = 1000 };
            do
            {
                var page = await store.ListAsync(query, ct);
                foreach (var proposal in page.Proposals)
                    if (await store.GetAsync(proposal.Id, ct) is { } record) records.Add(record);
                query = query with { After = page.Next };
            }
            while (query.After is not null);
        }

        foreach (var record in records.OrderBy(r => r.Proposal.OpenedAt).ThenBy(r => r.Proposal.Id)) copy.state.Copy(record);
        foreach (var freeze in await store.FreezesAsync(null, ct))
            foreach (var happened in freeze.History) copy.state.Write(freeze.Id, happened);
        return copy;
    }

    public Task<ReadProgress> ProgressAsync(IReadOnlyList<string> contexts, CancellationToken ct) => Alone(() => state.Progress(contexts), ct);

    public Task<PassStart> BeginAsync(IReadOnlyList<RegenerationContext> contexts, CancellationToken ct) =>
        Alone(() => state.Begin([.. contexts.Select(c => c.Id)], ProposalScope.Of(contexts)), ct);

    public Task<IReadOnlyList<CommitOutcome>> CommitAsync(PassCommit pass, CancellationToken ct) => Alone(
        () => FaultSearch.Commit(
            pass,
            (leftOut, keep) =>
            {
                var plan = CommitPlan.Of(pass, state, leftOut);
                ProposalWrite[] writes = [.. plan.Writes.Select(state.ThroughJson)];
                if (!keep) return plan;
                foreach (var context in plan.Contexts) state.Write(context);
                foreach (var write in writes) state.Write(write);
                return plan;
            }).Outcomes,
        ct);

    public Task<ProposalRecord?> GetAsync(ProposalId id, CancellationToken ct) => Alone(() => state.Record(id), ct);

    public Task<ProposalPage> ListAsync(ProposalQuery query, CancellationToken ct) => Alone(() => state.List(query), ct);

    public Task<JudgementPage> JudgementsAsync(JudgementQuery query, CancellationToken ct) => Alone(() => state.Judgements(query), ct);

    public Task<IReadOnlyList<JudgementTally>> TallyJudgementsAsync(JudgementQuery query, int? most, CancellationToken ct) => Alone(() => state.TallyJudgements(query, most), ct);

    public Task<ItemPage> ItemsAsync(ProposalQuery query, CancellationToken ct) => Alone(() => state.Items(query), ct);

    public Task<IReadOnlyCollection<ProposalId>?> FewAsync(ProposalQuery query, int most, CancellationToken ct) => Alone(() => state.Few(query, most), ct);

    public Task<IReadOnlyList<int>> CountItemsAsync(ProposalQuery query, IReadOnlyList<IReadOnlyCollection<ProposalState>> groups, int? most, CancellationToken ct) =>
        Alone(() => state.CountItems(query, groups, most), ct);

    public Task<IReadOnlyList<RuleTally>> TallyAsync(ProposalQuery query, CancellationToken ct) => Alone(() => state.Tally(query), ct);

    public Task<IReadOnlyList<ContextStanding>> StandingsAsync(IReadOnlyList<string> contexts, ProposalQuery counted, CancellationToken ct) =>
        Alone(() => state.Standings(contexts, counted), ct);

    public Task<ContextListing?> ListingAsync(CancellationToken ct) => Alone(() => state.Listing, ct);

    public Task NoteListingAsync(ContextListing listing, CancellationToken ct) => Alone(
        () =>
        {
            state.Note(listing);
            return true;
        },
        ct);

    public Task<InboxLoad> LoadAsync(DateTimeOffset newSince, CancellationToken ct) => Alone(() => state.Load(newSince), ct);

    public Task<IReadOnlyList<DecideResult>> DecideAsync(IReadOnlyList<Ruling> rulings, CancellationToken ct) =>
        Alone<IReadOnlyList<DecideResult>>(() => [.. rulings.Select(ruling => DecisionStep.Of(ruling, state, Keep))], ct);

    public Task<ClaimResult> ClaimAsync(ClaimRequest request, CancellationToken ct) => Alone<ClaimResult>(
        () =>
        {
            if (state.Find(request.Id) is not { } current) return new ClaimResult.Denied("there is no such proposal");
            if (StoreBinding.Refusal(state.Identity.Environment, request.Environment) is { } elsewhere) return new ClaimResult.Denied(elsewhere);
            switch (state.Lock(current.Scope).Next(current, request, state.Rivals(current), state.Freezes(request.Now)))
            {
                case ClaimStep.Taken taken:
                    Keep(taken.Writes);
                    foreach (var (freeze, broken) in taken.Broken) state.Write(freeze.Id, broken);
                    state.Lock(taken.Lock);
                    return new ClaimResult.Granted(taken.Claim, state.Record(request.Id)!);
                case ClaimStep.Denied denied:
                    return denied.Result;
                default:
                    throw new UnreachableException();
            }
        },
        ct);

    public Task<bool> RecordStepAsync(Claim claim, JournalStep step, DateTimeOffset leaseUntil, CancellationToken ct) => Alone(
        () =>
        {
            var held = state.Lock(claim.Scope);
            if (!held.Admits(claim)) return false;
            state.Write(claim.Id, step);
            state.Lock(held.Renewed(leaseUntil));
            return true;
        },
        ct);

    public Task<Proposal?> FinishAsync(Claim claim, ProposalEvent outcome, CancellationToken ct) => Alone(
        () =>
        {
            var held = state.Lock(claim.Scope);
            if (!held.Admits(claim)) return null;
            var current = state.Find(claim.Id)!;
            var after = Keep(DecisionStep.Finish(current, outcome, state.Rivals(current), state.Reverted(current)));
            state.Lock(held.Released());
            return (Proposal?)after;
        },
        ct);

    public Task<FreezeResult> RecordFreezeAsync(FreezeId id, FreezeEvent happened, CancellationToken ct) => Alone(
        () =>
        {
            var result = Freeze.Next(state.Freezes(null).SingleOrDefault(f => f.Id == id), id, happened);
            if (result is FreezeResult.Recorded) state.Write(id, happened);
            return result;
        },
        ct);

    public Task<IReadOnlyList<Freeze>> FreezesAsync(DateTimeOffset? after, CancellationToken ct) => Alone(() => state.Freezes(after), ct);

    public Task<IReadOnlyList<OutboxEntry>> TakeDeliveriesAsync(string sink, IReadOnlySet<Moment> moments, DateTimeOffset now, int limit, CancellationToken ct) =>
        Alone(() => state.Outbox.Take(sink, moments, now, limit), ct);

    public Task<bool> SettleDeliveryAsync(string sink, string key, DeliveryOutcome outcome, CancellationToken ct) =>
        Alone(() => state.Outbox.Settle(sink, key, outcome), ct);

    public Task<IReadOnlyList<Undelivered>> ListDeliveriesAsync(DeliveryQuery query, CancellationToken ct) => Alone(() => state.Outbox.List(query), ct);

    public Task<int> PruneDeliveriesAsync(DateTimeOffset before, int limit, CancellationToken ct) => Alone(() => state.Outbox.Prune(before, limit), ct);

    public Task<StoreCount> CountAsync(CancellationToken ct) => Alone(() => new StoreCount(state.CountLiving(), state.Outbox.Count()), ct);

    public Task NoteProvidersAsync(ProviderNotes notes, CancellationToken ct) => Alone(
        () =>
        {
            providers.Note(notes);
            return true;
        },
        ct);

    public Task<ProviderNotes> ProviderNotesAsync(CancellationToken ct) => Alone(providers.Read, ct);

    public Task<int> ClearQuarantineAsync(string? provider, CancellationToken ct) => Alone(() => providers.Clear(provider), ct);

    public Task<bool> ForgetContextAsync(string contextId, CancellationToken ct) => Alone(() => state.Forget(contextId) | providers.Forget(contextId), ct);

    public IAsyncEnumerable<StoreLine> ExportAsync(CancellationToken ct)
    {
        lock (gate) return state.Lines().ToArray().ToAsyncEnumerable();
    }

    public async Task ImportAsync(IAsyncEnumerable<StoreLine> lines, DateTimeOffset now, CancellationToken ct)
    {
        var read = await lines.ToListAsync(ct);
        await Alone(
            () =>
            {
                if (!state.IsEmpty) throw new StoreException("the store is not empty: only an empty one takes an import");
                foreach (var line in read) state.Take(line);
                state.BeginEpoch(read.OfType<StoreLine.Header>().Single().Store.Epoch + 1, now);
                return true;
            },
            ct);
    }

    public Task<StoreIdentity> IdentityAsync(CancellationToken ct) => Alone(() => state.Identity, ct);

    public Task<StoreIdentity> BindAsync(StoreBinding binding, bool anew, CancellationToken ct) => Alone(
        () =>
        {
            if (anew || state.Identity.Environment is null) state.Bind(binding);
            return state.Identity;
        },
        ct);

    public Task<IReadOnlyList<AuditEntry>> AuditAsync(AuditQuery query, CancellationToken ct) => Alone(() => state.Audit(query), ct);

    public Task<bool> AddTokenAsync(ApiToken token, CancellationToken ct) => Alone(() => tokens.Add(token), ct);

    public Task<IReadOnlyList<ApiToken>> TokensAsync(string? hash, CancellationToken ct) => Alone(() => tokens.Read(hash), ct);

    public Task<ApiToken?> ChangeTokenAsync(TokenId id, TokenChange change, CancellationToken ct) => Alone(() => tokens.Change(id, change), ct);

    public Task<KeptAnswer?> BeginAnswerAsync(KeptAnswer begun, DateTimeOffset now, CancellationToken ct) => Alone(() => answers.Begin(begun, now), ct);

    public Task<bool> EndAnswerAsync(AnswerKey key, AnswerText text, CancellationToken ct) => Alone(() => answers.End(key, text), ct);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Proposal Keep(IReadOnlyList<ProposalWrite> writes)
    {
        ProposalWrite[] kept = [.. writes.Select(state.ThroughJson)];
        foreach (var write in kept) state.Write(write);
        return kept[0].After;
    }

    private Task<T> Alone<T>(Func<T> work, CancellationToken ct)
    {
        if (ct.IsCancellationRequested) return Task.FromCanceled<T>(ct);
        try
        {
            lock (gate) return Task.FromResult(work());
        }
        catch (Exception problem)
        {
            return Task.FromException<T>(problem);
        }
    }
}
