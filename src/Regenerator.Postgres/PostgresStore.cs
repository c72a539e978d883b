using System.Diagnostics;
using Regenerator.Access;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Freezes;
using Regenerator.Judgements;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>
/// The store for several machines: a schema of its own in a PostgreSQL database, 14 or later. A server that restarts is waited for, for a few seconds;
/// after that, and for whatever else the database refuses, every verb throws a <see cref="StoreException"/> that names host and database and no secret.
/// </summary>
public sealed class PostgresStore : IRegeneratorStore
{
    private readonly PostgresDatabase database;

    private PostgresStore(PostgresDatabase database) => this.database = database;

    /// <summary>Opens a database, making the schema where there is none, and brings it to what this program knows.</summary>
    /// <param name="connectionString">
    /// <c>postgresql://user:password@host:5432/database?sslmode=require</c> or <c>Host=…;Database=…;Username=…;Password=…</c>, as
    /// <see href="https://www.npgsql.org/doc/connection-string-parameters.html">Npgsql</see> has it. Its search path names the schema; default: <c>regenerator</c>.
    /// </param>
    /// <exception cref="StoreException">The server can not be reached or refuses, or the schema is another program's or from a newer version.</exception>
    public static Task<PostgresStore> OpenAsync(string connectionString, TimeProvider time, CancellationToken ct) => OpenAsync(connectionString, PostgresSchema.Known, time, ct);

    internal static async Task<PostgresStore> OpenAsync(string connectionString, IReadOnlyList<Migration> migrations, TimeProvider time, CancellationToken ct) =>
        new(await PostgresDatabase.OpenAsync(PostgresAddress.Parse(connectionString), migrations, time, ct));

    public Task<ReadProgress> ProgressAsync(IReadOnlyList<string> contexts, CancellationToken ct) => database.ReadAsync(connection => PassReader.ProgressAsync(connection, contexts, ct), ct);

    public Task<PassStart> BeginAsync(IReadOnlyList<RegenerationContext> contexts, CancellationToken ct) =>
        database.ReadAsync(connection => PassReader.ReadAsync(connection, contexts, ct), ct);

    public async Task<IReadOnlyList<CommitOutcome>> CommitAsync(PassCommit pass, CancellationToken ct)
    {
        CommitPlan? plan = null;
        foreach (var trial in FaultSearch.Trials(pass))
        {
            try
            {
                plan = await database.WriteAsync(connection => PassWriter.WriteAsync(connection, pass, trial.LeftOut, ct), ct, trial.Keep);
            }
            catch (DataFaultException fault) when (!trial.IsLast)
            {
                trial.Fault = fault.Message;
            }
        }

        return plan!.Outcomes;
    }

    public Task<ProposalRecord?> GetAsync(ProposalId id, CancellationToken ct) => database.ReadAsync(connection => ProposalReader.RecordAsync(connection, id, ct), ct);

    public Task<ProposalPage> ListAsync(ProposalQuery query, CancellationToken ct) => database.ReadAsync(connection => ProposalReader.PageAsync(connection, query, ct), ct);

    public Task<JudgementPage> JudgementsAsync(JudgementQuery query, CancellationToken ct) => database.ReadAsync(connection => JudgementRows.PageAsync(connection, query, ct), ct);

    public Task<IReadOnlyList<JudgementTally>> TallyJudgementsAsync(JudgementQuery query, int? most, CancellationToken ct) => database.ReadAsync(connection => JudgementRows.TallyAsync(connection, query, most, ct), ct);

    public Task<ItemPage> ItemsAsync(ProposalQuery query, CancellationToken ct) => database.ReadAsync(connection => ProposalReader.ItemsAsync(connection, query, ct), ct);

    public Task<IReadOnlyCollection<ProposalId>?> FewAsync(ProposalQuery query, int most, CancellationToken ct) => database.ReadAsync(connection => ProposalReader.FewAsync(connection, query, most, ct), ct);

    public Task<IReadOnlyList<int>> CountItemsAsync(ProposalQuery query, IReadOnlyList<IReadOnlyCollection<ProposalState>> groups, int? most, CancellationToken ct) =>
        database.ReadAsync(connection => ProposalReader.CountItemsAsync(connection, query, groups, most, ct), ct);

    public Task<IReadOnlyList<RuleTally>> TallyAsync(ProposalQuery query, CancellationToken ct) => database.ReadAsync(connection => ProposalReader.TallyAsync(connection, query, ct), ct);

