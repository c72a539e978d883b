using System.Reflection;
using System.Text.Json;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Health;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests;

public sealed class RegeneratorServiceTests : IAsyncDisposable
{
    private readonly TestClock clock = new(Some.Now.AddSeconds(30));
    private readonly InMemoryStore store = new();
    private readonly FakeTelemetry telemetry = FakeTelemetry.Failing();
    private readonly Listed contexts = new(OnDisk());
    private readonly FakeSink sink = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_second_pass_over_an_unchanged_world_opens_nothing()
    {
        await using var service = Service();

        Assert.Single((await service.RunOnceAsync(Ct)).Opened);
        var second = await service.RunOnceAsync(Ct);

        Assert.Empty(second.Cycles);
        Assert.False(second.IsIncomplete);
        clock.Advance(TimeSpan.FromMinutes(5));
        var third = await service.RunOnceAsync(Ct);
        Assert.Empty(third.Opened);
        Assert.IsType<Admission.Joined>(Assert.Single(third.Decisions).Outcome);
        Assert.Equal(2, (await TheOneAsync()).Sightings.Windows);
    }

    [Fact]
    public async Task A_window_that_is_read_again_for_a_lagging_provider_counts_nothing_twice()
    {
        var errors = new FakeErrors();
        await using var service = Service(o => o with { Adapters = new SignalAdapters { Telemetry = telemetry, Errors = errors } });
        await service.RunOnceAsync(Ct);
        errors.Down = "HTTP 503";
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.True((await service.RunOnceAsync(Ct)).IsIncomplete);
        errors.Down = null;
        clock.Advance(TimeSpan.FromMinutes(1));

        var report = await service.RunOnceAsync(Ct);

        Assert.Equal(2, telemetry.Windows.Count(w => w == Some.Window.Next()));
        var record = (await store.GetAsync((await TheOneAsync()).Id, Ct))!;
        Assert.Equal((2, 2), (record.Evidence.Count, record.Proposal.Sightings.Windows));
        Assert.False(report.IsIncomplete);
    }

    [Fact]
    public async Task After_an_applied_change_the_wish_is_already_true()
    {
        var updater = new FakeUpdater(contexts);
        await using var service = Service(o => o with { Review = new AutoReview(), Executor = new ProposalExecutor(new ExecutorDeps { TenantConfigUpdater = updater, TestExecutor = updater }) });

        Assert.IsType<ApplyResult.Applied>(Assert.Single((await service.RunOnceAsync(Ct)).Applies));
        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.IsType<Admission.AlreadyTrue>(Assert.Single((await service.RunOnceAsync(Ct)).Decisions).Outcome);
        Assert.Equal(1, updater.Updates);
    }

    [Fact]
    public async Task What_a_rule_proposes_while_it_is_tried_out_is_seen_by_nobody_until_the_rule_is_live()
    {
        sink.Wants = Enum.GetValues<Moment>().ToHashSet();
        RegeneratorOptions Automatic(RegeneratorOptions o) => o with { Review = new AutoReview(), Executor = new ProposalExecutor(new ExecutorDeps { TenantConfigUpdater = new FakeUpdater(contexts) }) };
        await using (var trying = Service(o => Automatic(o) with { Intake = new IntakeOptions { Terms = new Dictionary<string, RuleTerms> { [o.Rules[0].Id] = new() { Mode = RuleMode.Shadow } } } }))
        {
            Assert.Empty((await trying.RunOnceAsync(Ct)).Opened);
            clock.Advance(TimeSpan.FromMinutes(5));
            Assert.Empty((await trying.RunOnceAsync(Ct)).Applies);
        }

        var shadow = await TheOneAsync();
        Assert.Equal((true, ProposalState.Open, 2), (shadow.Shadow, shadow.State, shadow.Sightings.Windows));
        Assert.Empty(sink.Attempts);

        await using var live = Service();
        await live.RunOnceAsync(Ct);

        Assert.Equal((shadow.Id, false), await TheOneAsync() is var real ? (real.Id, real.Shadow) : default);
        Assert.Equal("engine", (await store.GetAsync(shadow.Id, Ct))!.History.OfType<ProposalEvent.Promoted>().Single().Actor);
        Assert.Equal([(Moment.Opened, shadow.Id)], sink.Told.Select(d => (d.Moment, d.Proposal.Id)));
    }

