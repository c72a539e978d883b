using System.Text.Json;
using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Testing;
using static Regenerator.Tests.Execution.TempWorkspace;

namespace Regenerator.Tests.Execution;

public sealed class ProposalExecutorTests : IDisposable
{
    private static readonly ProposalAction Tests = new ProposalAction.RunTests("smoke");
    private static readonly ProposalAction Regenerate = new ProposalAction.TriggerRegeneration();

    private readonly TempWorkspace workspace = new();
    private readonly ScriptedHandlers handlers = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => workspace.Dispose();

    [Fact]
    [Trait("Promise", "R12")]
    public async Task Tests_see_the_candidate_before_the_live_file_changes()
    {
        var (live, candidate, blueprint) = ("", "", "");
        handlers.Tests = async (call, ct) =>
        {
            live = workspace.Read();
            candidate = await File.ReadAllTextAsync(call.Candidate!.TenantConfig, ct);
            blueprint = await File.ReadAllTextAsync(call.Candidate.Blueprint, ct);
            return new ActionOutcome.Succeeded();
        };

        var result = await ExecuteAsync(Update(), Migrate("1"), Tests, Regenerate);

        Assert.Equal(ExecutionStatus.Success, result.Status);
        Assert.Equal(Acme, live);
        Assert.Equal(Shop, blueprint);
        Assert.Equal(workspace.Read(), candidate);
        Assert.Contains("checkout.safe", candidate, StringComparison.Ordinal);
        Assert.Equal(["run_tests", "run_migrations 1", "trigger_regeneration"], handlers.Calls);
        Assert.Equal([0, 1, 2, 3], result.Actions.Select(a => a.Index));
        Assert.Empty(Directory.GetDirectories(workspace.PathOf(".regenerator/candidates")));
    }

    [Fact]
    [Trait("Promise", "R12")]
    public async Task Failed_tests_mean_that_the_live_bytes_never_differed()
    {
        using var sampling = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var samples = 0;
        var sampler = Task.Run(
            () =>
            {
                for (; !sampling.IsCancellationRequested; samples++) Assert.Equal(Acme, workspace.Read());
            },
            Ct);
        var command = new CommandTestExecutor("sh", "-c", "sleep 0.3; echo 1 of 2 failed; exit 1");

        var result = await new ProposalExecutor(handlers.With(workspace.Specs) with { TestExecutor = command }).ExecuteAsync(await workspace.ContextAsync(), Wish(Update(), Tests, Migrate("1"), Regenerate), Ct);
        await sampling.CancelAsync();
        await sampler;

        Assert.Equal(ExecutionStatus.Failed, result.Status);
        Assert.Equal([(ActionStatus.Skipped, "previous_action_failed"), (ActionStatus.Failed, null), (ActionStatus.Skipped, "previous_action_failed"), (ActionStatus.Skipped, "previous_action_failed")], result.Actions.Select(a => (a.Status, a.Reason)));
        Assert.EndsWith("ended with exit code 1: 1 of 2 failed", result.Actions[1].Error, StringComparison.Ordinal);
        Assert.Empty(result.Left);
        Assert.Empty(handlers.Calls);
        Assert.True(samples > 10);
    }

    [Fact]
    [Trait("Promise", "R11")]
    public async Task A_failed_migration_brings_the_document_back_and_undoes_migrations_last_first()
    {
        handlers.Migrations = call => call.Action.Migrations[0] == "2" ? ScriptedHandlers.Fail() : Fine();
        var keys = new List<string>();
        handlers.Undo = call =>
        {
            keys.Add(call.StepKey);
            return Fine();
        };

        var result = await ExecuteAsync(Update(), Migrate("1"), Migrate("2"), Regenerate);

        Assert.Equal(ExecutionStatus.Failed, result.Status);
        Assert.Equal(Acme, workspace.Read());
        Assert.Equal(["run_migrations 1", "run_migrations 2", "undo run_migrations 2", "undo run_migrations 1"], handlers.Calls);
        Assert.All(keys, key => Assert.EndsWith("/undo", key, StringComparison.Ordinal));
        Assert.Empty(result.Left);
        Assert.Equal(["no luck"], result.Actions.Select(a => a.Error).OfType<string>());
    }

    [Fact]
    [Trait("Promise", "R11")]
    public async Task Migrations_that_nobody_can_undo_are_left_and_named()
    {
        handlers.Undo = null;
        handlers.Regeneration = _ => ScriptedHandlers.Fail();

        var result = await ExecuteAsync(Update(), Migrate("0007", "0008"), Regenerate);

        Assert.Equal(Acme, workspace.Read());
        Assert.Equal(
            ["migrations 0007, 0008 have run and there is no way configured to undo them", "regenerating the app from the spec that is in force again failed: no luck"], result.Left);
    }

