using System.Text;
using System.Text.Json;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Json;
using Regenerator.Specs.Tenant;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Proposals;

public sealed class IntakeTests : IAsyncDisposable
{
    private InMemoryStore store = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_new_wish_is_opened_with_its_evidence()
    {
        var opened = Assert.IsType<Admission.Opened>(await OneAsync(Look())).Proposal;

        var record = (await store.GetAsync(opened.Id, Ct))!;
        Assert.Equal(ProposalState.Open, record.Proposal.State);
        Assert.Equal(new ProposalScope(SpecKind.Tenant, "cfg-acme"), record.Proposal.Scope);
        Assert.Equal(("rule:rule", 1), (record.Proposal.Revision.Author, record.Proposal.Revision.Number));
        Assert.Equal(record.Evidence.Select(e => e.SignalId), record.Proposal.Revision.Proposal.SignalIds);
        Assert.Equal(Some.Window.Until, record.Proposal.Revision.Proposal.CreatedAt);
        Assert.Equal("workflow slot «checkout» now points to checkout.safe@1.2.0, was checkout.fast@1.0.0", Assert.Single(record.Proposal.Revision.Effect).Sentence);
    }

    [Fact]
    public async Task A_second_wish_for_an_open_one_joins_it()
    {
        var first = Assert.IsType<Admission.Opened>(await OneAsync(Look())).Proposal;
        var joined = Assert.IsType<Admission.Joined>(await OneAsync(Look(window: Some.Window.Next())));

        Assert.Equal((first.Id, null), (joined.Proposal.Id, joined.Change));
        var record = (await store.GetAsync(first.Id, Ct))!;
        Assert.Equal((1, 2, 2), (record.Proposal.Version, record.Evidence.Count, record.Proposal.Sightings.Windows));
        Assert.Single((await store.ListAsync(ProposalQuery.Living, Ct)).Proposals);
    }

    [Fact]
    public async Task Evidence_says_what_was_judged_by_which_versions_were_in_force_and_how_the_others_stood()
    {
        var measured = Failing(0.2);
        var (asking, calm, calmer, elsewhere) = (Look(wish: Wish() with { Measured = measured }), Look(Some.Context("cfg-b")), Look(Some.Context("cfg-c")), Look(Some.Context("cfg-d")));
        Verdict[] verdicts =
        [
            asking.Fired,
            new Verdict.Quiet("rule", calm.Reading, "limit 5 %") { Measured = [Failing(0.01)] },
            new Verdict.Quiet("rule", calmer.Reading, "limit 5 %") { Measured = [Failing(0.03), Failing(0.9) with { Subject = "refund" }] },
            new Verdict.Quiet("another", elsewhere.Reading, "limit 5 %") { Measured = [Failing(0.5)] },
        ];
        ContextReading[] readings = [asking.Reading, calm.Reading, calmer.Reading, elsewhere.Reading];
        var admissions = Intake.Admit(await store.BeginAsync([.. readings.Select(r => r.Context)], Ct), await store.AsOfNowAsync(readings, Ct), verdicts, Some.Now);
        await store.CommitAsync(admissions.Commit, Ct);

        var evidence = Assert.Single((await store.GetAsync((await TheOneAsync()).Id, Ct))!.Evidence);
        Assert.Equal((measured, new Comparison(2, 0.02), new SpecsInForce("1.0.0", "1.0.0")), (evidence.Measured, evidence.Others, evidence.InForce));
    }

