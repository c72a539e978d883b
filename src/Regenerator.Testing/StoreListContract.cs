using Regenerator.Judgements;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Storage;
using Xunit;

namespace Regenerator.Testing;

/// <summary>What every store promises about lists: that each filter finds what it says, nothing else, and all of it.</summary>
public abstract class StoreListContract : IAsyncLifetime
{
    private static readonly ProposalState[][] Tabs = [[ProposalState.Open], [ProposalState.Approved, ProposalState.Applying], [ProposalState.Snoozed], [ProposalState.Expired, ProposalState.Rejected]];

    private IRegeneratorStore? current;
    private DateTimeOffset clock = Some.Now;

    private IRegeneratorStore Store => current!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>An empty store, another one each time.</summary>
    protected abstract Task<IRegeneratorStore> CreateAsync(TimeProvider time);

    public async ValueTask InitializeAsync() => current = await CreateAsync(new TestClock());

    public virtual async ValueTask DisposeAsync()
    {
        if (current is not null) await current.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_list_is_filtered_by_confidence_type_of_spec_and_owner()
    {
        var sure = await OpenAsync("sure", with: wish => wish with { Confidence = Confidence.High });
        var view = await OpenAsync("view", with: wish => wish with { Target = wish.Target with { SpecType = "dataView" } });
        var owned = await OpenAsync("owned", buckets: ["fleet", "owner:team \"a\"", "label:tier=owner:none"]);

        await FindsAsync([sure], new ProposalQuery { Confidence = Confidence.High });
        await FindsAsync([view], new ProposalQuery { SpecType = "dataView" });
        await FindsAsync([], new ProposalQuery { SpecType = "dataview" });
        await FindsAsync([owned], ProposalQuery.Inbox with { Owner = "team \"a\"" });
        await FindsAsync([], new ProposalQuery { Owner = "team" });
        await FindsAsync([], new ProposalQuery { Owner = "none" });
        await FindsAsync([], new ProposalQuery { Confidence = Confidence.High, SpecType = "dataView" });
        await FindsAsync([owned, view], new ProposalQuery { Confidence = Confidence.Medium });
    }

    [Theory]
    [InlineData("ZAHLUNG ÜBER")]
    [InlineData("100% _lost_")]
    [InlineData("rule-Of-It")]
    [InlineData("TENANT:CFG-Special")]
    [InlineData("it's \"quoted\"")]
    public async Task A_text_is_found_in_whatever_case_in_title_summary_rule_and_document(string text)
    {
        await OpenAsync("other");
        var found = await OpenAsync("special", "cfg-special", rule: "Rule-of-it", with: wish => wish with { Title = "Zahlung über 5 € fails", Summary = "100% _lost_, it's \"quoted\"" });

        await FindsAsync([found], new ProposalQuery { Text = text });
        await FindsAsync([found], ProposalQuery.Inbox with { Text = text, RuleId = "Rule-of-it", Limit = 1 });
        await FindsAsync([], new ProposalQuery { Text = $"{text}?" });
    }

    [Theory]
    [InlineData("what?")]
    [InlineData("a*b")]
    [InlineData("[x]")]
    [InlineData("x]")]
    [InlineData("[[")]
    [InlineData("^y")]
    public async Task No_character_of_a_text_stands_for_others(string text)
    {
        await OpenAsync("other", with: wish => wish with { Title = "whatever axxb x y" });
        var found = await OpenAsync("special", with: wish => wish with { Title = "So what? a*b [[x] [^y]" });

        await FindsAsync([found], new ProposalQuery { Text = text });
        await FindsAsync([], new ProposalQuery { Text = $"{text}*" });
    }

    [Fact]
    public async Task A_text_that_nearly_all_have_is_found_page_by_page()
    {
        var all = new List<Proposal>();
        for (var i = 0; i < 120; i++) all.Insert(0, await OpenAsync($"wish-{i}", rule: i % 10 == 0 ? "slow" : "failing"));
        var other = await OpenAsync("other", with: wish => wish with { Title = "Something else" });
        await DecideAsync(all[7], Some.Refusal());
        var common = new ProposalQuery { Text = "To a safe workflow", Limit = 50 };

        await FindsAsync([.. all], common);
        await FindsAsync([.. all.Where(p => p.RuleId == "slow")], common with { RuleId = "slow" });
        await FindsAsync([.. all.Where(p => p.Id != all[7].Id)], common with { States = ProposalQuery.Inbox.States, Confidence = Confidence.Medium });
        await FindsAsync([all[7]], common with { States = [ProposalState.Rejected] });
        await FindsAsync([all[3]], common with { ContextId = all[3].Sightings.Contexts[0] });
        await FindsAsync([other], new ProposalQuery { Text = "something ELSE" });
        await CountsAsync([119, 0, 0, 1], common);
    }

    [Fact]
    public async Task Some_proposals_are_asked_for_by_their_ids()
    {
        var (one, _, three) = (await OpenAsync("one"), await OpenAsync("two"), await OpenAsync("three"));

        await FindsAsync([three, one], new ProposalQuery { Ids = [one.Id, three.Id] });
        await FindsAsync([one], ProposalQuery.Inbox with { Ids = [one.Id, three.Id], RuleId = one.RuleId, Contexts = ["cfg-one"] });
        await FindsAsync([], new ProposalQuery { Ids = [] });
    }

    [Fact]
    public async Task A_text_is_found_in_ids_and_across_no_two_lines()
    {
        var (one, _) = (await OpenAsync("one"), await OpenAsync("two"));

        await FindsAsync([one], new ProposalQuery { Text = one.Id.ToString()[20..].ToUpperInvariant() });
        await FindsAsync([], new ProposalQuery { Text = $"{one.RuleId} {one.Scope}" });
    }

    [Fact]
    public async Task Other_words_of_a_new_revision_are_found_in_place_of_the_old()
    {
        var proposal = await OpenAsync("wish");
        var revised = Some.Revision(proposal.Revision.Proposal with { Title = "Quite another title", Confidence = Confidence.Low, Actions = Some.Wish("wish", true, version: "9.9.9").Actions }, "person:bob");
        await DecideAsync(proposal, new ProposalEvent.Revised(revised, proposal.Revision.Digest) { Actor = "person:bob", At = Some.Now });

        await FindsAsync([], new ProposalQuery { Text = "to a safe workflow" });
        await FindsAsync([proposal], new ProposalQuery { Text = "quite ANOTHER", Confidence = Confidence.Low });
    }

    [Fact]
    public async Task What_is_forgotten_is_not_found_by_its_words()
    {
        var proposal = await OpenAsync("wish");
        await DecideAsync(proposal, Some.Refusal());
        await FindsAsync([proposal], new ProposalQuery { Text = "safe workflow" });

        await DecideAsync(proposal, new ProposalEvent.Forgotten("old") { Actor = "engine", At = Some.Now.AddDays(400) });

        await FindsAsync([], new ProposalQuery { Text = "safe workflow" });
        await FindsAsync([proposal], new ProposalQuery { Text = proposal.RuleId });
    }

    [Fact]
    public async Task A_list_is_confined_to_what_some_contexts_asked_for_or_nobody_but_they()
    {
        var acme = await OpenAsync("a", "cfg-acme");
        var both = await SharedAsync("b", "cfg-acme", "cfg-beta");
        var beta = await OpenAsync("c", "cfg-beta");
        var zeta = await OpenAsync("d", "cfg-zeta");

        await FindsAsync([beta, both], new ProposalQuery { Contexts = ["cfg-beta", "cfg-none"] });
        await FindsAsync([zeta, both, acme], ProposalQuery.Inbox with { Contexts = ["cfg-acme", "cfg-zeta"] });
        await FindsAsync([], new ProposalQuery { Contexts = [] });
        await FindsAsync([beta], new ProposalQuery { Within = ["cfg-beta"] });
        await FindsAsync([beta, both, acme], new ProposalQuery { Within = ["cfg-acme", "cfg-beta"], Text = "safe" });
        await FindsAsync([acme], new ProposalQuery { Within = ["cfg-acme", "cfg-beta"], Scopes = [acme.Scope, zeta.Scope] });
        await FindsAsync([], ProposalQuery.Inbox with { Within = [] });
    }

    [Fact]
    public async Task States_are_those_of_the_moment_that_is_meant()
    {
        var (open, late) = (await OpenAsync("open"), await OpenAsync("late", expires: Some.Now.AddHours(2)));
        var snoozed = await OpenAsync("snoozed", expires: Some.Now.AddDays(3));
        await DecideAsync(snoozed, new ProposalEvent.PutOff(Some.Now.AddHours(1)) { Actor = "person:ann", At = Some.Now });
        var rejected = await OpenAsync("rejected");
        await DecideAsync(rejected, Some.Refusal());
        var states = new ProposalQuery { States = [ProposalState.Open], At = Some.Now };

        await FindsAsync([late, open], states);
        await FindsAsync([snoozed, late, open], states with { At = Some.Now.AddHours(1) });
        await FindsAsync([snoozed, open], states with { At = Some.Now.AddHours(2) });
        await FindsAsync([open], states with { At = Some.Now.AddDays(30) });
        await FindsAsync([late, open], states with { At = null });
        await FindsAsync([open], ProposalQuery.Inbox with { At = Some.Now.AddDays(30) });
        await FindsAsync([rejected, snoozed, late], new ProposalQuery { States = [ProposalState.Expired, ProposalState.Rejected], At = Some.Now.AddDays(30) });
        await FindsAsync([rejected], new ProposalQuery { States = [ProposalState.Expired, ProposalState.Rejected], Text = "safe" });
        await FindsAsync([rejected, snoozed], new ProposalQuery { States = [ProposalState.Snoozed, ProposalState.Rejected] });

        var shown = (await Store.ListAsync(states with { At = Some.Now.AddHours(1) }, Ct)).Proposals[0];
        Assert.Equal((ProposalState.Open, null), (shown.State, shown.Snooze));
    }

    [Fact]
    public async Task Lines_of_the_inbox_are_counted_under_any_filter_as_they_are_listed()
    {
        for (var tenant = 0; tenant < 3; tenant++) await CommitAsync(Some.ForTenant($"cfg-t{tenant}"));
        var (alone, _) = (await OpenAsync("alone"), await OpenAsync("put-off"));
        var expiring = await OpenAsync("expiring", expires: Some.Now.AddHours(1));
        await DecideAsync(alone, Some.Approval(alone));
        var member = (await Store.ListAsync(new ProposalQuery { ContextId = "cfg-t1" }, Ct)).Proposals[0];
        await DecideAsync(member, Some.Approval(member));

        await CountsAsync([3, 2, 0, 0], new ProposalQuery { Shadow = false });
        await CountsAsync([2, 2, 0, 1], new ProposalQuery { Shadow = false, At = Some.Now.AddHours(1) });
        await CountsAsync([1, 1, 0, 0], new ProposalQuery { Text = "tenant:cfg-t" });
        await CountsAsync([0, 1, 0, 0], new ProposalQuery { Contexts = ["cfg-t1"], After = expiring.Id, Limit = 1 });
        await CountsAsync([0, 0, 0, 0], new ProposalQuery { Shadow = true });
    }

    [Fact]
    public async Task Proposals_are_tallied_by_rule_state_and_whether_they_are_shadows()
    {
        await OpenAsync("one", rule: "failing");
        await OpenAsync("two", rule: "failing", expires: Some.Now.AddHours(1));
        await CommitAsync(Proposal("three", ["cfg-three"], "failing") with { Shadow = true });
        var slow = await OpenAsync("four", rule: "slow");
        await DecideAsync(slow, Some.Refusal());

        Assert.Equal(
            [new("failing", ProposalState.Open, false, 2), new("failing", ProposalState.Open, true, 1), new("slow", ProposalState.Rejected, false, 1)],
            await TallyAsync(new ProposalQuery()));
        Assert.Equal([new("failing", ProposalState.Open, false, 1), new("failing", ProposalState.Expired, false, 1)], await TallyAsync(new ProposalQuery { RuleId = "failing", Shadow = false, At = Some.Now.AddHours(1) }));
        Assert.Equal([new("slow", ProposalState.Rejected, false, 1)], await TallyAsync(new ProposalQuery { Scopes = [slow.Scope] }));
    }

    [Fact]
    public async Task Judgements_are_tallied_by_rule_and_kind_of_all_contexts_or_of_some()
    {
        await JudgeAsync(("cfg-a", "slow", JudgementKind.Quiet), ("cfg-a", "failing", JudgementKind.Threw), ("cfg-b", "slow", JudgementKind.Quiet), ("cfg-c", "slow", JudgementKind.Dwelling));

        JudgementTally[] all = [new("failing", JudgementKind.Threw, 1), new("slow", JudgementKind.Quiet, 2), new("slow", JudgementKind.Dwelling, 1)];
        Assert.Equal(all.OrderBy(t => t.RuleId, StringComparer.Ordinal).ThenBy(t => t.Kind), await Store.TallyJudgementsAsync(new JudgementQuery { Limit = 1 }, most: null, Ct));
        Assert.Equal([new JudgementTally("slow", JudgementKind.Quiet, 1)], await Store.TallyJudgementsAsync(new JudgementQuery { Contexts = ["cfg-b", "cfg-none"] }, most: null, Ct));
        Assert.Empty(await Store.TallyJudgementsAsync(new JudgementQuery { Contexts = [] }, most: null, Ct));
        Assert.Empty(await Store.TallyJudgementsAsync(new JudgementQuery { RuleId = "slow", Kinds = [JudgementKind.Threw] }, most: 1, Ct));
        Assert.Equal([new JudgementTally("slow", JudgementKind.Quiet, 1)], await Store.TallyJudgementsAsync(new JudgementQuery { RuleId = "slow", Kinds = [JudgementKind.Quiet], Besides = ["cfg-a"] }, most: null, Ct));
    }

    [Fact]
    public async Task Judgements_are_listed_by_weight_rule_and_context_and_every_condition_holds()
    {
        await JudgeAsync([
            .. from context in (string[])["cfg-b", "cfg-a", "cfg-~c/1 %"]
               from rule in (string[])["slow", "failing"]
               select (context, rule, rule == "slow" && context != "cfg-a" ? JudgementKind.Unseen : JudgementKind.Quiet),
        ]);

        JudgementPlace[] all =
        [
            new(JudgementKind.Unseen, "slow", "cfg-b"), new(JudgementKind.Unseen, "slow", "cfg-~c/1 %"),
            new(JudgementKind.Quiet, "failing", "cfg-a"), new(JudgementKind.Quiet, "failing", "cfg-b"), new(JudgementKind.Quiet, "failing", "cfg-~c/1 %"), new(JudgementKind.Quiet, "slow", "cfg-a"),
        ];
        await ListsAsync(all, new JudgementQuery());
        await ListsAsync(all[..2], new JudgementQuery { Kinds = [JudgementKind.Unseen, JudgementKind.Threw] });
        await ListsAsync([all[0], all[1], all[5]], new JudgementQuery { RuleId = "slow" });
        await ListsAsync([all[2], all[5]], new JudgementQuery { ContextId = "cfg-a" });
        await ListsAsync([all[1], all[4]], new JudgementQuery { Contexts = ["cfg-~c/1 %", "cfg-none"] });
        await ListsAsync([all[2], all[5]], new JudgementQuery { Besides = ["cfg-b", "cfg-~c/1 %"] });
        await ListsAsync([all[1]], new JudgementQuery { RuleId = "slow", Besides = ["cfg-b"], Kinds = [JudgementKind.Unseen], Contexts = ["cfg-b", "cfg-~c/1 %"] });
        await ListsAsync([], new JudgementQuery { Contexts = [] });
        await ListsAsync(all[4..], new JudgementQuery { After = new JudgementPlace(JudgementKind.Quiet, "failing", "cfg-bb") });
        await ListsAsync(all[2..], new JudgementQuery { Kinds = [JudgementKind.Quiet], After = all[1] });
    }

    [Fact]
    public async Task A_rule_that_comes_to_something_else_is_listed_and_counted_by_that()
    {
        await JudgeAsync(("cfg-a", "slow", JudgementKind.Quiet));
        var again = new Judgement("cfg-a", "slow", JudgementKind.Threw, "it threw", Some.Now);
        await Store.CommitAsync(new PassCommit { Contexts = [new ContextCommit("cfg-a", 1, []) { Judgements = [again] }], Changes = [] }, Ct);

        await ListsAsync([JudgementPlace.Of(again)], new JudgementQuery());
        Assert.Equal([new JudgementTally("slow", JudgementKind.Threw, 1)], await Store.TallyJudgementsAsync(new JudgementQuery(), most: null, Ct));
    }

    [Fact]
    public async Task A_tally_is_counted_as_far_as_is_asked_and_says_where_there_are_more()
    {
        await JudgeAsync(("cfg-a", "slow", JudgementKind.Quiet), ("cfg-b", "slow", JudgementKind.Quiet), ("cfg-c", "slow", JudgementKind.Quiet), ("cfg-a", "failing", JudgementKind.Quiet), ("cfg-b", "failing", JudgementKind.Quiet));

        Assert.Equal([new("failing", JudgementKind.Quiet, 2), new("slow", JudgementKind.Quiet, 2, IsMore: true)], await TallyAsync(new JudgementQuery()));
        Assert.Equal([new("slow", JudgementKind.Quiet, 2, IsMore: true)], await TallyAsync(new JudgementQuery { RuleId = "slow" }));
        Assert.Equal([new("failing", JudgementKind.Quiet, 1), new("slow", JudgementKind.Quiet, 2)], await TallyAsync(new JudgementQuery { Besides = ["cfg-a"] }));
        Assert.Equal([new("slow", JudgementKind.Quiet, 2, IsMore: true)], await TallyAsync(new JudgementQuery { Contexts = ["cfg-a", "cfg-b", "cfg-c"], RuleId = "slow" }));

        Task<IReadOnlyList<JudgementTally>> TallyAsync(JudgementQuery query) => Store.TallyJudgementsAsync(query, most: 2, Ct);
    }

    // In one page, and in pages of every length, whose places are read back from their text.
    private async Task ListsAsync(IReadOnlyList<JudgementPlace> expected, JudgementQuery query)
    {
        Assert.Equal(expected, await Store.AllJudgementsAsync(query, Ct).Select(JudgementPlace.Of).ToListAsync(Ct));
        for (var length = 1; length <= expected.Count; length++)
        {
            var (listed, after) = (new List<JudgementPlace>(), query.After);
            do
            {
                var (judgements, next) = await Store.JudgementsAsync(query with { Limit = length, After = after }, Ct);
                Assert.True(judgements.Count == length || next is null);
                listed.AddRange(judgements.Select(JudgementPlace.Of));
                after = next is null ? null : JudgementPlace.Parse(next.ToString());
            }
            while (after is not null);

            Assert.Equal(expected, listed);
        }
    }

    private Task<IReadOnlyList<CommitOutcome>> JudgeAsync(params (string Context, string Rule, JudgementKind Kind)[] judged) => Store.CommitAsync(
        new PassCommit
        {
            Contexts = [.. judged.GroupBy(j => j.Context).Select(of => new ContextCommit(of.Key, 0, []) { Judgements = [.. of.Select(j => new Judgement(j.Context, j.Rule, j.Kind, "why", Some.Now))] })],
            Changes = [],
        },
        Ct);

    [Fact]
    public async Task A_context_stands_where_its_providers_were_read_to_with_what_it_asked_for()
    {
        await OpenAsync("one", "cfg-acme");
        await SharedAsync("two", "cfg-acme", "cfg-beta");
        Watermark[] marks = [new(new WatermarkKey("cfg-acme", "a/telemetry", TimeSpan.FromMinutes(5)), Some.Now), new(new WatermarkKey("cfg-acme", "b/errors", TimeSpan.FromMinutes(5)), Some.Now.AddMinutes(-5))];
        await Store.CommitAsync(new PassCommit { Contexts = [new ContextCommit("cfg-acme", 2, marks)], Changes = [] }, Ct);

        var standings = await Store.StandingsAsync(["cfg-beta", "cfg-acme", "cfg-none"], ProposalQuery.Inbox, Ct);

        Assert.Equal([("cfg-beta", 1, 0), ("cfg-acme", 2, 2), ("cfg-none", 0, 0)], standings.Select(s => (s.ContextId, s.Proposals, s.Watermarks.Count)));
        Assert.Equal(marks, standings[1].Watermarks);
        Assert.Equal([1], (await Store.StandingsAsync(["cfg-acme"], ProposalQuery.Inbox with { Within = ["cfg-acme"] }, Ct)).Select(s => s.Proposals));
    }

    [Fact]
    public async Task What_happened_is_filtered_by_actor_kind_rule_time_and_who_asked()
    {
        var mine = await OpenAsync("one", rule: "failing");
        var shared = await CommitAsync(Proposal("two", ["cfg-acme", "cfg-beta"], "slow"));
        await DecideAsync(mine, Some.Refusal() with { At = Some.Now.AddHours(1) });
        await DecideAsync(shared, Some.Refusal("person:bob") with { At = Some.Now.AddHours(2) });

        await HappenedAsync([(shared, 2)], new AuditQuery { Actor = "person:bob" });
        await HappenedAsync([(mine, 1)], new AuditQuery { Actor = "rule:failing" });
        await HappenedAsync([(shared, 2), (mine, 2)], new AuditQuery { Types = ["rejected", "approved"] });
        await HappenedAsync([(mine, 2), (mine, 1)], new AuditQuery { RuleId = "failing" });
        await HappenedAsync([(mine, 2)], new AuditQuery { Since = Some.Now.AddHours(1), Until = Some.Now.AddHours(2) });
        await HappenedAsync([(mine, 2), (mine, 1)], new AuditQuery { Within = ["cfg-one"] });
        await HappenedAsync([(shared, 1)], new AuditQuery { Within = ["cfg-acme", "cfg-beta"], Types = ["opened"], RuleId = "slow" });
    }

    private async Task FindsAsync(Proposal[] expected, ProposalQuery query)
    {
        Assert.Equal(expected.Select(p => p.Id), (await Store.AllAsync(query, Ct).ToListAsync(Ct)).Select(p => p.Id));
        Assert.Equal(expected.Select(p => p.Id).Order(), (await Store.FewAsync(query, Math.Max(1, expected.Length), Ct))!.Order());
        if (expected.Length > 1) Assert.Null(await Store.FewAsync(query, expected.Length - 1, Ct));
        var items = new List<InboxItem>();
        for (var page = query; ;)
        {
            var (found, next) = await Store.ItemsAsync(page, Ct);
            items.AddRange(found);
            if (next is null) break;
            page = page with { After = next };
        }

        Assert.Equal(expected.Select(p => p.Id), items.Select(i => i.First.Id));
    }

    private async Task CountsAsync(int[] expected, ProposalQuery query)
    {
        Assert.Equal(expected, await Store.CountItemsAsync(query, Tabs, most: null, Ct));
        Assert.Equal(expected.Select(count => Math.Min(count, 2)), await Store.CountItemsAsync(query, Tabs, most: 1, Ct));
        foreach (var (states, count) in Tabs.Zip(expected)) Assert.Equal([Math.Min(count, 2)], await Store.CountItemsAsync(query, [states], most: 1, Ct));
        foreach (var (states, count) in Tabs.Zip(expected))
            Assert.Equal(count, (await Store.ItemsAsync(query with { States = states, After = null, Limit = 1000 }, Ct)).Items.Count);
    }

    private async Task<IEnumerable<RuleTally>> TallyAsync(ProposalQuery query) => (await Store.TallyAsync(query, Ct)).OrderBy(t => t.RuleId, StringComparer.Ordinal).ThenBy(t => t.State).ThenBy(t => t.Shadow);

    private async Task HappenedAsync((Proposal Proposal, int Number)[] expected, AuditQuery query) =>
        Assert.Equal(expected.Select(e => (e.Proposal.Id, e.Number)), (await Store.AuditAsync(query, Ct)).Select(e => (e.Proposal, e.Number)));

    private Task<Proposal> SharedAsync(string id, params string[] contexts) => CommitAsync(Proposal(id, contexts));

    private Task<Proposal> OpenAsync(
        string id, string? context = null, string rule = "checkout-failing", Func<SpecChangeProposal, SpecChangeProposal>? with = null, IReadOnlyList<string>? buckets = null, DateTimeOffset? expires = null)
    {
        var proposal = Proposal(id, [context ?? $"cfg-{id}"], rule);
        var wish = with?.Invoke(proposal.Revision.Proposal) ?? proposal.Revision.Proposal;
        return CommitAsync(proposal with { Revision = Some.Revision(wish, $"rule:{rule}"), Buckets = buckets ?? [], ExpiresAt = expires });
    }

    // Each in a window of its own, so that they are listed in the order in which they were opened; on a document of its own, so that none is a rival.
    private Proposal Proposal(string id, string[] contexts, string rule = "checkout-failing")
    {
        clock = clock.AddMinutes(5);
        var window = new TimeWindow(clock.AddMinutes(-5), clock);
        var proposal = Some.Proposal(id, new ProposalScope(SpecKind.Tenant, contexts.Length == 1 ? contexts[0] : id), rule: rule, window: window);
        return proposal with { Sightings = Some.Sightings(window, [.. contexts.Order(StringComparer.Ordinal)]), OpenedAt = Some.Now };
    }

    private async Task<Proposal> CommitAsync(Proposal proposal)
    {
        var contexts = proposal.Sightings.Contexts;
        var epochs = (await Store.ProgressAsync(contexts, Ct)).Epochs;
        var pass = new PassCommit
        {
            Contexts = [.. contexts.Select(c => new ContextCommit(c, epochs[c], []))],
            Changes = [new ProposalChange.Open(Some.Opened(proposal)) { Id = proposal.Id, Contexts = contexts }],
        };
        Assert.All(await Store.CommitAsync(pass, Ct), outcome => Assert.IsType<CommitOutcome.Committed>(outcome));
        return (await Store.GetAsync(proposal.Id, Ct))!.Proposal;
    }

    private async Task DecideAsync(Proposal proposal, ProposalEvent happened) => Assert.IsType<DecideResult.Decided>(await Store.DecideAsync(proposal.Id, happened, Ct));
}
