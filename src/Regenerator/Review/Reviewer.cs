using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Review;

/// <summary>The desk at which people decide. Every decision carries what its maker saw, and is told what is current when that moved.</summary>
public sealed class Reviewer(IRegeneratorStore store, IContextSource contexts, IReviewPolicy policy, TimeProvider time, bool proseAccepted = false)
{
    private const int ShortestPrefix = 6;

    /// <summary>Is told of every decision.</summary>
    public ILogger Log { get; init; } = NullLogger.Instance;

    /// <param name="id">The proposal.</param>
    /// <param name="seen">The revision digest that was on the screen, or its first six or more characters.</param>
    /// <param name="actor">Who, such as <c>person:ada</c>.</param>
    /// <param name="ct">Before the decision is stored.</param>
    public Task<DecideResult> ApproveAsync(ProposalId id, string seen, string actor, CancellationToken ct) => ApproveAsync(id, seen, actor, null, ct);

    /// <param name="bypass">Why this approval is to be enough, whatever the policy asks for; null: it is not. Its maker's own revision stays out of reach.</param>
    /// <inheritdoc cref="ApproveAsync(ProposalId, string, string, CancellationToken)"/>
    public async Task<DecideResult> ApproveAsync(ProposalId id, string seen, string actor, string? bypass, CancellationToken ct)
    {
        if (await store.GetAsync(id, ct) is not { Proposal: var proposal }) return new DecideResult.NotFound();
        if (bypass is not null && !policy.MayBypass(actor)) return new DecideResult.Refused($"{actor} may not approve past the policy; «review.bypass» names who may", proposal);
        var context = await ContextAsync(proposal, ct);
        if (proposal is { Shadow: false } && proposal.State.WaitsForPeople() && Standing.Of(proposal, context, proseAccepted) is { Problem: { } problem } standing) return await RefuseAsync(proposal, standing, problem, ct);
        return await DecideAsync(id, Approval(Whole(seen, proposal), proposal, context, actor) with { Bypass = bypass }, ct);
    }

    /// <param name="id">The proposal.</param>
    /// <param name="reason">For whoever asks later.</param>
    /// <param name="until">Quiet until then; null: until the evidence is new.</param>
    /// <param name="actor">Who.</param>
    /// <param name="ct">Before the decision is stored.</param>
    public Task<DecideResult> RejectAsync(ProposalId id, string reason, DateTimeOffset? until, string actor, CancellationToken ct) => RejectAsync(id, reason, until, null, actor, ct);

    /// <param name="seen">The whole revision digest that was on the screen; null: whatever is there.</param>
    /// <inheritdoc cref="RejectAsync(ProposalId, string, DateTimeOffset?, string, CancellationToken)"/>
    public Task<DecideResult> RejectAsync(ProposalId id, string reason, DateTimeOffset? until, string? seen, string actor, CancellationToken ct) =>
        DecideAsync(id, new ProposalEvent.Refused(reason, until, seen) { Actor = actor, At = time.GetUtcNow() }, ct);

    /// <param name="id">The proposal.</param>
    /// <param name="until">When to see it again; at most <see cref="Lifecycle.LongestSnooze"/> from now.</param>
    /// <param name="reason">For whoever looks meanwhile; may be null.</param>
    /// <param name="actor">Who.</param>
    /// <param name="ct">Before the decision is stored.</param>
    public Task<DecideResult> SnoozeAsync(ProposalId id, DateTimeOffset until, string? reason, string actor, CancellationToken ct) =>
        DecideAsync(id, new ProposalEvent.PutOff(until, reason) { Actor = actor, At = time.GetUtcNow() }, ct);

    /// <summary>Takes back one's own revision; whoever is not its author rejects it instead.</summary>
    public Task<DecideResult> CancelAsync(ProposalId id, string reason, string actor, CancellationToken ct) =>
        DecideAsync(id, new ProposalEvent.TakenBack(reason) { Actor = actor, At = time.GetUtcNow() }, ct);

    /// <summary>The living proposals of an item, as reviewers see them now; oldest first.</summary>
    public async Task<IReadOnlyList<Proposal>> MembersAsync(ProposalId item, CancellationToken ct) =>
        await store.AllAsync(ProposalQuery.MembersOf(item, time.GetUtcNow()), ct).OrderBy(p => p.Id).ToListAsync(ct);

    /// <summary>Approves whatever of an item is open, in one decision; what has moved since is left out, and named.</summary>
    /// <param name="item">The item.</param>
    /// <param name="seen"><see cref="RevisionDigest.OfItem"/> of its open proposals as they were on the screen, or its first six or more characters.</param>
    /// <param name="actor">Who.</param>
    /// <param name="ct">Before the decision is stored.</param>
    public Task<ItemResult> ApproveItemAsync(ProposalId item, string seen, string actor, CancellationToken ct) => ApproveItemAsync(item, seen, actor, null, ct);