    [Fact]
    public async Task What_was_approved_is_applied_only_in_the_environment_that_the_store_was_first_used_in()
    {
        var updater = new FakeUpdater(contexts);
        RegeneratorOptions Automatic(RegeneratorOptions o, string environment) => o with
        {
            Environment = environment,
            Review = new AutoReview(),
            Executor = new ProposalExecutor(new ExecutorDeps { TenantConfigUpdater = updater, TestExecutor = updater }),
        };
        await store.BindAsync(new StoreBinding("production", "person:ann", clock.GetUtcNow(), "it is"), anew: false, Ct);

        await using (var staging = Service(o => Automatic(o, "staging")))
        {
            var report = await staging.RunOnceAsync(Ct);
            const string Why = "the store belongs to environment «production», this is «staging»: nothing is applied";
            Assert.Contains(Why, report.Notices);
            Assert.Equal(Why, Assert.IsType<ApplyResult.Refused>(Assert.Single(report.Applies)).Reason);
        }

        Assert.Equal((ProposalState.Approved, 0), ((await TheOneAsync()).State, updater.Updates));
        await using var production = Service(o => Automatic(o, "production"));
        Assert.IsType<ApplyResult.Applied>(Assert.Single((await production.RunOnceAsync(Ct)).Applies));
    }

    [Fact, Trait("Promise", "S7")]
    public async Task What_was_said_of_a_proposal_that_ended_long_ago_is_erased_and_what_lives_is_left_alone()
    {
        await using var service = Service(o => o with { Retention = TimeSpan.FromDays(30) });
        await service.RunOnceAsync(Ct);
        var proposal = await TheOneAsync();
        var rejected = Assert.IsType<DecideResult.Decided>(await store.DecideAsync(proposal.Id, Some.Refusal(until: clock.GetUtcNow().AddDays(900)) with { At = clock.GetUtcNow() }, Ct)).Proposal;
        telemetry.Answer = (context, _) => [new Reading<TelemetrySignal>(context, [], Coverage.Complete)];

        clock.Advance(TimeSpan.FromDays(29));
        await service.RunOnceAsync(Ct);
        Assert.Null((await store.GetAsync(proposal.Id, Ct))!.Proposal.ForgottenAt);
        clock.Advance(TimeSpan.FromDays(1));
        await service.RunOnceAsync(Ct);

        var left = (await store.GetAsync(proposal.Id, Ct))!;
        Assert.Equal((ProposalState.Rejected, rejected.EndedAt, clock.GetUtcNow()), (left.Proposal.State, left.Proposal.EndedAt, left.Proposal.ForgottenAt));
        Assert.Empty(left.Evidence);
        Assert.Equal("it ended more than 30 days ago", Assert.IsType<ProposalEvent.Forgotten>(left.History[^1]).Reason);
        Assert.Empty((await StoreAudit.OfAsync(store.ExportAsync(Ct), Ct)).Faults);
    }

    [Fact]
    public async Task A_store_belongs_to_the_environment_that_it_is_first_used_in()
    {
        await using var service = Service(o => o with { Environment = "production" });

        Assert.Empty((await service.RunOnceAsync(Ct)).Notices);

        Assert.Equal("production", (await store.IdentityAsync(Ct)).Environment);
    }

