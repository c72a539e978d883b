using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Storage;
using Xunit;

namespace Regenerator.Testing;

/// <summary>What every store promises about what it has kept: that nobody changes it unnoticed, and that it can be forgotten.</summary>
public abstract class StoreKeepingContract : IAsyncLifetime
{
    private IRegeneratorStore? current;

    protected TestClock Clock { get; } = new();

    protected IRegeneratorStore Store => current!;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>An empty store.</summary>
    protected abstract Task<IRegeneratorStore> CreateAsync(TimeProvider time);

    public async ValueTask InitializeAsync() => current = await CreateAsync(Clock);

    public virtual async ValueTask DisposeAsync()
    {
        if (current is not null) await current.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    [Trait("Promise", "S11")]
    public async Task What_happened_is_chained_from_the_first_event_to_the_last()
    {
        var applied = await AppliedAsync();
        await OpenAsync(Some.Proposal("other", slot: "refund"), "cfg-zeta");

        var (audit, faults) = await StoreAudit.OfAsync(Store.ExportAsync(Ct), Ct);

        Assert.Empty(faults);
        Assert.Equal((2, 5), (audit.Proposals, audit.Records));
        var records = (await LinesAsync()).OfType<StoreLine.Happened>().Where(h => h.Id == applied.Id.ToString()).Select(h => h.Kept.Record).ToArray();
        Assert.Equal(["opened", "approved", "claimed", "applied"], records.Select(r => r.Type));
        Assert.Equal(applied.Head, records[^1].Hash);
        Assert.Equal(4, records.Select(r => r.Hash).Distinct().Count());
    }

    [Fact]
    public async Task Several_events_of_one_pass_are_chained_in_their_order()
    {
        var proposal = Some.Proposal();
        var outdated = new ProposalChange.Append(new ProposalEvent.Outdated("true already") { Actor = "engine", At = Some.Now }, 1) { Id = proposal.Id, Contexts = ["cfg-acme"] };
        await Store.CommitAsync(new PassCommit { Contexts = [new ContextCommit("cfg-acme", 0, [])], Changes = [Open(proposal, "cfg-acme"), outdated] }, Ct);

        Assert.Empty((await StoreAudit.OfAsync(Store.ExportAsync(Ct), Ct)).Faults);
        Assert.Equal(2, (await RecordAsync(proposal.Id)).History.Count);
    }

    [Fact]
    public async Task What_was_forgotten_still_says_who_did_what_when_and_the_chain_holds()
    {
        var applied = await AppliedAsync();

        var decided = Assert.IsType<DecideResult.Decided>(await Store.DecideAsync(applied.Id, Forgotten(), Ct));

        Assert.Equal(ProposalState.Applied, decided.Proposal.State);
        var record = await RecordAsync(applied.Id);
        Assert.Equal(["opened", "approved", "claimed", "applied"], record.History.OfType<ProposalEvent.Erased>().Select(e => e.Kind));
        Assert.Equal(["rule:checkout-failing", "person:ann", "executor:test", "executor:test", "person:dpo"], record.History.Select(e => e.Actor));
        Assert.Equal("it is over", Assert.IsType<ProposalEvent.Forgotten>(record.History[^1]).Reason);
        Assert.Empty(record.Evidence);
        Assert.Empty(record.Steps);
        Assert.Empty((await StoreAudit.OfAsync(Store.ExportAsync(Ct), Ct)).Faults);
    }

    [Fact]
    public async Task What_was_forgotten_is_found_by_nothing_that_was_said()
    {
        await Store.TakeDeliveriesAsync("queue", new HashSet<Moment> { Moment.Opened, Moment.Applied }, Some.Now, 100, Ct);
        var applied = await AppliedAsync();
        await Store.DecideAsync(applied.Id, Forgotten(), Ct);

        var kept = string.Join('\n', (await LinesAsync()).Select(l => l.ToString()));

        foreach (var said in new[] { "Pin checkout", "fails more than", "failures in five", "3 actions", "printed by the tests" }) Assert.DoesNotContain(said, kept, StringComparison.Ordinal);
        Assert.Empty((await Store.ListAsync(new ProposalQuery { ContextId = "cfg-acme" }, Ct)).Proposals);
        var notice = Assert.Single(await Store.TakeDeliveriesAsync("queue", new HashSet<Moment> { Moment.Opened, Moment.Applied }, Some.Now, 100, Ct));
        Assert.Equal((applied.Id, "«erased»"), (notice.Proposal.Id, notice.Proposal.Revision.Proposal.Title));
    }

    [Fact]
    public async Task A_rejected_wish_stays_quiet_after_it_was_forgotten()
    {
        var proposal = await OpenAsync(Some.Proposal(), "cfg-acme");
        await Store.DecideAsync(proposal.Id, Some.Refusal(until: Some.Now.AddDays(900)), Ct);
        await Store.DecideAsync(proposal.Id, Forgotten(), Ct);

        var past = (await Store.BeginAsync([Some.Context()], Ct)).Past[proposal.Fingerprint];

        Assert.Equal((1, Some.Now.AddDays(900), 42d, "«erased»"), (past.Occurrences, past.Rejection!.Until, past.Rejection.Magnitude, past.Rejection.Reason));
    }

    [Fact]
    public async Task What_lives_is_not_forgotten_and_what_was_forgotten_is_not_forgotten_again()
    {
        var proposal = await OpenAsync(Some.Proposal(), "cfg-acme");
        Assert.Contains("has ended", Assert.IsType<DecideResult.Refused>(await Store.DecideAsync(proposal.Id, Forgotten(), Ct)).Reason, StringComparison.Ordinal);

        await Store.DecideAsync(proposal.Id, Some.Refusal(), Ct);
        await Store.DecideAsync(proposal.Id, Forgotten(), Ct);

        Assert.Contains("was forgotten on", Assert.IsType<DecideResult.Refused>(await Store.DecideAsync(proposal.Id, Forgotten(), Ct)).Reason, StringComparison.Ordinal);
        Assert.Equal(3, (await RecordAsync(proposal.Id)).History.Count);
    }

    protected static ProposalEvent.Forgotten Forgotten() => new("it is over") { Actor = "person:dpo", At = Some.Now.AddDays(1) };

    protected static ProposalChange.Open Open(Proposal proposal, string context) =>
        new(Some.Opened(proposal)) { Id = proposal.Id, Contexts = [context], Evidence = [Some.Evidence(contextId: context)] };

    /// <summary>Opens a proposal in a pass of its own.</summary>
    protected async Task<Proposal> OpenAsync(Proposal proposal, string context)
    {
        var outcomes = await Store.CommitAsync(new PassCommit { Contexts = [new ContextCommit(context, 0, [])], Changes = [Open(proposal, context)] }, Ct);
        Assert.Equal([new CommitOutcome.Committed(context)], outcomes);
        return (await RecordAsync(proposal.Id)).Proposal;
    }

    /// <summary>A proposal that was opened, approved, claimed and applied, with a step that has printed something.</summary>
    protected async Task<Proposal> AppliedAsync()
    {
        var proposal = await OpenAsync(Some.Proposal(), "cfg-acme");
        await Store.DecideAsync(proposal.Id, Some.Approval(proposal), Ct);
        var claim = Assert.IsType<ClaimResult.Granted>(await Store.ClaimAsync(Some.Claim(proposal.Id), Ct)).Claim;
        await Store.RecordStepAsync(claim, new JournalStep($"{claim.Id}/1/0", 0, "run_tests", StepStatus.Succeeded, claim.Fence, Some.Now) { Reason = "printed by the tests" }, Some.Now.AddMinutes(5), Ct);
        return (await Store.FinishAsync(claim, new ProposalEvent.Completed("3 actions done") { Actor = "executor:test", At = Some.Now }, Ct))!;
    }

    protected async Task<ProposalRecord> RecordAsync(ProposalId id) => Assert.IsType<ProposalRecord>(await Store.GetAsync(id, Ct));

    protected async Task<IReadOnlyList<StoreLine>> LinesAsync() => await Store.ExportAsync(Ct).ToListAsync(Ct);
}