    [Fact]
    public async Task Where_nobody_else_says_what_was_measured_nothing_is_compared()
    {
        await OpenAsync(Look(wish: Wish() with { Measured = Failing(0.2) }));
        Assert.Null(Assert.Single((await store.GetAsync((await TheOneAsync()).Id, Ct))!.Evidence).Others);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task What_was_measured_is_a_number(double value) => Assert.Equal(
        $"«checkout-failing»: what it measured is {value}", Assert.IsType<Admission.Refused>(await OneAsync(Look(wish: Wish() with { Id = "checkout-failing", Measured = Failing(value) }))).Reason);

    [Fact]
    public async Task A_window_that_is_read_again_counts_nothing_twice()
    {
        var first = Assert.IsType<Admission.Opened>(await OneAsync(Look())).Proposal;
        await OneAsync(Look());

        var record = (await store.GetAsync(first.Id, Ct))!;
        Assert.Equal((1, 1), (record.Evidence.Count, record.Proposal.Sightings.Windows));
    }

    [Fact]
    public async Task Other_edits_make_a_new_revision()
    {
        await OneAsync(Look());
        var joined = Assert.IsType<Admission.Joined>(await OneAsync(Look(wish: Wish(version: "1.3.0"))));

        Assert.Equal("with other edits than before: a new revision", joined.Change);
        Assert.Equal((2, ProposalState.Open), ((await TheOneAsync()).Revision.Number, (await TheOneAsync()).State));
    }

    [Fact]
    public async Task A_person_s_revision_is_not_overwritten_by_the_rule()
    {
        var opened = Assert.IsType<Admission.Opened>(await OneAsync(Look())).Proposal;
        Assert.IsType<DecideResult.Decided>(await store.DecideAsync(opened.Id, Some.Edit(opened, "9.9.9"), Ct));

        var joined = Assert.IsType<Admission.Joined>(await OneAsync(Look(wish: Wish(version: "1.3.0"))));

        Assert.Null(joined.Change);
        Assert.Equal("person:bob", (await TheOneAsync()).Revision.Author);
    }

    [Fact]
    public async Task A_blocker_goes_with_its_reason()
    {
        await OneAsync(Look(context: Files(version: "spring")));
        Assert.Equal(ProposalBlocker.Unversionable, Assert.Single((await TheOneAsync()).Revision.Blockers).Kind);

        var joined = Assert.IsType<Admission.Joined>(await OneAsync(Look(context: Files(version: "1.0.0"))));

        Assert.Equal("with other blockers than before: a new revision", joined.Change);
        Assert.Empty((await TheOneAsync()).Revision.Blockers);
        Assert.Null(Assert.IsType<Admission.Joined>(await OneAsync(Look(context: Files(version: "1.0.0")))).Change);
    }

    [Fact]
    public async Task A_rejected_wish_stays_away()
    {
        await RejectAsync(await OpenAsync());

        var quiet = Assert.IsType<Admission.Suppressed>(await OneAsync(Look(window: Some.Window.Next())));

        Assert.Equal("rejected by person:ann on 2026-01-05 09:05 UTC: not now", quiet.Reason);
        Assert.Empty((await store.ListAsync(ProposalQuery.Living, Ct)).Proposals);
    }

    [Fact]
    public async Task A_rejected_wish_comes_back_when_it_is_twice_as_bad()
    {
        await RejectAsync(await OpenAsync());
        Assert.IsType<Admission.Suppressed>(await OneAsync(Look(magnitude: 83)));

        Assert.Equal("it is at least twice as bad as what was rejected (84 against 42)", Assert.IsType<Admission.Opened>(await OneAsync(Look(magnitude: 84))).Proposal.Returned);
    }

    [Fact]
    public async Task A_rejected_wish_comes_back_with_other_edits()
    {
        await RejectAsync(await OpenAsync());
        Assert.Equal("it proposes other edits than what was rejected", Assert.IsType<Admission.Opened>(await OneAsync(Look(wish: Wish(version: "1.3.0")))).Proposal.Returned);
    }

    [Fact]
    public async Task A_rejected_wish_comes_back_when_its_quiet_time_ended()
    {
        await RejectAsync(await OpenAsync(), Some.Now.AddDays(7));
        Assert.IsType<Admission.Suppressed>(await OneAsync(Look(), now: Some.Now.AddDays(7).AddTicks(-1)));
        Assert.Equal("its quiet time ended on 2026-01-12 09:05 UTC", Assert.IsType<Admission.Opened>(await OneAsync(Look(), now: Some.Now.AddDays(7))).Proposal.Returned);
    }

    [Fact]
    public async Task A_rejected_wish_comes_back_when_another_context_or_class_of_errors_joins()
    {
        await RejectAsync(await OpenAsync(Look(scoped: false)));
        Assert.Equal("«cfg-globex» asks for it now too", Assert.IsType<Admission.Opened>(await OneAsync(Look(context: Some.Context("cfg-globex"), scoped: false))).Proposal.Returned);

        store = new InMemoryStore();
        await RejectAsync(await OpenAsync());
        Assert.Equal("errors of class «policy» joined", Assert.IsType<Admission.Opened>(await OneAsync(Look(signals: [Some.TelemetrySignal(), Some.ErrorSignal(classification: "policy")]))).Proposal.Returned);
    }

    [Fact]
    public async Task A_wish_that_came_back_is_another_proposal()
    {
        var first = await OpenAsync();
        await RejectAsync(first);
        var second = Assert.IsType<Admission.Opened>(await OneAsync(Look(magnitude: 100))).Proposal;

        Assert.Equal(first.Fingerprint, second.Fingerprint);
        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task What_the_spec_says_already_is_not_proposed()
    {
        var there = Some.Context(tenant: Some.Tenant() with { WorkflowOverrides = [new SlotOverride { Slot = "checkout", Pointer = new SpecRef("checkout.safe", "1.2.0") }] });
        Assert.EndsWith("says so already", Assert.IsType<Admission.AlreadyTrue>(await OneAsync(Look(context: there))).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_app_would_not_notice_is_not_proposed()
    {
        var wish = Wish() with { Actions = [new ProposalAction.UpdateTenantConfig { Edits = [new SpecEdit.PinWorkflow("checkout", "checkout.fast", "1.0.0")] }] };
        Assert.StartsWith("the app would not notice", Assert.IsType<Admission.AlreadyTrue>(await OneAsync(Look(wish: wish))).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_living_proposal_that_became_true_without_us_is_outdated_whether_the_rule_still_asks_or_not()
    {
        var there = Some.Context(tenant: Some.Tenant() with { WorkflowOverrides = [new SlotOverride { Slot = "checkout", Pointer = new SpecRef("checkout.safe", "1.2.0") }] });
        foreach (var asks in new[] { true, false })
        {
            store = new InMemoryStore();
            var opened = await OpenAsync();
            Assert.IsType<Admission.Outdated>(await OneAsync(asks ? Look(context: there) : Quiet(there)));
            Assert.Equal(ProposalState.Obsolete, (await store.GetAsync(opened.Id, Ct))!.Proposal.State);
        }
    }

    [Theory]
    [InlineData("it cites no signals")]
    [InlineData("it cites «workflow.failure{workflow=checkout}», which is not in the batch it was shown")]
    [InlineData("it is scoped to a tenant but updates the blueprint")]
    [InlineData("it updates a tenant's config but is not scoped to the tenant")]
    [InlineData("it has no target")]
    [InlineData("its magnitude is NaN")]
    [InlineData("one of the signals that it cites is null")]
    [InlineData("one of its actions or edits is null")]
    public async Task What_can_not_be_taken_in_is_refused_by_name(string why)
    {
        var look = Look();
        var good = look.Fired.Wishes[0];
        var bad = why switch
        {
            "it cites no signals" => good with { Signals = [] },
            "it is scoped to a tenant but updates the blueprint" => good with { Actions = [new ProposalAction.UpdateBlueprint()] },
            "it updates a tenant's config but is not scoped to the tenant" => good with { Target = good.Target with { TenantScoped = false } },
            "it has no target" => good with { Target = null! },
            "its magnitude is NaN" => good with { Magnitude = double.NaN },
            "one of the signals that it cites is null" => good with { Signals = [null!] },
            "one of its actions or edits is null" => good with { Actions = [null!] },
            _ => good with { Signals = [Some.TelemetrySignal()] },
        };

        var refused = Assert.IsType<Admission.Refused>(await OneAsync(look with { Fired = new Verdict.Fired("rule", look.Reading, [bad]) }));

        Assert.Equal($"«checkout-failing»: {why}", refused.Reason);
        Assert.Empty((await store.ListAsync(new ProposalQuery(), Ct)).Proposals);
    }

    [Fact]
    public async Task Edits_that_do_not_fit_the_document_are_refused()
    {
        var wish = Wish() with { Target = Wish().Target with { TenantScoped = false }, Actions = [new ProposalAction.UpdateBlueprint { Edits = [new SpecEdit.PreferConnection("pay", "stripe")] }] };
        Assert.Equal(
            "«checkout-failing»: prefer connection «stripe» for integration slot «pay»: connections belong to tenants; a blueprint has none",
            Assert.IsType<Admission.Refused>(await OneAsync(Look(wish: wish))).Reason);
    }

    [Fact]
    public async Task The_same_wish_twice_in_one_look_is_one_unless_its_edits_differ()
    {
        var look = Look();
        var good = look.Fired.Wishes[0];
        var other = good with { Actions = Wish(version: "1.3.0").Actions };

        var decisions = await AdmitAsync(look with { Fired = new Verdict.Fired("rule", look.Reading, [good, good, other]) });

        Assert.Equal(["«checkout-failing»: it came twice from one look, with different edits"], decisions.Select(d => d.Outcome).OfType<Admission.Refused>().Select(r => r.Reason));
        Assert.Single((await store.ListAsync(ProposalQuery.Living, Ct)).Proposals);
    }

    [Fact]
    public async Task A_blueprint_has_one_proposal_with_evidence_from_every_context_that_asked()
    {
        var decisions = await AdmitAsync(Look(context: Some.Context("cfg-globex"), scoped: false, magnitude: 50), Look(scoped: false));

        var proposal = await TheOneAsync();
        Assert.Equal(2, decisions.Count(d => d.Outcome is Admission.Opened));
        Assert.Equal(new ProposalScope(SpecKind.Blueprint, "shop"), proposal.Scope);
        Assert.Equal(["cfg-acme", "cfg-globex"], proposal.Sightings.Contexts);
        Assert.Equal((50, 1), (proposal.Sightings.Magnitude, proposal.Sightings.Windows));
        Assert.Equal(["cfg-acme", "cfg-globex"], (await store.GetAsync(proposal.Id, Ct))!.Evidence.Select(e => e.ContextId).Order());
    }

    [Fact]
    public async Task An_approval_falls_when_another_context_or_class_of_errors_joins_but_not_with_more_of_the_same()
    {
        await ApproveAsync(await OpenAsync(Look(context: Shared("cfg-acme"), scoped: false)));

        Assert.Null(Assert.IsType<Admission.Joined>(await OneAsync(Look(context: Shared("cfg-acme"), scoped: false, magnitude: 400, window: Some.Window.Next()))).Change);
        Assert.Equal(ProposalState.Approved, (await TheOneAsync()).State);
        Assert.Equal("its approval fell: «cfg-globex» asks for it now too", Assert.IsType<Admission.Joined>(await OneAsync(Look(context: Shared("cfg-globex"), scoped: false))).Change);
        Assert.Equal(ProposalState.Open, (await TheOneAsync()).State);

        await ApproveAsync(await TheOneAsync());
        Assert.Equal(
            "its approval fell: errors of class «policy» joined",
            Assert.IsType<Admission.Joined>(await OneAsync(Look(context: Shared("cfg-acme"), scoped: false, signals: [Some.TelemetrySignal(), Some.ErrorSignal(classification: "policy")]))).Change);
    }

    [Fact]
    public async Task The_largest_twenty_signals_are_kept_as_evidence()
    {
        TelemetrySignal[] many = [.. Enumerable.Range(1, 100).Select(i => Some.TelemetrySignal($"event-{i}", i))];
        var opened = await OpenAsync(Look(signals: many));

        var evidence = (await store.GetAsync(opened.Id, Ct))!.Evidence;
        Assert.Equal(Enumerable.Range(81, 20).Select(i => (double)i), evidence.Select(e => e.Signal.Number).Order());
        Assert.Equal(20, opened.Revision.Proposal.SignalIds.Count);
    }

    [Fact]
    public async Task Equal_facts_of_two_providers_are_told_apart()
    {
        var (a, b) = (Some.TelemetrySignal(), Some.TelemetrySignal());
        var readings = new ProviderReading[] { new("a", SignalKind.Telemetry, new[] { a }, Coverage.Complete), new("b", SignalKind.Telemetry, new[] { b }, Coverage.Complete) };
        var look = Look();
        var reading = look.Reading with { Readings = readings };
        var opened = await OpenAsync(new Looked(reading, new Verdict.Fired("rule", reading, [Wish() with { Signals = [b] }])));

        Assert.Equal("b", Assert.Single((await store.GetAsync(opened.Id, Ct))!.Evidence).Provider);
    }

    [Fact]
    public async Task Wishes_of_too_little_confidence_are_left_alone()
    {
        var look = Look(wish: Wish() with { Confidence = Confidence.Low });
        Assert.Equal(
            "«Pin checkout to a safe workflow» is of low confidence; medium is asked for",
            Assert.IsType<Admission.LeftAlone>(await OneAsync(look, options: new IntakeOptions { MinConfidence = Confidence.Medium })).Reason);
    }

    [Fact]
    public async Task A_raw_patch_is_guarded_at_intake_and_stale_when_the_element_moved()
    {
        var patch = JsonPatch.Parse(JsonElement.Parse("""[{"op":"replace","path":"/workflows/checkout/version","value":"1.2.0"}]"""));
        var wish = Wish() with { Target = Wish().Target with { TenantScoped = false }, Actions = [new ProposalAction.UpdateBlueprint { Edits = [new SpecEdit.Patch(patch)] }] };

        var opened = await OpenAsync(Look(wish: wish));

        var guarded = Assert.IsType<SpecEdit.Patch>(Assert.Single(opened.Revision.Proposal.Actions[0].Edits));
        Assert.Contains("\"op\":\"test\"", guarded.Operations.ToString(), StringComparison.Ordinal);
        var moved = Some.Context(blueprint: Some.Blueprint() with { Workflows = new OrderedMap<SpecRef>([new("checkout", new SpecRef("checkout.fast", "1.1.0"))]) });
        Assert.IsType<Draft.Impossible>(Draft.Of(moved, opened.Revision.Proposal, "rule:rule"));
        Assert.IsType<Draft.Ready>(Draft.Of(Some.Context(), opened.Revision.Proposal, "rule:rule"));
    }

    [Fact]
    public async Task Rules_that_stay_quiet_or_throw_are_noted()
    {
        var reading = Look().Reading;
        var admissions = Intake.Admit(await store.BeginAsync([reading.Context], Ct), [reading], [new Verdict.Quiet("calm", reading, "2 of 9 starts"), new Verdict.Threw("wild", reading, "FormatException: x")], Some.Now);

        Assert.Equal([new Decision("cfg-acme", "calm", Some.Window, new Admission.LeftAlone("2 of 9 starts")), new Decision("cfg-acme", "wild", Some.Window, new Admission.RuleFailed("FormatException: x"))], admissions.Decisions);
        Assert.Equal("cfg-acme", Assert.Single(admissions.Commit.Contexts).ContextId);
    }

    [Fact]
    public async Task Where_a_budget_is_too_small_for_all_that_one_look_brings_the_worst_is_shown()
    {
        Looked[] looks =
        [
            Look(Some.Context("cfg-a"), magnitude: 5, rule: "rule-a"),
            Look(Some.Context("cfg-b"), magnitude: 50, rule: "rule-b"),
            Look(Some.Context("cfg-c"), Wish() with { Confidence = Confidence.Low }, magnitude: 500, rule: "rule-c"),
        ];

        var decisions = await AdmitAsync(looks, null, new IntakeOptions { Budgets = [new Budget(BudgetOf.Fleet) { Open = 1 }] });

        var shown = Assert.Single(decisions, d => d.Outcome is Admission.Opened { Proposal.State: ProposalState.Open });
        Assert.Equal("cfg-b", shown.ContextId);
    }

    [Fact]
    public async Task The_order_of_contexts_and_verdicts_does_not_matter()
    {
        var looks = Enumerable.Range(0, 8).SelectMany(i => new[] { ("rule-a", i), ("rule-b", i) })
            .Select(x => Look(context: Some.Context($"cfg-{x.Item2}"), scoped: x.Item2 % 3 == 0, magnitude: 40 + x.Item2, wish: Wish(version: $"1.{x.Item2}.0"), rule: x.Item1)).ToArray();
        var byContext = looks.GroupBy(l => l.Reading.Context.Id).ToDictionary(g => g.Key, g => g.First().Reading);
        var verdicts = looks.Select(l => (Verdict)new Verdict.Fired(l.Fired.RuleId, byContext[l.Reading.Context.Id], [l.Fired.Wishes[0] with { Signals = [.. byContext[l.Reading.Context.Id].Readings.SelectMany(r => r.Signals.ToArray())] }])).ToArray();
        var start = await store.BeginAsync([.. byContext.Values.Select(r => r.Context)], Ct);
        var expected = Text(Intake.Admit(start, [.. byContext.Values], verdicts, Some.Now));
        var random = new Random(11);

        for (var i = 0; i < 100; i++)
        {
            var readings = byContext.Values.ToArray();
            var shuffled = verdicts.ToArray();
            random.Shuffle(readings);
            random.Shuffle(shuffled);
            Assert.Equal(expected, Text(Intake.Admit(start, readings, shuffled, Some.Now)));
        }
    }

    [Fact]
    public async Task What_a_rule_wants_now_supersedes_what_it_wanted_before_of_the_same_element_an_approved_one_too()
    {
        var older = await OpenAsync(Look(context: Shared("cfg-acme"), scoped: false));
        await ApproveAsync(older);

        var opened = Assert.IsType<Admission.Opened>(await OneAsync(Look(Shared("cfg-acme"), Newer(), scoped: false, window: Some.Window.Next())));

        Assert.Equal([older.Id], opened.Supersedes.Select(p => p.Id));
        var record = (await store.GetAsync(older.Id, Ct))!;
        Assert.Equal((ProposalState.Superseded, opened.Proposal.Id, Some.Now), (record.Proposal.State, record.Proposal.SupersededBy, record.Proposal.EndedAt));
        Assert.Equal("rule «rule» now wants «Pin checkout to a safe workflow» there", Assert.IsType<ProposalEvent.Replaced>(record.History[^1]).Reason);
        Assert.Equal(opened.Proposal.Id, (await TheOneAsync()).Id);
    }

    [Fact]
    public async Task A_wish_about_another_element_or_of_another_rule_supersedes_nothing()
    {
        await OpenAsync();

        await AdmitAsync([Look(wish: Newer("refund"), window: Some.Window.Next())], null, null);
        await AdmitAsync([Look(wish: Newer(), window: Some.Window.Next(), rule: "another")], null, null);

        Assert.Equal(3, (await store.ListAsync(ProposalQuery.Living, Ct)).Proposals.Count);
    }

    [Fact]
    public async Task A_wish_that_dwells_or_stays_quiet_supersedes_nothing()
    {
        var newer = await OpenAsync(Look(wish: Newer()));
        await RejectAsync(newer);
        var older = await OpenAsync(Look(window: Some.Window.Next()));

        Assert.IsType<Admission.Suppressed>(await OneAsync(Look(wish: Newer(), window: Some.Window.Next())));
        var patient = new IntakeOptions { Terms = new Dictionary<string, RuleTerms> { ["rule"] = new() { Dwell = 2 } } };
        Assert.IsType<Admission.Dwelling>(await OneAsync(Look(wish: Newer() with { Id = "third" }, window: Some.Window.Next()), options: patient));

        Assert.Equal((older.Id, ProposalState.Open), ((await TheOneAsync()).Id, (await TheOneAsync()).State));
    }

    [Fact]
    public async Task What_somebody_still_wants_or_may_want_unseen_is_not_superseded()
    {
        var (acme, zeta) = (Shared("cfg-acme"), Shared("cfg-zeta"));
        await AdmitAsync(Look(acme, scoped: false), Look(zeta, scoped: false));
        var wish = Newer() with { Target = Newer().Target with { TenantScoped = false } };

        await AdmitAsync([Look(acme, wish, scoped: false, window: Some.Window.Next())], null, null);

        Assert.Equal(2, (await store.ListAsync(ProposalQuery.Living, Ct)).Proposals.Count); // «cfg-zeta» was not asked
    }

    [Fact]
    public async Task What_was_rolled_back_is_kept_back_like_what_was_applied_and_stays_quiet_like_what_was_rejected()
    {
        var original = await OpenAsync(Look(Shared("cfg-acme"), scoped: false));
        await ApplyAsync(original);
        var rollback = Some.Proposal("take-back", rule: "rollback") with { Reverts = original.Id };
        await store.CommitAsync(new PassCommit { Contexts = [], Changes = [new ProposalChange.Open(Some.Opened(rollback)) { Id = rollback.Id, Contexts = [] }] }, Ct);
        await ApplyAsync(rollback);

        Assert.Contains("to take effect", Assert.IsType<Admission.Held>(await OneAsync(Again(42, 1), Some.Now.AddMinutes(14))).Reason, StringComparison.Ordinal);
        Assert.Contains("it was rolled back: ", Assert.IsType<Admission.Suppressed>(await OneAsync(Again(83, 2), Some.Now.AddMinutes(15))).Reason, StringComparison.Ordinal);
        Assert.Contains("at least twice as bad", Assert.IsType<Admission.Opened>(await OneAsync(Again(84, 3), Some.Now.AddMinutes(15))).Proposal.Returned, StringComparison.Ordinal);

        Looked Again(double magnitude, int windows) =>
            Look(Shared("cfg-acme"), scoped: false, magnitude: magnitude, window: Enumerable.Range(0, windows).Aggregate(Some.Window, (window, _) => window.Next()));
    }

    private static string Text(Admissions admissions)
    {
        var text = new StringBuilder();
        foreach (var context in admissions.Commit.Contexts) text.AppendLine($"{context.ContextId} {context.Epoch} {string.Join(' ', context.Watermarks)}");
        foreach (var change in admissions.Commit.Changes)
        {
            text.AppendLine($"{change.GetType().Name} {change.Id} {string.Join(' ', change.Contexts)} {string.Join(' ', change.Evidence.Select(e => e.SignalId))}");
            if (change is ProposalChange.Open open) text.AppendLine(JsonSerializer.Serialize(open.Event.Proposal, RegeneratorJson.Default.Proposal));
        }

        foreach (var decision in admissions.Decisions) text.AppendLine($"{decision.ContextId} {decision.RuleId} {decision.Outcome.GetType().Name}");
        return text.ToString();
    }

    private static SpecChangeProposal Wish(string version = "1.2.0") => Some.Wish(tenantScoped: true, version: version) with { Target = Some.Wish(tenantScoped: true).Target };

    private static SpecChangeProposal Newer(string slot = "checkout") =>
        Some.Wish("newer", tenantScoped: true, slot: slot, version: "2.0.0") with { Title = "Pin checkout to a safe workflow", Target = Some.Wish(tenantScoped: true).Target };

    private static Measured Failing(double share) => new("checkout", "share of starts that failed", share, Measured.Share) { Limit = 0.05 };

    private static Looked Look(
        RegenerationContext? context = null, SpecChangeProposal? wish = null, bool scoped = true, double magnitude = 42, TimeWindow? window = null, IReadOnlyList<RegeneratorSignal>? signals = null, string rule = "rule")
    {
        var at = context ?? Some.Context();
        var seen = window ?? Some.Window;
        var cited = signals ?? [Some.TelemetrySignal(window: seen)];
        ProviderReading[] readings =
        [
            new("prom/telemetry", SignalKind.Telemetry, cited.OfType<TelemetrySignal>().ToArray(), Coverage.Complete),
            new("sentry/errors", SignalKind.Error, cited.OfType<ErrorSignal>().ToArray(), Coverage.Complete),
        ];
        var reading = new ContextReading(at, seen, readings, [new Watermark(new WatermarkKey(at.Id, "prom/telemetry", seen.Length), seen.Until)], new Dictionary<TimeSpan, SignalBatch?>());
        var wanted = wish ?? Wish();
        if (!scoped) wanted = wanted with { Target = wanted.Target with { TenantScoped = false }, Actions = [new ProposalAction.UpdateBlueprint { Edits = wanted.Actions[0].Edits }] };
        return new Looked(reading, new Verdict.Fired(rule, reading, [wanted with { Signals = cited, Magnitude = magnitude }]));
    }

    private static Looked Quiet(RegenerationContext context) => Look(context) with { Fired = null! };

    private static RegenerationContext Files(string version) => new(
        SpecDocument.InCode(Some.Blueprint()),
        SpecDocument.Read(SpecKind.Tenant, SpecPlace.File("tenants/acme.json"), JsonSerializer.SerializeToUtf8Bytes(Some.Tenant(version: version), SpecJson.Default.TenantAppConfig)));

    private static RegenerationContext Shared(string id) => new(
        SpecDocument.Read(SpecKind.Blueprint, SpecPlace.File("blueprints/shop.json"), JsonSerializer.SerializeToUtf8Bytes(Some.Blueprint(), SpecJson.Default.AppBlueprintSpec)),
        SpecDocument.InCode(Some.Tenant(id)));

    private async Task<Admission> OneAsync(Looked look, DateTimeOffset? now = null, IntakeOptions? options = null) => Assert.Single(await AdmitAsync([look], now, options)).Outcome;

    private Task<IReadOnlyList<Decision>> AdmitAsync(params Looked[] looks) => AdmitAsync(looks, null, null);

    private async Task<IReadOnlyList<Decision>> AdmitAsync(Looked[] looks, DateTimeOffset? now, IntakeOptions? options)
    {
        var start = await store.BeginAsync([.. looks.Select(l => l.Reading.Context)], Ct);
        var admissions = Intake.Admit(start, await store.AsOfNowAsync([.. looks.Select(l => l.Reading)], Ct), [.. looks.Select(l => l.Fired).OfType<Verdict>()], now ?? Some.Now, options);
        Assert.All(await store.CommitAsync(admissions.Commit, Ct), o => Assert.IsType<CommitOutcome.Committed>(o));
        return admissions.Decisions;
    }

    private async Task<Proposal> OpenAsync(Looked? look = null) => Assert.IsType<Admission.Opened>(await OneAsync(look ?? Look())).Proposal;

    private async Task RejectAsync(Proposal proposal, DateTimeOffset? until = null) => Assert.IsType<DecideResult.Decided>(await store.DecideAsync(proposal.Id, Some.Refusal(until: until), Ct));

    private async Task ApproveAsync(Proposal proposal) => Assert.IsType<DecideResult.Decided>(await store.DecideAsync(proposal.Id, Some.Approval(proposal), Ct));

    private async Task ApplyAsync(Proposal proposal)
    {
        await ApproveAsync(proposal);
        var claim = Assert.IsType<ClaimResult.Granted>(await store.ClaimAsync(Some.Claim(proposal.Id), Ct)).Claim;
        Assert.NotNull(await store.FinishAsync(claim, new ProposalEvent.Completed("done") { Actor = claim.Actor, At = Some.Now }, Ct));
    }

    private async Task<Proposal> TheOneAsync() => Assert.Single((await store.ListAsync(ProposalQuery.Living, Ct)).Proposals);

    private sealed record Looked(ContextReading Reading, Verdict.Fired Fired);
}
