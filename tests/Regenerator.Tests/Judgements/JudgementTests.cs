using System.Text.Json;
using Regenerator.Contexts;
using Regenerator.Judgements;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Judgements;

public sealed class JudgementTests : IAsyncDisposable
{
    private readonly InMemoryStore store = new();
    private readonly RegenerationContext context = new(
        SpecDocument.InCode(Some.Blueprint()),
        SpecDocument.Read(SpecKind.Tenant, SpecPlace.File("tenants/acme.json"), JsonSerializer.SerializeToUtf8Bytes(Some.Tenant(), SpecJson.Default.TenantAppConfig)),
        labels: new Dictionary<string, string> { ["tier"] = "free" });

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task What_a_rule_came_to_is_written_once_and_says_since_when()
    {
        await LookAsync(0, quiet: "2 of 9 starts, 50 needed");
        await LookAsync(1, quiet: "7 of 30 starts, 50 needed");

        var judgement = await JudgedAsync();
        Assert.Equal((JudgementKind.Quiet, "2 of 9 starts, 50 needed", Window(0).Until), (judgement.Kind, judgement.Reason, judgement.Since));
        Assert.Equal(0, Written(await LookAsync(2, quiet: "11 of 30 starts, 50 needed")));
        Assert.Equal(1, Written(await LookAsync(3, quiet: "the usual level")));
        Assert.Equal(Window(3).Until, (await JudgedAsync()).Since);
    }

    [Fact]
    public async Task A_rule_that_could_not_judge_says_so_and_one_that_was_not_asked_too()
    {
        await LookAsync(0, undecided: "sampled at 0.1");
        Assert.Equal((JudgementKind.Undecided, false), ((await JudgedAsync()).Kind, (await JudgedAsync()).CouldJudge));

        await LookAsync(1, blind: "prom/telemetry: HTTP 503");
        Assert.Equal((JudgementKind.Unseen, "prom/telemetry: HTTP 503", false), ((await JudgedAsync()).Kind, (await JudgedAsync()).Reason, (await JudgedAsync()).CouldJudge));
        Assert.Null((await JudgedAsync()).WholeSince);
    }

    [Fact]
    public async Task A_rule_that_does_not_apply_neither_judged_nor_was_blind()
    {
        await LookAsync(0, inapplicable: "the app has no workflow slot «checkot»");

        var judgement = await JudgedAsync();
        Assert.Equal((JudgementKind.Inapplicable, "the app has no workflow slot «checkot»"), (judgement.Kind, judgement.Reason));
        Assert.Equal((false, false), (judgement.CouldJudge, judgement.IsBlind));
    }

    [Fact]
    public async Task What_a_rule_asked_for_is_withdrawn_when_the_app_has_no_longer_what_the_rule_is_about()
    {
        var options = Terms(new RuleTerms { WithdrawAfter = Some.Window.Length });
        await LookAsync(0, wish: true, options: options);

        Assert.Contains((await LookAsync(1, inapplicable: "the app has no workflow slot «checkout»", options: options)).Decisions, d => d.Outcome is Admission.Cleared);
    }

    [Fact]
    public async Task Of_several_things_that_came_of_one_look_the_weightiest_stays()
    {
        await LookAsync(0, wish: true, quiet: "the other workflow is well");

        Assert.Equal(JudgementKind.Fired, (await JudgedAsync()).Kind);
    }

    [Fact]
    public async Task A_wish_opens_when_it_was_seen_in_as_many_windows_in_a_row_as_its_rule_asks_for()
    {
        var patient = Terms(new RuleTerms { Dwell = 3 });

        Assert.Equal("«Pin checkout» was seen in 1 of 3 windows in a row", (await LookAsync(0, wish: true, options: patient)).Decisions.Single().Outcome.Words);
        Assert.IsType<Admission.Dwelling>((await LookAsync(1, wish: true, options: patient)).Decisions.Single().Outcome);
        Assert.Equal(2, (await JudgedAsync()).Dwelling.Values.Single().Windows);
        Assert.IsType<Admission.Opened>((await LookAsync(2, wish: true, options: patient)).Decisions.Single().Outcome);
        Assert.Empty((await JudgedAsync()).Dwelling);
        Assert.IsType<Admission.Joined>((await LookAsync(3, wish: true, options: patient)).Decisions.Single().Outcome);
    }