    [Fact]
    public async Task After_a_failed_regeneration_the_app_is_regenerated_from_the_old_document()
    {
        var seen = new List<(string, bool)>();
        handlers.Regeneration = call =>
        {
            seen.Add((workspace.Read() == Acme ? "old" : "new", call.StepKey.EndsWith("/undo", StringComparison.Ordinal)));
            return seen.Count == 1 ? ScriptedHandlers.Fail() : Fine();
        };

        var result = await ExecuteAsync(Update(), Regenerate);

        Assert.Equal([("new", false), ("old", true)], seen);
        Assert.Equal(Acme, workspace.Read());
        Assert.Empty(result.Left);
    }

    [Fact]
    public async Task A_document_that_a_person_changed_after_the_promotion_is_left_and_says_where_the_old_one_is()
    {
        handlers.Regeneration = _ =>
        {
            workspace.Write("tenants/acme.json", workspace.Read() + "\n");
            return ScriptedHandlers.Fail();
        };

        var result = await ExecuteAsync(Update(), Regenerate);

        var left = result.Left[0];
        Assert.StartsWith("tenants/acme.json was changed again after it was promoted; what it was before is kept in .regenerator/history/", left, StringComparison.Ordinal);
        Assert.Equal(Acme, workspace.Read(left.Split("kept in ")[1]));
    }

