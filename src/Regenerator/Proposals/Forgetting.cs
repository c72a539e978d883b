using System.Diagnostics;
using System.Text.RegularExpressions;
using Regenerator.Storage;

namespace Regenerator.Proposals;

/// <summary>
/// Erases what was said about one context: what only it asked for is ended and erased, of what others ask for too its share goes. Who did what when stays, with
/// the ids of its documents. May be stopped and run again at any point: what is left is done then.
/// </summary>
public sealed class Forgetting(IRegeneratorStore store, TimeProvider time)
{
    /// <param name="reason">For whoever asks later; it does not name the context.</param>
    /// <exception cref="ArgumentException">The reason names the context.</exception>
    public async Task<ForgetResult> ForgetAsync(string contextId, string reason, string actor, CancellationToken ct)
    {
        var named = Mention.Of(contextId);
        if (named.IsMatch(reason)) throw new ArgumentException($"the reason is kept, and names «{contextId}», who is to be forgotten", nameof(reason));
        var proposals = await store.AllAsync(new ProposalQuery { ContextId = contextId, Limit = 1000 }, ct).ToListAsync(ct);
        if (proposals.Where(p => p.State.HoldsDocument()).Select(p => p.Id).ToArray() is { Length: > 0 } busy) return new ForgetResult.Busy(busy);
        var (alone, shared) = (new List<ProposalId>(), new List<ProposalId>());
        foreach (var proposal in proposals)
        {
            foreach (var happened in await StepsAsync(proposal, contextId, named, reason, actor, ct))
                if (await store.DecideAsync(proposal.Id, happened, ct) is DecideResult.Refused refused) return new ForgetResult.Refused(proposal.Id, refused.Reason);
            (IsAlone(proposal) ? alone : shared).Add(proposal.Id);
        }

        var known = await store.ForgetContextAsync(contextId, ct);
        return new ForgetResult.Done(known, alone, shared) { StillNaming = await NamingAsync(shared, named, ct) };
    }

    private static bool IsAlone(Proposal proposal) => proposal.Sightings.Contexts.Count == 1;

    private async Task<IReadOnlyList<ProposalEvent>> StepsAsync(Proposal proposal, string contextId, Regex named, string reason, string actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var forgotten = new ProposalEvent.Forgotten(reason) { ContextId = contextId, Actor = actor, At = now };
        if (IsAlone(proposal)) return Lifecycle.At(proposal, now).IsLiving ? [new ProposalEvent.Cleared(reason) { Actor = actor, At = now }, forgotten] : [.. EndedByTime(proposal, actor, now), forgotten];
        if (await store.GetAsync(proposal.Id, ct) is not { } record) throw new UnreachableException();
        var records = record.History.Index().Where(h => named.IsMatch(Persisted.Write(h.Item, RegeneratorJson.Default.ProposalEvent))).Select(h => h.Index + 1);
        var steps = record.Steps.Where(s => named.IsMatch(Persisted.Write(s, RegeneratorJson.Default.JournalStep))).Select(s => s.Key);
        return [new ProposalEvent.ContextForgotten(reason, [.. records], [.. steps]) { ContextId = contextId, Actor = actor, At = now }];
    }

    // Its deadline has passed, and nobody has written that down yet.
    private static IEnumerable<ProposalEvent> EndedByTime(Proposal proposal, string actor, DateTimeOffset now) =>
        proposal.IsLiving ? [new ProposalEvent.Lapsed { Actor = actor, At = now }] : [];

    private async Task<IReadOnlyList<ProposalId>> NamingAsync(IEnumerable<ProposalId> shared, Regex named, CancellationToken ct)
    {
        var naming = new List<ProposalId>();
        foreach (var id in shared)
            if (await store.GetAsync(id, ct) is { Proposal: var left } && named.IsMatch(Persisted.Write(left, RegeneratorJson.Default.Proposal))) naming.Add(id);
        return naming;
    }
}

/// <summary>What forgetting a context came to. A closed hierarchy.</summary>
public abstract record ForgetResult
{
    private ForgetResult()
    {
    }

    /// <param name="WasKnown">Passes had committed something for it, or judged it.</param>
    /// <param name="Alone">What only it asked for: ended and erased.</param>
    /// <param name="Shared">What others ask for too.</param>
    public sealed record Done(bool WasKnown, IReadOnlyList<ProposalId> Alone, IReadOnlyList<ProposalId> Shared) : ForgetResult
    {
        /// <summary>Of the shared ones those whose own words name it: a rule or a person has written it into a title or an edit.</summary>
        public IReadOnlyList<ProposalId> StillNaming { get; init; } = [];
    }

    /// <summary>Nothing was done: these are being applied, or wait for a person's attention.</summary>
    public sealed record Busy(IReadOnlyList<ProposalId> Proposals) : ForgetResult;

    /// <summary>Somebody was faster with a proposal; what came before it is done.</summary>
    public sealed record Refused(ProposalId Proposal, string Reason) : ForgetResult;
}