    [Fact]
    public async Task How_patient_the_intake_is_may_go_by_label()
    {
        var terms = new RuleTerms { Dwell = 3, HoldOff = TimeSpan.Zero };
        var patient = Terms(terms with { Where = [new TermsVariant(new LabelSelector("tier", "free"), terms with { Dwell = 2, WithdrawAfter = Some.Window.Length })] });

        Assert.Equal("«Pin checkout» was seen in 1 of 2 windows in a row", (await LookAsync(0, wish: true, options: patient)).Decisions.Single().Outcome.Words);
        Assert.IsType<Admission.Opened>((await LookAsync(1, wish: true, options: patient)).Decisions.Single().Outcome);
        Assert.Contains((await LookAsync(2, quiet: "well", options: patient)).Decisions, d => d.Outcome is Admission.Cleared);
    }

    [Fact]
    public async Task A_rule_that_is_tried_out_is_judged_like_any_other_and_its_wish_opens_as_a_shadow()
    {
        var options = Terms(new RuleTerms { Mode = RuleMode.Shadow, WithdrawAfter = 2 * Some.Window.Length });

        var opened = Assert.IsType<Admission.Opened>((await LookAsync(0, wish: true, options: options)).Decisions.Single().Outcome);
        Assert.True(opened.Proposal.Shadow);
        Assert.Equal(JudgementKind.Fired, (await JudgedAsync()).Kind);
        Assert.EndsWith("as a shadow: the rule is tried out", (await JudgedAsync()).Reason, StringComparison.Ordinal);

        await LookAsync(1, wish: true, options: options);
        Assert.Equal(2, (await store.GetAsync(opened.Proposal.Id, Ct))!.Evidence.Count);
        await LookAsync(2, quiet: "well", options: options);
        Assert.Contains((await LookAsync(3, quiet: "well", options: options)).Decisions, d => d.Outcome is Admission.Cleared);
    }

    [Fact]
    public async Task A_window_without_the_wish_starts_the_count_anew_and_a_window_read_again_counts_once()
    {
        var patient = Terms(new RuleTerms { Dwell = 2 });

        await LookAsync(0, wish: true, options: patient);
        await LookAsync(1, quiet: "well", options: patient);
        Assert.IsType<Admission.Dwelling>((await LookAsync(2, wish: true, options: patient)).Decisions.Single().Outcome);
        Assert.IsType<Admission.Dwelling>((await LookAsync(2, wish: true, options: patient)).Decisions.Single().Outcome);
        Assert.IsType<Admission.Opened>((await LookAsync(3, wish: true, options: patient)).Decisions.Single().Outcome);
    }

