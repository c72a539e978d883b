using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Specs.Edits;
using Regenerator.Testing;
using Regenerator.Tests.Specs.Edits;

namespace Regenerator.Tests.Proposals;

public sealed class RegeneratorJsonTests
{
    public static TheoryData<SpecEdit> EveryEdit => [.. SomeEdit.Json.Select(SomeEdit.Read)];

    public static TheoryData<ProposalEvent> EveryEvent =>
    [
        Some.Opened(),
        Some.Edit(Some.Proposal()),
        Some.Approval(Some.Proposal()) with { Quorum = 2, AllowSelf = true },
        new ProposalEvent.ApprovalFell("the effect changed") { Actor = "engine", At = Some.Now },
        Some.Refusal(until: Some.Now.AddDays(1)) with { Seen = "abc" },
        new ProposalEvent.Claimed("host-1", 3, Some.Now.AddMinutes(1)) { Actor = "executor:a", At = Some.Now, Takeover = true },
        new ProposalEvent.Completed("done") { Actor = "executor:a", At = Some.Now },
        new ProposalEvent.Undone("tests failed") { Actor = "executor:a", At = Some.Now },
        new ProposalEvent.LeftBehind("migration failed", ["a table", "a file"]) { Actor = "executor:a", At = Some.Now },
        new ProposalEvent.Settled(true, "it works") { Actor = "person:ann", At = Some.Now },
        new ProposalEvent.Outdated("true already") { Actor = "engine", At = Some.Now.AddTicks(1) },
        new ProposalEvent.Cleared("not seen any more") { Actor = "engine", At = Some.Now },
        new ProposalEvent.PutOff(Some.Now.AddDays(2), "after the sale") { Actor = "person:ann", At = Some.Now },
        new ProposalEvent.Released { Actor = "engine", At = Some.Now },
        new ProposalEvent.Woke { Actor = "engine", At = Some.Now },
        new ProposalEvent.Lapsed { Actor = "engine", At = Some.Now },
        new ProposalEvent.TakenBack("not mine any more") { Actor = "person:bob", At = Some.Now },
        new ProposalEvent.FreezeBroken("checkout is down", ["person:ada has frozen everything"]) { Actor = "person:ann", At = Some.Now },
        new ProposalEvent.RolledBack(Some.Proposal("rollback").Id, "it was worse") { Actor = "person:ann", At = Some.Now },
        new ProposalEvent.Replaced(Some.Proposal("newer").Id, "the rule wants something else") { Actor = "engine", At = Some.Now },
        new ProposalEvent.Promoted { Actor = "person:ann", At = Some.Now },
        new ProposalEvent.Commented("Three tickets.\nAll of «today».") { Actor = "person:bob", At = Some.Now },
        new ProposalEvent.Forgotten("it is over") { Actor = "engine", At = Some.Now },
        new ProposalEvent.ContextForgotten("they have asked for it", [1, 3], ["a/1/0"]) { Actor = "person:dpo", At = Some.Now },
        new ProposalEvent.Erased("opened") { Actor = "engine", At = Some.Now },
    ];

    [Fact]
    public void A_proposal_survives_with_everything_it_has()
    {
        var proposal = Some.Proposal() with
        {
            State = ProposalState.Rejected,
            Version = 4,
            Approvals = [new Approval("person:ann", Some.Now)],
            Sightings = Some.Sightings(null, "cfg-a", "cfg-b") with { ErrorClasses = ["workflow"], Windows = 3, Magnitude = 0.125 },
            Returned = "twice as bad",
            Ending = "not now",
            Left = ["a table"],
            Rejection = new Rejection("person:ann", Some.Now, "not now", Some.Now.AddDays(7), 42, ["cfg-a"], ["workflow"], "digest"),
            FailedDigest = "digest",
            Revision = Some.Revision() with { Blockers = [new ProposalBlocker("manual_review", "have a look")] },
        };

        var back = Same(proposal, RegeneratorJson.Default.Proposal);

        Assert.Equal((proposal.Id, proposal.Fingerprint, proposal.Scope, proposal.State), (back.Id, back.Fingerprint, back.Scope, back.State));
        Assert.Equal(proposal.Revision.Touched, back.Revision.Touched);
        Assert.Equal(proposal.Revision.Effect, back.Revision.Effect);
        Assert.Equal(proposal.Revision.Blockers, back.Revision.Blockers);
        Assert.Equal((proposal.Rejection!.Until, proposal.Rejection.EditsDigest), (back.Rejection!.Until, back.Rejection.EditsDigest));
        Assert.Equal(RevisionDigest.Of(back.Revision.Proposal, back.Revision.Touched, back.Revision.Effect), back.Revision.Digest);
    }