    public Task<IReadOnlyList<ContextStanding>> StandingsAsync(IReadOnlyList<string> contexts, ProposalQuery counted, CancellationToken ct) =>
        database.ReadAsync(connection => ProposalReader.StandingsAsync(connection, contexts, counted, ct), ct);

    public Task<ContextListing?> ListingAsync(CancellationToken ct) => database.ReadAsync(async connection => (await ContextRows.ListingsAsync(connection, ct)).LastOrDefault(), ct);

    public Task NoteListingAsync(ContextListing listing, CancellationToken ct) => database.WriteAsync(
        async connection =>
        {
            await ContextRows.NoteAsync(connection, listing, ct);
            return true;
        },
        ct);

    public Task<InboxLoad> LoadAsync(DateTimeOffset newSince, CancellationToken ct) => database.ReadAsync(connection => ProposalReader.LoadAsync(connection, newSince, ct), ct);

    public Task<IReadOnlyList<DecideResult>> DecideAsync(IReadOnlyList<Ruling> rulings, CancellationToken ct) => database.WriteAsync<IReadOnlyList<DecideResult>>(
        async connection =>
        {
            var stored = await StoredState.LockAsync(connection, [.. rulings.Select(r => r.Id)], ct);
            var writes = new List<ProposalWrite>();
            DecideResult[] results = [.. rulings.Select(ruling => DecisionStep.Of(ruling, stored, Keep))];
            await ProposalWriter.KeepAsync(connection, writes, ct);
            return results;

            Proposal Keep(IReadOnlyList<ProposalWrite> kept)
            {
                writes.AddRange(kept);
                foreach (var write in kept) stored.Put(write.After);
                return kept[0].After;
            }
        },
        ct);

    public Task<ClaimResult> ClaimAsync(ClaimRequest request, CancellationToken ct) => database.WriteAsync<ClaimResult>(
        async connection =>
        {
            var stored = await StoredState.LockAsync(connection, [request.Id], ct);
            if (stored.Find(request.Id) is not { } current) return new ClaimResult.Denied("there is no such proposal");
            if (StoreBinding.Refusal(await StoreRow.EnvironmentAsync(connection, ct), request.Environment) is { } elsewhere) return new ClaimResult.Denied(elsewhere);
            switch (stored.Document(current.Scope).Next(current, request, stored.Rivals(current), await FreezeRows.HoldAsync(connection, request.Now, ct)))
            {
                case ClaimStep.Taken taken:
                    await ProposalWriter.KeepAsync(connection, taken.Writes, ct);
                    foreach (var (freeze, broken) in taken.Broken) await FreezeRows.WriteAsync(connection, freeze, broken, ct);
                    await DocumentLocks.WriteAsync(connection, taken.Lock, ct);
                    return new ClaimResult.Granted(taken.Claim, (await ProposalReader.RecordAsync(connection, request.Id, ct))!);
                case ClaimStep.Denied denied:
                    return denied.Result;
                default:
                    throw new UnreachableException();
            }
        },
        ct);

    public Task<bool> RecordStepAsync(Claim claim, JournalStep step, DateTimeOffset leaseUntil, CancellationToken ct) => database.WriteAsync(
        async connection =>
        {
            var held = (await StoredState.LockAsync(connection, claim, ct)).Document(claim.Scope);
            if (!held.Admits(claim)) return false;
            await DocumentLocks.RecordAsync(connection, claim.Id, step, ct);
            await DocumentLocks.WriteAsync(connection, held.Renewed(leaseUntil), ct);
            return true;
        },
        ct);

    public Task<Proposal?> FinishAsync(Claim claim, ProposalEvent outcome, CancellationToken ct) => database.WriteAsync<Proposal?>(
        async connection =>
        {
            var stored = await StoredState.LockAsync(connection, claim, ct);
            var held = stored.Document(claim.Scope);
            if (!held.Admits(claim)) return null;
            var current = stored.Find(claim.Id)!;
            var writes = DecisionStep.Finish(current, outcome, stored.Rivals(current), stored.Reverted(current));
            await ProposalWriter.KeepAsync(connection, writes, ct);
            await DocumentLocks.WriteAsync(connection, held.Released(), ct);
            return writes[0].After;
        },
        ct);

    public Task<FreezeResult> RecordFreezeAsync(FreezeId id, FreezeEvent happened, CancellationToken ct) =>
        database.WriteAsync(connection => FreezeRows.RecordAsync(connection, id, happened, ct), ct);

