using Regenerator.Judgements;
using Regenerator.Proposals;
using Regenerator.Storage;
using Xunit;

namespace Regenerator.Testing;

// What rules came to, and what time alone will change.
public abstract partial class StoreContract
{
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
}
