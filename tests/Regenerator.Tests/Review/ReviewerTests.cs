using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Specs.Edits;
using Regenerator.Storage;
using Regenerator.Testing;
using Regenerator.Tests.Execution;
using static Regenerator.Tests.Execution.TempWorkspace;

namespace Regenerator.Tests.Review;

public sealed class ReviewerTests : IAsyncDisposable
{
    private readonly TempWorkspace workspace = new();
    private readonly InMemoryStore store = new();
    private readonly TestClock clock = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Reviewer Desk => new(store, workspace.Contexts, new ManualReview(), clock);

    private Reviewer Automat => new(store, workspace.Contexts, new AutoReview(), clock);

    public ValueTask DisposeAsync()
    {
        workspace.Dispose();
        return store.DisposeAsync();
    }

    [Fact]
    public async Task Who_approves_names_the_digest_that_was_seen_or_its_beginning()
    {
        var proposal = await workspace.OpenAsync(store, Wish(Update()));

        Assert.StartsWith("the revision that was seen (", await RefusalAsync(Desk.ApproveAsync(proposal.Id, proposal.Revision.Digest[..5], "person:ann", Ct)), StringComparison.Ordinal);
        Assert.Contains(proposal.Revision.Digest[..12], await RefusalAsync(Desk.ApproveAsync(proposal.Id, new string('0', 64), "person:ann", Ct)), StringComparison.Ordinal);
        var approved = await DecidedAsync(Desk.ApproveAsync(proposal.Id, proposal.Revision.Digest[..6].ToUpperInvariant(), "person:ann", Ct));

        Assert.Equal(ProposalState.Approved, approved.State);
        Assert.IsType<DecideResult.NotFound>(await Desk.ApproveAsync(Some.Proposal("other").Id, proposal.Revision.Digest, "person:ann", Ct));
    }

    [Fact]
    public async Task A_comment_stands_in_the_history_and_approvals_stay()
    {
        var proposal = await workspace.OpenAsync(store, Wish(Update()));
        await DecidedAsync(Desk.ApproveAsync(proposal.Id, proposal.Revision.Digest, "person:ann", Ct));

        var said = await Desk.CommentAsync([proposal.Id, Some.Proposal("other").Id], "  Three tickets.\r\nAll of today.\n", "person:bob", Ct);

        Assert.IsType<DecideResult.NotFound>(said[1]);
        Assert.Equal((ProposalState.Approved, 1), (Assert.IsType<DecideResult.Decided>(said[0]).Proposal.State, Assert.IsType<DecideResult.Decided>(said[0]).Proposal.Approvals.Count));
        var comment = Assert.IsType<ProposalEvent.Commented>((await store.GetAsync(proposal.Id, Ct))!.History[^1]);
        Assert.Equal(("person:bob", "Three tickets.\nAll of today."), (comment.Actor, comment.Text));
    }

    [Fact]
    public async Task A_quorum_of_two_needs_two()
    {
        var proposal = await workspace.OpenAsync(store, Wish(Update()));
        var desk = new Reviewer(store, workspace.Contexts, new ManualReview(2), clock);

        Assert.Equal(ProposalState.Open, (await DecidedAsync(desk.ApproveAsync(proposal.Id, proposal.Revision.Digest, "person:ann", Ct))).State);
        Assert.Contains("has approved it already", await RefusalAsync(desk.ApproveAsync(proposal.Id, proposal.Revision.Digest, "person:ann", Ct)), StringComparison.Ordinal);
        Assert.Equal(ProposalState.Approved, (await DecidedAsync(desk.ApproveAsync(proposal.Id, proposal.Revision.Digest, "person:bob", Ct))).State);
    }