    [Fact]
    public void An_open_proposal_has_no_members_for_what_it_has_not()
    {
        var json = JsonSerializer.SerializeToElement(Some.Proposal(), RegeneratorJson.Default.Proposal);

        foreach (var absent in new[] { "returned", "ending", "rejection", "failedDigest", "isLiving", "snooze", "expiresAt", "dueAt", "cause", "heldBy", "shownAt" }) Assert.False(json.TryGetProperty(absent, out _), absent);
        Assert.Equal("Open", json.GetProperty("state").GetString());
    }

    [Theory]
    [MemberData(nameof(EveryEvent))]
    public void Every_event_survives(ProposalEvent happened)
    {
        var back = Same(happened, RegeneratorJson.Default.ProposalEvent);

        Assert.Equal(happened.GetType(), back.GetType());
        Assert.Equal((happened.Actor, happened.At), (back.Actor, back.At));
    }

    [Fact]
    public void Evidence_survives_with_what_was_measured_and_is_read_where_that_was_never_written_down()
    {
        var whole = Some.Evidence() with
        {
            Measured = new Measured("checkout", "share of starts that failed", 0.2, Measured.Share) { Limit = 0.05, Baseline = 0.01 },
            Others = new Comparison(37, 0.008),
            InForce = new SpecsInForce("3.2.0", "41"),
        };
        var json = JsonSerializer.Serialize(whole, RegeneratorJson.Default.Evidence);
        var bare = JsonSerializer.Serialize(Some.Evidence(), RegeneratorJson.Default.Evidence);

        var (back, old) = (JsonSerializer.Deserialize(json, RegeneratorJson.Default.Evidence)!, JsonSerializer.Deserialize(bare, RegeneratorJson.Default.Evidence)!);

        Assert.Equal((whole.Measured, whole.Others, whole.InForce), (back.Measured, back.Others, back.InForce));
        Assert.Equal((null, null, null), (old.Measured, old.Others, old.InForce));
        Assert.DoesNotContain("measured", bare, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_case_of_event_is_tried()
    {
        Assert.Equal(
            typeof(ProposalEvent).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(ProposalEvent))).Select(t => t.Name).Order(),
            EveryEvent.Select(row => row.Data.GetType().Name).Order());
        Assert.Equal(
            typeof(SpecEdit).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(SpecEdit))).Select(t => t.Name).Order(),
            EveryEdit.Select(row => row.Data.GetType().Name).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(EveryEdit))]
    public void Every_edit_survives_in_its_action(SpecEdit edit)
    {
        var back = Same<ProposalAction>(new ProposalAction.UpdateTenantConfig { Summary = "prose", Edits = [edit] }, RegeneratorJson.Default.ProposalAction);

        Assert.Equal("prose", back.Summary);
        Assert.Equal(edit, Assert.Single(back.Edits));
    }

    [Fact]
    public void Actions_survive_in_their_order_and_an_unknown_one_is_kept_as_it_was_written()
    {
        var unknown = JsonElement.Parse("""{"kind":"page_somebody","who":["ann"],"summary":"wake her","deep":{"n":1.20}}""");
        var wish = Some.Wish() with
        {
            Actions =
            [
                new ProposalAction.UpdateBlueprint { Summary = "prose only" },
                new ProposalAction.RunTests("a", "b"),
                new ProposalAction.RunMigrations("0001") { Summary = "adds a column" },
                new ProposalAction.TriggerRegeneration(),
                new ProposalAction.Unknown("page_somebody", unknown) { Summary = "wake her" },
            ],
        };

        var back = Same(wish, RegeneratorJson.Default.SpecChangeProposal);

        Assert.Equal(["update_blueprint", "run_tests", "run_migrations", "trigger_regeneration", "page_somebody"], back.Actions.Select(a => a.Kind));
        Assert.Equal(["a", "b"], Assert.IsType<ProposalAction.RunTests>(back.Actions[1]).Tests);
        Assert.Equal(["0001"], Assert.IsType<ProposalAction.RunMigrations>(back.Actions[2]).Migrations);
        var kept = Assert.IsType<ProposalAction.Unknown>(back.Actions[4]);
        Assert.Equal((unknown.GetRawText(), "wake her"), (kept.Json.GetRawText(), kept.Summary));
    }

    [Fact]
    public void A_wish_survives_but_for_the_signals_which_live_beside_it_as_evidence()
    {
        var wish = Some.Wish(tenantScoped: true) with
        {
            SignalIds = ["a", "b"],
            Diff = "- old\n+ new",
            Confidence = Confidence.High,
            CreatedAt = Some.Now,
            Blockers = [new ProposalBlocker(ProposalBlocker.MissingDiff, "no edits")],
        };

        var back = Same(wish, RegeneratorJson.Default.SpecChangeProposal);

        Assert.Empty(back.Signals);
        Assert.Equal(wish.Target, back.Target);
        Assert.Equal((wish.Confidence, wish.Magnitude, wish.CreatedAt, wish.Diff), (back.Confidence, back.Magnitude, back.CreatedAt, back.Diff));
        Assert.Equal(wish.SignalIds, back.SignalIds);
        Assert.Equal(wish.Blockers, back.Blockers);
    }

    [Fact]
    public void A_wish_is_read_from_the_originals_json()
    {
        var back = JsonSerializer.Deserialize(
            """
            {"id":"p1","title":"t","summary":"s","confidence":"high","rationale":["r"],"target":{"specType":"workflow","reference":{"name":"checkout","version":2},"tenantScoped":true},
             "actions":[{"kind":"update_tenant_config","summary":"prose"}],"blockers":[{"kind":"manual_review","description":"look"}],"signalIds":["x"],"createdAt":"2026-01-05T09:05:00.000Z"}
            """,
            RegeneratorJson.Default.SpecChangeProposal)!;

        Assert.Equal((Confidence.High, true, "checkout.v2"), (back.Confidence, back.Target.TenantScoped, back.Target.Reference.ToString()));
        Assert.Equal("prose", back.Actions[0].Summary);
    }

    public static TheoryData<RegeneratorSignal> EverySignal =>
    [
        Some.TelemetrySignal() with { EventVersion = JsonElement.Parse("1"), AnomalyScore = 0.5, Classification = "critical", Exactness = Exactness.Estimated, Entity = new SpecEntity("workflow", "checkout.fast", "1", "checkout") },
        Some.TelemetrySignal(count: 0) with { Metadata = null },
        Some.ErrorSignal(count: 0) with { Metadata = new Dictionary<string, JsonElement> { ["b"] = JsonElement.Parse("1.20"), ["a"] = JsonElement.Parse("null") } },
        Some.BehaviorSignal(value: 0) with { SampleSize = 12 },
        Some.BehaviorSignal(metric: "usage", baseline: null),
    ];

    [Theory]
    [MemberData(nameof(EverySignal))]
    public void Evidence_survives_with_the_identity_of_its_signal(RegeneratorSignal signal)
    {
        var evidence = Some.Evidence(signal);

        var back = Same(evidence, RegeneratorJson.Default.Evidence);

        Assert.Equal(signal.GetType(), back.Signal.GetType());
        Assert.Equal((evidence.Window, evidence.SignalId, evidence.Provider), (back.Window, back.SignalId, back.Provider));
        Assert.Equal(evidence.SignalId, Evidence.IdOf(back.Provider, back.ContextId, back.Window, back.Signal));
        Assert.Equal((signal.Exactness, signal.Entity), (back.Signal.Exactness, back.Signal.Entity));
    }

    [Fact]
    public void A_step_of_the_journal_survives()
    {
        var step = new JournalStep("p/1/0", 0, "run_tests", StepStatus.Failed, 3, Some.Now) { EndedAt = Some.Now.AddSeconds(1), Reason = "2 failed", Output = JsonElement.Parse("""{"failed":2}""") };

        var back = Same(step, RegeneratorJson.Default.JournalStep);

        Assert.Equal(step with { Output = null }, back with { Output = null });
    }

    // Lists compare by reference in records, so equality is that of the JSON: what was written once is what is written again.
    private static T Same<T>(T value, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.Serialize(value, type);
        var back = JsonSerializer.Deserialize(json, type)!;
        Assert.Equal(json, JsonSerializer.Serialize(back, type));
        return back;
    }
}
