using System.Text.Json;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Specs.Tenant;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Proposals;

public sealed class CauseTests : IAsyncDisposable
{
    private static readonly IntakeOptions Strict = new() { Budgets = [new Budget(BudgetOf.Rule) { Open = 1 }] };

    private readonly InMemoryStore store = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Fourteen_hundred_tenants_broken_by_one_pointer_are_one_item()
    {
        var tenants = Enumerable.Range(0, 1400).Select(i => Tenant($"cfg-{i:0000}")).ToArray();

        foreach (var batch in tenants.Chunk(500)) await AdmitAsync(batch);

        var item = Assert.Single((await store.ItemsAsync(ProposalQuery.Inbox, Ct)).Items);
        Assert.Equal(1400, item.Count);
        Assert.Equal("workflows.checkout of blueprint «shop»", item.First.Cause!.ToString());
    }

    [Fact]
    public async Task One_decision_approves_all_of_an_item_and_each_document_is_its_own_edit()
    {
        RegenerationContext[] tenants = [Tenant("cfg-a"), Tenant("cfg-b"), Tenant("cfg-c")];
        await AdmitAsync(tenants);
        var (item, members) = await TheItemAsync(tenants);

        var decided = Assert.IsType<ItemResult.Decided>(await Reviewer(tenants).ApproveItemAsync(item, RevisionDigest.OfItem(members)[..12], "person:ann", Ct));

        Assert.Equal(["tenant:cfg-a", "tenant:cfg-b", "tenant:cfg-c"], decided.Taken.Select(p => p.Scope.ToString()).Order());
        Assert.All(decided.Taken, p => Assert.Equal(ProposalState.Approved, p.State));
        Assert.Empty(decided.Refused);
    }

    [Fact]
    public async Task An_approval_of_an_item_is_of_the_tenants_that_were_on_the_screen()
    {
        RegenerationContext[] tenants = [Tenant("cfg-a"), Tenant("cfg-b")];
        await AdmitAsync(tenants[..1]);
        var (item, seen) = await TheItemAsync(tenants);
        await AdmitAsync(tenants[1..]);

        var refused = Assert.IsType<ItemResult.NotTaken>(await Reviewer(tenants).ApproveItemAsync(item, RevisionDigest.OfItem(seen), "person:ann", Ct));

        Assert.Contains("2 proposals", refused.Reason, StringComparison.Ordinal);
        Assert.All(await Reviewer(tenants).MembersAsync(item, Ct), p => Assert.Equal(ProposalState.Open, p.State));
    }

    [Fact]
    public async Task A_tenant_that_has_moved_meanwhile_is_left_out_and_named()
    {
        RegenerationContext[] tenants = [Tenant("cfg-a"), Tenant("cfg-b")];
        await AdmitAsync(tenants);
        var (item, members) = await TheItemAsync(tenants);
        RegenerationContext[] now = [tenants[0], Overriding("cfg-b", "checkout.other")];

        var decided = Assert.IsType<ItemResult.Decided>(await Reviewer(now).ApproveItemAsync(item, RevisionDigest.OfItem(members), "person:ann", Ct));

        Assert.Equal("tenant:cfg-a", Assert.Single(decided.Taken).Scope.ToString());
        Assert.Equal("tenant:cfg-b", Assert.Single(decided.Refused).Current.Scope.ToString());
        Assert.Equal(ProposalState.Open, Assert.Single(decided.Refused).Current.State);
    }

    [Fact]
    public async Task Rejecting_and_putting_off_an_item_is_one_decision_too()
    {
        RegenerationContext[] tenants = [Tenant("cfg-a"), Tenant("cfg-b")];
        await AdmitAsync(tenants);
        var (item, _) = await TheItemAsync(tenants);

        Assert.Equal(2, Assert.IsType<ItemResult.Decided>(await Reviewer(tenants).SnoozeItemAsync(item, Some.Now.AddDays(1), null, "person:ann", Ct)).Taken.Count);
        Assert.Equal(2, Assert.IsType<ItemResult.Decided>(await Reviewer(tenants).RejectItemAsync(item, "not this year", null, "person:ann", Ct)).Taken.Count);
        Assert.Equal("nothing of it waits for a decision", Assert.IsType<ItemResult.NotTaken>(await Reviewer(tenants).RejectItemAsync(item, "again", null, "person:ann", Ct)).Reason);
    }

