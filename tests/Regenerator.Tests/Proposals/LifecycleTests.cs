using FsCheck;
using FsCheck.Fluent;
using Regenerator.Proposals;
using Regenerator.Specs;
using Regenerator.Testing;
using static Regenerator.Proposals.ProposalState;

namespace Regenerator.Tests.Proposals;

public sealed class LifecycleTests
{
    /// <summary>One event of every case, and of every variant that the table tells apart; each is fit to be accepted where its kind is.</summary>
    private static readonly Dictionary<string, ProposalEvent> Events = new()
    {
        ["opened"] = Some.Opened(),
        ["revised"] = Some.Edit(Some.Proposal()),
        ["approved"] = Some.Approval(Some.Proposal()),
        ["voted"] = Some.Approval(Some.Proposal()) with { Quorum = 2 },
        ["approval fell"] = new ProposalEvent.ApprovalFell("the effect changed") { Actor = "engine", At = Some.Now },
        ["refused"] = Some.Refusal(),
        ["freeze broken"] = new ProposalEvent.FreezeBroken("checkout is down", ["person:ada has frozen everything"]) { Actor = "person:ann", At = Some.Now },
        ["claimed"] = new ProposalEvent.Claimed("host-1", 1, Some.Now.AddMinutes(1)) { Actor = "executor:test", At = Some.Now },
        ["taken over"] = new ProposalEvent.Claimed("host-2", 2, Some.Now.AddMinutes(1)) { Actor = "executor:test", At = Some.Now, Takeover = true },
        ["completed"] = new ProposalEvent.Completed("done") { Actor = "executor:test", At = Some.Now },
        ["undone"] = new ProposalEvent.Undone("tests failed") { Actor = "executor:test", At = Some.Now },
        ["left behind"] = new ProposalEvent.LeftBehind("migration failed", ["a table"]) { Actor = "executor:test", At = Some.Now },
        ["settled as applied"] = new ProposalEvent.Settled(true, "it works") { Actor = "person:ann", At = Some.Now },
        ["settled as open"] = new ProposalEvent.Settled(false, "cleaned up") { Actor = "person:ann", At = Some.Now },
        ["outdated"] = new ProposalEvent.Outdated("true already") { Actor = "engine", At = Some.Now },
        ["cleared"] = new ProposalEvent.Cleared("not seen any more") { Actor = "engine", At = Some.Now },
        ["replaced"] = new ProposalEvent.Replaced(Some.Proposal("newer").Id, "the rule wants something else") { Actor = "engine", At = Some.Now },
        ["rolled back"] = new ProposalEvent.RolledBack(Some.Proposal("rollback").Id, "it was worse") { Actor = "person:ann", At = Some.Now },
        ["put off"] = new ProposalEvent.PutOff(Some.Now.AddDays(3)) { Actor = "person:ann", At = Some.Now },
        ["released"] = new ProposalEvent.Released { Actor = "engine", At = Some.Now },
        ["woke"] = new ProposalEvent.Woke { Actor = "engine", At = Some.Now.AddDays(1) },
        ["lapsed"] = new ProposalEvent.Lapsed { Actor = "engine", At = Some.Now.AddDays(14) },
        ["taken back"] = new ProposalEvent.TakenBack("changed my mind") { Actor = Some.Proposal().Revision.Author, At = Some.Now },
        ["promoted"] = new ProposalEvent.Promoted { Actor = "engine", At = Some.Now.AddDays(2) },
        ["commented"] = new ProposalEvent.Commented("Support has three tickets about it.") { Actor = "person:ann", At = Some.Now },
        ["forgotten"] = new ProposalEvent.Forgotten("it is over") { Actor = "engine", At = Some.Now.AddDays(400) },
        ["context forgotten"] = new ProposalEvent.ContextForgotten("they have asked for it", [1], []) { Actor = "person:dpo", At = Some.Now },
        ["erased"] = new ProposalEvent.Erased("opened") { Actor = "engine", At = Some.Now },
    };

