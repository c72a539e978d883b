using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Storage;
using Xunit;

namespace Regenerator.Testing;

// What sinks and operators are told.
public abstract partial class StoreContract
{
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
}
