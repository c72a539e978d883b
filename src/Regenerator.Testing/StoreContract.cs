using System.Text.Json;
using Regenerator.Access;
using Regenerator.Execution;
using Regenerator.Freezes;
using Regenerator.Judgements;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Storage;
using Xunit;

namespace Regenerator.Testing;

/// <summary>What every store promises. Derive it in a test project and say how a store is made.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private static readonly HashSet<Moment> Every = [.. Enum.GetValues<Moment>()];
    private static readonly string[] Two = ["cfg-acme", "cfg-zeta"];

    private IRegeneratorStore? current;

    protected TestClock Clock { get; } = new();

    private IRegeneratorStore Store => current!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>An empty store.</summary>
    protected abstract Task<IRegeneratorStore> CreateAsync(TimeProvider time);

    /// <summary>The store as a new process would find it; the old object is not used any more.</summary>
    protected abstract Task<IRegeneratorStore> ReopenAsync(IRegeneratorStore store);

    public async ValueTask InitializeAsync() => current = await CreateAsync(Clock);

    public virtual async ValueTask DisposeAsync()
    {
        if (current is not null) await current.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_empty_store_knows_every_context_at_epoch_zero()
    {
        var start = await BeginAsync(Two);

        Assert.Equal([0L, 0L], Two.Select(c => start.Epochs[c]));
        Assert.Empty(start.Watermarks);
        Assert.Empty(start.Living);
        Assert.Empty(start.Past);
    }

    [Fact]
    public async Task A_pass_commits_watermarks_proposal_evidence_and_history_together()
    {
        var proposal = Some.Proposal();
        var evidence = Some.Evidence();

        var outcomes = await CommitAsync([At("cfg-acme", 0, Mark("cfg-acme", Some.Window.Until))], Open(proposal, evidence));

        Assert.Equal([new CommitOutcome.Committed("cfg-acme")], outcomes);
        var start = await BeginAsync("cfg-acme");
        Assert.Equal(1, start.Epochs["cfg-acme"]);
        Assert.Equal(Some.Window.Until, Assert.Single(start.Watermarks).Value.Until);
        Assert.Equal(proposal.Id, Assert.Single(start.Living).Id);
        Assert.Equal(new Past(1, null), start.Past[proposal.Fingerprint]);
        var record = await RecordAsync(proposal.Id);
        Assert.Equal((ProposalState.Open, 1), (record.Proposal.State, record.Proposal.Version));
        Assert.IsType<ProposalEvent.Opened>(Assert.Single(record.History));
        Assert.Equal((evidence.SignalId, evidence.Window), (Assert.Single(record.Evidence).SignalId, record.Evidence[0].Window));
        Assert.Equal(42, Assert.IsType<TelemetrySignal>(record.Evidence[0].Signal).Count);
    }

    [Fact]
    public async Task A_context_that_was_committed_meanwhile_is_overtaken_and_the_others_commit()
    {
        await CommitAsync([At("cfg-acme", 0)]);

        var outcomes = await CommitAsync([At("cfg-acme", 0, Mark("cfg-acme", Some.Now)), At("cfg-zeta", 0, Mark("cfg-zeta", Some.Now))]);

        Assert.Contains("epoch", Overtaken(outcomes, "cfg-acme").By, StringComparison.Ordinal);
        Assert.Contains(new CommitOutcome.Committed("cfg-zeta"), outcomes);
        var start = await BeginAsync(Two);
        Assert.Equal([1L, 1L], Two.Select(c => start.Epochs[c]));
        Assert.Equal("cfg-zeta", Assert.Single(start.Watermarks).Key.ContextId);
    }

    [Fact]
    public async Task A_watermark_never_moves_backwards()
    {
        await CommitAsync([At("cfg-acme", 0, Mark("cfg-acme", Some.Window.Until))]);
        await CommitAsync([At("cfg-acme", 1, Mark("cfg-acme", Some.Window.Since))]);

        Assert.Equal(Some.Window.Until, Assert.Single((await BeginAsync("cfg-acme")).Watermarks).Value.Until);
    }

    [Fact]
    public async Task A_watermark_counts_for_its_provider_and_window_length_only()
    {
        WatermarkKey[] keys =
        [
            new("cfg-acme", "prom/telemetry", TimeSpan.FromMinutes(5)),
            new("cfg-acme", "prom/telemetry", TimeSpan.FromDays(28)),
            new("cfg-acme", "sentry/errors", TimeSpan.FromMinutes(5)),
        ];

        await CommitAsync([At("cfg-acme", 0, [.. keys.Select((k, i) => new Watermark(k, Some.Now.AddTicks(i)))])]);

        var start = await BeginAsync("cfg-acme");
        Assert.Equal(3, start.Watermarks.Count);
        for (var i = 0; i < keys.Length; i++) Assert.Equal(Some.Now.AddTicks(i), start.Watermarks[keys[i]].Until);
    }

    [Fact]
    public async Task A_second_proposal_of_a_living_wish_is_refused_and_its_context_overtaken()
    {
        var first = await OpenAsync(Some.Proposal());
        var second = Some.Proposal(occurrence: 1, context: "cfg-zeta");

        var outcomes = await CommitAsync([At("cfg-zeta", 0)], Open(second));

        Assert.Contains(first.Id.ToString(), Overtaken(outcomes, "cfg-zeta").By, StringComparison.Ordinal);
        Assert.Null(await Store.GetAsync(second.Id, Ct));
        Assert.Equal(0, (await BeginAsync("cfg-zeta")).Epochs["cfg-zeta"]);
    }

    [Fact]
    public async Task A_wish_that_ended_may_be_opened_again_and_counts_its_occurrences()
    {
        var first = await OpenAsync(Some.Proposal());
        await Store.DecideAsync(first.Id, Some.Refusal(), Ct);

        var second = Some.Proposal(occurrence: 1);
        var outcomes = await CommitAsync([At("cfg-acme", 1)], Open(second));

        Assert.Equal([new CommitOutcome.Committed("cfg-acme")], outcomes);
        var start = await BeginAsync("cfg-acme");
        Assert.Equal(second.Id, Assert.Single(start.Living).Id);
        Assert.Equal(new Past(2, null), start.Past[first.Fingerprint]);
    }

    [Fact]
    public async Task A_rejection_is_remembered_with_what_was_rejected()
    {
        var proposal = await OpenAsync(Some.Proposal());
        await Store.DecideAsync(proposal.Id, Some.Refusal(reason: "the supplier knows", until: Some.Now.AddDays(7)), Ct);

        var past = (await BeginAsync("cfg-acme")).Past[proposal.Fingerprint];

        Assert.Equal(1, past.Occurrences);
        Assert.Equal(("person:ann", "the supplier knows", Some.Now.AddDays(7), 42d), (past.Rejection!.Actor, past.Rejection.Reason, past.Rejection.Until, past.Rejection.Magnitude));
        Assert.Equal(["cfg-acme"], past.Rejection.Contexts);
    }

    [Fact]
    public async Task Begin_tells_only_of_the_documents_of_its_contexts()
    {
        var shared = await OpenAsync(Some.Proposal());
        await OpenAsync(Some.Proposal(scope: new ProposalScope(SpecKind.Tenant, "cfg-zeta"), context: "cfg-zeta"), "cfg-zeta");

        Assert.Equal(shared.Id, Assert.Single((await BeginAsync("cfg-acme")).Living).Id);
        Assert.Equal(2, (await BeginAsync("cfg-zeta")).Living.Count);
    }

    [Fact]
    public async Task Seeing_a_wish_again_adds_evidence_and_contexts_but_no_event()
    {
        var proposal = await OpenAsync(Some.Proposal(), evidence: Some.Evidence());
        var later = Some.Window.Next();

        await CommitAsync([At("cfg-zeta", 0)], Join(proposal.Id, Some.Sightings(later, "cfg-zeta"), Some.Evidence(contextId: "cfg-zeta", window: later)));

        var record = await RecordAsync(proposal.Id);
        Assert.Equal(1, record.Proposal.Version);
        Assert.Single(record.History);
        Assert.Equal(Two, record.Proposal.Sightings.Contexts);
        Assert.Equal((2, later.Until), (record.Proposal.Sightings.Windows, record.Proposal.Sightings.LastWindow));
        Assert.Equal(["cfg-zeta", "cfg-acme"], record.Evidence.Select(e => e.ContextId)); // newest window first
    }

    [Fact]
    public async Task Sightings_of_two_passes_that_began_together_are_both_kept()
    {
        var proposal = await OpenAsync(Some.Proposal());

        await Task.WhenAll(
            CommitAsync([At("cfg-b", 0)], Join(proposal.Id, Some.Sightings(null, "cfg-b"), Some.Evidence(contextId: "cfg-b"))),
            CommitAsync([At("cfg-c", 0)], Join(proposal.Id, Some.Sightings(null, "cfg-c"), Some.Evidence(contextId: "cfg-c"))));

        var record = await RecordAsync(proposal.Id);
        Assert.Equal(["cfg-acme", "cfg-b", "cfg-c"], record.Proposal.Sightings.Contexts);
        Assert.Equal(2, record.Evidence.Count);
    }

    [Fact]
    public async Task A_window_that_is_read_again_replaces_its_evidence()
    {
        var proposal = await OpenAsync(Some.Proposal(), evidence: Some.Evidence(Some.TelemetrySignal(count: 42)));

        await CommitAsync([At("cfg-acme", 1)], Join(proposal.Id, Some.Sightings(), Some.Evidence(Some.TelemetrySignal(count: 43))));

        Assert.Equal(43, Assert.IsType<TelemetrySignal>(Assert.Single((await RecordAsync(proposal.Id)).Evidence).Signal).Count);
    }

    [Fact]
    public async Task Joining_a_proposal_that_was_decided_meanwhile_overtakes_the_context()
    {
        var proposal = await OpenAsync(Some.Proposal());
        await Store.DecideAsync(proposal.Id, Some.Refusal("person:eve"), Ct);

        var outcomes = await CommitAsync([At("cfg-acme", 1, Mark("cfg-acme", Some.Now))], Join(proposal.Id, Some.Sightings(), Some.Evidence()));

        Assert.Contains("rejected by person:eve", Overtaken(outcomes, "cfg-acme").By, StringComparison.Ordinal);
        Assert.Empty((await BeginAsync("cfg-acme")).Watermarks);
        Assert.Empty((await RecordAsync(proposal.Id)).Evidence);
    }

    [Fact]
    public async Task An_event_on_a_proposal_that_moved_overtakes_all_its_contexts()
    {
        var proposal = await OpenAsync(Some.Proposal());
        await Store.DecideAsync(proposal.Id, Some.Edit(proposal), Ct);

        var outdated = new ProposalChange.Append(new ProposalEvent.Outdated("true already") { Actor = "engine", At = Some.Now }, 1) { Id = proposal.Id, Contexts = Two };
        var outcomes = await CommitAsync([At("cfg-acme", 1), At("cfg-other", 0), At("cfg-zeta", 0)], outdated);

        Overtaken(outcomes, "cfg-acme");
        Overtaken(outcomes, "cfg-zeta");
        Assert.Contains(new CommitOutcome.Committed("cfg-other"), outcomes);
        Assert.Equal(ProposalState.Open, (await RecordAsync(proposal.Id)).Proposal.State);
    }

    [Fact]
    public async Task An_event_that_the_lifecycle_refuses_overtakes_its_contexts()
    {
        var proposal = await OpenAsync(Some.Proposal());
        var fell = new ProposalChange.Append(new ProposalEvent.ApprovalFell("the effect changed") { Actor = "engine", At = Some.Now }, 1) { Id = proposal.Id, Contexts = ["cfg-acme"] };

        Assert.Contains("taking approvals back", Overtaken(await CommitAsync([At("cfg-acme", 1)], fell), "cfg-acme").By, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_of_the_engine_may_carry_sightings()
    {
        var proposal = await OpenAsync(Some.Proposal());
        var revised = new ProposalChange.Append(Some.Edit(proposal, by: "rule:checkout-failing"), 1) { Id = proposal.Id, Contexts = ["cfg-zeta"], Sightings = Some.Sightings(Some.Window.Next(), "cfg-zeta") };

        await CommitAsync([At("cfg-zeta", 0)], revised);

        var after = (await RecordAsync(proposal.Id)).Proposal;
        Assert.Equal((2, 2, 2), (after.Version, after.Revision.Number, after.Sightings.Windows));
        Assert.Equal(Two, after.Sightings.Contexts);
    }

    [Fact]
    public async Task What_an_overtaken_context_had_to_say_is_left_out_of_a_shared_proposal()
    {
        await CommitAsync([At("cfg-zeta", 0)]);
        var proposal = Some.Proposal();
        var shared = Open(proposal with { Sightings = Some.Sightings(null, Two) }, Two, Some.Evidence(), Some.Evidence(contextId: "cfg-zeta"));

        var outcomes = await CommitAsync([At("cfg-acme", 0), At("cfg-zeta", 0)], shared);

        Overtaken(outcomes, "cfg-zeta");
        var record = await RecordAsync(proposal.Id);
        Assert.Equal(["cfg-acme"], record.Proposal.Sightings.Contexts);
        Assert.Equal(["cfg-acme"], Assert.IsType<ProposalEvent.Opened>(record.History[0]).Proposal.Sightings.Contexts);
        Assert.Equal("cfg-acme", Assert.Single(record.Evidence).ContextId);
    }

    [Fact]
    public async Task A_change_whose_contexts_are_all_overtaken_is_not_made()
    {
        await CommitAsync([At("cfg-acme", 0)]);
        var proposal = Some.Proposal();

        await CommitAsync([At("cfg-acme", 0)], Open(proposal));

        Assert.Null(await Store.GetAsync(proposal.Id, Ct));
    }

    [Fact]
    public async Task A_context_that_lost_on_one_proposal_loses_on_all_of_them()
    {
        var taken = await OpenAsync(Some.Proposal());
        var other = Some.Proposal("other", slot: "refund", context: "cfg-zeta");

        var outcomes = await CommitAsync([At("cfg-zeta", 0)], Open(other, ["cfg-zeta"]), Open(Some.Proposal(occurrence: 1), ["cfg-zeta"]));

        Assert.Contains(taken.Id.ToString(), Overtaken(outcomes, "cfg-zeta").By, StringComparison.Ordinal);
        Assert.Null(await Store.GetAsync(other.Id, Ct));
    }

    [Fact]
    public async Task A_context_whose_data_can_not_be_kept_stands_alone_and_the_others_commit()
    {
        string[] contexts = ["cfg-a", "cfg-b", "cfg-c", "cfg-d", "cfg-e"];
        var proposals = contexts.Select(c => Some.Proposal(scope: new ProposalScope(SpecKind.Tenant, c), context: c)).ToArray();
        var broken = proposals[2] with { Sightings = proposals[2].Sightings with { Magnitude = double.NaN } };

        var outcomes = await CommitAsync(
            [.. contexts.Select(c => At(c, 0, Mark(c, Some.Now)))],
            [.. proposals.Select((p, i) => Open(i == 2 ? broken : p, [contexts[i]], Some.Evidence(contextId: contexts[i])))]);

        Assert.Contains("JSON", Overtaken(outcomes, "cfg-c").By, StringComparison.Ordinal);
        Assert.Equal(4, outcomes.OfType<CommitOutcome.Committed>().Count());
        Assert.Equal(4, (await Store.ListAsync(new ProposalQuery(), Ct)).Proposals.Count);
        var start = await BeginAsync(contexts);
        Assert.Equal([1L, 1L, 0L, 1L, 1L], contexts.Select(c => start.Epochs[c]));
    }

    [Fact]
    public async Task Evidence_that_can_not_be_kept_takes_only_its_context_out_of_a_shared_proposal()
    {
        var proposal = Some.Proposal();
        var shared = Open(
            proposal with { Sightings = Some.Sightings(null, Two) }, Two, Some.Evidence(), Some.Evidence(Some.TelemetrySignal(count: double.PositiveInfinity), "cfg-zeta"));

        var outcomes = await CommitAsync([At("cfg-acme", 0), At("cfg-zeta", 0)], shared);

        Overtaken(outcomes, "cfg-zeta");
        Assert.Contains(new CommitOutcome.Committed("cfg-acme"), outcomes);
        Assert.Equal(["cfg-acme"], (await RecordAsync(proposal.Id)).Proposal.Sightings.Contexts);
    }

    [Fact]
    public async Task Of_two_commits_of_one_context_at_once_one_is_overtaken()
    {
        var proposals = Enumerable.Range(0, 8).Select(i => Some.Proposal($"wish-{i}", slot: $"slot-{i}")).ToArray();

        var outcomes = await Task.WhenAll(proposals.Select(p => Task.Run(() => CommitAsync([At("cfg-acme", 0)], Open(p)))));

        Assert.Single(outcomes.SelectMany(o => o).OfType<CommitOutcome.Committed>());
        Assert.Equal(7, outcomes.SelectMany(o => o).OfType<CommitOutcome.Overtaken>().Count());
        Assert.Single((await BeginAsync("cfg-acme")).Living);
    }

    [Fact]
    public async Task Of_many_passes_that_open_one_wish_at_once_one_does()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() =>
            CommitAsync([At($"cfg-{i}", 0)], Open(Some.Proposal(occurrence: i, context: $"cfg-{i}"), [$"cfg-{i}"])))));

        Assert.Single(outcomes.SelectMany(o => o).OfType<CommitOutcome.Committed>());
        Assert.Single((await Store.ListAsync(ProposalQuery.Living, Ct)).Proposals);
    }

    [Fact]
    public async Task A_proposal_that_does_not_exist_is_not_found()
    {
        Assert.Null(await Store.GetAsync(Some.Proposal().Id, Ct));
        Assert.IsType<DecideResult.NotFound>(await Store.DecideAsync(Some.Proposal().Id, Some.Refusal(), Ct));
        Assert.IsType<ClaimResult.Denied>(await Store.ClaimAsync(Some.Claim(Some.Proposal().Id), Ct));
    }

    [Fact]
    public async Task Of_64_decisions_at_once_one_wins_and_everybody_else_is_told_who()
    {
        var proposal = await OpenAsync(Some.Proposal());

        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() =>
            Store.DecideAsync(proposal.Id, Some.Approval(proposal, $"person:{i}."), Ct))));

        var winner = Assert.Single(results.OfType<DecideResult.Decided>());
        var by = Assert.Single(winner.Proposal.Approvals).Actor;
        Assert.Equal(63, results.OfType<DecideResult.Refused>().Count(r => r.Reason.Contains(by, StringComparison.Ordinal)));
        Assert.Equal(2, (await RecordAsync(proposal.Id)).History.Count);
    }

    [Fact]
    public async Task A_refused_decision_shows_the_proposal_as_it_is_and_changes_nothing()
    {
        var proposal = await OpenAsync(Some.Proposal());
        await Store.DecideAsync(proposal.Id, Some.Edit(proposal), Ct);

        var refused = Assert.IsType<DecideResult.Refused>(await Store.DecideAsync(proposal.Id, Some.Approval(proposal), Ct));

        Assert.Equal(2, refused.Current.Revision.Number);
        Assert.Equal(2, (await RecordAsync(proposal.Id)).Proposal.Version);
    }

    [Fact]
    public async Task Approving_looks_at_the_rivals_on_the_same_document()
    {
        var (first, second) = (await OpenAsync(Some.Proposal()), await OpenAsync(Some.Proposal("rival", rule: "rival"), "cfg-zeta"));
        await Store.DecideAsync(first.Id, Some.Approval(first), Ct);

        var refused = Assert.IsType<DecideResult.Refused>(await Store.DecideAsync(second.Id, Some.Approval(second), Ct));

        Assert.Contains(first.Id.ToString(), refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_apply_can_not_be_begun_or_ended_past_its_claim()
    {
        var proposal = await ApprovedAsync(Some.Proposal());

        Assert.IsType<DecideResult.Refused>(await Store.DecideAsync(proposal.Id, new ProposalEvent.Claimed("me", 1, Some.Now) { Actor = "executor:me", At = Some.Now }, Ct));
        await GrantedAsync(proposal.Id);
        Assert.IsType<DecideResult.Refused>(await Store.DecideAsync(proposal.Id, Done(), Ct));
    }

    [Fact]
    public async Task Of_two_claims_at_once_one_is_granted_and_the_other_told_who_has_it()
    {
        var proposal = await ApprovedAsync(Some.Proposal());

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Store.ClaimAsync(Some.Claim(proposal.Id, $"host-{i}"), Ct))));

        var granted = Assert.Single(results.OfType<ClaimResult.Granted>());
        Assert.Equal(ProposalState.Applying, granted.Record.Proposal.State);
        Assert.Equal(granted.Claim.Fence, Assert.IsType<ProposalEvent.Claimed>(granted.Record.History[^1]).Fence);
        Assert.All(results.OfType<ClaimResult.Denied>(), denied => Assert.Equal(granted.Claim.Owner, denied.Owner));
        Assert.Equal(7, results.OfType<ClaimResult.Denied>().Count());
    }

    [Fact]
    public async Task A_proposal_that_is_not_approved_is_not_claimed()
    {
        var proposal = await OpenAsync(Some.Proposal());

        Assert.Null(Assert.IsType<ClaimResult.Denied>(await Store.ClaimAsync(Some.Claim(proposal.Id), Ct)).Owner);
    }

    [Fact]
    public async Task A_document_is_held_against_other_proposals_and_other_documents_are_free()
    {
        var holder = await ApprovedAsync(Some.Proposal());
        var same = await ApprovedAsync(Some.Proposal("other", slot: "refund"), "cfg-zeta");
        var elsewhere = await ApprovedAsync(Some.Proposal(tenantScoped: true), "cfg-third");
        await GrantedAsync(holder.Id, "host-1");

        var denied = Assert.IsType<ClaimResult.Denied>(await Store.ClaimAsync(Some.Claim(same.Id, "host-2"), Ct));

        Assert.Equal("host-1", denied.Owner);
        Assert.Contains(holder.Id.ToString(), denied.Reason, StringComparison.Ordinal);
        await GrantedAsync(elsewhere.Id, "host-2");
    }

    [Fact]
    public async Task A_claim_is_taken_over_when_its_lease_ended_and_the_old_owner_is_fenced_off()
    {
        var proposal = await ApprovedAsync(Some.Proposal());
        var old = (await GrantedAsync(proposal.Id, "host-1")).Claim;
        Assert.IsType<ClaimResult.Denied>(await Store.ClaimAsync(Some.Claim(proposal.Id, "host-2", Some.Now.AddSeconds(59)), Ct));

        var taken = Assert.IsType<ClaimResult.Granted>(await Store.ClaimAsync(Some.Claim(proposal.Id, "host-2", Some.Now.AddMinutes(1)), Ct));

        Assert.True(Assert.IsType<ProposalEvent.Claimed>(taken.Record.History[^1]).Takeover);
        Assert.True(taken.Claim.Fence > old.Fence);
        Assert.False(await Store.RecordStepAsync(old, Step(old), Some.Now.AddHours(1), Ct));
        Assert.Null(await Store.FinishAsync(old, Done(), Ct));
        Assert.Empty((await RecordAsync(proposal.Id)).Steps);
        Assert.Equal(ProposalState.Applied, (await Store.FinishAsync(taken.Claim, Done(), Ct))!.State);
    }

    [Fact]
    public async Task A_claim_is_taken_over_at_once_when_its_owner_is_known_to_be_gone()
    {
        var proposal = await ApprovedAsync(Some.Proposal());
        await GrantedAsync(proposal.Id, "host-1");

        Assert.IsType<ClaimResult.Denied>(await Store.ClaimAsync(Some.Claim(proposal.Id, "host-2", gone: "host-3"), Ct));
        Assert.IsType<ClaimResult.Granted>(await Store.ClaimAsync(Some.Claim(proposal.Id, "host-2", gone: "host-1"), Ct));
    }

    [Fact]
    public async Task A_step_renews_the_lease()
    {
        var proposal = await ApprovedAsync(Some.Proposal());
        var claim = (await GrantedAsync(proposal.Id)).Claim;

        Assert.True(await Store.RecordStepAsync(claim, Step(claim), Some.Now.AddMinutes(10), Ct));

        Assert.IsType<ClaimResult.Denied>(await Store.ClaimAsync(Some.Claim(proposal.Id, "host-2", Some.Now.AddMinutes(9)), Ct));
        Assert.IsType<ClaimResult.Granted>(await Store.ClaimAsync(Some.Claim(proposal.Id, "host-2", Some.Now.AddMinutes(10)), Ct));
    }

    [Fact]
    public async Task A_step_of_the_same_key_is_replaced_and_steps_come_in_the_order_in_which_they_began()
    {
        var proposal = await ApprovedAsync(Some.Proposal());
        var claim = (await GrantedAsync(proposal.Id)).Claim;
        var first = Step(claim);
        var second = Step(claim) with { Key = "a-later-one", Index = 1, StartedAt = Some.Now.AddSeconds(1) };

        await Store.RecordStepAsync(claim, second, Some.Now.AddMinutes(2), Ct);
        await Store.RecordStepAsync(claim, first, Some.Now.AddMinutes(2), Ct);
        await Store.RecordStepAsync(claim, first with { Status = StepStatus.Succeeded, Output = JsonElement.Parse("""{"ok":true}""") }, Some.Now.AddMinutes(2), Ct);

        var steps = (await RecordAsync(proposal.Id)).Steps;
        Assert.Equal([first.Key, second.Key], steps.Select(s => s.Key));
        Assert.Equal(StepStatus.Succeeded, steps[0].Status);
        Assert.Equal("""{"ok":true}""", steps[0].Output!.Value.GetRawText());
    }

    [Fact]
    public async Task A_claim_ends_once()
    {
        var proposal = await ApprovedAsync(Some.Proposal());
        var claim = (await GrantedAsync(proposal.Id)).Claim;

        Assert.Equal(ProposalState.Applied, (await Store.FinishAsync(claim, Done(), Ct))!.State);

        Assert.Null(await Store.FinishAsync(claim, Done(), Ct));
        Assert.False(await Store.RecordStepAsync(claim, Step(claim), Some.Now.AddHours(1), Ct));
    }

    [Fact]
    public async Task A_fence_is_never_given_out_again_on_a_document()
    {
        var first = await ApprovedAsync(Some.Proposal());
        var second = await ApprovedAsync(Some.Proposal("other", slot: "refund"), "cfg-zeta");
        var one = (await GrantedAsync(first.Id)).Claim;
        await Store.FinishAsync(one, Done(), Ct);

        var two = (await GrantedAsync(second.Id)).Claim;

        Assert.True(two.Fence > one.Fence);
        Assert.False(await Store.RecordStepAsync(one, Step(one), Some.Now.AddHours(1), Ct));
    }

    [Fact]
    public async Task An_attempt_that_was_taken_back_frees_the_document_and_opens_the_proposal()
    {
        var proposal = await ApprovedAsync(Some.Proposal());
        var claim = (await GrantedAsync(proposal.Id)).Claim;

        var after = await Store.FinishAsync(claim, new ProposalEvent.Undone("tests failed") { Actor = claim.Actor, At = Some.Now }, Ct);

        Assert.Equal((ProposalState.Open, proposal.Revision.Digest), (after!.State, after.FailedDigest));
        var other = await ApprovedAsync(Some.Proposal("other", slot: "refund"), "cfg-zeta");
        await GrantedAsync(other.Id);
    }

    [Fact]
    public async Task What_was_left_behind_keeps_the_document_until_a_person_settled_it()
    {
        var proposal = await ApprovedAsync(Some.Proposal());
        var other = await ApprovedAsync(Some.Proposal("other", slot: "refund"), "cfg-zeta");
        var claim = (await GrantedAsync(proposal.Id)).Claim;
        await Store.FinishAsync(claim, new ProposalEvent.LeftBehind("migration failed", ["table orders_v2"]) { Actor = claim.Actor, At = Some.Now }, Ct);

        Assert.Contains("attention", Assert.IsType<ClaimResult.Denied>(await Store.ClaimAsync(Some.Claim(other.Id), Ct)).Reason, StringComparison.Ordinal);
        await Store.DecideAsync(proposal.Id, new ProposalEvent.Settled(false, "dropped the table") { Actor = "person:ann", At = Some.Now }, Ct);
        await GrantedAsync(other.Id);
    }

    [Fact]
    public async Task A_claim_is_ended_by_an_outcome_only()
    {
        var proposal = await ApprovedAsync(Some.Proposal());
        var claim = (await GrantedAsync(proposal.Id)).Claim;

        await Assert.ThrowsAsync<ArgumentException>(() => Store.FinishAsync(claim, Some.Refusal(), Ct));
    }

    [Fact]
    public async Task A_newer_proposal_and_the_end_of_the_one_that_it_supersedes_are_committed_together_or_not_at_all()
    {
        await TakeAsync("queue");
        var older = await ApprovedAsync(Some.Proposal());
        var newer = Some.Proposal("newer");
        ProposalChange[] changes =
        [
            Open(newer),
            new ProposalChange.Append(new ProposalEvent.Replaced(newer.Id, "the rule wants something else") { Actor = "engine", At = Some.Now }, older.Version) { Id = older.Id, Contexts = newer.Sightings.Contexts },
        ];

        Assert.IsType<CommitOutcome.Overtaken>(Assert.Single(await CommitAsync([At("cfg-acme", 1)], changes[0], ((ProposalChange.Append)changes[1]) with { Version = older.Version - 1 })));
        Assert.Null(await Store.GetAsync(newer.Id, Ct));
        Assert.IsType<CommitOutcome.Committed>(Assert.Single(await CommitAsync([At("cfg-acme", 1)], changes)));

        var superseded = (await RecordAsync(older.Id)).Proposal;
        Assert.Equal((ProposalState.Superseded, newer.Id), (superseded.State, superseded.SupersededBy));
        Assert.Equal(newer.Id, Assert.Single((await BeginAsync("cfg-acme")).Living).Id);
        Assert.Contains(Moment.Superseded, (await HearAsync("queue")).Select(e => e.Moment));
    }

    [Fact]
    public async Task A_rollback_that_is_applied_ends_what_it_takes_back_with_it_and_that_is_remembered_as_a_rejection()
    {
        await TakeAsync("queue");
        var original = await AppliedAsync(Some.Proposal());
        var rollback = await ApprovedAsync(Some.Proposal("take-back", rule: "rollback") with { Reverts = original.Id }, "cfg-zeta");
        var claim = (await GrantedAsync(rollback.Id)).Claim;
        Assert.IsType<DecideResult.Refused>(await Store.DecideAsync(original.Id, new ProposalEvent.RolledBack(rollback.Id, "past the claim") { Actor = "person:eve", At = Some.Now }, Ct));

        Assert.Equal((rollback.Id, ProposalState.Applied), await Store.FinishAsync(claim, Done(), Ct) is { } after ? (after.Id, after.State) : default);

        var record = await RecordAsync(original.Id);
        Assert.Equal((ProposalState.RolledBack, rollback.Id, record.History.Count), (record.Proposal.State, record.Proposal.RevertedBy, record.Proposal.Version));
        Assert.IsType<ProposalEvent.RolledBack>(record.History[^1]);
        Assert.Equal(original.Id, (await RecordAsync(rollback.Id)).Proposal.Reverts);
        var past = (await BeginAsync("cfg-acme")).Past[original.Fingerprint];
        Assert.Equal(("it was rolled back: checkout fails more than it should", record.Proposal.EndedAt), (past.Rejection!.Reason, past.AppliedAt));
        Assert.Equal([original.Id], (await HearAsync("queue")).Where(e => e.Moment == Moment.RolledBack).Select(e => e.Proposal.Id));
    }

    [Fact]
    public async Task A_rollback_that_fails_leaves_what_it_takes_back_applied_and_one_that_a_person_settles_ends_it()
    {
        var original = await AppliedAsync(Some.Proposal());
        var rollback = await ApprovedAsync(Some.Proposal("take-back", rule: "rollback") with { Reverts = original.Id }, "cfg-zeta");
        var claim = (await GrantedAsync(rollback.Id)).Claim;

        await Store.FinishAsync(claim, new ProposalEvent.LeftBehind("regeneration failed", ["the app"]) { Actor = claim.Actor, At = Some.Now }, Ct);
        Assert.Equal(ProposalState.Applied, (await RecordAsync(original.Id)).Proposal.State);
        Assert.IsType<DecideResult.Decided>(await Store.DecideAsync(rollback.Id, new ProposalEvent.Settled(true, "done by hand") { Actor = "person:ann", At = Some.Now }, Ct));

        Assert.Equal((ProposalState.RolledBack, ProposalState.Applied), ((await RecordAsync(original.Id)).Proposal.State, (await RecordAsync(rollback.Id)).Proposal.State));
    }

    [Fact]
    [Trait("Promise", "S12")]
    public async Task A_freeze_holds_what_it_covers_and_says_who_froze_it_until_when_and_why()
    {
        var proposal = await ApprovedAsync(Some.Proposal());
        await FreezeAsync(new FreezeReach.Label("tier", "enterprise"));

        var denied = Assert.IsType<ClaimResult.Denied>(await Store.ClaimAsync(Some.Claim(proposal.Id) with { Touched = [Touched("free"), Touched("enterprise")] }, Ct));

        Assert.Equal("person:ada has frozen label tier=enterprise until 2026-01-06 09:05 UTC: release week", denied.Reason);
        Assert.Equal(Some.Now.AddDays(1), denied.FrozenUntil);
        Assert.Equal(ProposalState.Approved, (await RecordAsync(proposal.Id)).Proposal.State);
        Assert.IsType<ClaimResult.Denied>(await Store.ClaimAsync(Some.Claim(proposal.Id), Ct)); // nobody knows whom it reaches
        Assert.IsType<ClaimResult.Granted>(await Store.ClaimAsync(Some.Claim(proposal.Id) with { Touched = [Touched("free")] }, Ct));
    }

    [Fact]
    public async Task A_freeze_ends_by_itself_or_by_a_person_and_does_not_stop_what_has_begun()
    {
        var begun = await ApprovedAsync(Some.Proposal());
        await GrantedAsync(begun.Id, "host-1");
        var tenant = await ApprovedAsync(Some.Proposal(tenantScoped: true), "cfg-third");
        var all = await FreezeAsync(new FreezeReach.Everything());
        var other = await FreezeAsync(new FreezeReach.Context("cfg-acme"));

        Assert.IsType<ClaimResult.Granted>(await Store.ClaimAsync(Some.Claim(begun.Id, "host-2", Some.Now.AddMinutes(2)), Ct));
        await Store.RecordFreezeAsync(all.Id, new FreezeEvent.Ended("it is out") { Actor = "person:ada", At = Some.Now }, Ct);
        Assert.Contains("context cfg-acme", Assert.IsType<ClaimResult.Denied>(await Store.ClaimAsync(Some.Claim(tenant.Id), Ct)).Reason, StringComparison.Ordinal);
        Assert.IsType<ClaimResult.Granted>(await Store.ClaimAsync(Some.Claim(tenant.Id, now: other.Set.Until), Ct));
    }

    [Fact]
    [Trait("Promise", "S12")]
    public async Task Breaking_a_freeze_leaves_its_record_with_the_claim_and_is_told()
    {
        await TakeAsync("queue");
        var proposal = await ApprovedAsync(Some.Proposal());
        var freeze = await FreezeAsync(new FreezeReach.Everything());

        var granted = Assert.IsType<ClaimResult.Granted>(await Store.ClaimAsync(Some.Claim(proposal.Id) with { BreakGlass = "checkout is down" }, Ct));

        var broken = Assert.IsType<ProposalEvent.FreezeBroken>(granted.Record.History[^2]);
        Assert.Equal(("checkout is down", freeze.Words), (broken.Reason, Assert.Single(broken.Freezes)));
        Assert.IsType<ProposalEvent.Claimed>(granted.Record.History[^1]);
        Assert.Equal((proposal.Version + 2, proposal.Version + 2), (granted.Record.Proposal.Version, granted.Record.History.Count));
        var record = Assert.Single(Assert.Single(await Store.FreezesAsync(null, Ct)).Broken);
        Assert.Equal((proposal.Id, "checkout is down", "executor:test"), (record.Proposal, record.Reason, record.Actor));
        Assert.Contains(Moment.FreezeBroken, (await HearAsync("queue")).Select(e => e.Moment));
        Assert.NotNull(await Store.FinishAsync(granted.Claim, Done(), Ct));
    }

    [Fact]
    public async Task Glass_that_need_not_be_broken_leaves_no_record()
    {
        var proposal = await ApprovedAsync(Some.Proposal());

        var granted = Assert.IsType<ClaimResult.Granted>(await Store.ClaimAsync(Some.Claim(proposal.Id) with { BreakGlass = "to be sure" }, Ct));

        Assert.Empty(granted.Record.History.OfType<ProposalEvent.FreezeBroken>());
        Assert.IsType<DecideResult.Refused>(await Store.DecideAsync(proposal.Id, new ProposalEvent.FreezeBroken("past the claim", []) { Actor = "person:eve", At = Some.Now }, Ct));
    }

    [Fact]
    public async Task What_happened_to_a_freeze_is_kept_in_order_across_a_restart()
    {
        var first = await FreezeAsync(new FreezeReach.Environment("production"), "person:ada");
        var second = await FreezeAsync(new FreezeReach.Label("tier", "free"), "person:bob");
        await Store.RecordFreezeAsync(first.Id, new FreezeEvent.Ended("it is out") { Actor = "person:bob", At = Some.Now.AddHours(1) }, Ct);

        current = await ReopenAsync(Store);

        var kept = await Store.FreezesAsync(null, Ct);
        Assert.Equal([first.Id, second.Id], kept.Select(f => f.Id));
        Assert.Equal(("person:bob", "it is out", false), (kept[0].Ended!.Actor, kept[0].Ended!.Reason, kept[0].IsInForce(Some.Now)));
        Assert.Equal(second.Set, kept[1].Set);
        Assert.Empty(await Store.FreezesAsync(first.Set.Until, Ct));
        Assert.IsType<FreezeResult.Refused>(await Store.RecordFreezeAsync(first.Id, new FreezeEvent.Ended("again") { Actor = "person:eve", At = Some.Now.AddHours(2) }, Ct));
        Assert.IsType<FreezeResult.Refused>(await Store.RecordFreezeAsync(second.Id, second.Set, Ct));
        Assert.IsType<FreezeResult.NotFound>(await Store.RecordFreezeAsync(new FreezeId("nobody"), new FreezeEvent.Ended("?") { Actor = "person:eve", At = Some.Now }, Ct));
    }

    [Fact]
    public async Task Of_a_claim_and_a_freeze_at_once_no_claim_is_granted_that_the_freeze_has_come_before()
    {
        var proposals = new List<Proposal>();
        for (var i = 0; i < 4; i++) proposals.Add(await ApprovedAsync(Some.Proposal(scope: new ProposalScope(SpecKind.Tenant, $"cfg-{i}"), context: $"cfg-{i}"), $"cfg-{i}"));

        var freezing = Task.Run(() => FreezeAsync(new FreezeReach.Everything()));
        var results = await Task.WhenAll(proposals.Select(p => Task.Run(() => Store.ClaimAsync(Some.Claim(p.Id), Ct))));
        await freezing;

        foreach (var (proposal, result) in proposals.Zip(results))
            Assert.Equal(result is ClaimResult.Granted ? ProposalState.Applying : ProposalState.Approved, (await RecordAsync(proposal.Id)).Proposal.State);
        foreach (var waiting in proposals.Zip(results).Where(p => p.Second is ClaimResult.Denied)) Assert.IsType<ClaimResult.Denied>(await Store.ClaimAsync(Some.Claim(waiting.First.Id), Ct));
    }

    [Fact]
    public async Task Tokens_are_found_by_their_hash_and_kept_in_order_across_a_restart()
    {
        var first = new ApiToken(new TokenId("t-1"), "hash-1", "ci", "person:ada", "viewer", ["acme"], Some.Now) { ExpiresAt = Some.Now.AddDays(1) };
        var second = new ApiToken(new TokenId("t-2"), "hash-2", "ops", "person:bob", "admin", null, Some.Now.AddMinutes(1));
        Assert.True(await Store.AddTokenAsync(first, Ct));
        Assert.True(await Store.AddTokenAsync(second, Ct));
        Assert.False(await Store.AddTokenAsync(second with { Hash = "hash-3" }, Ct));
        Assert.False(await Store.AddTokenAsync(second with { Id = new TokenId("t-3") }, Ct));

        current = await ReopenAsync(Store);

        Assert.Equal(["t-1", "t-2"], (await Store.TokensAsync(null, Ct)).Select(t => t.Id.Value));
        var found = Assert.Single(await Store.TokensAsync("hash-1", Ct));
        Assert.Equal(("person:ada", "viewer", "acme", first.ExpiresAt), (found.Actor, found.Role, Assert.Single(found.Tenants!), found.ExpiresAt));
        Assert.Empty(await Store.TokensAsync("hash-3", Ct));
    }

    [Fact]
    public async Task A_token_that_was_revoked_stays_so_whatever_else_happens_to_it()
    {
        await Store.AddTokenAsync(new ApiToken(new TokenId("t-1"), "hash-1", "ci", "person:ada", "viewer", null, Some.Now), Ct);

        Assert.Equal(Some.Now, (await Store.ChangeTokenAsync(new TokenId("t-1"), new TokenChange.Used(Some.Now), Ct))!.LastUsedAt);
        Assert.Equal(Some.Now, (await Store.ChangeTokenAsync(new TokenId("t-1"), new TokenChange.Used(Some.Now.AddMinutes(5)), Ct))!.LastUsedAt);
        await Store.ChangeTokenAsync(new TokenId("t-1"), new TokenChange.Revoked("person:bob", Some.Now.AddHours(1)), Ct);
        await Store.ChangeTokenAsync(new TokenId("t-1"), new TokenChange.Used(Some.Now.AddHours(2)), Ct);
        await Store.ChangeTokenAsync(new TokenId("t-1"), new TokenChange.Revoked("person:eve", Some.Now.AddHours(3)), Ct);

        var token = Assert.Single(await Store.TokensAsync("hash-1", Ct));
        Assert.Equal((Some.Now, "person:bob", false), (token.LastUsedAt, token.Revocation!.Actor, token.IsValid(Some.Now)));
        Assert.Null(await Store.ChangeTokenAsync(new TokenId("nobody"), new TokenChange.Used(Some.Now), Ct));
    }

    [Fact]
    public async Task A_request_is_begun_once_and_what_it_was_answered_outlives_a_restart_until_it_is_over()
    {
        var begun = new KeptAnswer(new AnswerKey("person:ada", "k-1"), "digest-1", Some.Now.AddDays(1), null);
        var text = new AnswerText(200, "abc", "{ \"title\": \"Größer\" }");
        Assert.Null(await Store.BeginAnswerAsync(begun, Some.Now, Ct));
        Assert.Equal(begun, await Store.BeginAnswerAsync(begun with { Request = "digest-2", Until = Some.Now.AddDays(2) }, Some.Now, Ct));
        Assert.Null(await Store.BeginAnswerAsync(begun with { Key = new AnswerKey("person:bob", "k-1") }, Some.Now, Ct));
        Assert.True(await Store.EndAnswerAsync(begun.Key, text, Ct));

        current = await ReopenAsync(Store);

        Assert.Equal(begun with { Text = text }, await Store.BeginAnswerAsync(begun, begun.Until.AddTicks(-1), Ct));
        Assert.Null(await Store.BeginAnswerAsync(begun with { Key = new AnswerKey("person:ada", "k-2"), Until = Some.Now.AddDays(3) }, begun.Until, Ct));
        Assert.False(await Store.EndAnswerAsync(begun.Key, text, Ct));
        Assert.Null(await Store.BeginAnswerAsync(begun with { Until = Some.Now.AddDays(3) }, begun.Until, Ct));
    }

    [Fact]
    public async Task Of_many_who_begin_the_same_request_at_once_one_answers_it()
    {
        var begun = new KeptAnswer(new AnswerKey("person:ada", "k-1"), "digest-1", Some.Now.AddDays(1), null);

        var found = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Store.BeginAnswerAsync(begun, Some.Now, Ct))));

        Assert.Single(found, f => f is null);
        Assert.All(found.OfType<KeptAnswer>(), f => Assert.Equal(begun, f));
    }

    [Fact]
    public async Task What_happened_is_read_newest_first_page_by_page_of_the_documents_that_were_asked_for()
    {
        var acme = await OpenAsync(Some.Proposal(tenantScoped: true));
        var zeta = await OpenAsync(Some.Proposal(scope: new ProposalScope(SpecKind.Tenant, "cfg-zeta"), context: "cfg-zeta"), "cfg-zeta");
        await Store.DecideAsync(acme.Id, Some.Refusal() with { At = Some.Now.AddMilliseconds(1500) }, Ct);
        await Store.DecideAsync(zeta.Id, Some.Refusal() with { At = Some.Now.AddSeconds(1) }, Ct);

        var all = await Store.AuditAsync(new AuditQuery(), Ct);
        Assert.Equal([(acme.Id, 2), (zeta.Id, 2)], all.Take(2).Select(e => (e.Proposal, e.Number)));
        Assert.Equal(4, all.Count);
        var rest = await Store.AuditAsync(new AuditQuery { After = all[1].Place }, Ct);
        Assert.Equal(all.Skip(2).Select(e => e.Place), rest.Select(e => e.Place));
        Assert.Equal(all[2].Place, AuditPlace.Parse(all[2].Place.ToString()));

        Assert.Equal([acme.Id, acme.Id], (await Store.AuditAsync(new AuditQuery { Scopes = [acme.Scope] }, Ct)).Select(e => e.Proposal));
        Assert.Equal([zeta.Id, zeta.Id], (await Store.AuditAsync(new AuditQuery { Proposal = zeta.Id }, Ct)).Select(e => e.Proposal));
        Assert.Equal(acme.Id, Assert.Single(await Store.AuditAsync(new AuditQuery { Since = Some.Now.AddMilliseconds(1001) }, Ct)).Proposal);
        Assert.IsType<ProposalEvent.Refused>(Assert.Single(await Store.AuditAsync(new AuditQuery { Limit = 1 }, Ct)).Event);
    }

    [Fact]
    public async Task Proposals_are_listed_of_the_documents_that_were_asked_for()
    {
        var acme = await OpenAsync(Some.Proposal(tenantScoped: true));
        var zeta = await OpenAsync(Some.Proposal(scope: new ProposalScope(SpecKind.Tenant, "cfg-zeta"), context: "cfg-zeta"), "cfg-zeta");

        Assert.Equal([zeta.Id], await IdsAsync(new ProposalQuery { Scopes = [zeta.Scope] }));
        Assert.Equal(2, (await IdsAsync(ProposalQuery.Inbox with { Scopes = [acme.Scope, zeta.Scope] })).Count());
        Assert.Empty(await IdsAsync(ProposalQuery.Inbox with { Scopes = [] }));
        Assert.Equal(acme.Id, Assert.Single((await Store.ItemsAsync(ProposalQuery.Inbox with { Scopes = [acme.Scope] }, Ct)).Items).Id);
    }

    [Fact]
    public async Task Proposals_are_listed_newest_first_page_by_page()
    {
        var window = Some.Window;
        var ids = new List<ProposalId>();
        for (var i = 0; i < 7; i++, window = window.Next()) ids.Add((await OpenAsync(Some.Proposal($"wish-{i}", slot: $"slot-{i}", window: window), $"cfg-{i}")).Id);

        var listed = new List<ProposalId>();
        var query = new ProposalQuery { Limit = 3 };
        do
        {
            var page = await Store.ListAsync(query, Ct);
            listed.AddRange(page.Proposals.Select(p => p.Id));
            query = query with { After = page.Next };
        }
        while (query.After is not null);

        ids.Reverse();
        Assert.Equal(ids, listed);
    }

    [Fact]
    public async Task A_page_that_is_just_full_is_the_last()
    {
        await OpenAsync(Some.Proposal());

        Assert.Null((await Store.ListAsync(new ProposalQuery { Limit = 1 }, Ct)).Next);
    }

    [Fact]
    public async Task A_list_keeps_to_every_condition()
    {
        var open = await OpenAsync(Some.Proposal());
        var approved = await ApprovedAsync(Some.Proposal("other", slot: "refund", rule: "refund-failing", context: "cfg-zeta"), "cfg-zeta");
        var tenants = await OpenAsync(Some.Proposal(tenantScoped: true, context: "cfg-third"), "cfg-third");
        await CommitAsync([At("cfg-zeta", 1)], Join(open.Id, Some.Sightings(null, "cfg-zeta")));

        Assert.Equal([approved.Id], await IdsAsync(new ProposalQuery { States = [ProposalState.Approved, ProposalState.Applied] }));
        Assert.Equal([approved.Id], await IdsAsync(new ProposalQuery { RuleId = "refund-failing" }));
        Assert.Equal([tenants.Id], await IdsAsync(new ProposalQuery { Scope = tenants.Scope }));
        Assert.Equal(new[] { open.Id, approved.Id }.OrderDescending(), await IdsAsync(new ProposalQuery { ContextId = "cfg-zeta" }));
        Assert.Equal([open.Id], await IdsAsync(new ProposalQuery { ContextId = "cfg-zeta", States = [ProposalState.Open] }));
        Assert.Equal([open.Id], await IdsAsync(new ProposalQuery { IdPrefix = open.Id.ToString()[..20].ToUpperInvariant() }));
        Assert.Empty(await IdsAsync(new ProposalQuery { IdPrefix = "x" }));
    }

    [Fact]
    public async Task Living_proposals_of_one_cause_are_one_item()
    {
        var (acme, beta) = (await OpenAsync(Some.ForTenant("cfg-acme"), "cfg-acme"), await OpenAsync(Some.ForTenant("cfg-beta", Some.Window.Next()), "cfg-beta"));
        var alone = await OpenAsync(Some.Proposal("other", slot: "refund", context: "cfg-zeta"), "cfg-zeta");

        var items = (await Store.ItemsAsync(ProposalQuery.Inbox, Ct)).Items;

        Assert.Equal(2, items.Count);
        Assert.Equal((acme.Id, 2), items.Single(i => i.Id != alone.Id) is var shared ? (shared.First.Id, shared.Count) : default);
        Assert.Equal(alone.Id, items.Single(i => i.Count == 1).Id);
        Assert.Equal(new[] { acme.Id, beta.Id }.OrderDescending(), await IdsAsync(new ProposalQuery { Item = items.Single(i => i.Count == 2).Id }));
    }

    [Fact]
    public async Task An_item_is_the_same_whoever_of_its_first_window_comes_first()
    {
        var proposals = new[] { Some.ForTenant("cfg-beta"), Some.ForTenant("cfg-acme") };
        await CommitAsync([.. proposals.Select(p => At(p.Sightings.Contexts[0], 0))], [.. proposals.Select(p => Open(p))]);

        Assert.Equal([proposals[0].Cause!.ItemOf(Some.Window.Until)], (await Store.ItemsAsync(ProposalQuery.Living, Ct)).Items.Select(i => i.Id));
    }

    [Fact]
    public async Task A_cause_that_comes_back_when_nothing_of_it_lives_is_a_new_item()
    {
        var first = await OpenAsync(Some.ForTenant("cfg-acme"), "cfg-acme");
        await Store.DecideAsync(first.Id, Some.Refusal(), Ct);
        var second = await OpenAsync(Some.ForTenant("cfg-beta", Some.Window.Next()), "cfg-beta");

        Assert.NotEqual(first.Item, second.Item);
        Assert.Equal([second.Item, first.Item], (await Store.ItemsAsync(new ProposalQuery(), Ct)).Items.Select(i => i.Id));
    }

    [Fact]
    public async Task Sinks_are_told_of_an_item_once_and_of_further_tenants_as_such()
    {
        await TakeAsync("queue");
        await OpenAsync(Some.ForTenant("cfg-acme"), "cfg-acme");
        await OpenAsync(Some.ForTenant("cfg-beta"), "cfg-beta");

        Assert.Equal([Moment.Opened, Moment.Widened], (await TakeAsync("queue")).Select(e => e.Moment));
    }

    [Fact]
    public async Task What_joins_an_item_that_is_put_off_is_put_off_with_it()
    {
        var first = await OpenAsync(Some.ForTenant("cfg-acme"), "cfg-acme");
        await Store.DecideAsync(first.Id, new ProposalEvent.PutOff(Some.Now.AddDays(2)) { Actor = "person:ann", At = Some.Now }, Ct);
        var second = await OpenAsync(Some.ForTenant("cfg-beta") with { ExpiresAt = Some.Now.AddDays(14) }, "cfg-beta");

        Assert.Equal((first.Item, ProposalState.Snoozed, (DateTimeOffset?)Some.Now.AddDays(2)), (second.Item, second.State, second.Snooze?.Until));
        Assert.Equal(Some.Now.AddDays(16), second.ExpiresAt);
    }

    [Fact]
    public async Task Items_come_in_pages_newest_first()
    {
        var window = Some.Window;
        for (var i = 0; i < 3; i++, window = window.Next())
        {
            await OpenAsync(Some.Proposal($"wish-{i}", slot: $"slot-{i}", context: $"cfg-{i}", window: window), $"cfg-{i}");
            await OpenAsync(Some.ForTenant($"cfg-t{i}", Some.Window), $"cfg-t{i}");
        }

        var first = await Store.ItemsAsync(ProposalQuery.Living with { Limit = 2 }, Ct);
        var second = await Store.ItemsAsync(ProposalQuery.Living with { Limit = 2, After = first.Next }, Ct);

        Assert.Null(second.Next);
        Assert.Equal(4, first.Items.Concat(second.Items).Select(i => i.Id).Distinct().Count());
        Assert.Equal(first.Items.Concat(second.Items).Select(i => i.Id).OrderDescending(), first.Items.Concat(second.Items).Select(i => i.Id));
        Assert.Equal([1, 1, 1, 3], first.Items.Concat(second.Items).Select(i => i.Count).Order());
        Assert.Equal(3, Assert.Single((await Store.ItemsAsync(ProposalQuery.Living with { RuleId = "checkout-failing", Item = (await Store.ListAsync(new ProposalQuery { ContextId = "cfg-t1" }, Ct)).Proposals[0].Item }, Ct)).Items).Count);
        Assert.Empty((await Store.ItemsAsync(new ProposalQuery { States = [ProposalState.Applied] }, Ct)).Items);
    }

    [Fact]
    public async Task Several_rulings_are_taken_each_for_itself()
    {
        var (acme, beta) = (await OpenAsync(Some.ForTenant("cfg-acme"), "cfg-acme"), await OpenAsync(Some.ForTenant("cfg-beta"), "cfg-beta"));
        await Store.DecideAsync(beta.Id, Some.Refusal(), Ct);

        var results = await Store.DecideAsync([new Ruling(acme.Id, Some.Approval(acme)), new Ruling(beta.Id, Some.Approval(beta)), new Ruling(Some.Proposal("none").Id, Some.Refusal())], Ct);

        Assert.Equal(ProposalState.Approved, Assert.IsType<DecideResult.Decided>(results[0]).Proposal.State);
        Assert.Contains("rejected", Assert.IsType<DecideResult.Refused>(results[1]).Reason, StringComparison.Ordinal);
        Assert.IsType<DecideResult.NotFound>(results[2]);
    }

    [Fact]
    public async Task Rulings_about_one_document_see_each_other()
    {
        var (one, rival) = (await OpenAsync(Some.Proposal()), await OpenAsync(Some.Proposal("rival", context: "cfg-zeta"), "cfg-zeta"));

        var results = await Store.DecideAsync([new Ruling(one.Id, Some.Approval(one)), new Ruling(rival.Id, Some.Approval(rival)), new Ruling(one.Id, Some.Refusal())], Ct);

        Assert.IsType<DecideResult.Decided>(results[0]);
        Assert.Contains(one.Id.ToString(), Assert.IsType<DecideResult.Refused>(results[1]).Reason, StringComparison.Ordinal);
        Assert.IsType<DecideResult.Decided>(results[2]);
        Assert.Equal((ProposalState.Rejected, 3), (await RecordAsync(one.Id)) is var record ? (record.Proposal.State, record.History.Count) : default);
    }

    [Fact]
    public async Task The_load_of_the_inbox_counts_items_that_people_see()
    {
        await OpenAsync(Some.ForTenant("cfg-acme"), "cfg-acme");
        await OpenAsync(Some.ForTenant("cfg-beta"), "cfg-beta");
        await OpenAsync(Some.Proposal("shadow", slot: "cart") with { Shadow = true, Buckets = ["fleet"] }, "cfg-third");
        var decided = await OpenAsync(Some.Proposal("other", slot: "refund") with { Buckets = ["fleet"], ShownAt = Some.Now.AddMinutes(5) }, "cfg-zeta");
        await Store.DecideAsync(decided.Id, Some.Refusal(), Ct);

        var load = await Store.LoadAsync(Some.Now, Ct);

        Assert.Equal(new BucketLoad(1, 1), load.Buckets["fleet"]);
        Assert.Equal(new BucketLoad(1, 0), load.Buckets["rule:checkout-failing"]);
        Assert.Equal(new BucketLoad(1, 0), load.Buckets["context:cfg-beta"]);
        Assert.Equal([Some.ForTenant("cfg-acme").Cause!.Id], load.Causes);
    }

    [Fact]
    public async Task What_is_held_is_told_to_nobody_until_it_is_released()
    {
        await TakeAsync("queue");
        var held = await OpenAsync(Some.ForTenant("cfg-acme") with { State = ProposalState.Held, HeldBy = "fleet: 1 may be open at once", ShownAt = null }, "cfg-acme");
        var joined = await OpenAsync(Some.ForTenant("cfg-beta"), "cfg-beta");
        Assert.Equal((ProposalState.Held, ProposalState.Held), (held.State, joined.State));
        Assert.Empty(await TakeAsync("queue"));
        Assert.Empty((await Store.LoadAsync(Some.Now, Ct)).Buckets);

        await CommitAsync([], Intake.Release(InboxLoad.None, [held, joined], Some.Now, new IntakeOptions()));

        Assert.Equal([Moment.Opened, Moment.Widened], (await TakeAsync("queue")).Select(e => e.Moment));
        Assert.Equal((ProposalState.Open, null, Some.Now), (await RecordAsync(held.Id)).Proposal is var now ? (now.State, now.HeldBy, now.ShownAt!.Value) : default);
    }

    [Fact]
    public async Task Shadows_are_told_from_what_reviewers_see_until_they_are_promoted()
    {
        await TakeAsync("queue");
        var open = await OpenAsync(Some.Proposal());
        var shadow = await OpenAsync(Some.Proposal("other", slot: "refund", rule: "refund-failing", context: "cfg-zeta") with { Shadow = true, ExpiresAt = Some.Now.AddDays(1) }, "cfg-zeta");

        Assert.Equal([open.Id], await IdsAsync(ProposalQuery.Inbox));
        Assert.Equal([shadow.Id], await IdsAsync(ProposalQuery.Living with { RuleId = "refund-failing", Shadow = true }));
        Assert.Equal(2, (await IdsAsync(ProposalQuery.Living)).Count());
        Assert.Empty(await IdsAsync(new ProposalQuery { DueBy = Some.Now.AddDays(1) }));
        Assert.Equal([open.Id], (await TakeAsync("queue")).Select(e => e.Proposal.Id));

        Assert.IsType<DecideResult.Decided>(await Store.DecideAsync(shadow.Id, new ProposalEvent.Promoted { Actor = "engine", At = Some.Now }, Ct));

        Assert.Empty(await IdsAsync(new ProposalQuery { Shadow = true }));
        Assert.Equal([shadow.Id], await IdsAsync(new ProposalQuery { DueBy = Some.Now.AddDays(1) }));
        Assert.Equal([(open.Id, Moment.Opened), (shadow.Id, Moment.Opened)], (await TakeAsync("queue")).Select(e => (e.Proposal.Id, e.Moment)));
    }

    [Fact]
    public async Task A_shadow_that_ends_is_news_to_nobody()
    {
        await TakeAsync("queue");
        var shadow = await OpenAsync(Some.Proposal() with { Shadow = true });
        Assert.IsType<DecideResult.Decided>(await Store.DecideAsync(shadow.Id, Some.Refusal(), Ct));

        Assert.Empty(await TakeAsync("queue"));
        Assert.Equal("person:ann", (await BeginAsync("cfg-acme")).Past[shadow.Fingerprint].Rejection!.Actor);
    }

    [Fact]
    public async Task What_rules_came_to_is_kept_per_context_and_rule_and_given_to_the_next_pass()
    {
        var dwelling = new Judgement("cfg-acme", "slow", JudgementKind.Dwelling, "seen in 1 of 3 windows", Some.Now)
        {
            WholeSince = Some.Now.AddTicks(1),
            Dwelling = new Dictionary<string, Streak> { ["wish"] = new(1, Some.Now) },
        };
        await CommitAsync([At("cfg-acme", 0) with { Judgements = [new("cfg-acme", "slow", JudgementKind.Quiet, "fast", Some.Now), new("cfg-acme", "broken", JudgementKind.Threw, "it threw", Some.Now)] }]);
        await CommitAsync([At("cfg-acme", 1) with { Judgements = [dwelling] }, At("cfg-zeta", 0) with { Judgements = [new("cfg-zeta", "slow", JudgementKind.Quiet, "fast", Some.Now)] }]);

        Assert.True(dwelling.SaysTheSameAs((await BeginAsync("cfg-acme")).Judgements[("cfg-acme", "slow")]));
        Assert.Equal(["broken", "slow"], (await BeginAsync("cfg-acme")).Judgements.Keys.Select(k => k.Rule).Order());
        var all = (await Store.JudgementsAsync(new JudgementQuery(), Ct)).Judgements;
        Assert.Equal([("cfg-acme", "broken"), ("cfg-acme", "slow"), ("cfg-zeta", "slow")], all.Select(j => (j.ContextId, j.RuleId)));
        Assert.Equal((dwelling.Since, dwelling.WholeSince), (all[1].Since, all[1].WholeSince));
    }

    [Fact]
    public async Task A_pass_is_given_what_rules_came_to_in_every_context_that_asked_for_a_living_proposal()
    {
        var shared = await OpenAsync(Some.Proposal());
        await CommitAsync([At("cfg-zeta", 0) with { Judgements = [new("cfg-zeta", "slow", JudgementKind.Quiet, "fast", Some.Now)] }], Join(shared.Id, Some.Sightings(null, "cfg-zeta")));

        Assert.Contains(("cfg-zeta", "slow"), (await BeginAsync("cfg-acme")).Judgements.Keys);
    }

    [Fact]
    public async Task A_context_that_was_overtaken_keeps_what_the_faster_one_wrote_of_its_rules()
    {
        await CommitAsync([At("cfg-acme", 0) with { Judgements = [new("cfg-acme", "slow", JudgementKind.Quiet, "fast", Some.Now)] }]);
        Overtaken(await CommitAsync([At("cfg-acme", 0) with { Judgements = [new("cfg-acme", "slow", JudgementKind.Threw, "late", Some.Now)] }]), "cfg-acme");

        Assert.Equal(JudgementKind.Quiet, Assert.Single((await Store.JudgementsAsync(new JudgementQuery { ContextId = "cfg-acme" }, Ct)).Judgements).Kind);
    }

    [Fact]
    public async Task When_a_wish_was_applied_last_is_part_of_its_past()
    {
        var applied = await ApprovedAsync(Some.Proposal());
        var claim = Assert.IsType<ClaimResult.Granted>(await Store.ClaimAsync(Some.Claim(applied.Id), Ct)).Claim;
        await Store.FinishAsync(claim, new ProposalEvent.Completed("done") { Actor = "executor:test", At = Some.Now.AddMinutes(2) }, Ct);

        Assert.Equal(Some.Now.AddMinutes(2), (await BeginAsync("cfg-acme")).Past[applied.Fingerprint].AppliedAt);
    }

    [Fact]
    public async Task What_time_alone_will_change_is_found_by_when_it_is_due()
    {
        var soon = await OpenAsync(Some.Proposal() with { ExpiresAt = Some.Now.AddDays(1) });
        var late = await OpenAsync(Some.Proposal("other", slot: "refund", rule: "refund-failing", context: "cfg-zeta") with { ExpiresAt = Some.Now.AddDays(5) }, "cfg-zeta");
        await OpenAsync(Some.Proposal("never", slot: "cart", rule: "cart-failing", context: "cfg-third"), "cfg-third");
        await Store.DecideAsync(late.Id, new ProposalEvent.PutOff(Some.Now.AddHours(1)) { Actor = "person:ann", At = Some.Now }, Ct);

        Assert.Empty(await IdsAsync(new ProposalQuery { DueBy = Some.Now }));
        Assert.Equal([late.Id], await IdsAsync(new ProposalQuery { DueBy = Some.Now.AddHours(1) }));
        Assert.Equal(new[] { soon.Id, late.Id }.OrderDescending(), await IdsAsync(new ProposalQuery { DueBy = Some.Now.AddDays(1) }));
        await Store.DecideAsync(soon.Id, new ProposalEvent.Lapsed { Actor = "engine", At = Some.Now.AddDays(1) }, Ct);
        Assert.Equal([late.Id], await IdsAsync(new ProposalQuery { DueBy = Some.Now.AddDays(1) }));
    }

    [Fact]
    public async Task A_sink_hears_what_happens_from_its_first_question_on()
    {
        var before = await OpenAsync(Some.Proposal());
        Assert.Empty(await TakeAsync("queue"));

        var after = await OpenAsync(Some.Proposal("other", slot: "refund"), "cfg-zeta");

        var entry = Assert.Single(await TakeAsync("queue"));
        Assert.Equal(($"{after.Id}/1/opened", Moment.Opened, after.Id), (entry.Key, entry.Moment, entry.Proposal.Id));
        await Store.DecideAsync(before.Id, Some.Refusal(), Ct);
        Assert.Equal([entry.Key, $"{before.Id}/2/rejected"], (await TakeAsync("queue")).Select(e => e.Key));
    }

    [Fact]
    public async Task A_notice_comes_again_until_it_is_settled()
    {
        await TakeAsync("queue");
        await OpenAsync(Some.Proposal());

        var first = Assert.Single(await TakeAsync("queue"));
        Assert.Equal(first.Key, Assert.Single(await TakeAsync("queue")).Key);
        Assert.True(await SettleAsync("queue", first.Key));
        Assert.False(await SettleAsync("queue", first.Key));

        Assert.Empty(await TakeAsync("queue"));
    }

    [Fact]
    public async Task Notices_of_a_proposal_come_one_after_the_other_with_the_proposal_as_it_was_then()
    {
        await TakeAsync("queue");
        var proposal = await OpenAsync(Some.Proposal());
        await Store.DecideAsync(proposal.Id, Some.Approval(proposal), Ct);
        var claim = (await GrantedAsync(proposal.Id)).Claim;
        await Store.FinishAsync(claim, Done(), Ct);

        var entries = await HearAsync("queue");

        Assert.Equal([Moment.Opened, Moment.Approved, Moment.Applied], entries.Select(e => e.Moment));
        Assert.Equal([ProposalState.Open, ProposalState.Approved, ProposalState.Applied], entries.Select(e => e.Proposal.State));
        Assert.All(entries, e => Assert.Equal(Some.Now, e.At));
    }

    [Fact]
    public async Task What_failed_comes_again_when_its_time_has_come_and_holds_up_its_own_proposal_only()
    {
        var (sick, well) = await TwoNoticesEachAsync("queue");
        Assert.True(await SettleAsync("queue", $"{sick}/1/opened", new DeliveryOutcome.Failed("queue is full", Some.Now.AddMinutes(1))));

        Assert.Equal([$"{well}/1/opened", $"{well}/2/rejected"], (await HearAsync("queue")).Select(e => e.Key));
        Assert.Empty(await TakeAsync("queue", Some.Now.AddSeconds(59)));
        var again = Assert.Single(await TakeAsync("queue", Some.Now.AddMinutes(1)));
        Assert.Equal(($"{sick}/1/opened", 1), (again.Key, again.Tries));
        await SettleAsync("queue", again.Key);
        Assert.Equal($"{sick}/2/rejected", Assert.Single(await HearAsync("queue")).Key);
    }

    [Fact]
    public async Task What_never_failed_comes_before_what_did()
    {
        var (sick, well) = await TwoNoticesEachAsync("queue");
        await SettleAsync("queue", $"{sick}/1/opened", new DeliveryOutcome.Failed("queue is full", Some.Now));

        Assert.Equal([well, sick], (await TakeAsync("queue")).Select(e => e.Proposal.Id));
    }

    [Fact]
    public async Task What_is_parked_waits_for_an_operator_and_so_does_what_comes_after_it()
    {
        var (sick, _) = await TwoNoticesEachAsync("queue");
        await SettleAsync("queue", $"{sick}/1/opened", new DeliveryOutcome.Failed("queue is full", Some.Now));
        await SettleAsync("queue", $"{sick}/1/opened", new DeliveryOutcome.Parked("queue is gone"));
        await HearAsync("queue");

        Assert.Empty(await TakeAsync("queue", Some.Now.AddYears(1)));
        Assert.False(await SettleAsync("queue", $"{sick}/2/rejected"));
        Assert.Equal(
            [($"{sick}/1/opened", DeliveryState.Parked, 2, "queue is gone"), ($"{sick}/2/rejected", DeliveryState.Waiting, 0, null)],
            (await Store.ListDeliveriesAsync(new DeliveryQuery(), Ct)).Select(d => (d.Key, d.State, d.Tries, d.Error)));

        Assert.True(await SettleAsync("queue", $"{sick}/1/opened", new DeliveryOutcome.Released()));
        Assert.Equal([($"{sick}/1/opened", 0), ($"{sick}/2/rejected", 0)], (await HearAsync("queue")).Select(e => (e.Key, e.Tries)));
        Assert.Empty(await Store.ListDeliveriesAsync(new DeliveryQuery(), Ct));
    }

    [Fact]
    public async Task What_is_dropped_lets_the_next_one_through_and_is_remembered_with_its_reason()
    {
        var (sick, well) = await TwoNoticesEachAsync("queue");
        await SettleAsync("queue", $"{sick}/1/opened", new DeliveryOutcome.Parked("queue is gone"));
        var dropped = new DeliveryOutcome.Dropped("person:ann", "they know", Some.Now);

        Assert.True(await SettleAsync("queue", $"{sick}/1/opened", dropped));

        Assert.Equal(new HashSet<string> { $"{well}/1/opened", $"{well}/2/rejected", $"{sick}/2/rejected" }, (await HearAsync("queue")).Select(e => e.Key).ToHashSet());
        var listed = Assert.Single(await Store.ListDeliveriesAsync(new DeliveryQuery { States = [DeliveryState.Dropped] }, Ct));
        Assert.Equal(new Undelivered("queue", $"{sick}/1/opened", Moment.Opened, Some.Now, sick, DeliveryState.Dropped) { Tries = 1, Error = "queue is gone", Dropped = dropped }, listed);
    }

    [Fact]
    public async Task A_list_of_deliveries_is_of_the_sink_and_the_states_that_are_asked_for()
    {
        await TakeAsync("mail");
        var (sick, well) = await TwoNoticesEachAsync("queue");
        await SettleAsync("queue", $"{sick}/1/opened", new DeliveryOutcome.Failed("queue is full", Some.Now.AddMinutes(1)));
        await SettleAsync("mail", $"{well}/1/opened", new DeliveryOutcome.Parked("no such address"));

        Assert.Equal(
            [("mail", $"{well}/1/opened", (DateTimeOffset?)null), ("queue", $"{sick}/1/opened", Some.Now.AddMinutes(1))],
            (await Store.ListDeliveriesAsync(DeliveryQuery.Stuck, Ct)).Select(d => (d.Sink, d.Key, d.NotBefore)));
        Assert.Equal("mail", Assert.Single(await Store.ListDeliveriesAsync(new DeliveryQuery { States = [DeliveryState.Parked] }, Ct)).Sink);
        Assert.Equal(4, (await Store.ListDeliveriesAsync(new DeliveryQuery { Sink = "queue" }, Ct)).Count);
        Assert.Equal([$"{sick}/1/opened"], (await Store.ListDeliveriesAsync(new DeliveryQuery { Sink = "queue", Limit = 1 }, Ct)).Select(d => d.Key));
    }

    [Fact]
    public async Task A_sink_that_is_stuck_with_one_proposal_keeps_up_with_the_others_and_then_catches_up()
    {
        var (sick, _) = await TwoNoticesEachAsync("queue");
        await SettleAsync("queue", $"{sick}/1/opened", new DeliveryOutcome.Parked("queue is gone"));
        await HearAsync("queue");
        var many = Enumerable.Range(0, 300).Select(i => $"cfg-{i}").ToArray();
        await CommitAsync([.. many.Select(c => At(c, 0))], [.. many.Select(c => Open(Some.Proposal(scope: new ProposalScope(SpecKind.Tenant, c), context: c), [c]))]);

        Assert.Equal(300, (await HearAsync("queue")).Count);
        await HearAsync("queue");
        current = await ReopenAsync(Store);
        await SettleAsync("queue", $"{sick}/1/opened", new DeliveryOutcome.Released());

        Assert.Equal([$"{sick}/1/opened", $"{sick}/2/rejected"], (await HearAsync("queue")).Select(e => e.Key));
        Assert.Empty(await TakeAsync("queue"));
    }

    [Fact]
    public async Task What_reviewers_and_operators_still_have_to_deal_with_is_counted()
    {
        await TakeAsync("mail");
        var (sick, well) = await TwoNoticesEachAsync("queue"); // both rejected: they do not live any more
        await OpenAsync(Some.Proposal("third", slot: "search"), "cfg-mike");
        await OpenAsync(Some.Proposal("tried out", slot: "cart") with { Shadow = true }, "cfg-yves");
        await SettleAsync("queue", $"{sick}/1/opened", new DeliveryOutcome.Failed("queue is full", Some.Now));
        await SettleAsync("queue", $"{well}/1/opened", new DeliveryOutcome.Parked("queue is gone"));
        await HearAsync("mail");

        var count = await Store.CountAsync(Ct);

        Assert.Equal([(ProposalState.Open, 1)], count.Living.Where(l => l.Value > 0).Select(l => (l.Key, l.Value)));
        Assert.Equal(["mail", "queue"], count.Sinks.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(new SinkBacklog(0, 0, 0), count.Sinks["mail"]);
        Assert.Equal(new SinkBacklog(3, 1, 1), count.Sinks["queue"]);
    }

    [Fact]
    public async Task How_providers_are_is_there_for_other_processes_and_the_latest_word_counts()
    {
        await Store.NoteProvidersAsync(new ProviderNotes([Note("prom", 9, Some.Now), Note("former", 0, Some.Now)], []), Ct);
        await Store.NoteProvidersAsync(new ProviderNotes([Note("prom", 7, Some.Now.AddDays(8))], []), Ct);
        current = await ReopenAsync(Store);

        Assert.Equal([Note("prom", 7, Some.Now.AddDays(8))], (await Store.ProviderNotesAsync(Ct)).Providers);
    }

    [Fact]
    public async Task Quarantine_keeps_the_latest_and_is_cleared_by_provider()
    {
        await Store.NoteProvidersAsync(new ProviderNotes([], [.. Enumerable.Range(0, 70).Select(i => Broken("prom", i))]), Ct);
        await Store.NoteProvidersAsync(new ProviderNotes([], [.. Enumerable.Range(70, 60).Select(i => Broken("sentry", i))]), Ct);
        current = await ReopenAsync(Store);

        var kept = (await Store.ProviderNotesAsync(Ct)).Quarantined;
        Assert.Equal(Enumerable.Range(30, Quarantine.DefaultCapacity).Select(i => (long?)i), kept.Select(q => q.Size));
        Assert.Equal((Broken("sentry", 129).Window, "«<» is no number", "<html>"), (kept[^1].Window, kept[^1].Reason, kept[^1].Excerpt));
        Assert.Equal(["cfg-acme"], kept[^1].Contexts);
        Assert.Equal(40, await Store.ClearQuarantineAsync("prom", Ct));
        Assert.All((await Store.ProviderNotesAsync(Ct)).Quarantined, q => Assert.Equal("sentry", q.Provider));
        Assert.Equal(60, await Store.ClearQuarantineAsync(null, Ct));
        Assert.Empty((await Store.ProviderNotesAsync(Ct)).Quarantined);
    }

    [Fact]
    public async Task Old_notices_go_when_every_sink_is_done_with_them()
    {
        await TakeAsync("mail");
        var (sick, well) = await TwoNoticesEachAsync("queue");
        await SettleAsync("queue", $"{sick}/1/opened", new DeliveryOutcome.Parked("queue is gone"));
        await HearAsync("queue");
        Assert.Equal(0, await Store.PruneDeliveriesAsync(Some.Now.AddDays(7), 100, Ct)); // «mail» was not told anything yet
        await HearAsync("mail");

        Assert.Equal(0, await Store.PruneDeliveriesAsync(Some.Now, 100, Ct));
        Assert.Equal(1, await Store.PruneDeliveriesAsync(Some.Now.AddDays(7), 1, Ct));
        Assert.Equal(1, await Store.PruneDeliveriesAsync(Some.Now.AddDays(7), 100, Ct));

        await SettleAsync("queue", $"{sick}/1/opened", new DeliveryOutcome.Released());
        Assert.Equal([$"{sick}/1/opened", $"{sick}/2/rejected"], (await HearAsync("queue")).Select(e => e.Key));
        Assert.False(await SettleAsync("queue", $"{well}/1/opened"));
    }

    [Fact]
    public async Task What_was_tried_once_is_told_even_when_the_sink_has_stopped_asking_for_it()
    {
        var (sick, well) = await TwoNoticesEachAsync("queue");
        await SettleAsync("queue", $"{sick}/1/opened", new DeliveryOutcome.Failed("queue is full", Some.Now));

        var entries = await Store.TakeDeliveriesAsync("queue", new HashSet<Moment> { Moment.Rejected }, Some.Now, 100, Ct);

        Assert.Equal([$"{well}/2/rejected", $"{sick}/1/opened"], entries.Select(e => e.Key));
    }

    [Fact]
    public async Task A_vote_below_the_quorum_is_no_notice()
    {
        await TakeAsync("queue");
        var proposal = await OpenAsync(Some.Proposal());
        await Store.DecideAsync(proposal.Id, Some.Approval(proposal) with { Quorum = 2 }, Ct);
        Assert.Equal([Moment.Opened], (await HearAsync("queue")).Select(e => e.Moment));

        await Store.DecideAsync(proposal.Id, Some.Approval(proposal, "person:ben") with { Quorum = 2 }, Ct);

        Assert.Equal([Moment.Approved], (await HearAsync("queue")).Select(e => e.Moment));
    }

    [Fact]
    public async Task Sinks_hear_only_what_they_ask_for_and_do_not_disturb_each_other()
    {
        HashSet<Moment> rejected = [Moment.Rejected];
        await TakeAsync("queue");
        await Store.TakeDeliveriesAsync("mail", rejected, Some.Now, 10, Ct);
        var proposal = await OpenAsync(Some.Proposal());
        await Store.DecideAsync(proposal.Id, Some.Refusal(), Ct);
        await HearAsync("queue");

        Assert.Equal([Moment.Rejected], (await Store.TakeDeliveriesAsync("mail", rejected, Some.Now, 10, Ct)).Select(e => e.Moment));
        Assert.Empty(await TakeAsync("queue"));
    }

    [Fact]
    public async Task A_sink_that_keeps_up_with_many_notices_misses_none()
    {
        await TakeAsync("queue");
        var heard = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            string[] contexts = [.. Enumerable.Range(0, 100).Select(n => $"cfg-{i}-{n}")];
            await CommitAsync([.. contexts.Select(c => At(c, 0))], [.. contexts.Select(c => Open(Some.Proposal(scope: new ProposalScope(SpecKind.Tenant, c), context: c), [c]))]);
            heard.AddRange((await HearAsync("queue", limit: 30)).Select(e => e.Key));
        }

        Assert.Equal(600, heard.Distinct().Count());
        Assert.Equal(600, heard.Count);
    }

    [Fact]
    public async Task A_restart_keeps_everything()
    {
        await TakeAsync("queue");
        var proposal = Some.Proposal();
        await CommitAsync([At("cfg-acme", 0, Mark("cfg-acme", Some.Now))], Open(proposal, Some.Evidence()));
        await SettleAsync("queue", (await TakeAsync("queue"))[0].Key);
        await Store.DecideAsync(proposal.Id, Some.Approval(proposal), Ct);
        var claim = (await GrantedAsync(proposal.Id)).Claim;
        await Store.RecordStepAsync(claim, Step(claim), Some.Now.AddMinutes(5), Ct);

        current = await ReopenAsync(Store);

        var start = await BeginAsync("cfg-acme");
        Assert.Equal((1L, 1), (start.Epochs["cfg-acme"], start.Watermarks.Count));
        Assert.Equal(ProposalState.Applying, Assert.Single(start.Living).State);
        var record = await RecordAsync(proposal.Id);
        Assert.Equal((3, 1, 1), (record.History.Count, record.Evidence.Count, record.Steps.Count));
        Assert.Equal(Moment.Approved, Assert.Single(await TakeAsync("queue")).Moment);
        Assert.IsType<ClaimResult.Denied>(await Store.ClaimAsync(Some.Claim(proposal.Id, "host-2", Some.Now.AddMinutes(4)), Ct));
        Assert.True(await Store.RecordStepAsync(claim, Step(claim), Some.Now.AddMinutes(6), Ct));
    }

    [Fact]
    public async Task History_folds_to_the_proposal()
    {
        var proposal = await ApprovedAsync(Some.Proposal());
        var claim = (await GrantedAsync(proposal.Id)).Claim;
        await Store.FinishAsync(claim, new ProposalEvent.Undone("tests failed") { Actor = claim.Actor, At = Some.Now }, Ct);

        var record = await RecordAsync(proposal.Id);

        var folded = record.History.Aggregate((Proposal?)null, (at, happened) => Assert.IsType<Transition.To>(Lifecycle.Next(at, happened, [])).Proposal)!;
        Assert.Equal((record.Proposal.State, record.Proposal.Version, record.Proposal.FailedDigest), (folded.State, folded.Version, folded.FailedDigest));
    }

    [Fact]
    public async Task A_copy_in_memory_starts_where_the_store_is_and_leaves_it_alone()
    {
        var rejected = await OpenAsync(Some.Proposal(), mark: Some.Now);
        await Store.DecideAsync(rejected.Id, Some.Refusal(), Ct);
        var applying = await ApprovedAsync(Some.Proposal("other", slot: "refund"), "cfg-zeta");
        await GrantedAsync(applying.Id, "host-1");

        await using var copy = await InMemoryStore.CopyOfAsync(Store, [.. Two.Select(c => Some.Context(c))], Ct);

        var (ours, theirs) = (await copy.BeginAsync([.. Two.Select(c => Some.Context(c))], Ct), await BeginAsync(Two));
        Assert.Equal(theirs.Epochs, ours.Epochs);
        Assert.Equal(theirs.Watermarks, ours.Watermarks);
        Assert.Equal(theirs.Living.Select(p => p.Id), ours.Living.Select(p => p.Id));
        Assert.Equal("person:ann", ours.Past[rejected.Fingerprint].Rejection!.Actor);
        Assert.Equal(2, (await copy.GetAsync(rejected.Id, Ct))!.History.Count);
        Assert.Equal("host-1", Assert.IsType<ClaimResult.Denied>(await copy.ClaimAsync(Some.Claim(applying.Id, "host-2"), Ct)).Owner);
        await copy.CommitAsync(new PassCommit { Contexts = [At("cfg-acme", 1)], Changes = [Open(Some.Proposal(occurrence: 1))] }, Ct);
        Assert.Single((await BeginAsync(Two)).Living);
    }

    private static ContextCommit At(string context, long epoch, params IReadOnlyList<Watermark> watermarks) => new(context, epoch, watermarks);

    private static Watermark Mark(string context, DateTimeOffset until) => new(new WatermarkKey(context, "prom/telemetry", TimeSpan.FromMinutes(5)), until);

    private static ProposalChange.Open Open(Proposal proposal, params IReadOnlyList<Evidence> evidence) => Open(proposal, proposal.Sightings.Contexts, evidence);

    private static ProposalChange.Open Open(Proposal proposal, IReadOnlyList<string> contexts, params IReadOnlyList<Evidence> evidence) =>
        new(Some.Opened(proposal)) { Id = proposal.Id, Contexts = contexts, Evidence = evidence };

    private static ProposalChange.Join Join(ProposalId id, Sightings sightings, params IReadOnlyList<Evidence> evidence) =>
        new(sightings) { Id = id, Contexts = sightings.Contexts, Evidence = evidence };

    private static ProviderNote Note(string provider, int budgetLeft, DateTimeOffset at) => new(new ProviderHealth(provider, $"{provider}-eu", TimeSpan.FromSeconds(42.5), budgetLeft, BreakerState.Trying), at);

    private static QuarantinedAnswer Broken(string provider, int number) => new(provider, ["cfg-acme"], Some.Window, "«<» is no number", "<html>", number, Some.Now);

    private static JournalStep Step(Claim claim) => new($"{claim.Id}/1/0", 0, "update_blueprint", StepStatus.Started, claim.Fence, Some.Now);

    private static ProposalEvent.Completed Done() => new("3 actions done") { Actor = "executor:test", At = Some.Now };

    private static CommitOutcome.Overtaken Overtaken(IReadOnlyList<CommitOutcome> outcomes, string context) =>
        Assert.IsType<CommitOutcome.Overtaken>(outcomes.Single(o => string.Equals(o.ContextId, context)));

    private Task<PassStart> BeginAsync(params IReadOnlyList<string> contexts) => Store.BeginAsync([.. contexts.Select(c => Some.Context(c))], Ct);

    private Task<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ContextCommit> contexts, params IReadOnlyList<ProposalChange> changes) =>
        Store.CommitAsync(new PassCommit { Contexts = contexts, Changes = changes }, Ct);

    private async Task<Proposal> OpenAsync(Proposal proposal, string context = "cfg-acme", Evidence? evidence = null, DateTimeOffset? mark = null)
    {
        var outcomes = await CommitAsync([At(context, 0, mark is { } until ? [Mark(context, until)] : [])], Open(proposal, [context], evidence is null ? [] : [evidence]));
        Assert.Equal([new CommitOutcome.Committed(context)], outcomes);
        return (await RecordAsync(proposal.Id)).Proposal;
    }

    private async Task<Proposal> ApprovedAsync(Proposal proposal, string context = "cfg-acme")
    {
        await OpenAsync(proposal, context);
        return Assert.IsType<DecideResult.Decided>(await Store.DecideAsync(proposal.Id, Some.Approval(proposal), Ct)).Proposal;
    }

    private async Task<Freeze> FreezeAsync(FreezeReach reach, string actor = "person:ada")
    {
        var set = new FreezeEvent.Set(reach, "release week", Some.Now.AddDays(1)) { Actor = actor, At = Some.Now };
        return Assert.IsType<FreezeResult.Recorded>(await Store.RecordFreezeAsync(FreezeId.Of(set), set, Ct)).Freeze;
    }

    private static FreezeSubject Touched(string tier) => new($"cfg-{tier}", null, new Dictionary<string, string> { ["tier"] = tier });

    private async Task<ClaimResult.Granted> GrantedAsync(ProposalId id, string owner = "host-1") =>
        Assert.IsType<ClaimResult.Granted>(await Store.ClaimAsync(Some.Claim(id, owner), Ct));

    private async Task<Proposal> AppliedAsync(Proposal proposal)
    {
        await ApprovedAsync(proposal);
        return (await Store.FinishAsync((await GrantedAsync(proposal.Id)).Claim, Done(), Ct))!;
    }

    private async Task<ProposalRecord> RecordAsync(ProposalId id) => Assert.IsType<ProposalRecord>(await Store.GetAsync(id, Ct));

    private async Task<IEnumerable<ProposalId>> IdsAsync(ProposalQuery query) => (await Store.ListAsync(query, Ct)).Proposals.Select(p => p.Id);

    private Task<IReadOnlyList<OutboxEntry>> TakeAsync(string sink, DateTimeOffset? now = null) => Store.TakeDeliveriesAsync(sink, Every, now ?? Some.Now, 100, Ct);

    private Task<bool> SettleAsync(string sink, string key, DeliveryOutcome? outcome = null) => Store.SettleDeliveryAsync(sink, key, outcome ?? new DeliveryOutcome.Delivered(), Ct);

    // Everything that there is, one batch after the other.
    private async Task<List<OutboxEntry>> HearAsync(string sink, int limit = 100)
    {
        var heard = new List<OutboxEntry>();
        while (await Store.TakeDeliveriesAsync(sink, Every, Some.Now, limit, Ct) is { Count: > 0 } entries)
        {
            foreach (var entry in entries) Assert.True(await SettleAsync(sink, entry.Key));
            heard.AddRange(entries);
        }

        return heard;
    }

    // Both opened, then both rejected, before the eyes of a sink.
    private async Task<(ProposalId First, ProposalId Second)> TwoNoticesEachAsync(string sink)
    {
        await TakeAsync(sink);
        var first = await OpenAsync(Some.Proposal());
        var second = await OpenAsync(Some.Proposal("other", slot: "refund"), "cfg-zeta");
        foreach (var id in new[] { first.Id, second.Id }) await Store.DecideAsync(id, Some.Refusal(), Ct);
        return (first.Id, second.Id);
    }
}