    /// <summary>What is allowed, and where it leads. Everything that is not here is refused.</summary>
    private static readonly Dictionary<ProposalState, Dictionary<string, ProposalState>> Table = new()
    {
        [Open] = new() { ["context forgotten"] = Open, ["revised"] = Open, ["approved"] = Approved, ["voted"] = Open, ["refused"] = Rejected, ["outdated"] = Obsolete, ["cleared"] = Withdrawn, ["replaced"] = Superseded, ["put off"] = Snoozed, ["lapsed"] = Expired, ["taken back"] = Cancelled, ["commented"] = Open },
        [Held] = new() { ["context forgotten"] = Held, ["released"] = Open, ["revised"] = Held, ["approved"] = Approved, ["voted"] = Held, ["refused"] = Rejected, ["outdated"] = Obsolete, ["cleared"] = Withdrawn, ["replaced"] = Superseded, ["put off"] = Snoozed, ["lapsed"] = Expired, ["taken back"] = Cancelled, ["commented"] = Held },
        [Snoozed] = new() { ["context forgotten"] = Snoozed, ["refused"] = Rejected, ["outdated"] = Obsolete, ["cleared"] = Withdrawn, ["replaced"] = Superseded, ["woke"] = Open, ["lapsed"] = Expired, ["taken back"] = Cancelled, ["commented"] = Snoozed },
        [Approved] = new() { ["context forgotten"] = Approved, ["revised"] = Open, ["approval fell"] = Open, ["refused"] = Rejected, ["outdated"] = Obsolete, ["freeze broken"] = Approved, ["claimed"] = Applying, ["taken over"] = Applying, ["cleared"] = Withdrawn, ["replaced"] = Superseded, ["lapsed"] = Expired, ["taken back"] = Cancelled, ["commented"] = Approved },
        [Applying] = new() { ["taken over"] = Applying, ["completed"] = Applied, ["undone"] = Open, ["left behind"] = NeedsAttention, ["commented"] = Applying },
        [NeedsAttention] = new() { ["settled as applied"] = Applied, ["settled as open"] = Open, ["commented"] = NeedsAttention },
        [Applied] = new() { ["context forgotten"] = Applied, ["rolled back"] = RolledBack, ["commented"] = Applied },
        [Rejected] = new() { ["context forgotten"] = Rejected, ["commented"] = Rejected },
        [Obsolete] = new() { ["context forgotten"] = Obsolete, ["commented"] = Obsolete },
        [Withdrawn] = new() { ["context forgotten"] = Withdrawn, ["commented"] = Withdrawn },
        [Expired] = new() { ["context forgotten"] = Expired, ["commented"] = Expired },
        [Cancelled] = new() { ["context forgotten"] = Cancelled, ["commented"] = Cancelled },
        [Superseded] = new() { ["context forgotten"] = Superseded, ["commented"] = Superseded },
        [RolledBack] = new() { ["context forgotten"] = RolledBack, ["commented"] = RolledBack },
    };

    /// <summary>The same of a shadow: it is open or has ended.</summary>
    private static readonly Dictionary<string, ProposalState> ShadowRow =
        new() { ["context forgotten"] = Open, ["promoted"] = Open, ["revised"] = Open, ["refused"] = Rejected, ["outdated"] = Obsolete, ["cleared"] = Withdrawn, ["replaced"] = Superseded, ["taken back"] = Cancelled, ["commented"] = Open };

    public static TheoryData<ProposalState, string> EveryPair => [.. Enum.GetValues<ProposalState>().SelectMany(s => Events.Keys, (s, e) => (s, e))];

