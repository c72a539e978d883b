using Regenerator.Access;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Freezes;
using Regenerator.Judgements;
using Regenerator.Proposals;
using Regenerator.Signals;

namespace Regenerator.Storage;

/// <summary>
/// What must not be lost. Every verb is one transaction; every write carries what it saw and loses to whoever was faster.
/// <c>StoreContract</c> in Regenerator.Testing says what each verb promises. Safe for concurrent use.
/// </summary>
public interface IRegeneratorStore : IAsyncDisposable
{
    /// <summary>Watermarks and epochs of the contexts, living proposals and past of their documents, at one moment.</summary>
    Task<PassStart> BeginAsync(IReadOnlyList<RegenerationContext> contexts, CancellationToken ct);

    /// <summary>
    /// Watermarks, proposals, evidence and outbox of a pass, together or not at all. A context whose epoch moved, or one of whose
    /// proposals was decided meanwhile, is left out and reported; the others commit.
    /// </summary>
    /// <returns>One outcome per context of the pass.</returns>
    Task<IReadOnlyList<CommitOutcome>> CommitAsync(PassCommit pass, CancellationToken ct);

    /// <returns>Null when there is no such proposal.</returns>
    Task<ProposalRecord?> GetAsync(ProposalId id, CancellationToken ct);

    /// <summary>Newest first.</summary>
    Task<ProposalPage> ListAsync(ProposalQuery query, CancellationToken ct);

    /// <summary>Lines of the inbox, newest first: proposals of one item are one line.</summary>
    /// <param name="query">Which proposals count; a page holds so many items, and comes after that item.</param>
    /// <param name="ct">Before the answer is there.</param>
    Task<ItemPage> ItemsAsync(ProposalQuery query, CancellationToken ct);

    /// <summary>What waits for people, as budgets count it; shadows do not.</summary>
    /// <param name="newSince">What was put before people after it is new.</param>
    /// <param name="ct">Before the answer is there.</param>
    Task<InboxLoad> LoadAsync(DateTimeOffset newSince, CancellationToken ct);

    /// <summary>What rules came to in contexts, by context and rule.</summary>
    /// <param name="contextId">Null: in all.</param>
    /// <param name="ruleId">Null: of all.</param>
    /// <param name="ct">Before the answer is there.</param>
    Task<IReadOnlyList<Judgement>> JudgementsAsync(string? contextId, string? ruleId, CancellationToken ct);

    /// <summary>
    /// Appends each event that <see cref="Lifecycle.Next"/> allows on its proposal as it is now, among its rivals; all of them in one
    /// transaction, and each for itself: one that is refused does not hold up the others.
    /// </summary>
    /// <returns>One result per ruling, in their order.</returns>
    Task<IReadOnlyList<DecideResult>> DecideAsync(IReadOnlyList<Ruling> rulings, CancellationToken ct);

    /// <summary>
    /// Takes an approved proposal, or one whose owner is gone, and locks its document; in the environment that the store belongs to (see
    /// <see cref="StoreBinding"/>), and not while a freeze holds it, unless that is broken: then the record of it is kept with the claim. Throws, and
    /// nothing is claimed, when the freezes can not be read.
    /// </summary>
    Task<ClaimResult> ClaimAsync(ClaimRequest request, CancellationToken ct);

    /// <summary>Writes a step of the journal and renews the lease; a step of the same key is replaced.</summary>
    /// <returns>False when a newer claim has the document: stop at once.</returns>
    Task<bool> RecordStepAsync(Claim claim, JournalStep step, DateTimeOffset leaseUntil, CancellationToken ct);

    /// <summary>
    /// Ends a claim with its outcome: <see cref="ProposalEvent.Completed"/>, <see cref="ProposalEvent.Undone"/> or
    /// <see cref="ProposalEvent.LeftBehind"/>. A rollback that is applied ends what it takes back with it.
    /// </summary>
    /// <returns>Null when a newer claim has the document.</returns>
    Task<Proposal?> FinishAsync(Claim claim, ProposalEvent outcome, CancellationToken ct);

    /// <summary>Appends to a freeze if <see cref="Freeze.Next"/> allows it on the freeze as it is now. What is claimed afterwards sees it.</summary>
    Task<FreezeResult> RecordFreezeAsync(FreezeId id, FreezeEvent happened, CancellationToken ct);

    /// <summary>In the order in which they were set.</summary>
    /// <param name="after">Only those whose own end comes after this; they may have been ended before it. Null: all.</param>
    /// <param name="ct">Before the answer is there.</param>
    Task<IReadOnlyList<Freeze>> FreezesAsync(DateTimeOffset? after, CancellationToken ct);

