using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Execution;

/// <summary>Proposals on the documents of a workspace, as the engine opens them.</summary>
internal static class TempWorkspaceProposals
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Proposal> OpenAsync(this TempWorkspace workspace, IRegeneratorStore store, SpecChangeProposal wish, bool shadow = false)
    {
        var context = await workspace.ContextAsync();
        var guarded = Draft.Guarded(context, wish);
        var epochs = (await store.ProgressAsync([context.Id], Ct)).Epochs;
        var scope = ProposalScope.Of(context.Document(wish.Target.TenantScoped));
        var before = (await store.BeginAsync([context], Ct)).Past.GetValueOrDefault(Some.Proposal(wish.Id, scope).Fingerprint)?.Occurrences ?? 0;
        var proposal = Some.Proposal(wish.Id, scope, occurrence: before) with
        {
            Revision = Assert.IsType<Draft.Ready>(Draft.Of(context, guarded, "rule:checkout-failing")).Revision,
            ExpiresAt = Some.Now.AddDays(14),
            Shadow = shadow,
        };
        var outcomes = await store.CommitAsync(
            new PassCommit { Contexts = [new ContextCommit(context.Id, epochs[context.Id], [])], Changes = [new ProposalChange.Open(Some.Opened(proposal)) { Id = proposal.Id, Contexts = [context.Id] }] }, Ct);
        Assert.IsType<CommitOutcome.Committed>(Assert.Single(outcomes));
        return proposal;
    }

    public static async Task<Proposal> OpenApprovedAsync(this TempWorkspace workspace, IRegeneratorStore store, SpecChangeProposal wish)
    {
        var proposal = await workspace.OpenAsync(store, wish);
        return Assert.IsType<DecideResult.Decided>(await store.DecideAsync(proposal.Id, Some.Approval(proposal), Ct)).Proposal;
    }

    public static async Task<ProposalRecord> RecordAsync(this IRegeneratorStore store, Proposal proposal) => (await store.GetAsync(proposal.Id, Ct))!;
}