    [Fact]
    public void The_table_knows_every_state_and_every_case_of_event()
    {
        Assert.Equal(Enum.GetValues<ProposalState>(), Table.Keys.Order());
        Assert.Equal(
            typeof(ProposalEvent).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(ProposalEvent))).Select(t => t.Name).Order(),
            Events.Values.Select(e => e.GetType().Name).Distinct().Order());
        Assert.Empty(Table.Values.SelectMany(row => row.Keys).Except(Events.Keys));
    }

    [Theory]
    [MemberData(nameof(EveryPair))]
    public void Only_what_the_table_allows_happens(ProposalState state, string happened)
    {
        var current = In(state);

        var result = Lifecycle.Next(current, Events[happened], []);

        if (!Table[state].TryGetValue(happened, out var expected))
        {
            Assert.NotEmpty(Assert.IsType<Transition.Refused>(result).Reason);
            return;
        }

        var next = Assert.IsType<Transition.To>(result).Proposal;
        Assert.Equal((expected, current.Version + 1), (next.State, next.Version));
    }

    [Fact]
    public void Of_a_shadow_only_what_needs_no_reviewer_is_allowed()
    {
        foreach (var (name, happened) in Events)
        {
            var result = Lifecycle.Next(In(Open) with { Shadow = true }, happened, []);
            if (ShadowRow.TryGetValue(name, out var expected)) Assert.Equal((expected, name != "promoted"), Assert.IsType<Transition.To>(result).Proposal is var next ? (next.State, next.Shadow) : default);
            else Assert.NotEmpty(Assert.IsType<Transition.Refused>(result).Reason);
        }

        Assert.Equal("it is a shadow: rule «checkout-failing» is only tried out, and approving waits until it is live", Refused(In(Open) with { Shadow = true }, Events["approved"]));
    }

    [Fact]
    public void Of_what_was_forgotten_a_skeleton_is_left_and_nothing_happens_to_it_any_more()
    {
        var rejected = To(In(Open) with { Returned = "twice as bad" }, Some.Refusal(reason: "the supplier knows"));

        var left = To(rejected, Events["forgotten"]);

        Assert.Equal((rejected.Id, rejected.RuleId, rejected.Scope, Rejected, rejected.EndedAt), (left.Id, left.RuleId, left.Scope, left.State, left.EndedAt));
        Assert.Equal((rejected.Revision.Digest, rejected.Revision.Proposal.Target), (left.Revision.Digest, left.Revision.Proposal.Target));
        Assert.Equal("«erased»", Assert.Single(new[] { left.Ending, left.Rejection!.Reason, left.Revision.Proposal.Title, left.Revision.Proposal.Summary }.Distinct()));
        Assert.Empty(left.Sightings.Contexts.Concat(left.Revision.Proposal.Rationale));
        Assert.Empty(left.Revision.Proposal.Actions);
        Assert.Equal((null, rejected.Rejection!.EditsDigest), (left.Returned, left.Rejection.EditsDigest));
        foreach (var happened in Events.Values) Refused(left, happened);
    }

    [Fact]
    public void A_comment_changes_nothing_but_the_count_of_events()
    {
        foreach (var state in Enum.GetValues<ProposalState>())
        {
            var current = In(state) with { EndedAt = state.IsLiving() ? null : Some.Now };
            Assert.Equal(current with { Version = current.Version + 1 }, To(current, Events["commented"]));
        }
    }

    [Fact]
    public void A_comment_does_not_write_down_what_time_has_brought_about()
    {
        var (late, comment) = (Some.Now.AddDays(8), Events["commented"]);

        var overdue = To(In(Open), comment with { At = late });
        var slept = To(In(Snoozed), comment with { At = late });

        Assert.Equal((Open, null), (overdue.State, overdue.EndedAt));
        Assert.Equal(Expired, To(overdue, Events["lapsed"] with { At = late }).State);
        Assert.Equal(Snoozed, slept.State);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \n\t", "empty")]
    public void A_comment_says_something(string text, string why) =>
        Assert.Contains(why, Refused(In(Open), new ProposalEvent.Commented(text) { Actor = "person:ann", At = Some.Now }), StringComparison.Ordinal);

    [Fact]
    public void A_comment_is_no_novel()
    {
        To(In(Open), new ProposalEvent.Commented(new string('x', 4000)) { Actor = "person:ann", At = Some.Now });
        Assert.Equal("the comment has 4,001 characters; 4,000 is the most", Refused(In(Open), new ProposalEvent.Commented(new string('x', 4001)) { Actor = "person:ann", At = Some.Now }));
    }

    [Fact]
    public void A_shadow_does_not_expire_and_has_its_whole_time_before_it_when_it_is_promoted()
    {
        var shadow = To(null, Some.Opened(Some.Proposal() with { Shadow = true, ExpiresAt = Some.Now.AddDays(14) }));
        Assert.Null(shadow.DueAt);
        Assert.Equal(Open, Lifecycle.At(shadow, Some.Now.AddDays(400)).State);

        var promoted = To(shadow, Events["promoted"] with { At = Some.Now.AddDays(400) });

        Assert.Equal((false, 2, Some.Now.AddDays(414)), (promoted.Shadow, promoted.Version, promoted.ExpiresAt));
        Assert.Equal("it is no shadow", Refused(promoted, Events["promoted"]));
    }

    [Fact]
    public void Nothing_but_opening_happens_to_a_proposal_that_does_not_exist()
    {
        foreach (var happened in Events.Values.Where(e => e is not ProposalEvent.Opened)) Refused(null, happened);
        var opened = To(null, Some.Opened(Some.Proposal() with { Version = 7 }));
        Assert.Equal((Open, 1), (opened.State, opened.Version));
    }

    [Fact]
    public void A_proposal_begins_open_held_or_put_off()
    {
        foreach (var state in Enum.GetValues<ProposalState>())
        {
            var begun = Lifecycle.Next(null, Some.Opened(Some.Proposal() with { State = state }), []);
            if (state is Open or Held or Snoozed) Assert.Equal(state, Assert.IsType<Transition.To>(begun).Proposal.State);
            else Assert.StartsWith("nothing begins ", Assert.IsType<Transition.Refused>(begun).Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Which_budget_holds_a_proposal_is_forgotten_when_it_is_held_no_more()
    {
        var held = In(Held) with { HeldBy = "fleet: 500 may be open at once" };

        var released = To(held, Events["released"]);
        Assert.Equal((null, Some.Now), (released.HeldBy, released.ShownAt!.Value));
        Assert.Null(To(held, Events["refused"]).HeldBy);
        Assert.NotNull(To(held, Events["revised"]).HeldBy);
    }

    [Fact]
    public void Living_and_ended_states_are_told_apart()
    {
        Assert.Equal([Open, Held, Snoozed, Approved, Applying, NeedsAttention], Enum.GetValues<ProposalState>().Where(s => s.IsLiving()));
        Assert.All(Enum.GetValues<ProposalState>(), s => Assert.Equal(s.IsLiving() || s == Applied, Table[s].Keys.Any(e => e is not ("commented" or "context forgotten")))); // what was applied can still be taken back
    }

    [Fact]
    public void An_approval_of_another_revision_than_the_current_one_is_refused_with_both_digests()
    {
        var edited = To(In(Open), Events["revised"]);

        var reason = Refused(edited, Events["approved"]);

        Assert.Contains(Some.Proposal().Revision.Digest[..12], reason, StringComparison.Ordinal);
        Assert.Contains(edited.Revision.Digest[..12], reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rejection_or_an_edit_of_another_revision_than_the_current_one_is_refused()
    {
        var edited = To(In(Open), Events["revised"]);

        Refused(edited, Some.Refusal() with { Seen = Some.Proposal().Revision.Digest });
        Refused(edited, Events["revised"]);
        Assert.Equal(Rejected, To(edited, Some.Refusal() with { Seen = edited.Revision.Digest }).State);
    }

    [Fact]
    public void An_author_does_not_approve_their_own_revision_unless_the_policy_lets_them()
    {
        var edited = To(In(Open), Some.Edit(In(Open), by: "person:bob"));

        Assert.Contains("somebody else", Refused(edited, Some.Approval(edited, "person:bob")), StringComparison.Ordinal);
        Assert.Equal(Approved, To(edited, Some.Approval(edited, "person:ann")).State);
        Assert.Equal(Approved, To(edited, Some.Approval(edited, "person:bob") with { AllowSelf = true }).State);
    }

    [Fact]
    public void Nobody_votes_twice()
    {
        var voted = To(In(Open), Events["voted"]);

        Assert.Contains("person:ann has approved it already", Refused(voted, Events["voted"]), StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_people_as_the_policy_asks_for_must_approve()
    {
        var proposal = In(Open);
        var voted = To(proposal, Some.Approval(proposal, "person:ann") with { Quorum = 3 });
        voted = To(voted, Some.Approval(proposal, "person:ben") with { Quorum = 3 });
        Assert.Equal(Open, voted.State);

        voted = To(voted, Some.Approval(proposal, "person:cleo") with { Quorum = 3 });

        Assert.Equal(Approved, voted.State);
        Assert.Equal(["person:ann", "person:ben", "person:cleo"], voted.Approvals.Select(a => a.Actor));
    }

    [Fact]
    public void Votes_fall_when_the_revision_changes()
    {
        var edited = To(To(In(Open), Events["voted"]), Events["revised"]);

        Assert.Empty(edited.Approvals);
        Assert.Equal(2, edited.Revision.Number);
    }

    [Fact]
    public void Votes_fall_when_an_attempt_was_taken_back_or_the_engine_takes_them()
    {
        Assert.Empty(To(In(Approved), Events["approval fell"]).Approvals);
        Assert.Empty(To(In(Applying), Events["undone"]).Approvals);
        Assert.Empty(To(In(NeedsAttention), Events["settled as open"]).Approvals);
    }

    [Theory]
    [InlineData(ProposalBlocker.MissingDiff)]
    [InlineData(ProposalBlocker.Unversionable)]
    [InlineData(ProposalBlocker.ReadOnlyDocument)]
    [InlineData(ProposalBlocker.IntroducesErrors)]
    public void What_can_not_be_applied_can_not_be_approved(string kind)
    {
        var blocked = In(Open) with { Revision = In(Open).Revision with { Blockers = [new ProposalBlocker(kind, "for a reason")] } };

        Assert.Contains($"{kind}: for a reason", Refused(blocked, Events["approved"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_blocker_that_asks_for_judgement_is_answered_by_approving()
    {
        var asking = In(Open) with { Revision = In(Open).Revision with { Blockers = [new ProposalBlocker("manual_review", "have a look")] } };

        Assert.Equal(Approved, To(asking, Events["approved"]).State);
    }

    [Theory]
    [InlineData(Approved)]
    [InlineData(Applying)]
    [InlineData(NeedsAttention)]
    public void A_rival_that_was_approved_and_touches_the_same_element_stands_in_the_way(ProposalState state)
    {
        var rival = Some.Proposal("rival", rule: "rival") with { State = state };

        Assert.Contains(rival.Id.ToString(), Refused(In(Open), Events["approved"], rival), StringComparison.Ordinal);
        Assert.Contains(rival.Id.ToString(), Refused(In(Approved), Events["claimed"], rival), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rival_on_another_element_or_another_document_or_still_open_does_not()
    {
        Proposal[] rivals =
        [
            Some.Proposal("elsewhere", slot: "refund") with { State = Approved },
            Some.Proposal("other-document", new ProposalScope(SpecKind.Blueprint, "bank")) with { State = Applying },
            Some.Proposal("open", rule: "rival"),
        ];

        Assert.Equal(Approved, To(In(Open), Events["approved"], rivals).State);
        Assert.Equal(Applying, To(In(Approved), Events["claimed"], rivals).State);
    }

    [Theory]
    [InlineData(Applying)]
    [InlineData(NeedsAttention)]
    public void A_document_is_applied_to_by_one_proposal_at_a_time(ProposalState state)
    {
        var holder = Some.Proposal("holder", slot: "refund") with { State = state };

        Assert.Contains($"blueprint:shop is held by proposal {holder.Id}", Refused(In(Approved), Events["claimed"], holder), StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_does_not_try_again_what_failed_but_a_person_may()
    {
        var failed = To(In(Applying), Events["undone"]);

        Assert.Contains("a person decides", Refused(failed, Some.Approval(failed, "policy:auto")), StringComparison.Ordinal);
        Assert.Equal(Approved, To(failed, Some.Approval(failed)).State);
        var edited = To(failed, Some.Edit(failed));
        Assert.Equal(Approved, To(edited, Some.Approval(edited, "policy:auto")).State);
    }

    [Fact]
    public void A_rejection_remembers_what_was_rejected()
    {
        var rejection = To(In(Open), Some.Refusal(reason: "not in December", until: Some.Now.AddDays(30))).Rejection!;

        Assert.Equal(("person:ann", "not in December", Some.Now.AddDays(30), 42d), (rejection.Actor, rejection.Reason, rejection.Until, rejection.Magnitude));
        Assert.Equal(RevisionDigest.OfEdits(In(Open).Revision.Proposal), rejection.EditsDigest);
    }

    [Fact]
    public void What_is_left_behind_is_said_until_a_person_settled_it()
    {
        var left = To(In(Applying), Events["left behind"]);
        Assert.Equal(["a table"], left.Left);

        Assert.Empty(To(left, Events["settled as open"]).Left);
        Assert.Empty(To(left, Events["settled as applied"]).Left);
    }

    [Fact]
    public void Snoozing_stops_the_clock_of_the_deadline()
    {
        var snoozed = To(In(Open), Events["put off"]);

        Assert.Equal((Some.Now.AddDays(3), Some.Now.AddDays(7 + 3)), (snoozed.Snooze!.Until, snoozed.ExpiresAt));
        Assert.Equal(snoozed.Snooze.Until, snoozed.DueAt);
    }

    [Fact]
    public void Nobody_snoozes_into_the_past_or_for_longer_than_ninety_days()
    {
        foreach (var until in new[] { Some.Now, Some.Now.AddDays(91) })
            Refused(In(Open), new ProposalEvent.PutOff(until) { Actor = "person:ann", At = Some.Now });
        To(In(Open), new ProposalEvent.PutOff(Some.Now.AddDays(90)) { Actor = "person:ann", At = Some.Now });
    }

    [Fact]
    public void A_snooze_that_is_over_is_open_to_decisions_before_anybody_wrote_that_down()
    {
        var late = Some.Now.AddDays(1);

        Assert.Contains("snoozed by person:ann until", Refused(In(Snoozed), Events["approved"]), StringComparison.Ordinal);
        var approved = To(In(Snoozed), Some.Approval(Some.Proposal()) with { At = late });
        Assert.Equal((Approved, null), (approved.State, approved.Snooze));
    }

    [Fact]
    public void What_nobody_decided_in_time_can_not_be_decided_any_more()
    {
        var late = Some.Now.AddDays(7);

        Assert.Contains("it has ended: expired", Refused(In(Open), Some.Approval(Some.Proposal()) with { At = late }), StringComparison.Ordinal);
        Assert.Contains("it has ended: expired", Refused(In(Open), Some.Refusal() with { At = late }), StringComparison.Ordinal);
        Assert.Contains("it has ended: expired", Refused(In(Approved), Events["claimed"] with { At = late }), StringComparison.Ordinal);
        Assert.Contains("nobody decided until", To(In(Open), new ProposalEvent.Lapsed { Actor = "engine", At = late }).Ending, StringComparison.Ordinal);
    }

    [Fact]
    public void Time_does_not_end_what_is_being_applied()
    {
        var late = Some.Now.AddYears(1);

        Assert.All(new[] { Applying, NeedsAttention, Applied }, state => Assert.Equal(state, Lifecycle.At(In(state), late).State));
        Assert.Equal(Applied, To(In(Applying), Events["completed"] with { At = late }).State);
    }

    [Fact]
    public void Nothing_wakes_or_expires_before_its_time()
    {
        Assert.Contains("not before", Refused(In(Snoozed), Events["woke"] with { At = Some.Now }), StringComparison.Ordinal);
        Assert.Contains("not before", Refused(In(Open), Events["lapsed"] with { At = Some.Now.AddDays(7).AddTicks(-1) }), StringComparison.Ordinal);
        Refused(In(Open) with { ExpiresAt = null }, Events["lapsed"]);
    }

    [Fact]
    public void Only_its_author_takes_a_revision_back()
    {
        Assert.Contains("only its author, rule:checkout-failing", Refused(In(Open), Events["taken back"] with { Actor = "person:ann" }), StringComparison.Ordinal);

        var edited = To(In(Open), Some.Edit(In(Open), by: "person:bob"));
        Assert.Equal((Cancelled, "changed my mind"), To(edited, Events["taken back"] with { Actor = "person:bob" }) is var back ? (back.State, back.Ending) : default);
    }

    [Fact]
    public void No_sequence_of_events_leaves_the_table()
    {
        var days = Gen.Choose(0, 20);
        var steps = Gen.Elements(Events.Keys.ToArray()).Zip(days).ListOf();
        Check.QuickThrowOnFailure(Prop.ForAll(steps.ToArbitrary(), walk =>
        {
            Proposal? current = null;
            var now = Some.Now;
            foreach (var (name, wait) in walk)
            {
                now = now.AddDays(wait % 3);
                var was = current is null ? null : Lifecycle.At(current, now);
                if (Lifecycle.Next(current, Current(Events[name], was) with { At = now }, []) is not Transition.To(var next)) continue;
                Assert.True(was is null || was.IsLiving || next.State is Expired or RolledBack || name is "forgotten" or "context forgotten" or "commented", $"{name} changed what had ended");
                Assert.Equal((current?.Version ?? 0) + 1, next.Version);
                Assert.Equal(next.State == Snoozed, next.Snooze is not null);
                Assert.Equal(next.IsLiving, next.EndedAt is null);
                Assert.True(next.IsLiving || next.Ending is not null || next.State == Applied, $"{next.State} without an ending");
                current = next;
            }
        }));
    }

    // What carries a digest carries the one that is on the table at that moment.
    private static ProposalEvent Current(ProposalEvent happened, Proposal? was) => (happened, was) switch
    {
        (ProposalEvent.ApprovalGiven given, { }) => given with { Digest = was.Revision.Digest },
        (ProposalEvent.Revised revised, { }) => revised with { Seen = was.Revision.Digest },
        _ => happened,
    };

    private static Proposal In(ProposalState state) => Some.Proposal() with
    {
        State = state,
        Version = state is Open ? 1 : 5,
        ExpiresAt = Some.Now.AddDays(7),
        Snooze = state is Snoozed ? new Snooze("person:ann", Some.Now.AddHours(12), null) : null,
        HeldBy = state is Held ? "fleet: 500 may be open at once" : null,
        Approvals = state is Open or Held or Snoozed or Rejected or Obsolete or Withdrawn or Expired or Cancelled or Superseded ? [] : [new Approval("person:zoe", Some.Now)],
    };

    private static Proposal To(Proposal? current, ProposalEvent happened, params IReadOnlyList<Proposal> rivals) =>
        Assert.IsType<Transition.To>(Lifecycle.Next(current, happened, rivals)).Proposal;

    private static string Refused(Proposal? current, ProposalEvent happened, params IReadOnlyList<Proposal> rivals) =>
        Assert.IsType<Transition.Refused>(Lifecycle.Next(current, happened, rivals)).Reason;
}
