using System.Runtime.CompilerServices;
using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Studio.Access;

namespace Regenerator.Studio.Activity;

/// <summary>What happened to proposals and to freezes, in one order: newest first.</summary>
internal sealed class Trail(IRegeneratorStore store, Sight sight)
{
    private const int AtOnce = 1000;

    /// <returns>A page, and where the next one begins; null on the last.</returns>
    public async Task<(IReadOnlyList<TrailEntry> Entries, TrailPlace? Next)> PageAsync(TrailFilter filter, TrailPlace? after, int limit, CancellationToken ct)
    {
        var proposals = filter.AsksForProposals ? await store.AuditAsync(sight.Of(filter.Events) with { After = after?.AmongProposals, Limit = limit + 1 }, ct) : [];
        var freezes = filter.AsksForFreezes ? FreezesOf(await store.FreezesAsync(null, ct), filter) : [];
        TrailEntry[] found =
        [
            .. proposals.Select(TrailEntry (entry) => new TrailEntry.OfProposal(entry)).Concat(freezes.Where(f => after is null || TrailPlace.Order.Compare(f.Place, after) < 0))
                .OrderByDescending(entry => entry.Place, TrailPlace.Order).Take(limit + 1),
        ];
        return found.Length > limit ? (found[..limit], found[limit - 1].Place) : (found, null);
    }

    /// <summary>Everything, as it is asked for.</summary>
    public async IAsyncEnumerable<TrailEntry> AllAsync(TrailFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        for (TrailPlace? after = null; ;)
        {
            var (entries, next) = await PageAsync(filter, after, AtOnce - 1, ct);
            foreach (var entry in entries) yield return entry;
            if (next is null) yield break;
            after = next;
        }
    }

    // A freeze that was broken is told by the proposal that it was broken for.
    private IEnumerable<TrailEntry> FreezesOf(IEnumerable<Freeze> freezes, TrailFilter filter) => freezes.Where(sight.Sees)
        .SelectMany(freeze => freeze.History.Select((happened, at) => new TrailEntry.OfFreeze(freeze, happened, at + 1)))
        .Where(entry => entry.Happened is not FreezeEvent.Broken && filter.Finds(entry));
}

/// <summary>One line of the trail. A closed hierarchy.</summary>
internal abstract record TrailEntry
{
    private TrailEntry()
    {
    }

    public abstract TrailPlace Place { get; }

    /// <summary>One of <see cref="TrailFilter.Kinds"/>.</summary>
    public abstract string Kind { get; }

    public abstract string Actor { get; }

    public DateTimeOffset At => Place.At;

    public sealed record OfProposal(AuditEntry Entry) : TrailEntry
    {
        public override TrailPlace Place => new(Entry.Place.At, null, Entry.Proposal, Entry.Number);

        public override string Kind => Entry.Event is ProposalEvent.Erased erased ? erased.Kind : Entry.Event.Type;

        public override string Actor => Entry.Event.Actor;
    }

    /// <param name="Number">Its place in the freeze's history: 1, 2 …</param>
    public sealed record OfFreeze(Freeze Freeze, FreezeEvent Happened, int Number) : TrailEntry
    {
        public override TrailPlace Place => new(Happened.At, Freeze.Id, default, Number);

        public override string Kind => Happened is FreezeEvent.Set ? TrailFilter.FreezeSet : TrailFilter.FreezeEnded;

        public override string Actor => Happened.Actor;
    }
}
