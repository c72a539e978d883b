using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Storage;
using Xunit;

namespace Regenerator.Testing;

// What passes read and write.
public abstract partial class StoreContract
{
    [Fact]
    public async Task An_empty_store_knows_every_context_at_epoch_zero()
    {
        var (progress, start) = (await ProgressAsync(Two), await BeginAsync(Two));

        Assert.Equal([0L, 0L], Two.Select(c => progress.Epochs[c]));
        Assert.Empty(progress.Watermarks);
        Assert.Empty(start.Living);
        Assert.Empty(start.Past);
    }

    [Fact]
    public async Task A_pass_commits_watermarks_proposal_evidence_and_history_together()
    {
        var proposal = Some.Proposal();
        var evidence = Some.Evidence();

        var outcomes = await CommitAsync([At("cfg-acme", 0, Mark("cfg-acme", Some.Window.Until))], Open(proposal, evidence));

        Assert.Equal([new CommitOutcome.Committed("cfg-acme")], outcomes);
        var (progress, start) = (await ProgressAsync("cfg-acme"), await BeginAsync("cfg-acme"));
        Assert.Equal(1, progress.Epochs["cfg-acme"]);
        Assert.Equal(Some.Window.Until, Assert.Single(progress.Watermarks).Value.Until);
        Assert.Equal(proposal.Id, Assert.Single(start.Living).Id);
        Assert.Equal(new Past(1, null), start.Past[proposal.Fingerprint]);
        var record = await RecordAsync(proposal.Id);
        Assert.Equal((ProposalState.Open, 1), (record.Proposal.State, record.Proposal.Version));
        Assert.IsType<ProposalEvent.Opened>(Assert.Single(record.History));
        Assert.Equal((evidence.SignalId, evidence.Window), (Assert.Single(record.Evidence).SignalId, record.Evidence[0].Window));
        Assert.Equal(42, Assert.IsType<TelemetrySignal>(record.Evidence[0].Signal).Count);
    }

    [Fact]
    public async Task A_context_that_was_committed_meanwhile_is_overtaken_and_the_others_commit()
    {
        await CommitAsync([At("cfg-acme", 0)]);

        var outcomes = await CommitAsync([At("cfg-acme", 0, Mark("cfg-acme", Some.Now)), At("cfg-zeta", 0, Mark("cfg-zeta", Some.Now))]);

        Assert.Contains("epoch", Overtaken(outcomes, "cfg-acme").By, StringComparison.Ordinal);
        Assert.Contains(new CommitOutcome.Committed("cfg-zeta"), outcomes);
        var progress = await ProgressAsync(Two);
        Assert.Equal([1L, 1L], Two.Select(c => progress.Epochs[c]));
        Assert.Equal("cfg-zeta", Assert.Single(progress.Watermarks).Key.ContextId);
    }

    [Fact]
    public async Task A_watermark_never_moves_backwards()
    {
        await CommitAsync([At("cfg-acme", 0, Mark("cfg-acme", Some.Window.Until))]);
        await CommitAsync([At("cfg-acme", 1, Mark("cfg-acme", Some.Window.Since))]);

        Assert.Equal(Some.Window.Until, Assert.Single((await ProgressAsync("cfg-acme")).Watermarks).Value.Until);
    }

    [Fact]
    public async Task A_watermark_counts_for_its_provider_and_window_length_only()
    {
        WatermarkKey[] keys =
        [
            new("cfg-acme", "prom/telemetry", TimeSpan.FromMinutes(5)),
            new("cfg-acme", "prom/telemetry", TimeSpan.FromDays(28)),
            new("cfg-acme", "sentry/errors", TimeSpan.FromMinutes(5)),
        ];

        await CommitAsync([At("cfg-acme", 0, [.. keys.Select((k, i) => new Watermark(k, Some.Now.AddTicks(i)))])]);

        var marks = (await ProgressAsync("cfg-acme")).Watermarks;
        Assert.Equal(3, marks.Count);
        for (var i = 0; i < keys.Length; i++) Assert.Equal(Some.Now.AddTicks(i), marks[keys[i]].Until);
    }

