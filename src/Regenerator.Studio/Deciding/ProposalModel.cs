using Regenerator.Contexts;
using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Storage;

namespace Regenerator.Studio.Deciding;

/// <summary>All that a person needs to decide about a proposal, or about an item of several.</summary>
internal sealed record ProposalModel
{
    /// <summary>As the address names it: a proposal, or an item.</summary>
    public required ProposalId Id { get; init; }

    /// <summary>The proposal; of an item the one that is worst.</summary>
    public required ProposalRecord Record { get; init; }

    /// <summary>Those that are decided together; one: the proposal alone.</summary>
    public required IReadOnlyList<Proposal> Members { get; init; }

    /// <summary>A context of the document; null: it is watched no more.</summary>
    public RegenerationContext? Context { get; init; }

    public required Standing Standing { get; init; }

    /// <summary>Null: there is nothing to show, or it does not fit any more.</summary>
    public DocumentChange? Change { get; init; }

    /// <summary>Those that hold it, or some of an item.</summary>
    public IReadOnlyList<Freeze> Freezes { get; init; } = [];

    /// <summary>Read for the page alone: no decision needs it.</summary>
    public Background Background { get; init; } = new();

    /// <summary>When it was looked at.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The revision that somebody had before them when they were refused; null: nobody was.</summary>
    public Revision? Seen { get; init; }

    /// <summary>Old beside new, instead of below each other.</summary>
    public bool SideBySide { get; init; } = true;

    /// <summary>The executor knows how to say what it would do.</summary>
    public bool MayDryRun { get; init; }

    public Proposal Proposal => Record.Proposal;

    public Revision Revision => Proposal.Revision;

    public bool IsItem => Members.Count > 1;

    public IReadOnlyList<Proposal> Waiting => [.. Members.Where(m => m.State.WaitsForPeople())];

    public IReadOnlyList<Proposal> Approved => [.. Members.Where(m => m.State == ProposalState.Approved)];

    /// <summary>What approving stands for; null: nothing waits.</summary>
    public string? Digest => Waiting.Count == 0 ? null : RevisionDigest.OfItem(Waiting);

    /// <summary>What a decision depends on; more of the same evidence is not part of it.</summary>
    public string Matter => string.Join(' ', Members.Select(m => $"{m.State}:{m.Revision.Digest}"));

    public bool MayReject => Members.Any(m => m.State.IsWithdrawable());

    public bool IsMoving => Members.Any(m => m.State == ProposalState.Applying);
}