    [Fact]
    public async Task A_revision_whose_attempt_failed_is_not_tried_again_by_itself()
    {
        var updater = new FakeUpdater(contexts) { TestsFail = true };
        await using var service = Service(o => o with { Review = new AutoReview(), Executor = new ProposalExecutor(new ExecutorDeps { TestExecutor = updater }) });

        await service.RunOnceAsync(Ct);
        var proposal = await TheOneAsync();
        Assert.Equal((ProposalState.Open, proposal.Revision.Digest), (proposal.State, proposal.FailedDigest));
        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Empty((await service.RunOnceAsync(Ct)).Applies);
        Assert.Equal(ProposalState.Open, (await TheOneAsync()).State);
    }

    [Fact]
    public async Task A_sick_context_and_a_broken_rule_do_not_stop_the_others()
    {
        contexts.Sick = [new SickContext("cfg-ill", "tenants/ill.json: expected an object")];
        await using var service = Service(o => o with { Rules = [new FakeRule("broken", (_, _) => throw new FormatException("bad")), .. o.Rules] });

        var report = await service.RunOnceAsync(Ct);

        Assert.Single(report.Opened);
        Assert.Equal("FormatException: bad", Assert.Single(report.Decisions.Select(d => d.Outcome).OfType<Admission.RuleFailed>()).Error);
        Assert.Single(report.Sick);
        Assert.True(report.IsIncomplete);
        Assert.Null(report.Fault);
    }

    [Fact]
    public async Task A_store_fault_is_told_and_the_next_pass_goes_on()
    {
        var faulty = DispatchProxy.Create<IRegeneratorStore, FaultyStore>();
        await using var service = Service(o => o with { Store = faulty });
        ((FaultyStore)faulty).Inner = store;
        ((FaultyStore)faulty).Down = "database is locked";
        Assert.Equal("database is locked", (await service.RunOnceAsync(Ct)).Fault);
        ((FaultyStore)faulty).Down = null;
        Assert.Single((await service.RunOnceAsync(Ct)).Opened);
    }

    [Fact]
    public async Task A_fault_of_the_context_source_is_told_and_the_next_pass_goes_on()
    {
        await using var service = Service();
        contexts.Fault = "disk gone";
        Assert.Equal("disk gone", (await service.RunOnceAsync(Ct)).Fault);
        contexts.Fault = null;
        Assert.Single((await service.RunOnceAsync(Ct)).Opened);
    }

    [Fact]
    public async Task What_a_pass_had_done_before_it_broke_is_in_its_report()
    {
        await using var service = Service(o => o with { Review = new BrokenReview() });

        var report = await service.RunOnceAsync(Ct);

        Assert.Equal("no policy", report.Fault);
        Assert.Single(report.Opened);
    }

    [Fact]
    public async Task Six_hours_of_downtime_are_caught_up_in_slices()
    {
        await using var service = Service();
        await service.RunOnceAsync(Ct);
        clock.Advance(TimeSpan.FromHours(6));

        var passes = new List<PassReport>();
        do passes.Add(await service.RunOnceAsync(Ct));
        while (passes[^1].CutShort);

        Assert.Equal([12, 12, 12, 12, 12, 12], passes.Select(p => p.Cycles.Count));
        Assert.Equal([true, true, true, true, true, false], passes.Select(p => p.CutShort));
        Assert.Equal(73, telemetry.Windows.Distinct().Count());
        Assert.Equal(telemetry.Windows.Order(), telemetry.Windows);
        Assert.Equal(73, (await TheOneAsync()).Sightings.Windows);
    }

    [Fact]
    public async Task A_provider_that_waits_for_late_events_cuts_no_pass_short()
    {
        var errors = new FakeErrors { Traits = new ProviderTraits("errors") { Lateness = TimeSpan.FromMinutes(7) } };
        await using var service = Service(o => o with { MaxWindowsPerPass = 2, Adapters = new SignalAdapters { Telemetry = telemetry, Errors = errors } });
        await service.RunOnceAsync(Ct);
        clock.Advance(TimeSpan.FromMinutes(5));

        var report = await service.RunOnceAsync(Ct);

        Assert.Equal(2, report.Cycles.Count);
        Assert.False(report.IsIncomplete);
    }