    /// <param name="among">Whoever decides sees and decides about these only; null: all.</param>
    /// <inheritdoc cref="ApproveItemAsync(ProposalId, string, string, CancellationToken)"/>
    public async Task<ItemResult> ApproveItemAsync(ProposalId item, string seen, string actor, Func<Proposal, bool>? among, CancellationToken ct)
    {
        var members = await MembersAsync(item, among, ct);
        Proposal[] open = [.. members.Where(m => m.State.WaitsForPeople())];
        if (open.Length == 0) return new ItemResult.NotTaken("nothing of it waits for a decision", members);
        var digest = RevisionDigest.OfItem(open);
        if (seen.Length < ShortestPrefix || !digest.StartsWith(seen, StringComparison.OrdinalIgnoreCase))
            return new ItemResult.NotTaken($"what was seen ({seen}) is not what is there now: {Words(open)}, {digest[..12]}", members);

        var contextOf = Standing.ContextsOf((await contexts.ReadAsync(ct)).Contexts);
        var (sound, moved) = (new List<Ruling>(), new List<DecideResult.Refused>());
        foreach (var proposal in open)
        {
            if (Standing.Of(proposal, contextOf(proposal), proseAccepted) is { Problem: { } problem } standing)
                moved.Add((DecideResult.Refused)await RefuseAsync(proposal, standing, problem, ct));
            else
                sound.Add(new Ruling(proposal.Id, Approval(proposal.Revision.Digest, proposal, contextOf(proposal), actor)));
        }

        return await DecideAsync(sound, moved, members, ct);
    }

    /// <summary>Says no to all of an item that has not been begun.</summary>
    public Task<ItemResult> RejectItemAsync(ProposalId item, string reason, DateTimeOffset? until, string actor, CancellationToken ct) => RejectItemAsync(item, reason, until, actor, null, ct);

    /// <param name="among">Only about these; null: all.</param>
    /// <inheritdoc cref="RejectItemAsync(ProposalId, string, DateTimeOffset?, string, CancellationToken)"/>
    public Task<ItemResult> RejectItemAsync(ProposalId item, string reason, DateTimeOffset? until, string actor, Func<Proposal, bool>? among, CancellationToken ct) =>
        DecideAsync(item, among, member => member.State.IsWithdrawable(), new ProposalEvent.Refused(reason, until) { Actor = actor, At = time.GetUtcNow() }, ct);

    /// <summary>Puts off all of an item that is open; what joins it meanwhile is put off too.</summary>
    public Task<ItemResult> SnoozeItemAsync(ProposalId item, DateTimeOffset until, string? reason, string actor, CancellationToken ct) => SnoozeItemAsync(item, until, reason, actor, null, ct);

    /// <param name="among">Only about these; null: all.</param>
    /// <inheritdoc cref="SnoozeItemAsync(ProposalId, DateTimeOffset, string, string, CancellationToken)"/>
    public Task<ItemResult> SnoozeItemAsync(ProposalId item, DateTimeOffset until, string? reason, string actor, Func<Proposal, bool>? among, CancellationToken ct) =>
        DecideAsync(item, among, member => member.State.WaitsForPeople(), new ProposalEvent.PutOff(until, reason) { Actor = actor, At = time.GetUtcNow() }, ct);