    [Fact]
    public async Task A_second_proposal_of_a_living_wish_is_refused_and_its_context_overtaken()
    {
        var first = await OpenAsync(Some.Proposal());
        var second = Some.Proposal(occurrence: 1, context: "cfg-zeta");

        var outcomes = await CommitAsync([At("cfg-zeta", 0)], Open(second));

        Assert.Contains(first.Id.ToString(), Overtaken(outcomes, "cfg-zeta").By, StringComparison.Ordinal);
        Assert.Null(await Store.GetAsync(second.Id, Ct));
        Assert.Equal(0, (await ProgressAsync("cfg-zeta")).Epochs["cfg-zeta"]);
    }

    [Fact]
    public async Task A_wish_that_ended_may_be_opened_again_and_counts_its_occurrences()
    {
        var first = await OpenAsync(Some.Proposal());
        await Store.DecideAsync(first.Id, Some.Refusal(), Ct);

        var second = Some.Proposal(occurrence: 1);
        var outcomes = await CommitAsync([At("cfg-acme", 1)], Open(second));

        Assert.Equal([new CommitOutcome.Committed("cfg-acme")], outcomes);
        var start = await BeginAsync("cfg-acme");
        Assert.Equal(second.Id, Assert.Single(start.Living).Id);
        Assert.Equal(new Past(2, null), start.Past[first.Fingerprint]);
    }

    [Fact]
    public async Task A_rejection_is_remembered_with_what_was_rejected()
    {
        var proposal = await OpenAsync(Some.Proposal());
        await Store.DecideAsync(proposal.Id, Some.Refusal(reason: "the supplier knows", until: Some.Now.AddDays(7)), Ct);

        var past = (await BeginAsync("cfg-acme")).Past[proposal.Fingerprint];

        Assert.Equal(1, past.Occurrences);
        Assert.Equal(("person:ann", "the supplier knows", Some.Now.AddDays(7), 42d), (past.Rejection!.Actor, past.Rejection.Reason, past.Rejection.Until, past.Rejection.Magnitude));
        Assert.Equal(["cfg-acme"], past.Rejection.Contexts);
    }

    [Fact]
    public async Task Begin_tells_only_of_the_documents_of_its_contexts()
    {
        var shared = await OpenAsync(Some.Proposal());
        await OpenAsync(Some.Proposal(scope: new ProposalScope(SpecKind.Tenant, "cfg-zeta"), context: "cfg-zeta"), "cfg-zeta");

        Assert.Equal(shared.Id, Assert.Single((await BeginAsync("cfg-acme")).Living).Id);
        Assert.Equal(2, (await BeginAsync("cfg-zeta")).Living.Count);
    }

    [Fact]
    public async Task Seeing_a_wish_again_adds_evidence_and_contexts_but_no_event()
    {
        var proposal = await OpenAsync(Some.Proposal(), evidence: Some.Evidence());
        var later = Some.Window.Next();

        await CommitAsync([At("cfg-zeta", 0)], Join(proposal.Id, Some.Sightings(later, "cfg-zeta"), Some.Evidence(contextId: "cfg-zeta", window: later)));

        var record = await RecordAsync(proposal.Id);
        Assert.Equal(1, record.Proposal.Version);
        Assert.Single(record.History);
        Assert.Equal(Two, record.Proposal.Sightings.Contexts);
        Assert.Equal((2, later.Until), (record.Proposal.Sightings.Windows, record.Proposal.Sightings.LastWindow));
        Assert.Equal(["cfg-zeta", "cfg-acme"], record.Evidence.Select(e => e.ContextId)); // newest window first
    }

    [Fact]
    public async Task Sightings_of_two_passes_that_began_together_are_both_kept()
    {
        var proposal = await OpenAsync(Some.Proposal());

        await Task.WhenAll(
            CommitAsync([At("cfg-b", 0)], Join(proposal.Id, Some.Sightings(null, "cfg-b"), Some.Evidence(contextId: "cfg-b"))),
            CommitAsync([At("cfg-c", 0)], Join(proposal.Id, Some.Sightings(null, "cfg-c"), Some.Evidence(contextId: "cfg-c"))));

        var record = await RecordAsync(proposal.Id);
        Assert.Equal(["cfg-acme", "cfg-b", "cfg-c"], record.Proposal.Sightings.Contexts);
        Assert.Equal(2, record.Evidence.Count);
    }

