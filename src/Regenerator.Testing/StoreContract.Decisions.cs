using Regenerator.Storage;
using Xunit;

namespace Regenerator.Testing;

// What people decide.
public abstract partial class StoreContract
{
    [Fact]
    public async Task A_proposal_that_does_not_exist_is_not_found()
    {
        Assert.Null(await Store.GetAsync(Some.Proposal().Id, Ct));
        Assert.IsType<DecideResult.NotFound>(await Store.DecideAsync(Some.Proposal().Id, Some.Refusal(), Ct));
        Assert.IsType<ClaimResult.Denied>(await Store.ClaimAsync(Some.Claim(Some.Proposal().Id), Ct));
    }

    [Fact]
    public async Task Of_64_decisions_at_once_one_wins_and_everybody_else_is_told_who()
    {
        var proposal = await OpenAsync(Some.Proposal());

        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() =>
            Store.DecideAsync(proposal.Id, Some.Approval(proposal, $"person:{i}."), Ct))));

        var winner = Assert.Single(results.OfType<DecideResult.Decided>());
        var by = Assert.Single(winner.Proposal.Approvals).Actor;
        Assert.Equal(63, results.OfType<DecideResult.Refused>().Count(r => r.Reason.Contains(by, StringComparison.Ordinal)));
        Assert.Equal(2, (await RecordAsync(proposal.Id)).History.Count);
    }

    [Fact]
    public async Task A_refused_decision_shows_the_proposal_as_it_is_and_changes_nothing()
    {
        var proposal = await OpenAsync(Some.Proposal());
        await Store.DecideAsync(proposal.Id, Some.Edit(proposal), Ct);

        var refused = Assert.IsType<DecideResult.Refused>(await Store.DecideAsync(proposal.Id, Some.Approval(proposal), Ct));

        Assert.Equal(2, refused.Current.Revision.Number);
        Assert.Equal(2, (await RecordAsync(proposal.Id)).Proposal.Version);
    }

    [Fact]
    public async Task Approving_looks_at_the_rivals_on_the_same_document()
    {
        var (first, second) = (await OpenAsync(Some.Proposal()), await OpenAsync(Some.Proposal("rival", rule: "rival"), "cfg-zeta"));
        await Store.DecideAsync(first.Id, Some.Approval(first), Ct);

        var refused = Assert.IsType<DecideResult.Refused>(await Store.DecideAsync(second.Id, Some.Approval(second), Ct));

        Assert.Contains(first.Id.ToString(), refused.Reason, StringComparison.Ordinal);
    }
}
