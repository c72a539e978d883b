using System.Diagnostics;
using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>What a pass comes to on the state as it is now: who commits, who was overtaken, what is written. Pure; the same for every store.</summary>
/// <param name="Outcomes">One per context of the pass, in its order.</param>
/// <param name="Contexts">Those that commit: their epoch rises by one, their watermarks are written.</param>
public sealed record CommitPlan(IReadOnlyList<CommitOutcome> Outcomes, IReadOnlyList<ContextCommit> Contexts, IReadOnlyList<ProposalWrite> Writes)
{
    /// <param name="leftOut">Contexts that are to count as overtaken, and why.</param>
    public static CommitPlan Of(PassCommit pass, IStoredState stored, IReadOnlyDictionary<string, string> leftOut)
    {
        var overtaken = new Dictionary<string, string>(leftOut, StringComparer.Ordinal);
        foreach (var context in pass.Contexts)
        {
            var epoch = stored.Epoch(context.ContextId);
            if (epoch != context.Epoch) overtaken.TryAdd(context.ContextId, $"another pass: the epoch is {epoch}, not {context.Epoch}");
        }

        // A lost context takes its part out of every change, which may undo what a later change stood on: go round until nobody loses.
        while (true)
        {
            var round = new CommitRound(stored, overtaken);
            foreach (var change in pass.Changes) round.Take(change);
            if (round.Lost.Count == 0) return Settle(pass, overtaken, round.Writes);
            foreach (var (context, by) in round.Lost) overtaken.TryAdd(context, by);
        }
    }

    private static CommitPlan Settle(PassCommit pass, Dictionary<string, string> overtaken, IReadOnlyList<ProposalWrite> writes) => new(
        [.. pass.Contexts.Select(c => overtaken.TryGetValue(c.ContextId, out var by)
            ? (CommitOutcome)new CommitOutcome.Overtaken(c.ContextId, by)
            : new CommitOutcome.Committed(c.ContextId))],
        [.. pass.Contexts.Where(c => !overtaken.ContainsKey(c.ContextId))],
        writes);
}

/// <summary>One walk over the changes of a pass, each on the state that the ones before it made.</summary>
internal sealed class CommitRound(IStoredState stored, IReadOnlyDictionary<string, string> overtaken)
{
    private readonly Dictionary<ProposalId, Proposal> changed = [];
    private readonly Dictionary<string, Proposal> byCause = new(StringComparer.Ordinal);
    private readonly Dictionary<ProposalScope, Dictionary<ProposalId, Proposal>> living = [];

    public List<ProposalWrite> Writes { get; } = [];

    public Dictionary<string, string> Lost { get; } = new(StringComparer.Ordinal);

    public void Take(ProposalChange change)
    {
        if (change.Contexts.Count > 0 && change.Contexts.All(overtaken.ContainsKey)) return;
        var (write, conflict) = change switch
        {
            ProposalChange.Open open => Open(open),
            ProposalChange.Join join => Join(join),
            ProposalChange.Append append => Append(append),
            _ => throw new UnreachableException(),
        };
        if (conflict is not null)
            foreach (var context in change.Contexts) Lost.TryAdd(context, conflict);
        if (write is not null) Put(write with { Evidence = [.. change.Evidence.Where(e => !overtaken.ContainsKey(e.ContextId))] });
    }

    private (ProposalWrite? Write, string? Conflict) Open(ProposalChange.Open open)
    {
        var wanted = open.Event.Proposal;
        if (wanted.Id != open.Id) throw new ArgumentException($"the change is of {open.Id}, its proposal is {wanted.Id}", nameof(open));
        if (Scope(wanted.Scope).Values.FirstOrDefault(p => p.Fingerprint == wanted.Fingerprint) is { } rival) return Conflict(rival, "wants the same");
        if (Find(open.Id) is { } known) return Conflict(known, "has that id");
        var (placed, widens) = Place(wanted with { Sightings = Seen(wanted.Sightings) });
        var (write, conflict) = Step(null, open.Event with { Proposal = placed }, wanted.Scope, null);
        return (write is null ? null : write with { Widens = widens }, conflict);
    }

