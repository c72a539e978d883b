using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Access;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Freezes;
using Regenerator.Judgements;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>The embedded store: one SQLite file, which several processes may share.</summary>
public sealed class SqliteStore : IRegeneratorStore
{
    private readonly SqliteDatabase database;

    private SqliteStore(SqliteDatabase database) => this.database = database;

    /// <summary>For tests that bring the file to its limits.</summary>
    internal SqliteDatabase Database => database;

    /// <summary>The file is not where it was left, or not as it was left: a new epoch began with this opening.</summary>
    public bool WasCopied => database.WasCopied;

    /// <summary>Opens a file, making it and its folder where there is none, and brings it to this program's schema.</summary>
    /// <exception cref="StoreException">The file is no database, another program's, or from a newer version.</exception>
    public static Task<SqliteStore> OpenAsync(string path, TimeProvider time, CancellationToken ct) => OpenAsync(path, SqliteSchema.Known, time, ct);

    /// <summary>Opens a file for whoever only reads: neither is this noted in it and beside it, nor is it looked whether it is a copy.</summary>
    /// <inheritdoc cref="OpenAsync(string, TimeProvider, CancellationToken)"/>
    public static Task<SqliteStore> OpenToReadAsync(string path, TimeProvider time, CancellationToken ct) =>
        Task.Run(() => new SqliteStore(SqliteDatabase.Open(path, SqliteSchema.Known, time, isNoted: false)), ct);

    internal static Task<SqliteStore> OpenAsync(string path, IReadOnlyList<Migration> migrations, TimeProvider time, CancellationToken ct) =>
        Task.Run(() => new SqliteStore(SqliteDatabase.Open(path, migrations, time, isNoted: migrations.Count >= SqliteSchema.Known.Count)), ct);

    public Task<ReadProgress> ProgressAsync(IReadOnlyList<string> contexts, CancellationToken ct) => database.ReadAsync(connection => PassReader.Progress(connection, contexts), ct);

    public Task<PassStart> BeginAsync(IReadOnlyList<RegenerationContext> contexts, CancellationToken ct) =>
        database.ReadAsync(connection => PassReader.Read(connection, contexts), ct);

    // Each trial is a transaction of its own: a savepoint within one would keep a copy of every page that the pass changes.
    public async Task<IReadOnlyList<CommitOutcome>> CommitAsync(PassCommit pass, CancellationToken ct)
    {
        CommitPlan? plan = null;
        foreach (var trial in FaultSearch.Trials(pass))
        {
            try
            {
                plan = await database.WriteAsync(transaction => PassWriter.Write(transaction.Connection!, pass, trial.LeftOut), ct, trial.Keep);
            }
            catch (DataFaultException fault) when (!trial.IsLast)
            {
                trial.Fault = fault.Message;
            }
        }

        return plan!.Outcomes;
    }

    public Task<ProposalRecord?> GetAsync(ProposalId id, CancellationToken ct) => database.ReadAsync(connection => ProposalReader.Record(connection, id), ct);

    public Task<ProposalPage> ListAsync(ProposalQuery query, CancellationToken ct) => database.ReadAsync(connection => ProposalReader.Page(connection, query), ct);

    public Task<JudgementPage> JudgementsAsync(JudgementQuery query, CancellationToken ct) => database.ReadAsync(connection => JudgementRows.Page(connection, query), ct);

    public Task<IReadOnlyList<JudgementTally>> TallyJudgementsAsync(JudgementQuery query, int? most, CancellationToken ct) => database.ReadAsync(connection => JudgementRows.Tally(connection, query, most), ct);

    public Task<ItemPage> ItemsAsync(ProposalQuery query, CancellationToken ct) => database.ReadAsync(connection => ProposalReader.Items(connection, query), ct);

    public Task<IReadOnlyCollection<ProposalId>?> FewAsync(ProposalQuery query, int most, CancellationToken ct) => database.ReadAsync(connection => ProposalReader.Few(connection, query, most), ct);

    public Task<IReadOnlyList<int>> CountItemsAsync(ProposalQuery query, IReadOnlyList<IReadOnlyCollection<ProposalState>> groups, int? most, CancellationToken ct) =>
        database.ReadAsync(connection => ProposalReader.CountItems(connection, query, groups, most), ct);

    public Task<IReadOnlyList<RuleTally>> TallyAsync(ProposalQuery query, CancellationToken ct) => database.ReadAsync(connection => ProposalReader.Tally(connection, query), ct);