    [Fact]
    public async Task Passes_never_overlap_and_ticks_that_were_missed_are_not_made_up()
    {
        var passes = 0;
        var gate = new TaskCompletionSource();
        contexts.Gate = gate.Task;
        await using var service = Service(o => o with { OnPass = _ => Interlocked.Increment(ref passes) });
        await service.StartAsync(Ct);
        await service.StartAsync(Ct);
        await Until(() => contexts.Reading == 1);

        for (var i = 0; i < 5; i++) clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((1, 0), (contexts.MostAtOnce, passes));
        contexts.Gate = Task.CompletedTask;
        gate.SetResult();

        await Until(() => Volatile.Read(ref passes) == 2);
        clock.Advance(TimeSpan.FromMinutes(1));
        await Until(() => Volatile.Read(ref passes) == 3);
        Assert.Equal(1, contexts.MostAtOnce);
    }

    [Fact]
    public async Task Stopping_waits_for_the_pass_and_nothing_happens_afterwards()
    {
        telemetry.Hangs = true;
        var passes = 0;
        await using var service = Service(o => o with { OnPass = _ => passes++ });
        await service.StartAsync(Ct);
        await Until(() => telemetry.Windows.Length == 1);

        await service.StopAsync(Ct);
        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal((0, 1), (passes, telemetry.Windows.Length));
        Assert.Empty((await store.ListAsync(new ProposalQuery(), Ct)).Proposals);
        await service.StopAsync(Ct);
    }

    [Fact]
    public async Task A_stop_that_is_not_waited_for_says_so()
    {
        var gate = new TaskCompletionSource();
        contexts.Gate = gate.Task;
        await using var service = Service();
        await service.StartAsync(Ct);
        await Until(() => contexts.Reading == 1);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service.StopAsync(new CancellationToken(canceled: true)));