    [Fact]
    public async Task A_proposal_whose_document_moved_is_revised_instead_of_approved()
    {
        var proposal = await workspace.OpenAsync(store, Wish(Update()));
        Override("checkout", "checkout.other");

        var refused = Assert.IsType<DecideResult.Refused>(await Desk.ApproveAsync(proposal.Id, proposal.Revision.Digest, "person:ann", Ct));

        Assert.EndsWith("the same edits would now do something else; it has a new revision now", refused.Reason, StringComparison.Ordinal);
        Assert.Equal((ProposalState.Open, 2, proposal.Revision.Author), (refused.Current.State, refused.Current.Revision.Number, refused.Current.Revision.Author));
        Assert.NotEqual(proposal.Revision.Digest, refused.Current.Revision.Digest);
        Assert.Equal(ProposalState.Approved, (await DecidedAsync(Desk.ApproveAsync(proposal.Id, refused.Current.Revision.Digest, "person:ann", Ct))).State);
    }

    [Fact]
    public async Task Another_layout_and_another_order_are_no_other_document()
    {
        var proposal = await workspace.OpenAsync(store, Wish(Update()));
        workspace.Write("tenants/acme.json", """{"x-notes":[1,2,3],"new":1,"meta":{"version":"1.0.0","blueprintName":"shop","tenantId":"acme","id":"cfg-acme"}}""");

        Assert.Equal(ProposalState.Approved, (await DecidedAsync(Desk.ApproveAsync(proposal.Id, proposal.Revision.Digest, "person:ann", Ct))).State);
    }

    [Fact]
    public async Task What_is_true_already_becomes_obsolete()
    {
        var proposal = await workspace.OpenAsync(store, Wish(Update()));
        Override("checkout", "checkout.safe", "1.2.0");

        Assert.StartsWith("it is obsolete: ", await RefusalAsync(Desk.ApproveAsync(proposal.Id, proposal.Revision.Digest, "person:ann", Ct)), StringComparison.Ordinal);
        Assert.Equal(ProposalState.Obsolete, (await store.RecordAsync(proposal)).Proposal.State);
    }

    [Fact]
    public async Task An_editor_may_not_approve_what_they_wrote_and_others_may()
    {
        var proposal = await workspace.OpenAsync(store, Wish(Update()));

        var edited = await DecidedAsync(Desk.EditAsync(proposal.Id, [Update(Safe("checkout", "1.3.0"))], "person:bob", Ct));

        Assert.Equal((2, "person:bob", ProposalState.Open), (edited.Revision.Number, edited.Revision.Author, edited.State));
        Assert.Contains("person:bob wrote this revision", await RefusalAsync(Desk.ApproveAsync(proposal.Id, edited.Revision.Digest, "person:bob", Ct)), StringComparison.Ordinal);
        Assert.Contains("is not the current one", await RefusalAsync(Desk.ApproveAsync(proposal.Id, proposal.Revision.Digest, "person:ann", Ct)), StringComparison.Ordinal);
        Assert.Equal(ProposalState.Approved, (await DecidedAsync(Desk.ApproveAsync(proposal.Id, edited.Revision.Digest, "person:ann", Ct))).State);
    }

    [Fact]
    public async Task Edits_take_earlier_approvals_away()
    {
        var proposal = await workspace.OpenApprovedAsync(store, Wish(Update()));

        var edited = await DecidedAsync(Desk.EditAsync(proposal.Id, [Update(Safe("checkout", "1.3.0"))], "person:bob", Ct));

        Assert.Equal(ProposalState.Open, edited.State);
        Assert.Empty(edited.Approvals);
    }