    public Task<IReadOnlyList<ContextStanding>> StandingsAsync(IReadOnlyList<string> contexts, ProposalQuery counted, CancellationToken ct) =>
        database.ReadAsync(connection => ProposalReader.Standings(connection, contexts, counted), ct);

    public Task<ContextListing?> ListingAsync(CancellationToken ct) => database.ReadAsync(connection => ContextRows.Listings(connection).LastOrDefault(), ct);

    public Task NoteListingAsync(ContextListing listing, CancellationToken ct) => database.WriteAsync(
        transaction =>
        {
            ContextRows.Note(transaction.Connection!, listing);
            return true;
        },
        ct);

    public Task<InboxLoad> LoadAsync(DateTimeOffset newSince, CancellationToken ct) => database.ReadAsync(connection => ProposalReader.Load(connection, newSince), ct);

    public Task<IReadOnlyList<DecideResult>> DecideAsync(IReadOnlyList<Ruling> rulings, CancellationToken ct) => database.WriteAsync<IReadOnlyList<DecideResult>>(
        transaction =>
        {
            using var stored = new StoredState(transaction.Connection!);
            return [.. rulings.Select(ruling => DecisionStep.Of(ruling, stored, writes => Keep(transaction, writes)))];
        },
        ct);

    public Task<ClaimResult> ClaimAsync(ClaimRequest request, CancellationToken ct) => database.WriteAsync<ClaimResult>(
        transaction =>
        {
            using var stored = new StoredState(transaction.Connection!);
            var locks = new DocumentLocks(transaction.Connection!);
            if (stored.Find(request.Id) is not { } current) return new ClaimResult.Denied("there is no such proposal");
            if (StoreBinding.Refusal(StoreRow.Environment(transaction.Connection!), request.Environment) is { } elsewhere) return new ClaimResult.Denied(elsewhere);
            switch (locks.Read(current.Scope).Next(current, request, stored.Rivals(current), FreezeRows.Read(transaction.Connection!, request.Now)))
            {
                case ClaimStep.Taken taken:
                    Keep(transaction, taken.Writes);
                    foreach (var (freeze, broken) in taken.Broken) FreezeRows.Write(transaction.Connection!, freeze, broken);
                    locks.Write(taken.Lock);
                    database.TakeTurn(transaction);
                    return new ClaimResult.Granted(taken.Claim, ProposalReader.Record(transaction.Connection!, request.Id)!);
                case ClaimStep.Denied denied:
                    return denied.Result;
                default:
                    throw new UnreachableException();
            }
        },
        ct);

    public Task<bool> RecordStepAsync(Claim claim, JournalStep step, DateTimeOffset leaseUntil, CancellationToken ct) => database.WriteAsync(
        transaction =>
        {
            var locks = new DocumentLocks(transaction.Connection!);
            var held = locks.Read(claim.Scope);
            if (!held.Admits(claim)) return false;
            locks.Record(claim.Id, step);
            locks.Write(held.Renewed(leaseUntil));
            return true;
        },
        ct);

    public Task<Proposal?> FinishAsync(Claim claim, ProposalEvent outcome, CancellationToken ct) => database.WriteAsync<Proposal?>(
        transaction =>
        {
            using var stored = new StoredState(transaction.Connection!);
            var locks = new DocumentLocks(transaction.Connection!);
            var held = locks.Read(claim.Scope);
            if (!held.Admits(claim)) return null;
            var current = stored.Find(claim.Id)!;
            var after = Keep(transaction, DecisionStep.Finish(current, outcome, stored.Rivals(current), stored.Reverted(current)));
            locks.Write(held.Released());
            return after;
        },
        ct);

    public Task<FreezeResult> RecordFreezeAsync(FreezeId id, FreezeEvent happened, CancellationToken ct) =>
        database.WriteAsync(transaction => FreezeRows.Record(transaction.Connection!, id, happened), ct);

    public Task<IReadOnlyList<Freeze>> FreezesAsync(DateTimeOffset? after, CancellationToken ct) => database.ReadAsync(connection => FreezeRows.Read(connection, after), ct);

    public async Task<IReadOnlyList<OutboxEntry>> TakeDeliveriesAsync(string sink, IReadOnlySet<Moment> moments, DateTimeOffset now, int limit, CancellationToken ct) =>
        await database.ReadAsync(connection => new Deliveries(connection).Take(sink, moments, now, limit), ct)
        ?? await database.WriteAsync(transaction => new Deliveries(transaction.Connection!).Remember(sink, moments, now, limit), ct);

