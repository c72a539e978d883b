using System.Diagnostics;
using Regenerator.Execution;
using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Json;
using Regenerator.Storage;
using Regenerator.Testing;
using static Regenerator.Tests.Execution.TempWorkspace;

namespace Regenerator.Tests.Execution;

public sealed class ApplierTests : IAsyncDisposable
{
    private static readonly ProposalAction Tests = new ProposalAction.RunTests("smoke");

    private readonly TempWorkspace workspace = new();
    private readonly InMemoryStore store = new();
    private readonly TestClock clock = new();
    private readonly ScriptedHandlers handlers = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        workspace.Dispose();
        return store.DisposeAsync();
    }

    [Fact]
    public async Task Two_first_overrides_of_one_tenant_are_both_applied()
    {
        var checkout = await workspace.OpenApprovedAsync(store, Wish(Update(Safe("checkout"))));
        var refund = await workspace.OpenApprovedAsync(store, Wish(Update(Safe("refund"))) with { Id = "refund-failing" });

        Assert.Equal(ProposalState.Applied, (await AppliedAsync(checkout)).State);
        Assert.Equal(ProposalState.Applied, (await AppliedAsync(refund)).State);

        var tenant = (await workspace.ContextAsync()).TenantConfig;
        Assert.Equal(["checkout", "refund"], tenant.WorkflowOverrides!.Select(o => o!.Slot));
        Assert.Equal("1.0.2", tenant.Meta.Version);
    }

    [Fact]
    public async Task A_document_that_was_laid_out_anew_meanwhile_is_changed_all_the_same()
    {
        var proposal = await workspace.OpenApprovedAsync(store, Wish(Update(), Tests));
        workspace.Write("tenants/acme.json", "{\"x-notes\":[1],\n\t\"meta\":{\"version\":\"5\",\"blueprintName\":\"shop\",\"tenantId\":\"acme\",\"id\":\"cfg-acme\"}}");

        await AppliedAsync(proposal);

        Assert.StartsWith("{\"x-notes\":[1],\n\t\"meta\":{\"version\":\"6\",\"blueprintName\":\"shop\"", workspace.Read(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flag_inserted_before_it_does_not_take_its_place()
    {
        workspace.Write("tenants/acme.json", Acme.Replace("\"x-notes\"", """ "featureFlags": [ { "key": "wishlist", "enabled": true } ], "x-notes" """));
        var proposal = await workspace.OpenApprovedAsync(store, Wish(Update(new SpecEdit.SetFeatureFlag("wishlist", false))));
        workspace.Write("tenants/acme.json", workspace.Read().Replace("[ { \"key\": \"wishlist\"", "[ { \"key\": \"banner\", \"enabled\": true }, { \"key\": \"wishlist\""));

        await AppliedAsync(proposal);

        Assert.Equal([("banner", true), ("wishlist", false)], (await workspace.ContextAsync()).TenantConfig.FeatureFlags!.Select(f => (f.Key, f.Enabled)));
    }

    [Fact]
    public async Task An_element_that_was_changed_meanwhile_is_not_overwritten_and_asks_for_a_new_approval()
    {
        var proposal = await workspace.OpenApprovedAsync(store, Wish(Update(), Tests));
        var theirs = workspace.Write("tenants/acme.json", Acme.Replace("\"x-notes\"", """ "workflowOverrides": [ { "slot": "checkout", "pointer": { "key": "checkout.other" } } ], "x-notes" """));
        var text = await File.ReadAllTextAsync(theirs, Ct);

        var refused = Assert.IsType<ApplyResult.Refused>(await Applier().ApplyAsync(proposal.Id, "executor:test", Ct));

        Assert.StartsWith("it is stale: ", refused.Reason, StringComparison.Ordinal);
        Assert.Equal((ProposalState.Open, 2, 0), (refused.Proposal!.State, refused.Proposal.Revision.Number, refused.Proposal.Approvals.Count));
        Assert.Equal(text, workspace.Read());
        Assert.Empty(handlers.Calls);
    }

    [Fact]
    public async Task A_raw_patch_that_no_longer_fits_loses_its_approval()
    {
        var patch = JsonPatch.Parse("""[{"op":"replace","path":"/x-notes/0","value":9},{"op":"add","path":"/featureFlags","value":[{"key":"wishlist","enabled":false}]}]""");
        var proposal = await workspace.OpenApprovedAsync(store, Wish(Update(new SpecEdit.Patch(patch))));
        workspace.Write("tenants/acme.json", Acme.Replace("[ 1,2,   3 ]", "[ 7 ]"));

        var refused = Assert.IsType<ApplyResult.Refused>(await Applier().ApplyAsync(proposal.Id, "executor:test", Ct));

        Assert.Equal((ProposalState.Open, 1, 0), (refused.Proposal!.State, refused.Proposal.Revision.Number, refused.Proposal.Approvals.Count));
        Assert.IsType<ProposalEvent.ApprovalFell>((await store.RecordAsync(proposal)).History[^1]);
    }

    [Fact]
    public async Task A_document_that_moves_while_its_tests_run_is_not_overwritten()
    {
        var proposal = await workspace.OpenApprovedAsync(store, Wish(Update(), Tests));
        handlers.Tests = (_, _) =>
        {
            workspace.Write("tenants/acme.json", Acme + "\n");
            return Fine();
        };

        var failed = Assert.IsType<ApplyResult.Failed>(await Applier().ApplyAsync(proposal.Id, "executor:test", Ct));

        Assert.Equal(ProposalState.Open, failed.Proposal.State);
        Assert.Equal("tenants/acme.json was changed since it was read", failed.Result.Actions[0].Error);
        Assert.Equal(Acme + "\n", workspace.Read());
    }

    [Fact]
    public async Task After_failed_tests_it_is_open_again_and_only_a_person_retries()
    {
        var proposal = await workspace.OpenApprovedAsync(store, Wish(Update(), Tests));
        handlers.Tests = (_, _) => ScriptedHandlers.Fail("2 of 3 failed");

        var failed = Assert.IsType<ApplyResult.Failed>(await Applier().ApplyAsync(proposal.Id, "executor:test", Ct));

        Assert.Equal((ProposalState.Open, Acme), (failed.Proposal.State, workspace.Read()));
        var record = await store.RecordAsync(proposal);
        Assert.Equal("run_tests failed: 2 of 3 failed", Assert.IsType<ProposalEvent.Undone>(record.History[^1]).Reason);
        Assert.Equal((StepStatus.Failed, "2 of 3 failed"), (Assert.Single(record.Steps).Status, record.Steps[0].Reason));
        Assert.Empty(await new Reviewer(store, workspace.Contexts, new AutoReview(), clock).ReviewByPolicyAsync(Ct));

        handlers.Tests = (_, _) => Fine();
        await new Reviewer(store, workspace.Contexts, new ManualReview(), clock).ApproveAsync(proposal.Id, proposal.Revision.Digest, "person:bob", Ct);
        await AppliedAsync(proposal);
        Assert.Equal([$"{proposal.Id}/1/1", $"{proposal.Id}/1#2/1", $"{proposal.Id}/1#2/0"], (await store.RecordAsync(proposal)).Steps.Select(s => s.Key).OrderBy(k => k.Contains('#')).ThenByDescending(k => k, StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Promise", "R11")]
    public async Task What_can_not_be_undone_needs_attention_until_a_person_settles_it()
    {
        var proposal = await workspace.OpenApprovedAsync(store, Wish(Update(), new ProposalAction.RunMigrations("0007"), new ProposalAction.TriggerRegeneration()));
        var rival = await workspace.OpenApprovedAsync(store, Wish(Update(Safe("refund"))) with { Id = "refund-failing" });
        handlers.Undo = null;
        handlers.Regeneration = call => call.StepKey.EndsWith("/undo", StringComparison.Ordinal) ? Fine() : ScriptedHandlers.Fail();

        var failed = Assert.IsType<ApplyResult.Failed>(await Applier().ApplyAsync(proposal.Id, "executor:test", Ct));

        Assert.Equal(ProposalState.NeedsAttention, failed.Proposal.State);
        Assert.Equal(["migrations 0007 have run and there is no way configured to undo them"], failed.Proposal.Left);
        Assert.Equal(Acme, workspace.Read());
        Assert.Equal([(StepStatus.Undone, null), (StepStatus.Undone, failed.Proposal.Left[0]), (StepStatus.Undone, null)], (await store.RecordAsync(proposal)).Steps.Select(s => (s.Status, s.Left)));
        Assert.Contains("is held by proposal", Assert.IsType<ApplyResult.Refused>(await Applier().ApplyAsync(rival.Id, "executor:test", Ct)).Reason, StringComparison.Ordinal);

        var desk = new Reviewer(store, workspace.Contexts, new ManualReview(), clock);
        Assert.IsType<DecideResult.Decided>(await desk.SettleAsync(proposal.Id, applied: false, "migrated down by hand", "person:ann", Ct));
        Assert.Equal(ProposalState.Applied, (await AppliedAsync(rival)).State);
        Assert.Equal(ProposalState.Open, (await store.RecordAsync(proposal)).Proposal.State);
    }

    [Fact]
    public async Task What_was_done_although_the_document_could_not_be_changed_needs_attention()
    {
        var proposal = await workspace.OpenApprovedAsync(store, Wish(Update(), new ProposalAction.RunMigrations("0007")));
        var deps = handlers.With(workspace.Specs) with { TenantConfigUpdater = null };

        var failed = Assert.IsType<ApplyResult.Failed>(await Applier(deps: deps).ApplyAsync(proposal.Id, "executor:test", Ct));

        Assert.Equal((ProposalState.NeedsAttention, "run_migrations was carried out"), (failed.Proposal.State, Assert.Single(failed.Proposal.Left)));
    }

    [Fact]
    [Trait("Promise", "R13")]
    public async Task Two_appliers_at_once_have_one_effect_per_step()
    {
        var proposal = await workspace.OpenApprovedAsync(store, Wish(Update(), Tests, new ProposalAction.RunMigrations("1"), new ProposalAction.TriggerRegeneration()));

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Applier().ApplyAsync(proposal.Id, "executor:test", Ct), Ct)));

        Assert.Single(results.OfType<ApplyResult.Applied>());
        Assert.Equal(7, results.OfType<ApplyResult.Refused>().Count());
        Assert.Equal(["run_tests", "run_migrations 1", "trigger_regeneration"], handlers.Calls);
        Assert.Equal("1.0.1", (await workspace.ContextAsync()).TenantConfig.Meta.Version);
    }

    [Fact]
    public async Task Applies_on_one_document_are_serial()
    {
        var first = await workspace.OpenApprovedAsync(store, Wish(Update(Safe("checkout")), Tests));
        var second = await workspace.OpenApprovedAsync(store, Wish(Update(Safe("refund"))) with { Id = "refund-failing" });
        var refusal = "";
        handlers.Tests = async (_, ct) =>
        {
            refusal = Assert.IsType<ApplyResult.Refused>(await Applier().ApplyAsync(second.Id, "executor:test", ct)).Reason;
            return new ActionOutcome.Succeeded();
        };

        await AppliedAsync(first);

        Assert.Equal($"tenant:cfg-acme is held by proposal {first.Id}, which is being applied", refusal);
        await AppliedAsync(second);
    }

    [Fact]
    public async Task An_executor_of_ones_own_that_throws_is_looked_at_by_a_person_and_not_called_again()
    {
        var proposal = await workspace.OpenApprovedAsync(store, Wish(Update()));
        var throwing = new Throwing();
        var applier = new Applier(store, throwing, workspace.Contexts, clock);

        var failed = Assert.IsType<ApplyResult.Failed>(await applier.ApplyAsync(proposal.Id, "executor:test", Ct));

        Assert.Equal(ProposalState.NeedsAttention, failed.Proposal.State);
        Assert.Equal("the executor threw, and what it had done by then is not known: out of paper", Assert.Single(failed.Proposal.Left));
        Assert.Empty(await applier.RecoverAsync(Ct));
        Assert.Equal(1, throwing.Calls);
    }

    [Fact]
    public async Task Stopped_in_the_middle_of_a_test_command_it_ends_at_once_and_the_next_apply_goes_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no sh");
        var proposal = await workspace.OpenApprovedAsync(store, Wish(new ProposalAction.RunMigrations("1"), Update(), Tests));
        var id = workspace.PathOf("pid");
        var slow = new CommandTestExecutor("sh", "-c", $"echo $$ > {id}.new; mv {id}.new {id}; exec sleep 600");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = Applier(deps: handlers.With(workspace.Specs) with { TestExecutor = slow }).ApplyAsync(proposal.Id, "executor:test", stop.Token);
        while (!File.Exists(id)) await Task.Yield();

        var stopping = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.InRange(stopping.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.False(File.Exists($"/proc/{(await File.ReadAllTextAsync(id, Ct)).Trim()}/exe"));
        var record = await store.RecordAsync(proposal);
        Assert.Equal((ProposalState.Applying, StepStatus.Started), (record.Proposal.State, Assert.Single(record.Steps).Status));
        Assert.Equal(Acme, workspace.Read());

        Assert.IsType<ApplyResult.Applied>(Assert.Single(await Applier().RecoverAsync(Ct)));
        Assert.Equal(["run_tests", "run_migrations 1"], handlers.Calls);
        Assert.All((await store.RecordAsync(proposal)).Steps, s => Assert.Equal((StepStatus.Succeeded, $"{proposal.Id}/1/{s.Index}"), (s.Status, s.Key)));
    }

    [Fact]
    public async Task Tests_that_fail_when_they_are_run_again_take_back_what_was_promoted_before_the_crash()
    {
        var proposal = await workspace.OpenApprovedAsync(store, Wish(Update(), Tests));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var dying = new DyingStore(workspace.Specs, stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Applier(deps: handlers.With(workspace.Specs) with { TenantConfigUpdater = dying }).ApplyAsync(proposal.Id, "executor:test", stop.Token));
        Assert.Contains("checkout.safe", workspace.Read(), StringComparison.Ordinal);
        handlers.Tests = (_, _) => ScriptedHandlers.Fail();

        var failed = Assert.IsType<ApplyResult.Failed>(await Applier().ApplyAsync(proposal.Id, "executor:test", Ct));

        Assert.Equal((ProposalState.Open, Acme), (failed.Proposal.State, workspace.Read()));
    }

    [Fact]
    [Trait("Promise", "R20")]
    public async Task Whoever_lost_the_document_to_another_stops_without_a_trace()
    {
        var proposal = await workspace.OpenApprovedAsync(store, Wish(Update(), Tests));
        handlers.Tests = async (_, ct) =>
        {
            clock.Advance(TimeSpan.FromSeconds(1)); // no beat yet
            await store.ClaimAsync(Some.Claim(proposal.Id, "elsewhere/1/1", clock.GetUtcNow(), gone: (await store.RecordAsync(proposal)).History.OfType<ProposalEvent.Claimed>().Last().Owner), ct);
            return new ActionOutcome.Succeeded();
        };

        var refused = Assert.IsType<ApplyResult.Refused>(await Applier().ApplyAsync(proposal.Id, "executor:test", Ct));

        Assert.Equal("another executor has taken it over", refused.Reason);
        Assert.Equal((ProposalState.Applying, Acme), (refused.Proposal!.State, workspace.Read()));
    }

    [Fact]
    public async Task A_long_step_keeps_its_claim()
    {
        var proposal = await workspace.OpenApprovedAsync(store, Wish(Update(), Tests));
        var intruders = new List<ClaimResult>();
        handlers.Tests = async (_, ct) =>
        {
            for (var minute = 0; minute < 5; minute++)
            {
                // A claim lives for three beats: one of these two may come late.
                for (var beat = 0; beat < 2; beat++)
                {
                    clock.Advance(TimeSpan.FromSeconds(20));
                    await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct);
                }

                intruders.Add(await store.ClaimAsync(Some.Claim(proposal.Id, "elsewhere/1/1", clock.GetUtcNow()), ct));
            }

            return new ActionOutcome.Succeeded();
        };

        await AppliedAsync(proposal);

        Assert.All(intruders, i => Assert.IsType<ClaimResult.Denied>(i));
    }

    [Fact]
    public async Task Only_what_is_approved_is_applied()
    {
        var proposal = await workspace.OpenAsync(store, Wish(Update()));

        Assert.Equal("only an approved proposal can be applied; this one is open", Assert.IsType<ApplyResult.Refused>(await Applier().ApplyAsync(proposal.Id, "executor:test", Ct)).Reason);
        Assert.Equal("there is no such proposal", Assert.IsType<ApplyResult.Refused>(await Applier().ApplyAsync(Some.Proposal("other").Id, "executor:test", Ct)).Reason);
    }

    [Fact]
    public async Task What_no_longer_fits_because_of_what_was_applied_is_superseded_by_it()
    {
        workspace.Write("tenants/acme.json", Acme.Replace("\"x-notes\"", """ "featureFlags": [ { "key": "wishlist", "enabled": true } ], "x-notes" """));
        var patch = JsonPatch.Parse("""[{"op":"test","path":"/featureFlags/0/enabled","value":true},{"op":"replace","path":"/featureFlags/0/enabled","value":false},{"op":"add","path":"/featureFlags/0/x-why","value":"slow"}]""");
        var rival = await workspace.OpenAsync(store, Wish(Update(new SpecEdit.Patch(patch))) with { Id = "wishlist-slow" });
        var elsewhere = await workspace.OpenAsync(store, Wish(Update()));
        var proposal = await workspace.OpenApprovedAsync(store, Wish(Update(new SpecEdit.SetFeatureFlag("wishlist", false))) with { Id = "wishlist-broken" });

        await AppliedAsync(proposal);

        var superseded = (await store.RecordAsync(rival)).Proposal;
        Assert.Equal((ProposalState.Superseded, proposal.Id), (superseded.State, superseded.SupersededBy));
        Assert.StartsWith("since «Pin checkout to a safe workflow» was applied its edits do not fit any more: ", superseded.Ending, StringComparison.Ordinal);
        Assert.Equal(ProposalState.Open, (await store.RecordAsync(elsewhere)).Proposal.State);
    }

    [Fact]
    [Trait("Promise", "S12")]
    public async Task A_frozen_proposal_is_applied_by_nobody_and_stays_approved_until_a_person_breaks_the_glass()
    {
        var proposal = await workspace.OpenApprovedAsync(store, Wish(Update(), Tests));
        var set = new FreezeEvent.Set(new FreezeReach.Context("cfg-acme"), "release week", clock.GetUtcNow().AddDays(1)) { Actor = "person:ada", At = clock.GetUtcNow() };
        await store.RecordFreezeAsync(FreezeId.Of(set), set, Ct);
        var before = workspace.Read();

        var refused = Assert.IsType<ApplyResult.Refused>(await Applier().ApplyAsync(proposal.Id, "executor:service", Ct));

        Assert.StartsWith("person:ada has frozen context cfg-acme until ", refused.Reason, StringComparison.Ordinal);
        Assert.Equal((ProposalState.Approved, set.Until, before), (refused.Proposal!.State, refused.FrozenUntil, workspace.Read()));
        Assert.Empty(handlers.Calls);

        var recorded = 0;
        handlers.Tests = async (_, _) =>
        {
            recorded = (await store.RecordAsync(proposal)).History.OfType<ProposalEvent.FreezeBroken>().Count();
            return await Fine();
        };
        Assert.IsType<ApplyResult.Applied>(await Applier().ApplyAsync(proposal.Id, "person:bob", "checkout is down", Ct));
        Assert.Equal(1, recorded); // before anything was done
    }

    /// <summary>Stops right after it has written.</summary>
    private sealed class DyingStore(FileSpecStore inner, CancellationTokenSource stop) : ISpecStore
    {
        public Task<SpecDocument> ReadAsync(SpecDocument document, CancellationToken ct) => inner.ReadAsync(document, ct);

        public Task<string> KeepAsync(SpecDocument document, CancellationToken ct) => inner.KeepAsync(document, ct);

        public async Task<SpecWrite> WriteAsync(SpecDocument known, ReadOnlyMemory<byte> bytes, CancellationToken ct)
        {
            await inner.WriteAsync(known, bytes, ct);
            await stop.CancelAsync();
            throw new OperationCanceledException(stop.Token);
        }

        public Task<byte[]> ReadHistoryAsync(string history, CancellationToken ct) => inner.ReadHistoryAsync(history, ct);

        public string MakeCandidateFolder(string name) => inner.MakeCandidateFolder(name);

        public Task<ActionOutcome> UpdateBlueprintAsync(ActionCall<ProposalAction.UpdateBlueprint> call, CancellationToken ct) => inner.UpdateBlueprintAsync(call, ct);

        public Task<ActionOutcome> UpdateTenantConfigAsync(ActionCall<ProposalAction.UpdateTenantConfig> call, CancellationToken ct) => inner.UpdateTenantConfigAsync(call, ct);
    }

    private static Task<ActionOutcome> Fine() => Task.FromResult<ActionOutcome>(new ActionOutcome.Succeeded());

    private Applier Applier(ExecutorDeps? deps = null) =>
        new(store, new ProposalExecutor(deps ?? handlers.With(workspace.Specs), new ExecutorOptions { Time = clock }), workspace.Contexts, clock);

    private async Task<Proposal> AppliedAsync(Proposal proposal) => Assert.IsType<ApplyResult.Applied>(await Applier().ApplyAsync(proposal.Id, "executor:test", Ct)).Proposal;

    private sealed class Throwing : IProposalExecutor
    {
        public int Calls { get; private set; }

        public Task<ExecutionResult> ExecuteAsync(Regenerator.Contexts.RegenerationContext context, SpecChangeProposal proposal, Journal journal, CancellationToken ct)
        {
            Calls++;
            throw new InvalidOperationException("out of paper");
        }
    }
}