    /// <summary>
    /// What a sink was not told yet and may be told now: of each proposal the oldest notice, what never failed before what did, the older
    /// before the newer. A sink that asks for the first time is remembered, and hears what happens from then on.
    /// </summary>
    Task<IReadOnlyList<OutboxEntry>> TakeDeliveriesAsync(string sink, IReadOnlySet<Moment> moments, DateTimeOffset now, int limit, CancellationToken ct);

    /// <summary>Writes down what became of a delivery, by <see cref="DeliveryTrack.After"/>.</summary>
    /// <returns>False, and nothing is written, when it is not the oldest notice of its proposal that the sink does not have.</returns>
    Task<bool> SettleDeliveryAsync(string sink, string key, DeliveryOutcome outcome, CancellationToken ct);

    /// <summary>What sinks do not have, of sinks that have asked at least once.</summary>
    Task<IReadOnlyList<Undelivered>> ListDeliveriesAsync(DeliveryQuery query, CancellationToken ct);

    /// <summary>Forgets notices from before an instant that no known sink still has to be told of, and what was dropped before it.</summary>
    /// <returns>How many went, at most <paramref name="limit"/>.</returns>
    Task<int> PruneDeliveriesAsync(DateTimeOffset before, int limit, CancellationToken ct);

    /// <summary>Cheap enough to be asked every few seconds.</summary>
    Task<StoreCount> CountAsync(CancellationToken ct);

    /// <summary>Writes down how providers are, in place of what was known of them, and adds to the quarantine, whose oldest make room.</summary>
    Task NoteProvidersAsync(ProviderNotes notes, CancellationToken ct);

    Task<ProviderNotes> ProviderNotesAsync(CancellationToken ct);

    /// <summary>Forgets quarantined answers.</summary>
    /// <param name="provider">Null: of all.</param>
    /// <param name="ct">Before any is gone.</param>
    /// <returns>How many went.</returns>
    Task<int> ClearQuarantineAsync(string? provider, CancellationToken ct);

    /// <summary>Forgets how far a context was read, what rules came to in it, and the quarantined answers about it; its proposals are for <see cref="Forgetting"/>.</summary>
    /// <returns>Whether there was anything. A pass that has read the context and not committed yet is overtaken.</returns>
    Task<bool> ForgetContextAsync(string contextId, CancellationToken ct);

    /// <summary>Everything that is kept, as at one moment and always in the same order, read as it is asked for.</summary>
    IAsyncEnumerable<StoreLine> ExportAsync(CancellationToken ct);

    /// <summary>Takes what another store has exported into an empty one, everything or nothing, and begins a new epoch with it; see <see cref="NewEpoch"/>.</summary>
    /// <exception cref="StoreException">The store is not empty; or the lines themselves throw it.</exception>
    Task ImportAsync(IAsyncEnumerable<StoreLine> lines, DateTimeOffset now, CancellationToken ct);

    Task<StoreIdentity> IdentityAsync(CancellationToken ct);

    /// <summary>Says which environment the store belongs to.</summary>
    /// <param name="binding">To keep.</param>
    /// <param name="anew">True: whatever it belonged to; false: only when it belonged to none.</param>
    /// <param name="ct">Before the answer is there.</param>
    /// <returns>As it is afterwards.</returns>
    Task<StoreIdentity> BindAsync(StoreBinding binding, bool anew, CancellationToken ct);

    /// <summary>What happened to proposals, newest first.</summary>
    Task<IReadOnlyList<AuditEntry>> AuditAsync(AuditQuery query, CancellationToken ct);

    /// <returns>False, and nothing is kept, when there is a token of its id or hash already.</returns>
    Task<bool> AddTokenAsync(ApiToken token, CancellationToken ct);

    /// <summary>In the order in which they were made, those that no longer let anybody in too.</summary>
    /// <param name="hash">Of the secret: that one only. Null: all.</param>
    /// <param name="ct">Before the answer is there.</param>
    Task<IReadOnlyList<ApiToken>> TokensAsync(string? hash, CancellationToken ct);

    /// <summary>Does to a token what <see cref="ApiToken.Next"/> says.</summary>
    /// <returns>As it is now; null when there is no such token.</returns>
    Task<ApiToken?> ChangeTokenAsync(TokenId id, TokenChange change, CancellationToken ct);
}

/// <summary>What the store knew when a pass began.</summary>
public sealed record PassStart
{
    /// <summary>Context → how often it was committed. A commit must carry it back.</summary>
    public required IReadOnlyDictionary<string, long> Epochs { get; init; }

    public required IReadOnlyDictionary<WatermarkKey, Watermark> Watermarks { get; init; }