    [Fact]
    public async Task A_proposal_is_withdrawn_when_its_wish_was_not_seen_for_long_enough_while_everything_could_be_seen()
    {
        var options = Terms(new RuleTerms { WithdrawAfter = 2 * Some.Window.Length });
        await LookAsync(0, wish: true, options: options);

        Assert.Single((await LookAsync(1, quiet: "well", options: options)).Decisions);
        Assert.Contains((await LookAsync(2, quiet: "well", options: options)).Decisions, d => d.Outcome is Admission.Cleared);

        var ended = Assert.Single((await store.ListAsync(new ProposalQuery(), Ct)).Proposals);
        Assert.Equal((ProposalState.Withdrawn, Some.Now), (ended.State, ended.EndedAt));
        Assert.StartsWith("not seen any more since", ended.Ending, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_and_halves_withdraw_nothing()
    {
        var options = Terms(new RuleTerms { WithdrawAfter = 2 * Some.Window.Length });
        await LookAsync(0, wish: true, options: options);
        await LookAsync(1, quiet: "well", options: options);
        await LookAsync(2, blind: "prom/telemetry: HTTP 503", options: options);
        await LookAsync(3, quiet: "well", coverage: Coverage.Partial("half of the shards"), options: options);
        await LookAsync(4, undecided: "too little data", options: options);
        await LookAsync(5, quiet: "well", options: options);

        Assert.Equal(ProposalState.Open, Assert.Single((await store.ListAsync(ProposalQuery.Living, Ct)).Proposals).State);
        Assert.Contains((await LookAsync(6, quiet: "well", options: options)).Decisions, d => d.Outcome is Admission.Cleared);
    }

    [Fact]
    public async Task What_was_applied_has_time_to_take_effect_before_the_same_wish_is_heard_again()
    {
        var options = Terms(new RuleTerms { HoldOff = TimeSpan.FromMinutes(30) });
        var opened = Assert.IsType<Admission.Opened>((await LookAsync(0, wish: true, options: options)).Decisions.Single().Outcome).Proposal;
        await store.DecideAsync(opened.Id, Some.Approval(opened), Ct);
        var claim = Assert.IsType<ClaimResult.Granted>(await store.ClaimAsync(Some.Claim(opened.Id), Ct)).Claim;
        await store.FinishAsync(claim, new ProposalEvent.Completed("done") { Actor = "executor:test", At = Some.Now }, Ct);

        var held = (await LookAsync(1, wish: true, options: options)).Decisions.Single().Outcome;
        Assert.StartsWith("«Pin checkout» is held: it was applied on", held.Words, StringComparison.Ordinal);
        Assert.Equal(JudgementKind.Held, (await JudgedAsync()).Kind);
        Assert.IsType<Admission.Opened>((await LookAsync(2, wish: true, options: options, now: Some.Now.AddMinutes(30))).Decisions.Single().Outcome);
    }

    private static TimeWindow Window(int index) => new(Some.Window.Since + index * Some.Window.Length, Some.Window.Until + index * Some.Window.Length);

    private static IntakeOptions Terms(RuleTerms terms) => new() { Terms = new Dictionary<string, RuleTerms> { ["rule"] = terms } };

    private static int Written(Admissions admissions) => admissions.Commit.Contexts.Sum(c => c.Judgements.Count);

    private async Task<Judgement> JudgedAsync() => Assert.Single((await store.JudgementsAsync(new JudgementQuery { ContextId = context.Id, RuleId = "rule" }, Ct)).Judgements);

    private async Task<Admissions> LookAsync(
        int index, bool wish = false, string? quiet = null, string? undecided = null, string? inapplicable = null, string? blind = null, Coverage? coverage = null, IntakeOptions? options = null, DateTimeOffset? now = null)
    {
        var window = Window(index);
        TelemetrySignal[] signals = wish ? [Some.TelemetrySignal(window: window)] : [];
        Watermark[] marks = blind is null ? [new Watermark(new WatermarkKey(context.Id, "prom/telemetry", window.Length), window.Until)] : [];
        var reading = new ContextReading(
            context, window, [new ProviderReading("prom/telemetry", SignalKind.Telemetry, signals, blind is null ? coverage ?? Coverage.Complete : Coverage.Unavailable(blind))], marks, new Dictionary<TimeSpan, SignalBatch?>());
        var verdicts = new List<Verdict>();
        if (wish) verdicts.Add(new Verdict.Fired("rule", reading, [Some.Wish(tenantScoped: true) with { Title = "Pin checkout", Signals = signals }]));
        if (quiet is not null) verdicts.Add(new Verdict.Quiet("rule", reading, quiet));
        if (undecided is not null) verdicts.Add(new Verdict.Quiet("rule", reading, undecided, CouldJudge: false));
        if (inapplicable is not null) verdicts.Add(new Verdict.Inapplicable("rule", reading, inapplicable));
        if (blind is not null) verdicts.Add(new Verdict.Blind("rule", reading, blind));
        var admissions = Intake.Admit(await store.BeginAsync([context], Ct), await store.AsOfNowAsync([reading], Ct), verdicts, now ?? Some.Now, options);
        Assert.All(await store.CommitAsync(admissions.Commit, Ct), outcome => Assert.IsType<CommitOutcome.Committed>(outcome));
        return admissions;
    }
}