    public Task<bool> SettleDeliveryAsync(string sink, string key, DeliveryOutcome outcome, CancellationToken ct) =>
        database.WriteAsync(transaction => new Deliveries(transaction.Connection!).Settle(sink, key, outcome), ct);

    public Task<IReadOnlyList<Undelivered>> ListDeliveriesAsync(DeliveryQuery query, CancellationToken ct) =>
        database.ReadAsync(connection => DeliveryList.Read(connection, query), ct);

    public Task<int> PruneDeliveriesAsync(DateTimeOffset before, int limit, CancellationToken ct) =>
        database.WriteAsync(transaction => DeliveryList.Prune(transaction.Connection!, before, limit), ct);

    public Task<StoreCount> CountAsync(CancellationToken ct) =>
        database.ReadAsync(connection => StoreCount.Of(ProposalReader.CountLiving(connection), DeliveryList.Sinks(connection), DeliveryList.Count(connection)), ct);

    public Task NoteProvidersAsync(ProviderNotes notes, CancellationToken ct) => database.WriteAsync(
        transaction =>
        {
            ProviderRows.Write(transaction.Connection!, notes);
            return true;
        },
        ct);

    public Task ImportAsync(IAsyncEnumerable<StoreLine> lines, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        transaction =>
        {
            StoreLines.Write(transaction.Connection!, lines.ToBlockingEnumerable(ct), now);
            return true;
        },
        ct);

    public Task<ProviderNotes> ProviderNotesAsync(CancellationToken ct) => database.ReadAsync(ProviderRows.Read, ct);

    public Task<int> ClearQuarantineAsync(string? provider, CancellationToken ct) => database.WriteAsync(transaction => ProviderRows.Clear(transaction.Connection!, provider), ct);

    public Task<StoreIdentity> IdentityAsync(CancellationToken ct) => database.ReadAsync(StoreRow.Read, ct);

    public Task<StoreIdentity> BindAsync(StoreBinding binding, bool anew, CancellationToken ct) => database.WriteAsync(
        transaction =>
        {
            if (anew || StoreRow.Environment(transaction.Connection!) is null) StoreRow.Bind(transaction.Connection!, binding);
            return StoreRow.Read(transaction.Connection!);
        },
        ct);

    /// <summary>Writes a copy to a new file while others read and write. It is another store from its first opening on: see <see cref="NewEpoch"/>.</summary>
    /// <exception cref="StoreException">There is a file already, or it can not be written.</exception>
    public Task BackupAsync(string path, CancellationToken ct) => Task.Run(() => database.Backup(path), ct);

    public async Task<bool> ForgetContextAsync(string contextId, CancellationToken ct)
    {
        var wasKnown = await database.WriteAsync(transaction => ContextRows.Forget(transaction.Connection!, contextId), ct);
        await database.WithWriterAsync(connection => connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)"), ct); // the log still has the pages as they were
        return wasKnown;
    }

    public IAsyncEnumerable<StoreLine> ExportAsync(CancellationToken ct) => database.Read(StoreLines.Read).ToAsyncEnumerable();

    public Task<IReadOnlyList<AuditEntry>> AuditAsync(AuditQuery query, CancellationToken ct) => database.ReadAsync(connection => AuditRows.Read(connection, query), ct);

    public Task<bool> AddTokenAsync(ApiToken token, CancellationToken ct) => database.WriteAsync(transaction => TokenRows.Add(transaction.Connection!, token), ct);

    public Task<IReadOnlyList<ApiToken>> TokensAsync(string? hash, CancellationToken ct) => database.ReadAsync(connection => TokenRows.Read(connection, hash), ct);

    public Task<ApiToken?> ChangeTokenAsync(TokenId id, TokenChange change, CancellationToken ct) => database.WriteAsync(transaction => TokenRows.Change(transaction.Connection!, id, change), ct);

    public Task<KeptAnswer?> BeginAnswerAsync(KeptAnswer begun, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(transaction => AnswerRows.Begin(transaction.Connection!, begun, now), ct);

    public Task<bool> EndAnswerAsync(AnswerKey key, AnswerText text, CancellationToken ct) => database.WriteAsync(transaction => AnswerRows.End(transaction.Connection!, key, text), ct);

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private static Proposal Keep(SqliteTransaction transaction, IReadOnlyList<ProposalWrite> writes)
    {
        using var writer = new ProposalWriter(transaction.Connection!);
        writer.Write(writes);
        return writes[0].After;
    }
}