    [Fact]
    public async Task Edits_of_another_document_or_to_no_effect_are_refused()
    {
        var proposal = await workspace.OpenAsync(store, Wish(Update()));

        Assert.Equal("the proposal changes tenant:cfg-acme; «update_blueprint» changes something else", await RefusalAsync(Desk.EditAsync(proposal.Id, [new ProposalAction.UpdateBlueprint { Edits = [Safe()] }], "person:bob", Ct)));
        Override("refund", "refund.safe", "1.2.0");
        Assert.EndsWith("says so already", await RefusalAsync(Desk.EditAsync(proposal.Id, [Update(Safe("refund"))], "person:bob", Ct)), StringComparison.Ordinal);
        Assert.Contains("connections", await RefusalAsync(BlueprintEditAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prose_is_blocked_until_a_person_adds_edits()
    {
        var proposal = await workspace.OpenAsync(store, Wish(new ProposalAction.UpdateTenantConfig { Summary = "use the safe one" }));

        Assert.StartsWith("it is blocked by missing_diff", await RefusalAsync(Desk.ApproveAsync(proposal.Id, proposal.Revision.Digest, "person:ann", Ct)), StringComparison.Ordinal);
        var edited = await DecidedAsync(Desk.EditAsync(proposal.Id, [Update()], "person:bob", Ct));
        Assert.Equal(ProposalState.Approved, (await DecidedAsync(Desk.ApproveAsync(proposal.Id, edited.Revision.Digest, "person:ann", Ct))).State);
    }

    [Fact]
    public async Task A_version_without_a_successor_blocks()
    {
        workspace.Write("tenants/acme.json", Acme.Replace("1.0.0", "next"));
        var proposal = await workspace.OpenAsync(store, Wish(Update()));

        Assert.StartsWith("it is blocked by unversionable", await RefusalAsync(Desk.ApproveAsync(proposal.Id, proposal.Revision.Digest, "person:ann", Ct)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_that_is_no_longer_watched_is_not_decided_about()
    {
        var proposal = await workspace.OpenAsync(store, Wish(Update()));
        workspace.Write("tenants/acme.json", Acme.Replace("cfg-acme", "cfg-other"));

        Assert.Equal("tenant:cfg-acme is not among the documents that are watched now", await RefusalAsync(Desk.ApproveAsync(proposal.Id, proposal.Revision.Digest, "person:ann", Ct)));
        Assert.Equal(ProposalState.Open, (await store.RecordAsync(proposal)).Proposal.State);
    }

    [Fact]
    public async Task The_automat_approves_what_nothing_stands_against()
    {
        var proposal = await workspace.OpenAsync(store, Wish(Update()));
        var asks = await workspace.OpenAsync(store, Wish(Update(Safe("refund"))) with { Id = "asks", Blockers = [new ProposalBlocker("manual_review", "a person should look")] });

        var approved = await Automat.ReviewByPolicyAsync(Ct);

        Assert.Equal(proposal.Id, Assert.Single(approved).Id);
        Assert.Equal("policy:auto", Assert.Single(approved[0].Approvals).Actor);
        Assert.Equal(ProposalState.Approved, (await DecidedAsync(Desk.ApproveAsync(asks.Id, asks.Revision.Digest, "person:ann", Ct))).State);
        Assert.Empty(await Automat.ReviewByPolicyAsync(Ct));
    }

    [Fact]
    public async Task A_shadow_can_not_be_approved_by_anybody_before_it_is_promoted()
    {
        var shadow = await workspace.OpenAsync(store, Wish(Update()), shadow: true);
        Assert.StartsWith("it is a shadow", await RefusalAsync(Desk.ApproveAsync(shadow.Id, shadow.Revision.Digest, "person:ann", Ct)), StringComparison.Ordinal);
        Assert.Empty(await Automat.ReviewByPolicyAsync(Ct));
        Assert.Empty(await Desk.PromoteAsync("another", "person:ann", Ct));

        Assert.Equal(shadow.Id, Assert.Single(await Desk.PromoteAsync(shadow.RuleId, "person:ann", Ct)).Id);

        Assert.Empty(await Desk.PromoteAsync(shadow.RuleId, "person:ann", Ct));
        Assert.Equal(ProposalState.Approved, (await DecidedAsync(Desk.ApproveAsync(shadow.Id, shadow.Revision.Digest, "person:ann", Ct))).State);
    }

    [Fact]
    public async Task A_person_rejects_with_a_reason()
    {
        var proposal = await workspace.OpenAsync(store, Wish(Update()));

        var rejected = await DecidedAsync(Desk.RejectAsync(proposal.Id, "not before the sale", Some.Now.AddDays(3), "person:ann", Ct));

        Assert.Equal((ProposalState.Rejected, "not before the sale"), (rejected.State, rejected.Ending));
        Assert.Equal(Some.Now.AddDays(3), rejected.Rejection!.Until);
        Assert.Equal("it has ended: rejected by person:ann", await RefusalAsync(Desk.ApproveAsync(proposal.Id, proposal.Revision.Digest, "person:bob", Ct)));
    }

    [Fact]
    public async Task What_was_snoozed_is_open_again_when_its_time_has_come_and_expires_later_than_it_would_have()
    {
        var proposal = await workspace.OpenAsync(store, Wish(Update()));
        await DecidedAsync(Desk.SnoozeAsync(proposal.Id, clock.GetUtcNow().AddDays(2), "after the sale", "person:ann", Ct));
        Assert.Contains("snoozed by person:ann until", await RefusalAsync(Desk.ApproveAsync(proposal.Id, proposal.Revision.Digest, "person:bob", Ct)), StringComparison.Ordinal);

        await Desk.KeepTimeAsync(Ct);
        Assert.Equal(ProposalState.Snoozed, (await store.RecordAsync(proposal)).Proposal.State);
        clock.Advance(TimeSpan.FromDays(2));
        await Desk.KeepTimeAsync(Ct);

        var woken = (await store.RecordAsync(proposal)).Proposal;
        Assert.Equal((ProposalState.Open, proposal.ExpiresAt + TimeSpan.FromDays(2)), (woken.State, woken.ExpiresAt));
    }

    [Fact]
    public async Task What_nobody_decided_about_expires_and_the_wish_may_come_anew()
    {
        var proposal = await workspace.OpenAsync(store, Wish(Update()));
        clock.Advance(TimeSpan.FromDays(14));

        Assert.StartsWith("it has ended: expired", await RefusalAsync(Desk.RejectAsync(proposal.Id, "too late", null, "person:ann", Ct)), StringComparison.Ordinal);
        await Desk.KeepTimeAsync(Ct);

        Assert.Equal(ProposalState.Expired, (await store.RecordAsync(proposal)).Proposal.State);
        Assert.NotEqual(proposal.Id, (await workspace.OpenAsync(store, Wish(Update()))).Id);
    }

    [Fact]
    public async Task Only_who_wrote_a_revision_takes_it_back()
    {
        var proposal = await workspace.OpenAsync(store, Wish(Update()));
        Assert.StartsWith("only its author", await RefusalAsync(Desk.CancelAsync(proposal.Id, "no", "person:bob", Ct)), StringComparison.Ordinal);

        var edited = await DecidedAsync(Desk.EditAsync(proposal.Id, [Update(new SpecEdit.PinWorkflow("checkout", "checkout.other", "1.0.0"))], "person:bob", Ct));
        Assert.Equal(ProposalState.Cancelled, (await DecidedAsync(Desk.CancelAsync(edited.Id, "no", "person:bob", Ct))).State);
    }

    private static async Task<string> RefusalAsync(Task<DecideResult> result) => Assert.IsType<DecideResult.Refused>(await result).Reason;

    private static async Task<Proposal> DecidedAsync(Task<DecideResult> result) => Assert.IsType<DecideResult.Decided>(await result).Proposal;

    private async Task<DecideResult> BlueprintEditAsync()
    {
        var wish = Wish(new ProposalAction.UpdateBlueprint { Edits = [Safe()] });
        var proposal = await workspace.OpenAsync(store, wish with { Id = "of-all", Target = wish.Target with { TenantScoped = false } });
        return await Desk.EditAsync(proposal.Id, [new ProposalAction.UpdateBlueprint { Edits = [new SpecEdit.PreferConnection("mail", "smtp")] }], "person:bob", Ct);
    }

    private void Override(string slot, string key, string version = "1") => workspace.Write(
        "tenants/acme.json", Acme.Replace("\"x-notes\"", $$"""  "workflowOverrides": [ { "slot": "{{slot}}", "pointer": { "key": "{{key}}", "version": "{{version}}" } } ], "x-notes" """));
}