    [Fact]
    public async Task A_kept_copy_that_was_tampered_with_is_not_put_back()
    {
        handlers.Migrations = _ =>
        {
            File.WriteAllText(Directory.GetFiles(workspace.PathOf(".regenerator/history"), "*.json", SearchOption.AllDirectories).Single(), "{}");
            return ScriptedHandlers.Fail();
        };

        var result = await ExecuteAsync(Update(), Migrate("1"));

        Assert.Contains("checkout.safe", workspace.Read(), StringComparison.Ordinal);
        Assert.Contains("is no longer what was kept there", Assert.Single(result.Left), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_continue_the_others_go_on_and_nothing_is_undone()
    {
        handlers.Migrations = _ => ScriptedHandlers.Fail();

        var result = await ExecuteAsync(new ExecutorOptions { OnFailure = OnFailure.Continue }, Update(), Migrate("1"), Regenerate);

        Assert.Equal([ActionStatus.Success, ActionStatus.Failed, ActionStatus.Success], result.Actions.Select(a => a.Status));
        Assert.Equal(ExecutionStatus.Failed, result.Status);
        Assert.Contains("checkout.safe", workspace.Read(), StringComparison.Ordinal);
        Assert.Equal(["tenants/acme.json holds the new version", "the app was regenerated"], result.Left);
    }

    [Fact]
    public async Task Missing_handlers_and_unknown_actions_are_skipped_by_name()
    {
        ProposalAction unknown = new ProposalAction.Unknown("send_flowers", JsonElement.Parse("""{"kind":"send_flowers"}"""));

        var result = await new ProposalExecutor(new ExecutorDeps()).ExecuteAsync(
            await workspace.ContextAsync(), Wish(new ProposalAction.UpdateBlueprint(), Update(), Tests, Migrate("1"), Regenerate, unknown), Ct);

        Assert.Equal(
            ["missing_blueprint_updater", "missing_tenant_config_updater", "missing_test_executor", "missing_migration_executor", "missing_regeneration_trigger", "unknown_action"],
            result.Actions.Select(a => a.Reason));
        Assert.Equal(ExecutionStatus.Partial, result.Status);
    }

    [Fact]
    public async Task A_proposal_without_actions_is_partial() => Assert.Equal(ExecutionStatus.Partial, (await ExecuteAsync()).Status);

    [Fact]
    [Trait("Promise", "S10")]
    public async Task A_dry_run_previews_and_touches_nothing()
    {
        var result = await new ProposalExecutor(handlers.With(workspace.Specs)).InDryRun().ExecuteAsync(await workspace.ContextAsync(), Wish(Update(), Tests, Migrate("1"), Regenerate), Ct);

        Assert.All(result.Actions, a => Assert.Equal((ActionStatus.Skipped, "dry_run"), (a.Status, a.Reason)));
        var diff = result.Actions[0].Preview!;
        Assert.StartsWith("--- tenants/acme.json\n+++ tenants/acme.json\n@@ -1,", diff, StringComparison.Ordinal);
        Assert.Contains("checkout.safe", string.Concat(diff.Split('\n').Where(line => line.StartsWith('+'))), StringComparison.Ordinal);
        Assert.Contains("\n+  \"meta\": { \"id\": \"cfg-acme\", \"tenantId\": \"acme\", \"blueprintName\": \"shop\", \"version\": \"1.0.1\"", diff, StringComparison.Ordinal);
        Assert.StartsWith("would run tests smoke with ", result.Actions[1].Preview, StringComparison.Ordinal);
        Assert.Empty(handlers.Calls);
        Assert.Equal(["shop.json", "tenants/acme.json"], workspace.Files());
        Assert.False(Directory.Exists(workspace.PathOf(".regenerator")));
    }

    [Fact]
    public async Task A_custom_updater_acts_at_its_place_and_can_not_be_undone()
    {
        var updater = new OwnUpdater(handlers.Calls);
        handlers.Migrations = _ => ScriptedHandlers.Fail();

        var result = await new ProposalExecutor(handlers.With(workspace.Specs) with { TenantConfigUpdater = updater }).ExecuteAsync(
            await workspace.ContextAsync(), Wish(new ProposalAction.UpdateTenantConfig { Summary = "be kinder" }, Tests, Migrate("1")), Ct);

        Assert.Equal(["updated «be kinder»", "run_tests", "run_migrations 1", "undo run_migrations 1"], handlers.Calls);
        Assert.Equal("the updater of update_tenant_config has acted; take back by hand what it did", Assert.Single(result.Left));
    }

    [Fact]
    public async Task A_handler_that_throws_has_failed()
    {
        handlers.Migrations = _ => throw new InvalidOperationException("the database is on fire");
        handlers.Undo = _ => throw new InvalidOperationException("still on fire");

        var result = await ExecuteAsync(Update(), Migrate("1"));

        Assert.Equal("the database is on fire", result.Actions[1].Error);
        Assert.Equal("undoing run_migrations failed: still on fire", Assert.Single(result.Left));
        Assert.Equal(Acme, workspace.Read());
    }

    [Fact]
    public async Task Cancelled_between_steps_it_stops_without_undoing()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        handlers.Migrations = async _ =>
        {
            await stop.CancelAsync();
            return new ActionOutcome.Succeeded();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await new ProposalExecutor(handlers.With(workspace.Specs)).ExecuteAsync(await workspace.ContextAsync(), Wish(Update(), Migrate("1"), Regenerate), stop.Token));

        Assert.Equal(["run_migrations 1"], handlers.Calls);
        Assert.Contains("checkout.safe", workspace.Read(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_updates_of_one_document_are_one_step_and_raise_the_version_once()
    {
        var result = await ExecuteAsync(Update(Safe("checkout")), Update(Safe("refund")));

        Assert.Equal([ActionStatus.Success, ActionStatus.Success], result.Actions.Select(a => a.Status));
        Assert.Equal("1.0.1", (await workspace.ContextAsync()).TenantConfig.Meta.Version);
        Assert.Equal(["checkout", "refund"], (await workspace.ContextAsync()).TenantConfig.WorkflowOverrides!.Select(o => o!.Slot));
    }

    [Fact]
    [Trait("Promise", "R13")]
    public async Task What_the_document_says_already_is_a_success_that_writes_nothing()
    {
        await ExecuteAsync(Update());
        var once = workspace.Read();

        var again = await ExecuteAsync(Update());

        Assert.Equal(ExecutionStatus.Success, again.Status);
        Assert.Equal(once, workspace.Read());
    }

    private static Task<ActionOutcome> Fine() => Task.FromResult<ActionOutcome>(new ActionOutcome.Succeeded());

    private static ProposalAction.RunMigrations Migrate(params string[] names) => new(names);

    private Task<ExecutionResult> ExecuteAsync(params IReadOnlyList<ProposalAction> actions) => ExecuteAsync(new ExecutorOptions { Time = new TestClock() }, actions);

    private async Task<ExecutionResult> ExecuteAsync(ExecutorOptions options, params IReadOnlyList<ProposalAction> actions) =>
        await new ProposalExecutor(handlers.With(workspace.Specs), options).ExecuteAsync(await workspace.ContextAsync(), Wish(actions), Ct);

    private sealed class OwnUpdater(List<string> calls) : ITenantConfigUpdater
    {
        public Task<ActionOutcome> UpdateTenantConfigAsync(ActionCall<ProposalAction.UpdateTenantConfig> call, CancellationToken ct)
        {
            calls.Add($"updated «{call.Action.Summary}»");
            return Fine();
        }
    }
}
