using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Specs;
using Regenerator.Storage;
using Xunit;

namespace Regenerator.Testing;

// What is frozen, and by whom that is broken.
public abstract partial class StoreContract
{
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
}
