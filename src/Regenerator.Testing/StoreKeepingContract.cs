using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Freezes;
using Regenerator.Judgements;
using Regenerator.Proposals;
using Regenerator.Signals;
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

    /// <summary>An empty store, another one each time.</summary>
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
    public async Task A_comment_on_what_has_ended_is_kept_and_told_to_nobody_and_erased_with_the_rest()
    {
        await Store.TakeDeliveriesAsync("queue", new HashSet<Moment>(Enum.GetValues<Moment>()), Some.Now, 100, Ct);
        var applied = await AppliedAsync();
        var comment = new ProposalEvent.Commented("the shop is happy\nwith it") { Actor = "person:bob", At = Some.Now.AddHours(1) };
        var undelivered = (await Store.ListDeliveriesAsync(new DeliveryQuery(), Ct)).Count;

        var commented = Assert.IsType<DecideResult.Decided>(await Store.DecideAsync(applied.Id, comment, Ct)).Proposal;

        Assert.Equal((ProposalState.Applied, applied.EndedAt, applied.Version + 1), (commented.State, commented.EndedAt, commented.Version));
        Assert.Equal(comment, (await RecordAsync(applied.Id)).History[^1]);
        Assert.Equal(undelivered, (await Store.ListDeliveriesAsync(new DeliveryQuery(), Ct)).Count);
        await Store.DecideAsync(applied.Id, Forgotten(), Ct);
        Assert.Contains("commented", (await RecordAsync(applied.Id)).History.OfType<ProposalEvent.Erased>().Select(e => e.Kind));
        Assert.IsType<DecideResult.Refused>(await Store.DecideAsync(applied.Id, comment, Ct));
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
    public async Task What_ended_long_ago_and_was_not_forgotten_is_found()
    {
        await OpenAsync(Some.Proposal(), "cfg-acme");
        var ended = await OpenAsync(Some.Proposal("other", slot: "refund"), "cfg-zeta");
        await Store.DecideAsync(ended.Id, Some.Refusal(), Ct);
        var query = new ProposalQuery { KeptSince = Some.Now };

        Assert.Equal(ended.Id, Assert.Single((await Store.ListAsync(query, Ct)).Proposals).Id);
        Assert.Empty((await Store.ListAsync(query with { KeptSince = Some.Now.AddMilliseconds(-1) }, Ct)).Proposals);
        await Store.DecideAsync(ended.Id, Forgotten(), Ct);
        Assert.Empty((await Store.ListAsync(query, Ct)).Proposals);
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

    [Fact]
    public async Task The_same_store_is_exported_twice_byte_for_byte()
    {
        await LivelyAsync();

        Assert.Equal(await TextAsync(Store), await TextAsync(Store));
    }

    [Fact]
    public async Task What_was_exported_imported_and_exported_again_is_the_same_but_for_its_epoch()
    {
        await LivelyAsync();
        var text = await TextAsync(Store);
        await using var other = await CreateAsync(Clock);

        await other.ImportAsync(Lines(text), Some.Now.AddDays(1), Ct);

        var after = await TextAsync(other);
        Assert.Equal(Kept(text), Kept(after));
        Assert.NotEqual(text.Split('\n')[0], after.Split('\n')[0]);
        Assert.Empty((await StoreAudit.OfAsync(other.ExportAsync(Ct), Ct)).Faults);
    }

    [Fact]
    public async Task An_import_into_memory_and_back_is_the_same()
    {
        await LivelyAsync();
        var text = await TextAsync(Store);
        await using var memory = new InMemoryStore();
        await using var other = await CreateAsync(Clock);

        await memory.ImportAsync(Lines(text), Some.Now.AddDays(1), Ct);
        await other.ImportAsync(Lines(await TextAsync(memory)), Some.Now.AddDays(2), Ct);

        Assert.Equal(Kept(text), Kept(await TextAsync(other)));
        Assert.Equal(3, (await other.IdentityAsync(Ct)).Epoch);
    }

    [Fact]
    public async Task In_an_imported_store_a_new_epoch_has_begun_and_approvals_have_fallen()
    {
        var approved = await OpenAsync(Some.Proposal(), "cfg-acme");
        await Store.DecideAsync(approved.Id, Some.Approval(approved), Ct);
        var voted = await OpenAsync(Some.Proposal("second", slot: "refund"), "cfg-zeta");
        await Store.DecideAsync(voted.Id, Some.Approval(voted) with { Quorum = 2 }, Ct);
        await using var other = await CreateAsync(Clock);

        await other.ImportAsync(Lines(await TextAsync(Store)), Some.Now.AddDays(1), Ct);

        Assert.Equal((2, "the store was imported"), ((await other.IdentityAsync(Ct)).Epoch, (await other.IdentityAsync(Ct)).Reason));
        Assert.NotEqual((await Store.IdentityAsync(Ct)).Id, (await other.IdentityAsync(Ct)).Id);
        foreach (var id in new[] { approved.Id, voted.Id })
        {
            var record = (await other.GetAsync(id, Ct))!;
            Assert.Equal(ProposalState.Open, record.Proposal.State);
            Assert.Empty(record.Proposal.Approvals);
            Assert.Equal("the store was imported", Assert.IsType<ProposalEvent.ApprovalFell>(record.History[^1]).Reason);
        }

        Assert.Equal(ProposalState.Approved, (await RecordAsync(approved.Id)).Proposal.State);
        Assert.Empty((await StoreAudit.OfAsync(other.ExportAsync(Ct), Ct)).Faults);
    }

    [Fact]
    public async Task What_was_being_applied_needs_attention_in_an_imported_store_and_fences_are_never_given_out_again()
    {
        var proposal = await OpenAsync(Some.Proposal(), "cfg-acme");
        await Store.DecideAsync(proposal.Id, Some.Approval(proposal), Ct);
        var fence = Assert.IsType<ClaimResult.Granted>(await Store.ClaimAsync(Some.Claim(proposal.Id), Ct)).Claim.Fence;
        await using var other = await CreateAsync(Clock);

        await other.ImportAsync(Lines(await TextAsync(Store)), Some.Now.AddDays(1), Ct);

        var there = (await other.GetAsync(proposal.Id, Ct))!.Proposal;
        Assert.Equal(ProposalState.NeedsAttention, there.State);
        Assert.Contains("whether revision 1 was applied is not known here", Assert.Single(there.Left), StringComparison.Ordinal);
        await other.DecideAsync(proposal.Id, new ProposalEvent.Settled(false, "it was not") { Actor = "person:ann", At = Some.Now.AddDays(1) }, Ct);
        await other.DecideAsync(proposal.Id, Some.Approval(there), Ct);
        Assert.Equal(fence + 1, Assert.IsType<ClaimResult.Granted>(await other.ClaimAsync(Some.Claim(proposal.Id), Ct)).Claim.Fence);
    }

    [Fact]
    public async Task Only_an_empty_store_takes_an_import()
    {
        await LivelyAsync();
        var text = await TextAsync(Store);

        Assert.Equal("the store is not empty: only an empty one takes an import", (await Assert.ThrowsAsync<StoreException>(() => Store.ImportAsync(Lines(text), Some.Now, Ct))).Message);
    }

    [Fact]
    [Trait("Promise", "S11")]
    public async Task An_export_that_was_changed_is_refused_by_its_line_and_leaves_the_store_empty()
    {
        await LivelyAsync();
        var lines = (await TextAsync(Store)).Split('\n');
        var at = Array.FindIndex(lines, l => l.Contains("\"kind\":\"event\"", StringComparison.Ordinal) && l.Contains("person:ann", StringComparison.Ordinal));
        lines[at] = lines[at].Replace("person:ann", "person:eve", StringComparison.Ordinal);
        await using var other = await CreateAsync(Clock);

        var refused = await Assert.ThrowsAsync<StoreException>(() => other.ImportAsync(Lines(string.Join('\n', lines)), Some.Now, Ct));

        Assert.StartsWith($"export, line {at + 1}: proposal ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("it was changed", refused.Message, StringComparison.Ordinal);
        Assert.Empty((await other.ListAsync(new ProposalQuery(), Ct)).Proposals);
        Assert.Equal(1, (await other.IdentityAsync(Ct)).Epoch);
    }

    [Fact]
    public async Task What_a_store_holds_is_applied_only_in_the_environment_that_it_belongs_to()
    {
        var proposal = await OpenAsync(Some.Proposal(), "cfg-acme");
        await Store.DecideAsync(proposal.Id, Some.Approval(proposal), Ct);
        Assert.Equal("production", (await Store.BindAsync(Binding("production"), anew: false, Ct)).Environment);
        Assert.Equal("production", (await Store.BindAsync(Binding("staging"), anew: false, Ct)).Environment);

        Assert.Equal(
            "the store belongs to environment «production», this is «staging»: nothing is applied",
            Assert.IsType<ClaimResult.Denied>(await Store.ClaimAsync(Some.Claim(proposal.Id) with { Environment = "staging" }, Ct)).Reason);
        Assert.Contains("no environment is named here", Assert.IsType<ClaimResult.Denied>(await Store.ClaimAsync(Some.Claim(proposal.Id), Ct)).Reason, StringComparison.Ordinal);
        Assert.IsType<ClaimResult.Granted>(await Store.ClaimAsync(Some.Claim(proposal.Id) with { Environment = "production" }, Ct));
    }

    [Fact]
    public async Task A_store_can_be_bound_anew_and_every_binding_is_kept()
    {
        await Store.BindAsync(Binding("production"), anew: false, Ct);

        Assert.Equal("staging", (await Store.BindAsync(Binding("staging"), anew: true, Ct)).Environment);

        Assert.Equal("staging", (await Store.IdentityAsync(Ct)).Environment);
        Assert.Equal([Binding("production"), Binding("staging")], (await LinesAsync()).OfType<StoreLine.Bound>().Select(b => b.Binding));
    }

    [Fact]
    public async Task The_last_listing_counts_and_every_one_that_was_accepted_is_kept()
    {
        Assert.Null(await Store.ListingAsync(Ct));
        var accepted = Listing(2, "/srv/shop") with { Accepted = new CollapseAccepted("person:ann", "they have left") };
        foreach (var listing in new[] { Listing(6, null), Listing(7, "/srv/shop"), accepted, Listing(3, "/srv/shop") })
        {
            await Store.NoteListingAsync(listing, Ct);
            Assert.Equal(listing, await Store.ListingAsync(Ct));
        }

        Assert.Equal([accepted, Listing(3, "/srv/shop")], (await LinesAsync()).OfType<StoreLine.Listed>().Select(l => l.Listing));
    }

    [Fact]
    [Trait("Promise", "S7")]
    public async Task What_only_a_forgotten_context_asked_for_ends_and_leaves_its_records()
    {
        var proposal = await OpenAsync(Some.Proposal(), "cfg-acme");

        var done = Assert.IsType<ForgetResult.Done>(await ForgetAsync("cfg-acme"));

        Assert.Equal([proposal.Id], done.Alone);
        var left = await RecordAsync(proposal.Id);
        Assert.Equal((ProposalState.Withdrawn, "«erased»"), (left.Proposal.State, left.Proposal.Revision.Proposal.Title));
        Assert.Equal(["opened", "withdrawn"], left.History.OfType<ProposalEvent.Erased>().Select(e => e.Kind));
        Assert.Empty((await StoreAudit.OfAsync(Store.ExportAsync(Ct), Ct)).Faults);
    }

    [Fact]
    [Trait("Promise", "S7")]
    public async Task What_others_ask_for_too_goes_on_without_the_forgotten_context()
    {
        var shared = await SharedAsync();
        await Store.DecideAsync(shared.Id, new ProposalEvent.ApprovalFell("«cfg-acme» joined it") { Actor = "engine", At = Some.Now }, Ct);
        await Store.DecideAsync(shared.Id, Some.Approval(shared), Ct);

        var done = Assert.IsType<ForgetResult.Done>(await ForgetAsync("cfg-acme"));

        Assert.Equal((shared.Id, true), (Assert.Single(done.Shared), done.WasKnown));
        Assert.Empty(done.StillNaming);
        var left = await RecordAsync(shared.Id);
        Assert.Equal((ProposalState.Approved, shared.Revision.Digest), (left.Proposal.State, left.Proposal.Revision.Digest));
        Assert.Equal(["cfg-acme-eu"], left.Proposal.Sightings.Contexts);
        Assert.Equal(["cfg-acme-eu"], left.Evidence.Select(e => e.ContextId));
        Assert.Equal("opened", Assert.Single(left.History.OfType<ProposalEvent.Erased>()).Kind);
        Assert.Empty((await StoreAudit.OfAsync(Store.ExportAsync(Ct), Ct)).Faults);
    }

    [Fact]
    [Trait("Promise", "S7")]
    public async Task Nothing_that_is_kept_names_a_forgotten_context()
    {
        await SharedAsync();
        var rejected = await OpenAsync(Some.Proposal("other", slot: "refund"), "cfg-acme", epoch: 1);
        await Store.DecideAsync(rejected.Id, Some.Refusal(reason: "cfg-acme knows of it"), Ct);
        var paused = new ProviderHealth("prom", "prom", TimeSpan.Zero, null, BreakerState.Closed) { Pauses = [new AccountPause(Some.Now, ["cfg-acme", "cfg-b"]), new AccountPause(Some.Now.AddDays(1), ["cfg-acme"])] };
        await Store.NoteProvidersAsync(new ProviderNotes([new ProviderNote(paused, Some.Now)], [new QuarantinedAnswer("prom", ["cfg-acme", "cfg-b"], Some.Window, "no JSON", "<html>", 6, Some.Now)]), Ct);

        await ForgetAsync("cfg-acme");

        Assert.DoesNotContain("\"cfg-acme\"", (await TextAsync(Store)).Replace("\\\"", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty((await Store.JudgementsAsync(new JudgementQuery { ContextId = "cfg-acme" }, Ct)).Judgements);
        var notes = await Store.ProviderNotesAsync(Ct);
        Assert.Empty(notes.Quarantined);
        Assert.Equal(["cfg-b"], Assert.Single(Assert.Single(notes.Providers).Health.Pauses!).Contexts);
        Assert.Equal(0, (await Store.ProgressAsync(["cfg-acme"], Ct)).Epochs["cfg-acme"]);
    }

    [Fact]
    public async Task A_pass_that_was_under_way_does_not_bring_a_forgotten_context_back()
    {
        var proposal = await OpenAsync(Some.Proposal(), "cfg-acme");
        await ForgetAsync("cfg-acme");

        var outcomes = await Store.CommitAsync(new PassCommit { Contexts = [new ContextCommit("cfg-acme", 1, [])], Changes = [] }, Ct);

        Assert.IsType<CommitOutcome.Overtaken>(Assert.Single(outcomes));
        Assert.True((await RecordAsync(proposal.Id)).Proposal.ForgottenAt is not null);
    }

    [Fact]
    public async Task Whoever_is_being_applied_to_is_not_forgotten()
    {
        var proposal = await OpenAsync(Some.Proposal(), "cfg-acme");
        await Store.DecideAsync(proposal.Id, Some.Approval(proposal), Ct);
        await Store.ClaimAsync(Some.Claim(proposal.Id), Ct);

        Assert.Equal([proposal.Id], Assert.IsType<ForgetResult.Busy>(await ForgetAsync("cfg-acme")).Proposals);
        Assert.Equal(3, (await RecordAsync(proposal.Id)).History.Count);
    }

    [Fact]
    public async Task Forgetting_again_finds_nothing_and_does_no_harm()
    {
        await SharedAsync();
        await ForgetAsync("cfg-acme");
        var before = await TextAsync(Store);

        Assert.Equal((false, 0, 0), Assert.IsType<ForgetResult.Done>(await ForgetAsync("cfg-acme")) is var done ? (done.WasKnown, done.Alone.Count, done.Shared.Count) : default);
        Assert.Equal(before, await TextAsync(Store));
    }

    private Task<ForgetResult> ForgetAsync(string context) => new Forgetting(Store, Clock).ForgetAsync(context, "they have asked for it", "person:dpo", Ct);

    /// <summary>A change of the blueprint that two contexts ask for.</summary>
    private async Task<Proposal> SharedAsync()
    {
        var both = Some.Proposal();
        both = both with { Sightings = both.Sightings with { Contexts = ["cfg-acme", "cfg-acme-eu"] } };
        var judged = new Judgement("cfg-acme", "checkout-failing", JudgementKind.Fired, "it fails", Some.Now);
        var open = new ProposalChange.Open(Some.Opened(both))
        {
            Id = both.Id,
            Contexts = ["cfg-acme", "cfg-acme-eu"],
            Evidence = [Some.Evidence(contextId: "cfg-acme"), Some.Evidence(contextId: "cfg-acme-eu")],
        };
        await Store.CommitAsync(new PassCommit { Contexts = [new ContextCommit("cfg-acme", 0, []) { Judgements = [judged] }, new ContextCommit("cfg-acme-eu", 0, [])], Changes = [open] }, Ct);
        return (await RecordAsync(both.Id)).Proposal;
    }

    private static ContextListing Listing(int count, string? source) => new(count, source, Some.Now.AddTicks(count));

    private static StoreBinding Binding(string environment) => new(environment, "person:ann", Some.Now.AddTicks(1), $"for {environment}");

    protected static ProposalEvent.Forgotten Forgotten() => new("it is over") { Actor = "person:dpo", At = Some.Now.AddDays(1) };

    protected static ProposalChange.Open Open(Proposal proposal, string context) =>
        new(Some.Opened(proposal)) { Id = proposal.Id, Contexts = [context], Evidence = [Some.Evidence(contextId: context)] };

    /// <summary>Opens a proposal in a pass of its own.</summary>
    protected async Task<Proposal> OpenAsync(Proposal proposal, string context, long epoch = 0)
    {
        var outcomes = await Store.CommitAsync(new PassCommit { Contexts = [new ContextCommit(context, epoch, [])], Changes = [Open(proposal, context)] }, Ct);
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

    /// <summary>Something of everything that a store keeps, but nothing that a new epoch changes.</summary>
    protected async Task LivelyAsync()
    {
        await AppliedAsync();
        await Store.BindAsync(Binding("production"), anew: false, Ct);
        await Store.NoteListingAsync(Listing(2, "/srv/shop") with { Accepted = new CollapseAccepted("person:ann", "they have left") }, Ct);
        await Store.NoteListingAsync(Listing(3, null), Ct);
        var frozen = new FreezeEvent.Set(new FreezeReach.Label("tier", "free"), "the sale", Some.Now.AddDays(3)) { Actor = "person:ann", At = Some.Now };
        await Store.RecordFreezeAsync(FreezeId.Of(frozen), frozen, Ct);
        await Store.RecordFreezeAsync(FreezeId.Of(frozen), new FreezeEvent.Ended("sold out") { Actor = "person:bob", At = Some.Now.AddDays(1) }, Ct);
        var rejected = await OpenAsync(Some.Proposal("other", slot: "refund"), "cfg-zeta");
        await Store.DecideAsync(rejected.Id, Some.Refusal(reason: "«nein», sagte sie: \"no\"\n<b>"), Ct);
        var forgotten = await OpenAsync(Some.Proposal("third", slot: "search"), "cfg-yeti");
        await Store.DecideAsync(forgotten.Id, Some.Refusal(), Ct);
        await Store.DecideAsync(forgotten.Id, Forgotten(), Ct);
        var mark = new Watermark(new WatermarkKey("cfg-acme", "prom/telemetry", TimeSpan.FromMinutes(5)), Some.Now.AddTicks(1));
        var judged = new Judgement("cfg-acme", "checkout-failing", JudgementKind.Dwelling, "not for long enough", Some.Now.AddTicks(3))
        {
            Dwelling = new Dictionary<string, Streak>(StringComparer.Ordinal) { ["f00"] = new Streak(2, Some.Now) },
        };
        await Store.CommitAsync(new PassCommit { Contexts = [new ContextCommit("cfg-acme", 1, [mark]) { Judgements = [judged] }], Changes = [Open(Some.Proposal("fourth", slot: "gifts"), "cfg-acme")] }, Ct);
    }

    protected static async Task<string> TextAsync(IRegeneratorStore store)
    {
        using var stream = new MemoryStream();
        await StoreFile.WriteAsync(stream, store.ExportAsync(Ct), Ct);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    // Without which store it is, and without the end, whose digest covers that.
    private static string[] Kept(string text) => text.TrimEnd('\n').Split('\n')[1..^1];

    protected static IAsyncEnumerable<StoreLine> Lines(string text) => StoreFile.ReadAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), "export", Ct);

    protected async Task<ProposalRecord> RecordAsync(ProposalId id) => Assert.IsType<ProposalRecord>(await Store.GetAsync(id, Ct));

    protected async Task<IReadOnlyList<StoreLine>> LinesAsync() => await Store.ExportAsync(Ct).ToListAsync(Ct);
}
