using System.Text.Json;
using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Storage;
using Xunit;

namespace Regenerator.Testing;

// What is claimed, carried out and taken back.
public abstract partial class StoreContract
{
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
    [Trait("Promise", "R20")]
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
    [Trait("Promise", "R20")]
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
}
