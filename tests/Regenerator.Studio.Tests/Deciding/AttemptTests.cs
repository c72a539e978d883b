using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Studio.Deciding;
using Regenerator.Testing;

namespace Regenerator.Studio.Tests.Deciding;

public sealed class AttemptTests
{
    private static readonly ProposalEvent.Claimed Claimed = new("host-1", 1, Some.Now.AddMinutes(1)) { Actor = "executor:x", At = Some.Now };

    [Fact]
    public void While_it_is_applied_what_has_not_begun_waits()
    {
        var attempt = Assert.Single(Attempt.Of(Record(ProposalState.Applying, [Claimed], Step("1/2", 2, "run_tests", StepStatus.Succeeded), Step("1/0", 0, "update_blueprint", StepStatus.Started))));
        Assert.Equal([("run_tests", "done"), ("update_blueprint", "running"), ("trigger_regeneration", "waits")], attempt.Lines.Select(l => (l.Kind, l.State)));
        Assert.Equal(TimeSpan.FromSeconds(90), attempt.Lines[1].Took(Some.Now.AddSeconds(90)));
    }

    [Fact]
    public void What_was_not_run_when_it_ended_is_said()
    {
        var attempt = Assert.Single(Attempt.Of(Record(ProposalState.Open, [Claimed], Step("1/2", 2, "run_tests", StepStatus.Failed))));
        Assert.Equal(["failed", "not run", "not run", "not run"], attempt.Lines.Select(l => l.State));
    }

    [Fact]
    public void Each_attempt_keeps_its_own_steps_and_a_takeover_is_none()
    {
        var attempts = Attempt.Of(Record(
            ProposalState.Applied, [Claimed, Claimed with { Takeover = true }, Claimed], Step("1/2", 2, "run_tests", StepStatus.Failed), Step("1#2/2", 2, "run_tests", StepStatus.Succeeded), Step("1#2/0", 0, "update_blueprint", StepStatus.Succeeded)));
        Assert.Equal([(1, "failed"), (2, "done")], attempts.Select(a => (a.Number, a.Lines[0].State)));
    }

    [Fact]
    public void Nothing_was_tried_before_anybody_took_it() => Assert.Empty(Attempt.Of(Record(ProposalState.Open, [])));

    private static ProposalRecord Record(ProposalState state, ProposalEvent[] history, params JournalStep[] steps)
    {
        var proposal = Some.Proposal();
        var wish = proposal.Revision.Proposal with
        {
            Actions = [new ProposalAction.UpdateBlueprint { Summary = "one" }, new ProposalAction.UpdateBlueprint { Summary = "two" }, new ProposalAction.RunTests("all"), new ProposalAction.TriggerRegeneration()],
        };
        return new ProposalRecord(proposal with { State = state, Revision = proposal.Revision with { Proposal = wish } }, history, [], steps);
    }

    private static JournalStep Step(string key, int index, string kind, StepStatus status) =>
        new($"01a20490-1080-7faf-a8b5-42771bfa3002/{key}", index, kind, status, 1, Some.Now) { EndedAt = status == StepStatus.Started ? null : Some.Now.AddSeconds(2) };
}