        gate.SetResult();
        await service.StopAsync(Ct);
    }

    [Fact]
    public async Task A_listener_that_throws_does_not_end_the_watch()
    {
        var passes = 0;
        await using var service = Service(o => o with { OnPass = _ => throw new InvalidOperationException($"{Interlocked.Increment(ref passes)}") });
        await service.StartAsync(Ct);
        await Until(() => Volatile.Read(ref passes) == 1 && clock.Waiting > 0);
        clock.Advance(TimeSpan.FromMinutes(1));
        await Until(() => Volatile.Read(ref passes) == 2);
    }

    [Fact]
    public async Task A_sink_hears_of_new_proposals_in_order_and_once()
    {
        await using var service = Service(o => o with { Rules = [FakeRule.Pinning("a"), FakeRule.Pinning("b")] });
        await service.RunOnceAsync(Ct);
        await service.RunOnceAsync(Ct);

        Assert.Equal((await store.ListAsync(new ProposalQuery(), Ct)).Proposals.Select(p => p.Id).Order(), sink.Told.Select(d => d.Proposal.Id).Order());
        Assert.All(sink.Told, d => Assert.Equal("cfg-acme", d.Context!.Id));
    }

    [Fact]
    public async Task What_a_sink_did_not_take_comes_again_and_what_came_after_it_waits()
    {
        sink.Down = "queue is full";
        sink.Wants = new HashSet<Moment> { Moment.Opened, Moment.Rejected };
        await using var service = Service();
        var report = await service.RunOnceAsync(Ct);
        var proposal = await TheOneAsync();
        Assert.Equal([$"sink fake did not take opened of {proposal.Id}: queue is full"], report.SinkFaults);
        Assert.True(report.IsIncomplete);
        await store.DecideAsync(proposal.Id, Some.Refusal(), Ct);
        sink.Attempts.Clear();

        await service.RunOnceAsync(Ct);
        Assert.Empty(sink.Attempts); // it pauses
        clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(report.SinkFaults, (await service.RunOnceAsync(Ct)).SinkFaults);
        Assert.Equal([Moment.Opened], sink.Attempts.Select(a => a.Moment));
        sink.Down = null;
        clock.Advance(TimeSpan.FromMinutes(1));
        await service.RunOnceAsync(Ct);

        Assert.Equal([Moment.Opened, Moment.Rejected], sink.Told.Select(d => d.Moment));
    }

    [Fact]
    public async Task A_pass_without_providers_says_that_it_is_blind()
    {
        await using var service = Service(o => o with { Adapters = new SignalAdapters() });
        Assert.Equal(["there is no provider of signals: nothing can be seen"], (await service.RunOnceAsync(Ct)).Notices);
    }

    [Fact]
    public async Task A_pass_without_contexts_says_that_nothing_is_watched()
    {
        await using var service = Service(o => o with { Contexts = new FixedContexts([]) });

        Assert.Equal(["there is no context: nothing is watched"], (await service.RunOnceAsync(Ct)).Notices);
        Assert.Equal(new ReadinessCheck("contexts", CheckState.Warning, "there is none: nothing is watched"), (await service.ReadinessAsync(Ct)).Checks.Single(c => c.Name == "contexts"));
    }

    public static TheoryData<string, Func<RegeneratorOptions, RegeneratorOptions>> BadOptions => new()
    {
        { "requires at least one rule", o => o with { Rules = [] } },
        { "the rule id «checkout-failing» is used twice", o => o with { Rules = [FakeRule.Pinning(), FakeRule.Pinning()] } },
        { "a rule id is empty", o => o with { Rules = [FakeRule.Pinning("")] } },
        { "the provider name «telemetry» is used twice", o => o with { Providers = [new FakeTelemetry()] } },
        { "the sink name «fake» is used twice", o => o with { Sinks = [new FakeSink()] } },
        { "Accounts: no provider has the account «vendr», so its limits would keep nobody; known: ", o => o with { Accounts = new Dictionary<string, RequestBudget>(StringComparer.Ordinal) { ["vendr"] = new(PerMinute: 7) } } },
        { "PollInterval is 00:00:00; it is at least 00:00:00.0010000 and at most 49 days", o => o with { PollInterval = TimeSpan.Zero } },
        { "PollInterval is -00:00:01", o => o with { PollInterval = TimeSpan.FromSeconds(-1) } },
        { "PollInterval is 60.00:00:00", o => o with { PollInterval = TimeSpan.FromDays(60) } },
        { "Windows.Length is 00:00:00; it is at least 00:00:01", o => o with { Windows = new() { Length = TimeSpan.Zero } } },
        { "Windows.RequestTimeout is -00:00:01", o => o with { Windows = new() { RequestTimeout = TimeSpan.FromSeconds(-1) } } },
        { "Windows.Lateness is -00:00:01; it is at least 00:00:00", o => o with { Windows = new() { Lateness = TimeSpan.FromSeconds(-1) } } },
        { "Lateness of provider «late» is -00:00:01", o => o with { Providers = [new FakeErrors { Traits = new ProviderTraits("late") { Lateness = TimeSpan.FromSeconds(-1) } }] } },
        { "Lookback of rule «r» is -00:00:01", o => o with { Rules = [new FakeRule("r", (_, _) => []) { Schedule = new RuleSchedule(TimeSpan.FromSeconds(-1)) }] } },
        { "MaxWindowsPerPass is 0; it is one or more", o => o with { MaxWindowsPerPass = 0 } },
        { "String provides no signals", o => o with { Providers = ["prom"] } },
    };

    [Theory]
    [MemberData(nameof(BadOptions), DisableDiscoveryEnumeration = true)]
    public void A_setting_out_of_range_is_refused_by_name(string message, Func<RegeneratorOptions, RegeneratorOptions> change) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => Service(change)).Message, StringComparison.Ordinal);

    private RegeneratorService Service(Func<RegeneratorOptions, RegeneratorOptions>? change = null)
    {
        var options = new RegeneratorOptions
        {
            Contexts = contexts,
            Rules = [FakeRule.Pinning()],
            Adapters = new SignalAdapters { Telemetry = telemetry },
            Sink = sink,
            Store = store,
            Time = clock,
        };
        return new RegeneratorService(change is null ? options : change(options));
    }

    private async Task<Proposal> TheOneAsync() => Assert.Single((await store.ListAsync(ProposalQuery.Living, Ct)).Proposals);

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            Ct.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static RegenerationContext OnDisk() => new(
        SpecDocument.InCode(Some.Blueprint()),
        SpecDocument.Read(SpecKind.Tenant, SpecPlace.File("acme.json"), JsonSerializer.SerializeToUtf8Bytes(Some.Tenant(), SpecJson.Default.TenantAppConfig)));

    private sealed class Listed(RegenerationContext context) : IContextSource
    {
        private int reading;

        public RegenerationContext Context { get; set; } = context;

        public IReadOnlyList<SickContext> Sick { get; set; } = [];

        public string? Fault { get; set; }

        public Task Gate { get; set; } = Task.CompletedTask;

        public int MostAtOnce { get; private set; }

        public int Reading => Volatile.Read(ref reading);

        public async ValueTask<ContextSnapshot> ReadAsync(CancellationToken ct)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref reading));
            await Gate;
            Interlocked.Decrement(ref reading);
            return Fault is null ? new ContextSnapshot([Context], Sick) : throw new StoreException(Fault);
        }
    }

    /// <summary>A store that is gone while <see cref="Down"/> is set. Public and open, as a proxy has to be.</summary>
    public class FaultyStore : DispatchProxy
    {
        public IRegeneratorStore? Inner { get; set; }

        public string? Down { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Down is null ? targetMethod!.Invoke(Inner, args) : throw new StoreException(Down);
    }

    private sealed class FakeSink : IProposalSink
    {
        public string Name => "fake";

        public IReadOnlySet<Moment> Wants { get; set; } = new HashSet<Moment> { Moment.Opened };

        public IReadOnlySet<Moment> Moments => Wants;

        public string? Down { get; set; }

        public List<ProposalDelivery> Attempts { get; } = [];

        public List<ProposalDelivery> Told { get; } = [];

        public Task SubmitAsync(ProposalDelivery delivery, CancellationToken ct)
        {
            Attempts.Add(delivery);
            if (Down is not null) throw new InvalidOperationException(Down);
            Told.Add(delivery);
            return Task.CompletedTask;
        }
    }

    /// <summary>Changes the context in place, as a custom updater would.</summary>
    private sealed class FakeUpdater(Listed contexts) : ITenantConfigUpdater, ITestExecutor
    {
        public bool TestsFail { get; init; }

        public int Updates { get; private set; }

        public Task<ActionOutcome> UpdateTenantConfigAsync(ActionCall<ProposalAction.UpdateTenantConfig> call, CancellationToken ct)
        {
            Updates++;
            var compiled = ((CompileResult.Changed)EditCompiler.Compile(call.Context.TenantDocument, call.Action.Edits)).Edits;
            contexts.Context = call.Context.With(call.Context.TenantDocument.With(JsonSerializer.SerializeToUtf8Bytes(compiled.After)));
            return Task.FromResult<ActionOutcome>(new ActionOutcome.Succeeded());
        }

        public Task<ActionOutcome> RunTestsAsync(ActionCall<ProposalAction.RunTests> call, CancellationToken ct) =>
            Task.FromResult<ActionOutcome>(TestsFail ? new ActionOutcome.Failed("1 of 3 failed") : new ActionOutcome.Succeeded());
    }

    private sealed record BrokenReview : IReviewPolicy
    {
        public int Approvals => 1;

        public bool AllowSelfApproval => false;

        public string? ApprovesAs(Proposal proposal) => throw new InvalidOperationException("no policy");
    }
}