    /// <summary>Writes down what time alone has brought about: snoozes that ended, deadlines that passed.</summary>
    public async Task KeepTimeAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await foreach (var due in store.AllAsync(new ProposalQuery { DueBy = now, Limit = 1000 }, ct))
        {
            ProposalEvent happened = due.State == ProposalState.Snoozed && Lifecycle.At(due, now).IsLiving
                ? new ProposalEvent.Woke { Actor = "engine", At = now }
                : new ProposalEvent.Lapsed { Actor = "engine", At = now };
            await DecideAsync(due.Id, happened, ct);
        }
    }

    /// <summary>Makes the living shadows of a rule that is live now proposals like any other.</summary>
    /// <returns>Those that reviewers see now.</returns>
    public async Task<IReadOnlyList<Proposal>> PromoteAsync(string ruleId, string actor, CancellationToken ct)
    {
        var promoted = new List<Proposal>();
        foreach (var shadow in (await store.AllAsync(ProposalQuery.Living with { RuleId = ruleId, Shadow = true }, ct).ToListAsync(ct)).OrderBy(p => p.Id))
            if (await DecideAsync(shadow.Id, new ProposalEvent.Promoted { Actor = actor, At = time.GetUtcNow() }, ct) is DecideResult.Decided decided) promoted.Add(decided.Proposal);
        return promoted;
    }

    /// <summary>Replaces the actions of a proposal: a new revision, for which earlier approvals do not count.</summary>
    /// <param name="id">The proposal.</param>
    /// <param name="actions">All of them, in order.</param>
    /// <param name="actor">Who; may not approve it afterwards.</param>
    /// <param name="ct">Before the revision is stored.</param>
    public Task<DecideResult> EditAsync(ProposalId id, IReadOnlyList<ProposalAction> actions, string actor, CancellationToken ct) => EditAsync(id, actions, null, actor, ct);

    /// <param name="seen">The whole digest of the revision that the actions replace; null: of whatever is there.</param>
    /// <inheritdoc cref="EditAsync(ProposalId, IReadOnlyList{ProposalAction}, string, CancellationToken)"/>
    public async Task<DecideResult> EditAsync(ProposalId id, IReadOnlyList<ProposalAction> actions, string? seen, string actor, CancellationToken ct)
    {
        if (await store.GetAsync(id, ct) is not { Proposal: var proposal }) return new DecideResult.NotFound();
        if (await ContextAsync(proposal, ct) is not { } context) return new DecideResult.Refused($"{proposal.Scope} is not among the documents that are watched now", proposal);
        var misplaced = actions.FirstOrDefault(a => proposal.Scope.TenantScoped ? a is ProposalAction.UpdateBlueprint : a is ProposalAction.UpdateTenantConfig);
        if (misplaced is not null) return new DecideResult.Refused($"the proposal changes {proposal.Scope}; «{misplaced.Kind}» changes something else", proposal);
        var wanted = Draft.Guarded(context, proposal.Revision.Proposal with { Actions = actions });
        return Draft.Of(context, wanted, actor, proseAccepted) switch
        {
            Draft.AlreadyTrue already => new DecideResult.Refused(already.Why, proposal),
            Draft.Impossible impossible => new DecideResult.Refused(impossible.Why, proposal),
            Draft.Ready ready => await DecideAsync(id, new ProposalEvent.Revised(ready.Revision, seen ?? proposal.Revision.Digest) { Actor = actor, At = time.GetUtcNow() }, ct),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Says what became of a proposal that needed attention.</summary>
    public Task<DecideResult> SettleAsync(ProposalId id, bool applied, string reason, string actor, CancellationToken ct) =>
        DecideAsync(id, new ProposalEvent.Settled(applied, reason) { Actor = actor, At = time.GetUtcNow() }, ct);

    /// <summary>Says something about proposals: to those who decide, and to those who ask later. Lines may end as they do anywhere.</summary>
    /// <param name="ids">Such as all of an item; what is said stands in the history of each.</param>
    /// <param name="text">At most <see cref="ProposalEvent.Commented.Longest"/> characters.</param>
    /// <param name="actor">Who.</param>
    /// <param name="ct">Before it is stored.</param>
    /// <returns>One result each, in their order.</returns>
    public Task<IReadOnlyList<DecideResult>> CommentAsync(IReadOnlyList<ProposalId> ids, string text, string actor, CancellationToken ct)
    {
        var comment = new ProposalEvent.Commented(text.ReplaceLineEndings("\n").Trim()) { Actor = actor, At = time.GetUtcNow() };
        return DecideAsync([.. ids.Select(id => new Ruling(id, comment))], ct);
    }

    /// <summary>How it stands against the documents as they are now.</summary>
    public async Task<Standing> StandingAsync(Proposal proposal, CancellationToken ct) => Standing.Of(proposal, await ContextAsync(proposal, ct), proseAccepted);

    /// <summary>Lets the policy approve what it approves by itself.</summary>
    /// <returns>Those that are approved now.</returns>
    public async Task<IReadOnlyList<Proposal>> ReviewByPolicyAsync(CancellationToken ct)
    {
        if (!policy.ApprovesByItself) return [];
        var approved = new List<Proposal>();
        foreach (var proposal in (await store.AllAsync(ProposalQuery.Inbox, ct).ToListAsync(ct)).OrderBy(p => p.Id))
        {
            if (policy.ApprovesAs(proposal) is not { } actor) continue;
            if (await ApproveAsync(proposal.Id, proposal.Revision.Digest, actor, ct) is DecideResult.Decided { Proposal: { State: ProposalState.Approved } now }) approved.Add(now);
        }

        return approved;
    }

    /// <summary>Writes down what was found out about a proposal that no longer stands as it was seen.</summary>
    internal static async Task RecordAsync(IRegeneratorStore store, Proposal proposal, Standing standing, DateTimeOffset now, CancellationToken ct)
    {
        ProposalEvent? happened = standing switch
        {
            Standing.Obsolete obsolete => new ProposalEvent.Outdated(obsolete.Reason) { Actor = "engine", At = now },
            Standing.Stale { Now: { } revision } => new ProposalEvent.Revised(revision, proposal.Revision.Digest) { Actor = "engine", At = now },
            Standing.Stale stale when proposal.State == ProposalState.Approved => new ProposalEvent.ApprovalFell(stale.Reason) { Actor = "engine", At = now },
            _ => null,
        };
        if (happened is not null) await store.DecideAsync(proposal.Id, happened, ct);
    }

    private async Task<DecideResult> DecideAsync(ProposalId id, ProposalEvent decision, CancellationToken ct) => (await DecideAsync([new Ruling(id, decision)], ct))[0];

    private async Task<IReadOnlyList<DecideResult>> DecideAsync(IReadOnlyList<Ruling> rulings, CancellationToken ct)
    {
        var (decision, kind) = (rulings[0].Event, JsonNamingPolicy.SnakeCaseLower.ConvertName(rulings[0].Event.GetType().Name));
        using var span = RegeneratorTelemetry.Start("decide", ("proposal", rulings[0].Id.ToString()), ("decision", kind), ("actor", decision.Actor));
        var results = await store.DecideAsync(rulings, ct);
        span?.SetTag("regenerator.result", results[0].GetType().Name.ToLowerInvariant());
        foreach (var (ruling, result) in rulings.Zip(results))
        {
            if (result is DecideResult.Decided decided) Log.Decided(ruling.Id, kind, decision.Actor, decided.Proposal.State);
            else Log.DecisionRefused(ruling.Id, kind, decision.Actor, result is DecideResult.Refused refused ? FaultLine.Of(refused.Reason) : "there is no such proposal");
        }

        return results;
    }

    private async Task<DecideResult> RefuseAsync(Proposal proposal, Standing standing, string problem, CancellationToken ct)
    {
        await RecordAsync(store, proposal, standing, time.GetUtcNow(), ct);
        var current = (await store.GetAsync(proposal.Id, ct))?.Proposal ?? proposal;
        return new DecideResult.Refused(current.Revision.Number == proposal.Revision.Number ? problem : $"{problem}; it has a new revision now", current);
    }

    private async Task<IReadOnlyList<Proposal>> MembersAsync(ProposalId item, Func<Proposal, bool>? among, CancellationToken ct) =>
        await MembersAsync(item, ct) is var members && among is null ? members : [.. members.Where(among)];

    private async Task<ItemResult> DecideAsync(ProposalId item, Func<Proposal, bool>? among, Func<Proposal, bool> concerned, ProposalEvent decision, CancellationToken ct)
    {
        var members = await MembersAsync(item, among, ct);
        return await DecideAsync([.. members.Where(concerned).Select(m => new Ruling(m.Id, decision))], [], members, ct);
    }

    private async Task<ItemResult> DecideAsync(IReadOnlyList<Ruling> rulings, IReadOnlyList<DecideResult.Refused> moved, IReadOnlyList<Proposal> members, CancellationToken ct)
    {
        var results = rulings.Count == 0 ? [] : await DecideAsync(rulings, ct);
        Proposal[] taken = [.. results.OfType<DecideResult.Decided>().Select(d => d.Proposal)];
        DecideResult.Refused[] refused = [.. moved, .. results.OfType<DecideResult.Refused>()];
        return taken.Length > 0 ? new ItemResult.Decided(taken, refused) : new ItemResult.NotTaken(refused.Length > 0 ? refused[0].Reason : "nothing of it waits for a decision", members);
    }

    private ProposalEvent.ApprovalGiven Approval(string digest, Proposal proposal, RegenerationContext? context, string actor)
    {
        var need = policy.NeedOf(proposal, context?.Blueprint.Meta.Owners ?? []);
        return new ProposalEvent.ApprovalGiven(digest) { Actor = actor, At = time.GetUtcNow(), Quorum = need.Approvals, Owners = need.Owners, AllowSelf = policy.AllowSelfApproval };
    }

    private static string Words(Proposal[] open) => open.Length == 1 ? $"one proposal, for {open[0].Scope}" : $"{open.Length} proposals";

    private async Task<RegenerationContext?> ContextAsync(Proposal proposal, CancellationToken ct) => Standing.ContextOf(proposal, await contexts.ReadAsync(ct));

    private static string Whole(string seen, Proposal proposal) =>
        seen.Length >= ShortestPrefix && proposal.Revision.Digest.StartsWith(seen, StringComparison.OrdinalIgnoreCase) ? proposal.Revision.Digest : seen;
}
