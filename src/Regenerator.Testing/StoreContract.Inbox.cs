using Regenerator.Proposals;
using Regenerator.Specs;
using Regenerator.Storage;
using Xunit;

namespace Regenerator.Testing;

// What reviewers get to see.
public abstract partial class StoreContract
{
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

        await CommitAsync([], Intake.Release(InboxLoad.None, [HeldProposal.Of(held), HeldProposal.Of(joined)], Some.Now, new IntakeOptions()));

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
}