    // What joins an item that waits as a whole waits with it.
    private (Proposal Placed, bool Widens) Place(Proposal opened)
    {
        if (opened.Cause is not { } cause) return (opened, false);
        return (byCause.GetValueOrDefault(cause.Id) ?? stored.Living(cause)) switch
        {
            null => (opened with { Item = cause.ItemOf(opened.Sightings.FirstWindow) }, false),
            { State: ProposalState.Held } sibling => (opened with { Item = sibling.Item, State = ProposalState.Held, HeldBy = sibling.HeldBy, ShownAt = null }, true),
            { Snooze: { } snooze } sibling => (opened with { Item = sibling.Item, State = ProposalState.Snoozed, Snooze = snooze, ShownAt = null, ExpiresAt = opened.ExpiresAt + (snooze.Until - opened.OpenedAt) }, true),
            var sibling => (opened with { Item = sibling.Item }, true),
        };
    }

    private (ProposalWrite? Write, string? Conflict) Join(ProposalChange.Join join) => Find(join.Id) switch
    {
        null => (null, $"there is no proposal {join.Id}"),
        { IsLiving: false } ended => Conflict(ended, "has ended"),
        var current => (new ProposalWrite(current, current with { Sightings = current.Sightings.And(Seen(join.Sightings)) }, null, []), null),
    };

    private (ProposalWrite? Write, string? Conflict) Append(ProposalChange.Append append) => Find(append.Id) switch
    {
        null => (null, $"there is no proposal {append.Id}"),
        var current when current.Version != append.Version => Conflict(current, $"is at version {current.Version}, not {append.Version}"),
        var current => Step(current, append.Event, current.Scope, append.Sightings) is var (write, conflict) && write is not null
            ? (write with { Widens = current.Cause is { } cause && byCause.GetValueOrDefault(cause.Id) is { State: ProposalState.Open } shown && shown.Id != current.Id }, conflict)
            : (write, conflict),
    };

    private (ProposalWrite? Write, string? Conflict) Step(Proposal? current, ProposalEvent happened, ProposalScope scope, Sightings? seen)
    {
        var rivals = Scope(scope).Values.Where(p => p.Id != current?.Id).ToArray();
        switch (ClaimedEvents.Guard(happened) ?? Lifecycle.Next(current, happened, rivals))
        {
            case Transition.To(var next):
                return (ProposalWrite.Of(current, seen is null ? next : next with { Sightings = next.Sightings.And(Seen(seen)) }, happened), null);
            case Transition.Refused(var reason):
                return (null, current is null ? reason : $"proposal {current.Id}: {reason}");
            default:
                throw new UnreachableException();
        }
    }

    private static (ProposalWrite? Write, string Conflict) Conflict(Proposal other, string how) => (null, $"proposal {other.Id}, which is {Lifecycle.Words(other)}, {how}");

    private Sightings Seen(Sightings sightings) =>
        overtaken.Count == 0 ? sightings : sightings with { Contexts = [.. sightings.Contexts.Where(c => !overtaken.ContainsKey(c))] };

    private void Put(ProposalWrite write)
    {
        Writes.Add(write);
        changed[write.After.Id] = write.After;
        if (write.After is { IsLiving: true, Cause: { } cause } && (write.Event is ProposalEvent.Released || !byCause.ContainsKey(cause.Id))) byCause[cause.Id] = write.After;
        var scope = Scope(write.After.Scope);
        if (write.After.IsLiving) scope[write.After.Id] = write.After;
        else scope.Remove(write.After.Id);
    }

    private Proposal? Find(ProposalId id) => changed.TryGetValue(id, out var mine) ? mine : stored.Find(id);

    private Dictionary<ProposalId, Proposal> Scope(ProposalScope scope)
    {
        if (!living.TryGetValue(scope, out var known)) living[scope] = known = stored.Living(scope).ToDictionary(p => p.Id);
        return known;
    }
}
