using Regenerator.Proposals;
using Regenerator.Specs;
using Regenerator.Storage;
using Regenerator.Studio.Deciding;
using Regenerator.Testing;

namespace Regenerator.Studio.Tests.Deciding;

public sealed class HistoryLineTests
{
    [Fact]
    public void What_happened_to_many_alike_is_one_line()
    {
        var line = Assert.Single(HistoryLine.OfMany(Enumerable.Range(0, 1400).Select(i => Entry(i, 1, Some.Opened() with { At = Some.Now.AddSeconds(i / 10.0) }))));
        Assert.Equal(("rule:checkout-failing", "opened it", 1400), (line.Actor, line.Words, line.Of.Count));
        Assert.Equal((Some.Now, Some.Now.AddSeconds(139.9)), (line.At, line.Until));
    }

    [Fact]
    public void Approvals_of_different_revisions_by_one_person_are_one_line_and_those_of_two_are_two()
    {
        var lines = HistoryLine.OfMany([Entry(1, 2, Approval("a", "person:ann")), Entry(2, 2, Approval("b", "person:ann")), Entry(3, 2, Approval("c", "person:bob"))]);
        Assert.Equal([("person:ann", 2), ("person:bob", 1)], lines.Select(l => (l.Actor, l.Of.Count)));
    }

    [Fact]
    public void What_happened_long_after_or_again_to_the_same_is_a_line_of_its_own()
    {
        var undone = new ProposalEvent.Undone("tests failed") { Actor = "executor:x", At = Some.Now };
        var lines = HistoryLine.OfMany([Entry(1, 4, undone), Entry(2, 4, undone), Entry(1, 8, undone with { At = Some.Now.AddMinutes(1) }), Entry(3, 4, undone with { At = Some.Now.AddHours(2) })]);
        Assert.Equal([2, 1, 1], lines.Select(l => l.Of.Count));
    }

    [Fact]
    public void A_comment_keeps_its_lines_apart_from_what_it_is()
    {
        var line = Assert.Single(HistoryLine.OfOne([new ProposalEvent.Commented("one\ntwo") { Actor = "person:ann", At = Some.Now }]));
        Assert.Equal(("commented", "one\ntwo"), (line.Words, line.Comment));
    }

    private static ProposalEvent.ApprovalGiven Approval(string digest, string by) => new(digest.PadRight(64, '0')) { Actor = by, At = Some.Now };

    private static AuditEntry Entry(int tenant, int number, ProposalEvent happened) => new(Some.Proposal($"of-{tenant}").Id, number, "checkout-failing", new ProposalScope(SpecKind.Tenant, $"cfg-{tenant:0000}"), happened);
}