    /// <summary>Living proposals on the documents of these contexts.</summary>
    public required IReadOnlyList<Proposal> Living { get; init; }

    /// <summary>What the rules last came to, in these contexts and in those that asked for one of <see cref="Living"/>.</summary>
    public IReadOnlyDictionary<(string Context, string Rule), Judgement> Judgements { get; init; } = new Dictionary<(string Context, string Rule), Judgement>();

    /// <summary>What waits for people everywhere; whoever has budgets asks for it.</summary>
    public InboxLoad Load { get; init; } = InboxLoad.None;

    /// <summary>Wishes that ended before, by fingerprint, on the documents of these contexts.</summary>
    public required IReadOnlyDictionary<Fingerprint, Past> Past { get; init; }
}

/// <param name="Occurrences">Proposals of the fingerprint so far, the living one included.</param>
/// <param name="Rejection">Of the latest proposal, when it was rejected or rolled back.</param>
/// <param name="AppliedAt">When the latest proposal, or its rollback, was applied.</param>
public sealed record Past(int Occurrences, Rejection? Rejection, DateTimeOffset? AppliedAt = null);

/// <summary>What a pass found.</summary>
public sealed record PassCommit
{
    public required IReadOnlyList<ContextCommit> Contexts { get; init; }

    public required IReadOnlyList<ProposalChange> Changes { get; init; }
}

/// <param name="Epoch">As <see cref="PassStart.Epochs"/> gave it.</param>
/// <param name="Watermarks">To write; providers that could not answer are not among them.</param>
public sealed record ContextCommit(string ContextId, long Epoch, IReadOnlyList<Watermark> Watermarks)
{
    /// <summary>Those that have changed.</summary>
    public IReadOnlyList<Judgement> Judgements { get; init; } = [];
}

/// <summary>What a pass does to one proposal. Evidence of contexts that were overtaken is left out; without any context left, the change is.</summary>
public abstract record ProposalChange
{
    private ProposalChange()
    {
    }

    public required ProposalId Id { get; init; }

    /// <summary>The contexts that caused the change.</summary>
    public required IReadOnlyList<string> Contexts { get; init; }

    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>A new proposal; conflicts when a living one has its fingerprint.</summary>
    public sealed record Open(ProposalEvent.Opened Event) : ProposalChange;

    /// <summary>The wish was seen again: evidence and sightings, no event. Conflicts when the proposal no longer lives.</summary>
    public sealed record Join(Sightings Sightings) : ProposalChange;

    /// <summary>An event from the engine. Conflicts when the proposal moved past <paramref name="Version"/>, or the lifecycle refuses.</summary>
    public sealed record Append(ProposalEvent Event, int Version) : ProposalChange
    {
        /// <summary>Null: the wish was not seen.</summary>
        public Sightings? Sightings { get; init; }
    }
}

public abstract record CommitOutcome
{
    private CommitOutcome(string contextId) => ContextId = contextId;

    public string ContextId { get; }

    public sealed record Committed(string Context) : CommitOutcome(Context);

    /// <param name="By">What was faster, in words.</param>
    public sealed record Overtaken(string Context, string By) : CommitOutcome(Context);
}

/// <summary>A proposal with all that is known of it.</summary>
/// <param name="Evidence">Newest window first.</param>
/// <param name="Steps">Of all attempts, in the order in which they began.</param>
public sealed record ProposalRecord(Proposal Proposal, IReadOnlyList<ProposalEvent> History, IReadOnlyList<Evidence> Evidence, IReadOnlyList<JournalStep> Steps);

/// <summary>Which proposals to list; every condition that is set must hold.</summary>
public sealed record ProposalQuery
{
    /// <summary>Empty: any.</summary>
    public IReadOnlyCollection<ProposalState> States { get; init; } = [];

    public string? RuleId { get; init; }

    /// <summary>A context that asked for it.</summary>
    public string? ContextId { get; init; }

    public ProposalScope? Scope { get; init; }

    /// <summary>On one of these documents; null: on any. Empty finds nothing.</summary>
    public IReadOnlyCollection<ProposalScope>? Scopes { get; init; }

    /// <summary>The proposals of one item.</summary>
    public ProposalId? Item { get; init; }

    /// <summary>True: only shadows; false: only what reviewers see; null: both.</summary>
    public bool? Shadow { get; init; }

    /// <summary>Those that time alone changes by then; see <see cref="Proposal.DueAt"/>.</summary>
    public DateTimeOffset? DueBy { get; init; }

    /// <summary>Those that had ended by then, and of which more than a skeleton is left.</summary>
    public DateTimeOffset? KeptSince { get; init; }