    [Fact]
    public async Task A_window_that_is_read_again_replaces_its_evidence()
    {
        var proposal = await OpenAsync(Some.Proposal(), evidence: Some.Evidence(Some.TelemetrySignal(count: 42)));

        await CommitAsync([At("cfg-acme", 1)], Join(proposal.Id, Some.Sightings(), Some.Evidence(Some.TelemetrySignal(count: 43))));

        Assert.Equal(43, Assert.IsType<TelemetrySignal>(Assert.Single((await RecordAsync(proposal.Id)).Evidence).Signal).Count);
    }

    [Fact]
    public async Task Joining_a_proposal_that_was_decided_meanwhile_overtakes_the_context()
    {
        var proposal = await OpenAsync(Some.Proposal());
        await Store.DecideAsync(proposal.Id, Some.Refusal("person:eve"), Ct);

        var outcomes = await CommitAsync([At("cfg-acme", 1, Mark("cfg-acme", Some.Now))], Join(proposal.Id, Some.Sightings(), Some.Evidence()));

        Assert.Contains("rejected by person:eve", Overtaken(outcomes, "cfg-acme").By, StringComparison.Ordinal);
        Assert.Empty((await ProgressAsync("cfg-acme")).Watermarks);
        Assert.Empty((await RecordAsync(proposal.Id)).Evidence);
    }

    [Fact]
    public async Task An_event_on_a_proposal_that_moved_overtakes_all_its_contexts()
    {
        var proposal = await OpenAsync(Some.Proposal());
        await Store.DecideAsync(proposal.Id, Some.Edit(proposal), Ct);

        var outdated = new ProposalChange.Append(new ProposalEvent.Outdated("true already") { Actor = "engine", At = Some.Now }, 1) { Id = proposal.Id, Contexts = Two };
        var outcomes = await CommitAsync([At("cfg-acme", 1), At("cfg-other", 0), At("cfg-zeta", 0)], outdated);

        Overtaken(outcomes, "cfg-acme");
        Overtaken(outcomes, "cfg-zeta");
        Assert.Contains(new CommitOutcome.Committed("cfg-other"), outcomes);
        Assert.Equal(ProposalState.Open, (await RecordAsync(proposal.Id)).Proposal.State);
    }

