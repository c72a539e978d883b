using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Storage;
using Regenerator.Studio.Access;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Api;

/// <summary>What deciding through the API promises.</summary>
public sealed class DecisionTests : IAsyncLifetime
{
    private StudioServer server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await StudioServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Approving_takes_the_digest_that_was_seen_and_says_which_is_current()
    {
        var proposal = await server.OpenAsync();
        var token = await server.TokenAsync(Role.Reviewer);
        var path = $"/proposals/{proposal.Id}";
        Assert.Equal(proposal.Revision.Digest, (await server.SendAsync("GET", path, token)).ETag);

        var silent = await server.SendAsync("POST", $"{path}/approve", token);
        var stale = await server.SendAsync("POST", $"{path}/approve", token, ifMatch: new string('0', 64));
        var taken = await server.SendAsync("POST", $"{path}/approve", token, ifMatch: proposal.Revision.Digest[..12]);

        Assert.Equal((428, proposal.Revision.Digest), (silent.Status, silent.ETag));
        Assert.Equal((412, proposal.Revision.Digest, proposal.Revision.Digest), (stale.Status, stale.ETag, stale.Json.GetProperty("current").GetString()));
        Assert.Equal((200, "approved"), (taken.Status, taken.Json.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task A_comment_is_read_in_the_record_and_in_the_activity_and_decides_nothing()
    {
        var proposal = await server.OpenAsync();
        var (token, path) = (await server.TokenAsync(Role.Reviewer, "person:bob"), $"/proposals/{proposal.Id}");

        var said = await server.SendAsync("POST", $"{path}/comments", token, new { text = "Three tickets.\r\n«Since noon.»" });
        var history = (await server.SendAsync("GET", path, token)).Json.GetProperty("history");
        var activity = (await server.SendAsync("GET", $"/activity?proposal={proposal.Id}", token)).Json.GetProperty("activity")[0];

        Assert.Equal((200, "open", proposal.Revision.Digest), (said.Status, said.Json.GetProperty("state").GetString(), said.ETag));
        Assert.Equal(("commented", "person:bob", "Three tickets.\n«Since noon.»"), (history[1].GetProperty("type").GetString(), history[1].GetProperty("actor").GetString(), history[1].GetProperty("text").GetString()));
        Assert.Equal(("commented", "Three tickets.\n«Since noon.»"), (activity.GetProperty("type").GetString(), activity.GetProperty("reason").GetString()));
        Assert.Equal(200, (await server.SendAsync("POST", $"{path}/approve", token, ifMatch: proposal.Revision.Digest)).Status);
    }

    [Theory]
    [InlineData("", "text: it is empty")]
    [InlineData(" \n", "text: it is empty")]
    [InlineData(null, "text: it has 4,001 characters; 4,000 is the most")]
    public async Task A_comment_says_something_and_not_too_much(string? text, string why)
    {
        var proposal = await server.OpenAsync();
        var answer = await server.SendAsync("POST", $"/proposals/{proposal.Id}/comments", await server.TokenAsync(Role.Reviewer), new { text = text ?? new string('x', 4001) });
        Assert.Equal((400, why), (answer.Status, answer.Detail));
    }

    [Fact]
    public async Task Whoever_comes_second_is_told_who_was_first()
    {
        var proposal = await server.OpenAsync();
        await server.SendAsync("POST", $"/proposals/{proposal.Id}/reject", await server.TokenAsync(Role.Reviewer, "person:ada"), new { reason = "not now" });

        var second = await server.SendAsync("POST", $"/proposals/{proposal.Id}/approve", await server.TokenAsync(Role.Reviewer, "person:bob"), ifMatch: proposal.Revision.Digest);

        Assert.Equal((409, "person:ada"), (second.Status, second.Json.GetProperty("winner").GetString()));
        Assert.Contains("rejected by person:ada", second.Detail, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Promise", "R15")]
    public async Task Of_sixty_four_decisions_at_once_one_wins_and_the_others_are_told_who()
    {
        var proposal = await server.OpenAsync();
        var people = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => server.TokenAsync(Role.Reviewer, $"person:p{i}")));

        var answers = await Task.WhenAll(people.Select((token, i) => i % 2 == 0
            ? server.SendAsync("POST", $"/proposals/{proposal.Id}/approve", token, ifMatch: proposal.Revision.Digest)
            : server.SendAsync("POST", $"/proposals/{proposal.Id}/snooze", token, new { until = "2026-01-09T00:00:00Z" })));

        var winner = Assert.Single(Enumerable.Range(0, 64), i => answers[i].Status == 200);
        Assert.All(answers.Where(a => a.Status != 200), a => Assert.Equal((409, $"person:p{winner}"), (a.Status, a.Json.GetProperty("winner").GetString())));
        Assert.Equal(2, (await server.Store.GetAsync(proposal.Id, Ct))!.History.Count);
    }

    [Fact]
    public async Task The_same_key_gets_the_same_answer_and_nothing_is_done_twice()
    {
        var proposal = await server.OpenAsync();
        var token = await server.TokenAsync(Role.Reviewer);
        Task<StudioServer.Reply> Snooze(string until, string key = "k-1") => server.SendAsync("POST", $"/proposals/{proposal.Id}/snooze", token, new { until }, key: key);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Snooze("2026-01-09T00:00:00Z")));
        var other = await Snooze("2026-01-10T00:00:00Z");

        Assert.All(answers, a => Assert.Equal((200, answers[0].Body), (a.Status, a.Body)));
        Assert.Equal(422, other.Status);
        Assert.Equal(409, (await Snooze("2026-01-09T00:00:00Z", "k-2")).Status);
        Assert.Equal(2, (await server.Store.GetAsync(proposal.Id, Ct))!.History.Count);
    }

    [Fact]
    [Trait("Promise", "S3")]
    public async Task Nobody_approves_what_they_wrote_whatever_their_token_is_called()
    {
        var proposal = await server.OpenAsync();
        var (bob, again) = (await server.TokenAsync(Role.Reviewer, "person:bob"), await server.TokenAsync(Role.Admin, "person:bob"));
        var actions = new[] { new { kind = "update_tenant_config", edits = new[] { new { pinWorkflow = new { slot = "checkout", to = new { key = "checkout.safe", version = "1.3.0" } } } } } };
        var edited = await server.SendAsync("POST", $"/proposals/{proposal.Id}/edit", bob, new { actions }, proposal.Revision.Digest);
        Assert.Equal(200, edited.Status);

        foreach (var token in new[] { bob, again })
        {
            var refused = await server.SendAsync("POST", $"/proposals/{proposal.Id}/approve", token, ifMatch: edited.ETag);
            Assert.Equal((409, "person:bob wrote this revision; somebody else approves it"), (refused.Status, refused.Detail));
        }

        Assert.Equal(200, (await server.SendAsync("POST", $"/proposals/{proposal.Id}/approve", await server.TokenAsync(Role.Reviewer, "person:ada"), ifMatch: edited.ETag)).Status);
    }

    [Fact]
    [Trait("Promise", "S3")]
    public async Task Whoever_proposed_it_does_not_approve_what_others_made_of_it()
    {
        var proposal = await server.OpenAsync(author: "person:ada");
        var actions = new[] { new { kind = "update_tenant_config", edits = new[] { new { pinWorkflow = new { slot = "checkout", to = new { key = "checkout.safe", version = "1.3.0" } } } } } };
        var edited = await server.SendAsync("POST", $"/proposals/{proposal.Id}/edit", await server.TokenAsync(Role.Reviewer, "person:bob"), new { actions }, proposal.Revision.Digest);

        var refused = await server.SendAsync("POST", $"/proposals/{proposal.Id}/approve", await server.TokenAsync(Role.Reviewer, "person:ada"), ifMatch: edited.ETag);

        Assert.Equal((409, "person:ada proposed it; somebody else approves it"), (refused.Status, refused.Detail));
    }

    [Fact]
    [Trait("Promise", "R14")]
    public async Task What_moved_since_it_was_approved_is_not_applied()
    {
        var proposal = await server.OpenAsync(ProposalState.Approved);
        var place = (await server.Contexts.ReadAsync(Ct)).Contexts.Single(c => c.Id == "cfg-acme").TenantDocument.Place.FullPath!;
        var moved = (await File.ReadAllTextAsync(place, Ct)).Replace("} }", "}, \"workflowOverrides\": [ { \"slot\": \"checkout\", \"workflow\": { \"key\": \"checkout.other\", \"version\": \"1.0.0\" } } ] }", StringComparison.Ordinal);
        await File.WriteAllTextAsync(place, moved, Ct);

        var answer = await server.SendAsync("POST", $"/proposals/{proposal.Id}/apply", await server.TokenAsync(Role.Operator));

        Assert.True(answer.Status == 409, answer.Body);
        Assert.Equal(moved, await File.ReadAllTextAsync(place, Ct));
    }

    [Fact]
    [Trait("Promise", "S12")]
    public async Task Breaking_a_freeze_takes_an_admin_and_leaves_its_record_before_the_claim()
    {
        var proposal = await server.OpenAsync(ProposalState.Approved);
        await server.FreezeAsync(new FreezeReach.Everything());
        var body = new { breakGlass = "checkout is down" };
        var path = $"/proposals/{proposal.Id}/apply";

        Assert.Contains("has frozen everything", (await server.SendAsync("POST", path, await server.TokenAsync(Role.Admin))).Detail, StringComparison.Ordinal);
        Assert.Equal(403, (await server.SendAsync("POST", path, await server.TokenAsync(Role.Operator), body)).Status);
        Assert.Equal(400, (await server.SendAsync("POST", path, await server.TokenAsync(Role.Admin), new { breakGlass = " " })).Status);
        var broken = await server.SendAsync("POST", path, await server.TokenAsync(Role.Admin, "person:eve"), body);

        Assert.Equal("applied", broken.Json.GetProperty("outcome").GetString());
        var history = (await server.Store.GetAsync(proposal.Id, Ct))!.History.ToList();
        var record = Assert.Single(history.OfType<ProposalEvent.FreezeBroken>());
        Assert.Equal(("person:eve", "checkout is down"), (record.Actor, record.Reason));
        Assert.True(history.IndexOf(record) < history.FindIndex(e => e is ProposalEvent.Claimed));
    }

    [Fact]
    [Trait("Promise", "S12")]
    public async Task A_freeze_broken_on_the_page_leaves_its_record_first_and_everybody_can_see_it()
    {
        var proposal = await server.OpenAsync(ProposalState.Approved);
        await server.FreezeAsync(new FreezeReach.Everything());
        var (page, deed, admin) = ($"/proposals/{proposal.Id}", $"/proposals/{proposal.Id}/break-glass", server.SignIn(Role.Admin, "person:eve"));
        Assert.Contains("Apply in spite of the freeze", (await server.VisitAsync("GET", page, admin)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Apply in spite of the freeze", (await server.VisitAsync("GET", page, server.SignIn(Role.Operator))).Body, StringComparison.Ordinal);

        await server.VisitAsync("POST", deed, admin);
        Assert.Contains("say why the freeze is not to hold it", (await server.VisitAsync("GET", page, admin)).Body, StringComparison.Ordinal);
        Assert.Equal(ProposalState.Approved, (await server.Store.GetAsync(proposal.Id, Ct))!.Proposal.State);

        await server.VisitAsync("POST", deed, admin, ("reason", "checkout is down"));
        var record = (await server.Store.GetAsync(proposal.Id, Ct))!;
        Assert.Equal(ProposalState.Applied, record.Proposal.State);
        var history = record.History.ToList();
        Assert.True(history.FindIndex(e => e is ProposalEvent.FreezeBroken { Actor: "person:eve", Reason: "checkout is down" }) is var first and > 0 && first < history.FindIndex(e => e is ProposalEvent.Claimed));
        foreach (var told in new[] { page, "/activity", "/freezes" }) Assert.Contains("checkout is down", (await server.VisitAsync("GET", told, server.SignIn(Role.Viewer))).Body, StringComparison.Ordinal);
        Assert.Contains(await TakenAsync(), e => e.Moment == Moment.FreezeBroken);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Promise", "S12")]
    public async Task A_freeze_is_broken_for_all_of_an_item_that_is_approved_by_an_admin_with_a_reason(bool api)
    {
        var cause = new Cause(Hash.Of("slow"), "shop", ["workflows.checkout"]);
        Proposal[] members = [await server.OpenAsync("acme", cause: cause), await server.OpenAsync("zeta", cause: cause)];
        foreach (var member in members) await server.Store.DecideAsync(member.Id, Some.Approval(member), Ct);
        var item = members[0].Item;
        await server.FreezeAsync(new FreezeReach.Context("cfg-zeta"));

        if (api)
        {
            var path = $"/items/{item}/apply";
            Assert.Equal(403, (await server.SendAsync("POST", path, await server.TokenAsync(Role.Operator), new { breakGlass = "checkout is down" })).Status);
            Assert.Equal(400, (await server.SendAsync("POST", path, await server.TokenAsync(Role.Admin), new { breakGlass = "" })).Status);
            Assert.Contains("one by one", (await server.SendAsync("POST", path, await server.TokenAsync(Role.Admin), new { dryRun = true })).Detail, StringComparison.Ordinal);
            var results = (await server.SendAsync("POST", path, await server.TokenAsync(Role.Admin, "person:eve"), new { breakGlass = "checkout is down" })).Json.GetProperty("results");
            Assert.Equal(["applied", "applied"], results.EnumerateArray().Select(r => r.GetProperty("outcome").GetString()));
        }
        else
        {
            var (page, admin) = ($"/proposals/{item}", server.SignIn(Role.Admin, "person:eve"));
            Assert.Contains("Apply to 2 documents in spite of the freeze", (await server.VisitAsync("GET", page, admin)).Body, StringComparison.Ordinal);
            Assert.DoesNotContain("in spite of the freeze", (await server.VisitAsync("GET", page, server.SignIn(Role.Operator))).Body, StringComparison.Ordinal);
            await server.VisitAsync("POST", $"{page}/break-glass", admin, ("reason", "checkout is down"));
        }

        var records = await Task.WhenAll(members.Select(async m => (await server.Store.GetAsync(m.Id, Ct))!));
        Assert.All(records, r => Assert.Equal(ProposalState.Applied, r.Proposal.State));
        Assert.Empty(records[0].History.OfType<ProposalEvent.FreezeBroken>());
        Assert.Equal(("person:eve", "checkout is down"), Assert.Single(records[1].History.OfType<ProposalEvent.FreezeBroken>()) is var broken ? (broken.Actor, broken.Reason) : default);
    }

    // A sink hears of one proposal in the order in which things happened.
    private async Task<IReadOnlyList<OutboxEntry>> TakenAsync()
    {
        var taken = new List<OutboxEntry>();
        while (await server.Store.TakeDeliveriesAsync("queue", new HashSet<Moment>(Enum.GetValues<Moment>()), server.Clock.GetUtcNow(), 1, Ct) is [var entry])
        {
            taken.Add(entry);
            await server.Store.SettleDeliveryAsync("queue", entry.Key, new DeliveryOutcome.Delivered(), Ct);
        }

        return taken;
    }

    [Fact]
    [Trait("Promise", "S12")]
    public async Task Approving_past_the_policy_takes_a_name_in_it_and_a_reason_that_is_kept()
    {
        await using var strict = await StudioServer.StartAsync(new ManualReview(2) { Bypass = ["person:eve"] });
        var proposal = await strict.OpenAsync();
        var body = new { bypass = "the shop is down" };

        var refused = await strict.SendAsync("POST", $"/proposals/{proposal.Id}/approve", await strict.TokenAsync(Role.Admin, "person:ada"), body, proposal.Revision.Digest);
        var taken = await strict.SendAsync("POST", $"/proposals/{proposal.Id}/approve", await strict.TokenAsync(Role.Reviewer, "person:eve"), body, proposal.Revision.Digest);

        Assert.Equal(409, refused.Status);
        Assert.Equal("approved", taken.Json.GetProperty("state").GetString());
        Assert.Equal("the shop is down", Assert.Single((await strict.Store.GetAsync(proposal.Id, Ct))!.History.OfType<ProposalEvent.ApprovalGiven>()).Bypass);
    }

    [Fact]
    public async Task What_the_policy_asks_an_owner_for_waits_for_an_owner()
    {
        await using var strict = await StudioServer.StartAsync(new ManualReview { Demands = [new ReviewDemand { Targets = ["workflow"], OfAnOwner = true }] });
        var proposal = await strict.OpenAsync();
        async Task<string?> ApproveAsync(string who) =>
            (await strict.SendAsync("POST", $"/proposals/{proposal.Id}/approve", await strict.TokenAsync(Role.Reviewer, who), ifMatch: proposal.Revision.Digest)).Json.GetProperty("state").GetString();

        Assert.Equal("open", await ApproveAsync("person:bob"));
        Assert.Equal("approved", await ApproveAsync("person:ann"));
    }

    [Fact]
    public async Task Applying_and_rolling_back_go_all_the_way()
    {
        var proposal = await server.OpenAsync(ProposalState.Approved);
        var dry = await server.SendAsync("POST", $"/proposals/{proposal.Id}/apply", await server.TokenAsync(Role.Operator), new { dryRun = true });
        var applied = await server.SendAsync("POST", $"/proposals/{proposal.Id}/apply", await server.TokenAsync(Role.Operator));
        var rollback = await server.SendAsync("POST", $"/proposals/{proposal.Id}/rollback", await server.TokenAsync(Role.Reviewer, "person:ada"), new { reason = "too slow" });

        Assert.Equal("previewed", dry.Json.GetProperty("outcome").GetString());
        Assert.Equal("applied", applied.Json.GetProperty("outcome").GetString());
        Assert.Equal((200, proposal.Id.ToString()), (rollback.Status, rollback.Json.GetProperty("reverts").GetString()));
        var own = await server.SendAsync("POST", $"/proposals/{rollback.Json.GetProperty("id").GetString()}/approve", await server.TokenAsync(Role.Admin, "person:ada"), ifMatch: rollback.ETag);
        Assert.Equal(409, own.Status);
    }

    [Fact]
    [Trait("Promise", "S4")]
    public async Task Of_an_item_a_confined_reviewer_decides_about_their_part_only()
    {
        var cause = new Cause(Hash.Of("checkout-failing", "shop", "workflows.checkout"), "shop", ["workflows.checkout"]);
        var (acme, zeta) = (await server.OpenAsync("acme", cause: cause), await server.OpenAsync("zeta", cause: cause));
        Assert.Equal(acme.Item, zeta.Item);
        var token = await server.TokenAsync(Role.Reviewer, "person:ann", "zeta");

        var seen = await server.SendAsync("GET", $"/items/{acme.Item}", token);
        var taken = await server.SendAsync("POST", $"/items/{acme.Item}/approve", token, ifMatch: seen.ETag);

        Assert.Equal(zeta.Id.ToString(), Assert.Single(seen.Json.GetProperty("proposals").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(200, taken.Status);
        Assert.Equal((ProposalState.Open, ProposalState.Approved), ((await server.Store.GetAsync(acme.Id, Ct))!.Proposal.State, (await server.Store.GetAsync(zeta.Id, Ct))!.Proposal.State));
    }
}