    /// <summary>Ids that start with this text.</summary>
    public string? IdPrefix { get; init; }

    /// <summary>1…1000.</summary>
    public int Limit
    {
        get;
        init => field = value is >= 1 and <= 1000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a page holds 1 to 1000 proposals");
    } = 100;

    /// <summary>Only what comes after this id in the list: of a proposal, or of an item where items are listed.</summary>
    public ProposalId? After { get; init; }

    /// <summary>Asks for just what has not ended.</summary>
    public bool IsOfTheLiving => States.Count > 0 && Enum.GetValues<ProposalState>().All(state => States.Contains(state) == state.IsLiving());

    /// <summary>Everything that has not ended, shadows too.</summary>
    public static ProposalQuery Living { get; } = new() { States = [.. Enum.GetValues<ProposalState>().Where(s => s.IsLiving())], Limit = 1000 };

    /// <summary>What has not ended, as reviewers see it.</summary>
    public static ProposalQuery Inbox { get; } = Living with { Shadow = false };
}

/// <param name="Next">Where the next page starts; null on the last.</param>
public sealed record ProposalPage(IReadOnlyList<Proposal> Proposals, ProposalId? Next)
{
    /// <param name="found">One more than the limit, where there are more.</param>
    public static ProposalPage Of(IReadOnlyList<Proposal> found, ProposalQuery query) =>
        found.Count <= query.Limit ? new ProposalPage(found, null) : new ProposalPage([.. found.Take(query.Limit)], found[query.Limit - 1].Id);
}

/// <summary>One line of the inbox.</summary>
/// <param name="Id">Shared by its proposals; that of the proposal itself where it stands alone.</param>
/// <param name="First">The oldest of those that count.</param>
/// <param name="Count">How many of its proposals count.</param>
public sealed record InboxItem(ProposalId Id, Proposal First, int Count);

/// <param name="Next">Where the next page starts; null on the last.</param>
public sealed record ItemPage(IReadOnlyList<InboxItem> Items, ProposalId? Next)
{
    /// <param name="found">One more than the limit, where there are more.</param>
    /// <param name="query">What was asked.</param>
    public static ItemPage Of(IReadOnlyList<InboxItem> found, ProposalQuery query) =>
        found.Count <= query.Limit ? new ItemPage(found, null) : new ItemPage([.. found.Take(query.Limit)], found[query.Limit - 1].Id);
}

/// <summary>What is to happen to one proposal.</summary>
public sealed record Ruling(ProposalId Id, ProposalEvent Event);

public abstract record DecideResult
{
    private DecideResult()
    {
    }

    public sealed record Decided(Proposal Proposal) : DecideResult;

    /// <param name="Current">As it is now.</param>
    public sealed record Refused(string Reason, Proposal Current) : DecideResult;

    public sealed record NotFound : DecideResult;
}

/// <param name="Owner">This process: host, process id, start time.</param>
/// <param name="Gone">An owner that is known to be gone: its claim may be taken before its lease ends.</param>
public sealed record ClaimRequest(ProposalId Id, string Actor, string Owner, DateTimeOffset Now, TimeSpan Lease, string? Gone = null)
{
    /// <summary>Whom the change reaches. None: nobody knows, and every freeze holds it.</summary>
    public IReadOnlyList<FreezeSubject> Touched { get; init; } = [];

    /// <summary>Why it is to be applied in spite of a freeze; null: it is not.</summary>
    public string? BreakGlass { get; init; }

    /// <summary>Where it is to be applied; null: nobody says.</summary>
    public string? Environment { get; init; }
}

public abstract record ClaimResult
{
    private ClaimResult()
    {
    }

    public sealed record Granted(Claim Claim, ProposalRecord Record) : ClaimResult;

    /// <param name="Owner">Who has it, when it is taken.</param>
    public sealed record Denied(string Reason, string? Owner = null) : ClaimResult
    {
        /// <summary>When the freeze that stands against it ends by itself; null: it is not that.</summary>
        public DateTimeOffset? FrozenUntil { get; init; }
    }
}

/// <summary>The right to change one document for one proposal.</summary>
/// <param name="Fence">Rises with every claim on the document.</param>
public sealed record Claim(ProposalId Id, ProposalScope Scope, string Owner, string Actor, long Fence);

/// <param name="Key">The delivery's key.</param>
/// <param name="At">When it happened.</param>
/// <param name="Proposal">As it was then.</param>
public sealed record OutboxEntry(string Key, Moment Moment, DateTimeOffset At, Proposal Proposal)
{
    /// <summary>How often the sink that asks did not take it.</summary>
    public int Tries { get; init; }
}