    [Fact]
    public async Task An_event_that_the_lifecycle_refuses_overtakes_its_contexts()
    {
        var proposal = await OpenAsync(Some.Proposal());
        var fell = new ProposalChange.Append(new ProposalEvent.ApprovalFell("the effect changed") { Actor = "engine", At = Some.Now }, 1) { Id = proposal.Id, Contexts = ["cfg-acme"] };

        Assert.Contains("taking approvals back", Overtaken(await CommitAsync([At("cfg-acme", 1)], fell), "cfg-acme").By, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_of_the_engine_may_carry_sightings()
    {
        var proposal = await OpenAsync(Some.Proposal());
        var revised = new ProposalChange.Append(Some.Edit(proposal, by: "rule:checkout-failing"), 1) { Id = proposal.Id, Contexts = ["cfg-zeta"], Sightings = Some.Sightings(Some.Window.Next(), "cfg-zeta") };

        await CommitAsync([At("cfg-zeta", 0)], revised);

        var after = (await RecordAsync(proposal.Id)).Proposal;
        Assert.Equal((2, 2, 2), (after.Version, after.Revision.Number, after.Sightings.Windows));
        Assert.Equal(Two, after.Sightings.Contexts);
    }

    [Fact]
    public async Task What_an_overtaken_context_had_to_say_is_left_out_of_a_shared_proposal()
    {
        await CommitAsync([At("cfg-zeta", 0)]);
        var proposal = Some.Proposal();
        var shared = Open(proposal with { Sightings = Some.Sightings(null, Two) }, Two, Some.Evidence(), Some.Evidence(contextId: "cfg-zeta"));

        var outcomes = await CommitAsync([At("cfg-acme", 0), At("cfg-zeta", 0)], shared);

        Overtaken(outcomes, "cfg-zeta");
        var record = await RecordAsync(proposal.Id);
        Assert.Equal(["cfg-acme"], record.Proposal.Sightings.Contexts);
        Assert.Equal(["cfg-acme"], Assert.IsType<ProposalEvent.Opened>(record.History[0]).Proposal.Sightings.Contexts);
        Assert.Equal("cfg-acme", Assert.Single(record.Evidence).ContextId);
    }

    [Fact]
    public async Task A_change_whose_contexts_are_all_overtaken_is_not_made()
    {
        await CommitAsync([At("cfg-acme", 0)]);
        var proposal = Some.Proposal();

        await CommitAsync([At("cfg-acme", 0)], Open(proposal));

        Assert.Null(await Store.GetAsync(proposal.Id, Ct));
    }

    [Fact]
    public async Task A_context_that_lost_on_one_proposal_loses_on_all_of_them()
    {
        var taken = await OpenAsync(Some.Proposal());
        var other = Some.Proposal("other", slot: "refund", context: "cfg-zeta");

        var outcomes = await CommitAsync([At("cfg-zeta", 0)], Open(other, ["cfg-zeta"]), Open(Some.Proposal(occurrence: 1), ["cfg-zeta"]));

        Assert.Contains(taken.Id.ToString(), Overtaken(outcomes, "cfg-zeta").By, StringComparison.Ordinal);
        Assert.Null(await Store.GetAsync(other.Id, Ct));
    }

    [Fact]
    public async Task A_context_whose_data_can_not_be_kept_stands_alone_and_the_others_commit()
    {
        string[] contexts = ["cfg-a", "cfg-b", "cfg-c", "cfg-d", "cfg-e"];
        var proposals = contexts.Select(c => Some.Proposal(scope: new ProposalScope(SpecKind.Tenant, c), context: c)).ToArray();
        var broken = proposals[2] with { Sightings = proposals[2].Sightings with { Magnitude = double.NaN } };

        var outcomes = await CommitAsync(
            [.. contexts.Select(c => At(c, 0, Mark(c, Some.Now)))],
            [.. proposals.Select((p, i) => Open(i == 2 ? broken : p, [contexts[i]], Some.Evidence(contextId: contexts[i])))]);

        Assert.Contains("JSON", Overtaken(outcomes, "cfg-c").By, StringComparison.Ordinal);
        Assert.Equal(4, outcomes.OfType<CommitOutcome.Committed>().Count());
        Assert.Equal(4, (await Store.ListAsync(new ProposalQuery(), Ct)).Proposals.Count);
        var epochs = (await ProgressAsync(contexts)).Epochs;
        Assert.Equal([1L, 1L, 0L, 1L, 1L], contexts.Select(c => epochs[c]));
    }

    [Fact]
    public async Task Evidence_that_can_not_be_kept_takes_only_its_context_out_of_a_shared_proposal()
    {
        var proposal = Some.Proposal();
        var shared = Open(
            proposal with { Sightings = Some.Sightings(null, Two) }, Two, Some.Evidence(), Some.Evidence(Some.TelemetrySignal(count: double.PositiveInfinity), "cfg-zeta"));

        var outcomes = await CommitAsync([At("cfg-acme", 0), At("cfg-zeta", 0)], shared);

        Overtaken(outcomes, "cfg-zeta");
        Assert.Contains(new CommitOutcome.Committed("cfg-acme"), outcomes);
        Assert.Equal(["cfg-acme"], (await RecordAsync(proposal.Id)).Proposal.Sightings.Contexts);
    }

    [Fact]
    public async Task Of_two_commits_of_one_context_at_once_one_is_overtaken()
    {
        var proposals = Enumerable.Range(0, 8).Select(i => Some.Proposal($"wish-{i}", slot: $"slot-{i}")).ToArray();

        var outcomes = await Task.WhenAll(proposals.Select(p => Task.Run(() => CommitAsync([At("cfg-acme", 0)], Open(p)))));

        Assert.Single(outcomes.SelectMany(o => o).OfType<CommitOutcome.Committed>());
        Assert.Equal(7, outcomes.SelectMany(o => o).OfType<CommitOutcome.Overtaken>().Count());
        Assert.Single((await BeginAsync("cfg-acme")).Living);
    }

    [Fact]
    public async Task Of_many_passes_that_open_one_wish_at_once_one_does()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() =>
            CommitAsync([At($"cfg-{i}", 0)], Open(Some.Proposal(occurrence: i, context: $"cfg-{i}"), [$"cfg-{i}"])))));

        Assert.Single(outcomes.SelectMany(o => o).OfType<CommitOutcome.Committed>());
        Assert.Single((await Store.ListAsync(ProposalQuery.Living, Ct)).Proposals);
    }
}
