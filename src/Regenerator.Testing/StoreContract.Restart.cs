using Regenerator.Proposals;
using Regenerator.Storage;
using Xunit;

namespace Regenerator.Testing;

// What outlives the process.
public abstract partial class StoreContract
{
    [Fact]
    public async Task A_restart_keeps_everything()
    {
        await TakeAsync("queue");
        var proposal = Some.Proposal();
        await CommitAsync([At("cfg-acme", 0, Mark("cfg-acme", Some.Now))], Open(proposal, Some.Evidence()));
        await SettleAsync("queue", (await TakeAsync("queue"))[0].Key);
        await Store.DecideAsync(proposal.Id, Some.Approval(proposal), Ct);
        var claim = (await GrantedAsync(proposal.Id)).Claim;
        await Store.RecordStepAsync(claim, Step(claim), Some.Now.AddMinutes(5), Ct);

        await Store.NoteListingAsync(Listing(6), Ct);

        current = await ReopenAsync(Store);

        Assert.Equal(Listing(6), await Store.ListingAsync(Ct));
        var progress = await ProgressAsync("cfg-acme");
        Assert.Equal((1L, 1), (progress.Epochs["cfg-acme"], progress.Watermarks.Count));
        Assert.Equal(ProposalState.Applying, Assert.Single((await BeginAsync("cfg-acme")).Living).State);
        var record = await RecordAsync(proposal.Id);
        Assert.Equal((3, 1, 1), (record.History.Count, record.Evidence.Count, record.Steps.Count));
        Assert.Equal(Moment.Approved, Assert.Single(await TakeAsync("queue")).Moment);
        Assert.IsType<ClaimResult.Denied>(await Store.ClaimAsync(Some.Claim(proposal.Id, "host-2", Some.Now.AddMinutes(4)), Ct));
        Assert.True(await Store.RecordStepAsync(claim, Step(claim), Some.Now.AddMinutes(6), Ct));
    }

    [Fact]
    public async Task History_folds_to_the_proposal()
    {
        var proposal = await ApprovedAsync(Some.Proposal());
        var claim = (await GrantedAsync(proposal.Id)).Claim;
        await Store.FinishAsync(claim, new ProposalEvent.Undone("tests failed") { Actor = claim.Actor, At = Some.Now }, Ct);

        var record = await RecordAsync(proposal.Id);

        var folded = record.History.Aggregate((Proposal?)null, (at, happened) => Assert.IsType<Transition.To>(Lifecycle.Next(at, happened, [])).Proposal)!;
        Assert.Equal((record.Proposal.State, record.Proposal.Version, record.Proposal.FailedDigest), (folded.State, folded.Version, folded.FailedDigest));
    }

    [Fact]
    public async Task A_copy_in_memory_starts_where_the_store_is_and_leaves_it_alone()
    {
        var rejected = await OpenAsync(Some.Proposal(), mark: Some.Now);
        await Store.DecideAsync(rejected.Id, Some.Refusal(), Ct);
        var applying = await ApprovedAsync(Some.Proposal("other", slot: "refund"), "cfg-zeta");
        await GrantedAsync(applying.Id, "host-1");
        await Store.NoteListingAsync(Listing(6), Ct);

        await using var copy = await InMemoryStore.CopyOfAsync(Store, [.. Two.Select(c => Some.Context(c))], Ct);

        var (ours, theirs) = (await copy.BeginAsync([.. Two.Select(c => Some.Context(c))], Ct), await BeginAsync(Two));
        var (read, readThere) = (await copy.ProgressAsync(Two, Ct), await ProgressAsync(Two));
        Assert.Equal(readThere.Epochs, read.Epochs);
        Assert.Equal(readThere.Watermarks, read.Watermarks);
        Assert.Equal(theirs.Living.Select(p => p.Id), ours.Living.Select(p => p.Id));
        Assert.Equal("person:ann", ours.Past[rejected.Fingerprint].Rejection!.Actor);
        Assert.Equal(2, (await copy.GetAsync(rejected.Id, Ct))!.History.Count);
        Assert.Equal("host-1", Assert.IsType<ClaimResult.Denied>(await copy.ClaimAsync(Some.Claim(applying.Id, "host-2"), Ct)).Owner);
        await copy.CommitAsync(new PassCommit { Contexts = [At("cfg-acme", 1)], Changes = [Open(Some.Proposal(occurrence: 1))] }, Ct);
        await copy.NoteListingAsync(Listing(7), Ct);
        Assert.Single((await BeginAsync(Two)).Living);
        Assert.Equal(Listing(6), await Store.ListingAsync(Ct));
    }
}
