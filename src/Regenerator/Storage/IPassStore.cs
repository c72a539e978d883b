using Regenerator.Contexts;
using Regenerator.Judgements;
using Regenerator.Proposals;
using Regenerator.Signals;

namespace Regenerator.Storage;

/// <summary>What passes read and write.</summary>
public interface IPassStore
{
    /// <summary>How far the contexts have been read, at one moment: what is to be asked of the providers.</summary>
    /// <param name="contexts">Their ids.</param>
    /// <param name="ct">Before the answer is there.</param>
    Task<ReadProgress> ProgressAsync(IReadOnlyList<string> contexts, CancellationToken ct);

    /// <summary>Living proposals and past of the contexts' documents, and what was last judged there, at one moment: what the intake stands on.</summary>
    Task<PassStart> BeginAsync(IReadOnlyList<RegenerationContext> contexts, CancellationToken ct);

    /// <summary>
    /// Watermarks, proposals, evidence and outbox of a pass, together or not at all. A context whose epoch moved, or one of whose
    /// proposals was decided meanwhile, is left out and reported; the others commit.
    /// </summary>
    /// <returns>One outcome per context of the pass.</returns>
    Task<IReadOnlyList<CommitOutcome>> CommitAsync(PassCommit pass, CancellationToken ct);

    /// <summary>What the next listing of the contexts is compared with; null: none was noted.</summary>
    Task<ContextListing?> ListingAsync(CancellationToken ct);

    /// <summary>Keeps a listing as the last one. One that somebody has accepted stays among what is exported; any other makes room for the next.</summary>
    Task NoteListingAsync(ContextListing listing, CancellationToken ct);

    /// <summary>What waits for people, as budgets count it; shadows do not.</summary>
    /// <param name="newSince">What was put before people after it is new.</param>
    /// <param name="ct">Before the answer is there.</param>
    Task<InboxLoad> LoadAsync(DateTimeOffset newSince, CancellationToken ct);
}

/// <summary>How far contexts have been read.</summary>
/// <param name="Epochs">Context → how often it was committed; of each that was asked for. A commit must carry it back.</param>
public sealed record ReadProgress(IReadOnlyDictionary<string, long> Epochs, IReadOnlyDictionary<WatermarkKey, Watermark> Watermarks);

/// <summary>What the store knew when the readings of a pass were taken in.</summary>
public sealed record PassStart
{
    /// <summary>Living proposals on the documents of these contexts.</summary>
    public required IReadOnlyList<Proposal> Living { get; init; }

    /// <summary>What the rules last came to, in these contexts and in those that asked for one of <see cref="Living"/>.</summary>
    public IReadOnlyDictionary<(string Context, string Rule), Judgement> Judgements { get; init; } = new Dictionary<(string Context, string Rule), Judgement>();

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

/// <param name="Epoch">As <see cref="ReadProgress.Epochs"/> gave it.</param>
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
