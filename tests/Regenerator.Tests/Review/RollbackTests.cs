using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Storage;
using Regenerator.Testing;
using Regenerator.Tests.Execution;
using static Regenerator.Tests.Execution.TempWorkspace;

namespace Regenerator.Tests.Review;

public sealed class RollbackTests : IDisposable
{
    private readonly TempWorkspace workspace = new();
    private readonly InMemoryStore store = new();
    private readonly TestClock clock = new();
    private readonly ScriptedHandlers handlers = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RollbackDesk Desk => new(store, workspace.Contexts, workspace.Specs, clock);

    private Reviewer Reviewer => new(store, workspace.Contexts, new ManualReview(), clock);

    [Fact]
    public async Task What_was_applied_is_taken_back_and_what_changed_elsewhere_since_stays()
    {
        var applied = await AppliedAsync(await workspace.OpenApprovedAsync(store, Wish(Update())));
        workspace.Write("tenants/acme.json", workspace.Read().Replace("[ 1,2,   3 ]", "[ 7 ]"));

        var rollback = await ProposedAsync(applied, "it was worse");
        Assert.Equal((ProposalState.Open, applied.Id, "person:ada"), (rollback.State, rollback.Reverts, rollback.Revision.Author));
        Assert.Contains("person:ada wrote this revision", Assert.IsType<DecideResult.Refused>(await Reviewer.ApproveAsync(rollback.Id, rollback.Revision.Digest, "person:ada", Ct)).Reason, StringComparison.Ordinal);
        Assert.IsType<DecideResult.Decided>(await Reviewer.ApproveAsync(rollback.Id, rollback.Revision.Digest, "person:bob", Ct));
        await AppliedAsync(rollback);

        Assert.Null((await workspace.ContextAsync()).TenantConfig.WorkflowOverrides);
        Assert.Contains("[ 7 ]", workspace.Read(), StringComparison.Ordinal);
        var original = (await store.RecordAsync(applied)).Proposal;
        Assert.Equal((ProposalState.RolledBack, rollback.Id, "it was worse"), (original.State, original.RevertedBy, original.Ending));
        Assert.Equal("only what was applied can be rolled back; it is rolled back by " + rollback.Id, await RefusedAsync(original));
    }

    [Fact]
    public async Task An_element_that_was_changed_since_is_not_overwritten_and_the_refusal_names_what_is_there()
    {
        var applied = await AppliedAsync(await workspace.OpenApprovedAsync(store, Wish(Update())));
        workspace.Write("tenants/acme.json", workspace.Read().Replace("1.2.0", "1.4.0"));

        var refused = await RefusedAsync(applied);

        Assert.StartsWith("tenant cfg-acme@1.0.1 (tenants/acme.json) has moved on: «workflowOverrides[checkout]» is ", refused, StringComparison.Ordinal);
        Assert.Contains("1.4.0", refused, StringComparison.Ordinal);
        Assert.Contains("and was left as ", refused, StringComparison.Ordinal);
        Assert.Empty((await store.ListAsync(ProposalQuery.Living, Ct)).Proposals);
    }

    [Fact]
    public async Task What_somebody_has_taken_back_by_hand_needs_no_rollback()
    {
        var applied = await AppliedAsync(await workspace.OpenApprovedAsync(store, Wish(Update())));
        workspace.Write("tenants/acme.json", Acme);

        Assert.Equal("tenant cfg-acme@1.0.0 (tenants/acme.json) says already what it said before", await RefusedAsync(applied));
    }

    [Fact]
    public async Task One_rollback_waits_at_a_time_and_a_rejected_one_may_be_proposed_anew()
    {
        var applied = await AppliedAsync(await workspace.OpenApprovedAsync(store, Wish(Update())));
        var first = await ProposedAsync(applied);

        Assert.Equal("a rollback of it waits already", await RefusedAsync(applied));
        await store.DecideAsync(first.Id, Some.Refusal(), Ct);
        Assert.NotEqual(first.Id, (await ProposedAsync(applied)).Id);
    }

    [Fact]
    public async Task Without_what_it_was_before_nothing_is_guessed()
    {
        var open = await workspace.OpenAsync(store, Wish(Update()));
        Assert.Equal("only what was applied can be rolled back; it is open", await RefusedAsync(open));
        await store.DecideAsync(open.Id, Some.Approval(open), Ct);
        var applied = await AppliedAsync(open);

        foreach (var kept in Directory.EnumerateFiles(workspace.PathOf(".regenerator/history"), "*.json", SearchOption.AllDirectories)) await File.AppendAllTextAsync(kept, " ", Ct);

        Assert.Equal("what tenants/acme.json was before is not kept, so it can not be put back", await RefusedAsync(applied));
    }

    [Fact]
    public async Task The_rollback_runs_the_tests_and_says_which_migrations_stay()
    {
        var wish = Wish(Update(), new ProposalAction.RunTests("smoke"), new ProposalAction.RunMigrations("carts"), new ProposalAction.TriggerRegeneration());
        var rollback = await ProposedAsync(await AppliedAsync(await workspace.OpenApprovedAsync(store, wish)));

        Assert.Equal(["update_tenant_config", "run_tests", "trigger_regeneration"], rollback.Revision.Proposal.Actions.Select(a => a.Kind));
        Assert.Equal(("manual_review", "the migrations that it ran stay as they are: carts"), Assert.Single(rollback.Revision.Blockers) is var blocker ? (blocker.Kind, blocker.Description) : default);
    }

    public void Dispose() => workspace.Dispose();

    private async Task<Proposal> AppliedAsync(Proposal approved)
    {
        var executor = new ProposalExecutor(handlers.With(workspace.Specs), new ExecutorOptions { Time = clock });
        return Assert.IsType<ApplyResult.Applied>(await new Applier(store, executor, workspace.Contexts, clock).ApplyAsync(approved.Id, "executor:test", Ct)).Proposal;
    }

    private async Task<Proposal> ProposedAsync(Proposal applied, string? reason = null) =>
        Assert.IsType<DecideResult.Decided>(await Desk.ProposeAsync(applied.Id, reason, "person:ada", Ct)).Proposal;

    private async Task<string> RefusedAsync(Proposal applied) => Assert.IsType<DecideResult.Refused>(await Desk.ProposeAsync(applied.Id, null, "person:ada", Ct)).Reason;
}