    public Task<IReadOnlyList<Freeze>> FreezesAsync(DateTimeOffset? after, CancellationToken ct) => database.ReadAsync(connection => FreezeRows.ReadAsync(connection, after, ct), ct);

    public async Task<IReadOnlyList<OutboxEntry>> TakeDeliveriesAsync(string sink, IReadOnlySet<Moment> moments, DateTimeOffset now, int limit, CancellationToken ct) =>
        await database.ReadAsync(connection => new Deliveries(connection).TakeAsync(sink, moments, now, limit, ct), ct)
        ?? await database.WriteAsync(connection => new Deliveries(connection).RememberAsync(sink, moments, now, limit, ct), ct);

    public Task<bool> SettleDeliveryAsync(string sink, string key, DeliveryOutcome outcome, CancellationToken ct) =>
        database.WriteAsync(connection => new Deliveries(connection).SettleAsync(sink, key, outcome, ct), ct);

    public Task<IReadOnlyList<Undelivered>> ListDeliveriesAsync(DeliveryQuery query, CancellationToken ct) =>
        database.ReadAsync(connection => DeliveryList.ReadAsync(connection, query, ct), ct);

    public Task<int> PruneDeliveriesAsync(DateTimeOffset before, int limit, CancellationToken ct) =>
        database.WriteAsync(connection => DeliveryList.PruneAsync(connection, before, limit, ct), ct);

    public Task<StoreCount> CountAsync(CancellationToken ct) => database.ReadAsync(
        async connection => StoreCount.Of(
            await ProposalReader.CountLivingAsync(connection, ct), await DeliveryList.SinksAsync(connection, ct), await DeliveryList.CountAsync(connection, ct)),
        ct);

    public Task NoteProvidersAsync(ProviderNotes notes, CancellationToken ct) => database.WriteAsync(
        async connection =>
        {
            await ProviderRows.WriteAsync(connection, notes, ct);
            return true;
        },
        ct);

    public Task ImportAsync(IAsyncEnumerable<StoreLine> lines, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        async connection =>
        {
            await StoreLines.WriteAsync(connection, lines, now, ct);
            return true;
        },
        ct);

    public Task<ProviderNotes> ProviderNotesAsync(CancellationToken ct) => database.ReadAsync(connection => ProviderRows.ReadAsync(connection, ct), ct);

    public Task<int> ClearQuarantineAsync(string? provider, CancellationToken ct) => database.WriteAsync(connection => ProviderRows.ClearAsync(connection, provider, ct), ct);

    public Task<StoreIdentity> IdentityAsync(CancellationToken ct) => database.ReadAsync(connection => StoreRow.ReadAsync(connection, ct), ct);

    public Task<StoreIdentity> BindAsync(StoreBinding binding, bool anew, CancellationToken ct) =>
        database.WriteAsync(connection => StoreRow.BindAsync(connection, binding, anew, ct), ct);

    public Task<bool> ForgetContextAsync(string contextId, CancellationToken ct) => database.WriteAsync(connection => ContextRows.ForgetAsync(connection, contextId, ct), ct);

    public IAsyncEnumerable<StoreLine> ExportAsync(CancellationToken ct) => database.StreamAsync(connection => StoreLines.ReadAsync(connection, ct), ct);

    public Task<IReadOnlyList<AuditEntry>> AuditAsync(AuditQuery query, CancellationToken ct) => database.ReadAsync(connection => AuditRows.ReadAsync(connection, query, ct), ct);

    public Task<bool> AddTokenAsync(ApiToken token, CancellationToken ct) => database.WriteAsync(connection => TokenRows.AddAsync(connection, token, ct), ct);

    public Task<IReadOnlyList<ApiToken>> TokensAsync(string? hash, CancellationToken ct) => database.ReadAsync(connection => TokenRows.ReadAsync(connection, hash, ct), ct);

    public Task<ApiToken?> ChangeTokenAsync(TokenId id, TokenChange change, CancellationToken ct) => database.WriteAsync(connection => TokenRows.ChangeAsync(connection, id, change, ct), ct);

    public Task<KeptAnswer?> BeginAnswerAsync(KeptAnswer begun, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(connection => AnswerRows.BeginAsync(connection, begun, now, ct), ct);

    public Task<bool> EndAnswerAsync(AnswerKey key, AnswerText text, CancellationToken ct) => database.WriteAsync(connection => AnswerRows.EndAsync(connection, key, text, ct), ct);

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