    [Fact]
    public async Task A_tenant_that_overrides_the_element_stands_alone()
    {
        await AdmitAsync(Tenant("cfg-a"), Overriding("cfg-b", "checkout.other"), Tenant("cfg-c"));

        var items = (await store.ItemsAsync(ProposalQuery.Inbox, Ct)).Items;

        Assert.Equal([1, 2], items.Select(i => i.Count).Order());
        Assert.Null(items.Single(i => i.Count == 1).First.Cause);
    }

    [Fact]
    public async Task Another_rule_or_another_blueprint_is_another_cause()
    {
        await AdmitAsync("failing", Tenant("cfg-a"));
        await AdmitAsync("slow", Tenant("cfg-b"));
        await AdmitAsync("failing", Tenant("cfg-c", "clinic"));

        Assert.Equal(3, (await store.ItemsAsync(ProposalQuery.Inbox, Ct)).Items.Count);
    }

    [Fact]
    public async Task What_is_over_a_budget_is_held_and_says_by_which()
    {
        await AdmitAsync("failing", Strict, "checkout", Tenant("cfg-a"));
        var held = Assert.Single(await AdmitAsync("failing", Strict, "refund", Tenant("cfg-a")));

        var opened = Assert.IsType<Admission.Opened>(held.Outcome);
        Assert.Equal((ProposalState.Held, "rule:failing: 1 may be open at once"), (opened.Proposal.State, opened.Proposal.HeldBy));
        Assert.Contains("held: rule:failing", opened.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_more_tenant_of_an_item_costs_no_budget()
    {
        await AdmitAsync("failing", Strict, "checkout", Tenant("cfg-a"));
        await AdmitAsync("failing", Strict, "checkout", Tenant("cfg-b"), Tenant("cfg-c"));

        Assert.Equal(3, Assert.Single((await store.ItemsAsync(new ProposalQuery { States = [ProposalState.Open] }, Ct)).Items).Count);
    }

    [Fact]
    public async Task Of_what_is_held_the_worst_is_shown_when_there_is_room()
    {
        var seen = await OpenAsync(Some.Proposal() with { Buckets = ["fleet", "rule:failing"], ShownAt = Some.Now });
        var (mild, bad) = (await HeldAsync("mild", magnitude: 5), await HeldAsync("bad", magnitude: 50));
        Assert.Empty(Intake.Release(await store.LoadAsync(Some.Now, Ct), [HeldProposal.Of(mild), HeldProposal.Of(bad)], Some.Now, Strict));
        await store.DecideAsync(seen.Id, Some.Refusal(), Ct);

        var released = Intake.Release(await store.LoadAsync(Some.Now, Ct), [HeldProposal.Of(mild), HeldProposal.Of(bad)], Some.Now, Strict);

        Assert.Equal(bad.Id, Assert.Single(released).Id);
    }

    [Fact]
    public void A_budget_of_what_is_new_counts_what_was_decided_within_the_hour()
    {
        var load = new InboxLoad(new Dictionary<string, BucketLoad> { ["fleet"] = new(0, 3), ["label:tier=free"] = new(2, 2) }, new HashSet<string>());

        Assert.Equal("fleet: 3 may be new within an hour", new Allowance(load, [new Budget(BudgetOf.Fleet) { NewPerHour = 3 }]).Take(["fleet"]));
        Assert.Equal("label:tier=free: 2 may be open at once", new Allowance(load, [new Budget(BudgetOf.Label) { Label = "tier", Open = 2 }]).Take(["fleet", "label:tier=free"]));
        Assert.Null(new Allowance(load, [new Budget(BudgetOf.Label) { Label = "tier", Open = 2 }]).Take(["fleet", "label:tier=pro"]));
        Assert.Null(new Allowance(load, []).Take(["fleet"]));
    }

    private static RegenerationContext Tenant(string id, string blueprint = "shop") => Filed(Some.Tenant(id, blueprint: blueprint));

    private static RegenerationContext Overriding(string id, string workflow) =>
        Filed(Some.Tenant(id) with { WorkflowOverrides = [new SlotOverride { Slot = "checkout", Pointer = new SpecRef(workflow, "1.0.0") }] });

    private static RegenerationContext Filed(TenantAppConfig tenant) => new(
        SpecDocument.InCode(Some.Blueprint(tenant.Meta.BlueprintName)),
        SpecDocument.Read(SpecKind.Tenant, SpecPlace.File($"tenants/{tenant.Meta.Id}.json"), JsonSerializer.SerializeToUtf8Bytes(tenant, SpecJson.Default.TenantAppConfig)));

    private Task<IReadOnlyList<Decision>> AdmitAsync(params RegenerationContext[] contexts) => AdmitAsync("failing", contexts);

    private Task<IReadOnlyList<Decision>> AdmitAsync(string rule, params RegenerationContext[] contexts) => AdmitAsync(rule, new IntakeOptions(), "checkout", contexts);

    private async Task<IReadOnlyList<Decision>> AdmitAsync(string rule, IntakeOptions options, string slot, params RegenerationContext[] contexts)
    {
        var (start, load) = (await store.BeginAsync(contexts, Ct), await store.LoadAsync(Some.Now.AddHours(-1), Ct));
        Verdict.Fired[] fired = [.. contexts.Select(context => Fire(rule, context, slot))];
        var admissions = Intake.Admit(start, await store.AsOfNowAsync([.. fired.Select(f => f.Reading)], Ct), fired, Some.Now, options, load);
        Assert.All(await store.CommitAsync(admissions.Commit, Ct), o => Assert.IsType<CommitOutcome.Committed>(o));
        return admissions.Decisions;
    }

    private static Verdict.Fired Fire(string rule, RegenerationContext context, string slot)
    {
        var signal = Some.TelemetrySignal();
        ProviderReading[] readings = [new("prom/telemetry", SignalKind.Telemetry, new[] { signal }, Coverage.Complete)];
        var reading = new ContextReading(context, Some.Window, readings, [], new Dictionary<TimeSpan, SignalBatch?>());
        return new Verdict.Fired(rule, reading, [Some.Wish($"{slot}-failing", tenantScoped: true, slot: slot) with { Signals = [signal] }]);
    }

    private async Task<(ProposalId Item, IReadOnlyList<Proposal> Members)> TheItemAsync(RegenerationContext[] contexts)
    {
        var item = Assert.Single((await store.ItemsAsync(ProposalQuery.Inbox, Ct)).Items).Id;
        return (item, await Reviewer(contexts).MembersAsync(item, Ct));
    }

    private Reviewer Reviewer(RegenerationContext[] contexts) => new(store, new FixedContexts(contexts), new ManualReview(), new TestClock(Some.Now));

    private Task<Proposal> HeldAsync(string id, double magnitude) => OpenAsync(Some.Proposal(id, slot: id) with
    {
        State = ProposalState.Held,
        HeldBy = "rule:failing: 1 may be open at once",
        Buckets = ["fleet", "rule:failing"],
        Sightings = Some.Sightings() with { Magnitude = magnitude },
    });

    private async Task<Proposal> OpenAsync(Proposal proposal)
    {
        await store.CommitAsync(new PassCommit { Contexts = [], Changes = [new ProposalChange.Open(Some.Opened(proposal)) { Id = proposal.Id, Contexts = [] }] }, Ct);
        return (await store.GetAsync(proposal.Id, Ct))!.Proposal;
    }
}
