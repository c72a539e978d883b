using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Storage;
using Xunit;

namespace Regenerator.Testing;

/// <summary>What every store promises, one file for each part of it. Derive it in a test project and say how a store is made.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private static readonly HashSet<Moment> Every = [.. Enum.GetValues<Moment>()];
    private static readonly string[] Two = ["cfg-acme", "cfg-zeta"];

    private IRegeneratorStore? current;

    protected TestClock Clock { get; } = new();

    private IRegeneratorStore Store => current!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>An empty store.</summary>
    protected abstract Task<IRegeneratorStore> CreateAsync(TimeProvider time);

    /// <summary>The store as a new process would find it; the old object is not used any more.</summary>
    protected abstract Task<IRegeneratorStore> ReopenAsync(IRegeneratorStore store);

    public async ValueTask InitializeAsync() => current = await CreateAsync(Clock);

    public virtual async ValueTask DisposeAsync()
    {
        if (current is not null) await current.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static ContextCommit At(string context, long epoch, params IReadOnlyList<Watermark> watermarks) => new(context, epoch, watermarks);

    private static Watermark Mark(string context, DateTimeOffset until) => new(new WatermarkKey(context, "prom/telemetry", TimeSpan.FromMinutes(5)), until);

    private static ProposalChange.Open Open(Proposal proposal, params IReadOnlyList<Evidence> evidence) => Open(proposal, proposal.Sightings.Contexts, evidence);

    private static ProposalChange.Open Open(Proposal proposal, IReadOnlyList<string> contexts, params IReadOnlyList<Evidence> evidence) =>
        new(Some.Opened(proposal)) { Id = proposal.Id, Contexts = contexts, Evidence = evidence };

    private static ProposalChange.Join Join(ProposalId id, Sightings sightings, params IReadOnlyList<Evidence> evidence) =>
        new(sightings) { Id = id, Contexts = sightings.Contexts, Evidence = evidence };

    private static ContextListing Listing(int count) => new(count, "/srv/shop", Some.Now.AddTicks(1));

    private static ProviderNote Note(string provider, int budgetLeft, DateTimeOffset at) => new(new ProviderHealth(provider, $"{provider}-eu", TimeSpan.FromSeconds(42.5), budgetLeft, BreakerState.Trying), at);

    private static QuarantinedAnswer Broken(string provider, int number) => new(provider, ["cfg-acme"], Some.Window, "«<» is no number", "<html>", number, Some.Now);

    private static JournalStep Step(Claim claim) => new($"{claim.Id}/1/0", 0, "update_blueprint", StepStatus.Started, claim.Fence, Some.Now);

    private static ProposalEvent.Completed Done() => new("3 actions done") { Actor = "executor:test", At = Some.Now };

    private static CommitOutcome.Overtaken Overtaken(IReadOnlyList<CommitOutcome> outcomes, string context) =>
        Assert.IsType<CommitOutcome.Overtaken>(outcomes.Single(o => string.Equals(o.ContextId, context)));

    private Task<ReadProgress> ProgressAsync(params IReadOnlyList<string> contexts) => Store.ProgressAsync(contexts, Ct);

    private Task<PassStart> BeginAsync(params IReadOnlyList<string> contexts) => Store.BeginAsync([.. contexts.Select(c => Some.Context(c))], Ct);

    private Task<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ContextCommit> contexts, params IReadOnlyList<ProposalChange> changes) =>
        Store.CommitAsync(new PassCommit { Contexts = contexts, Changes = changes }, Ct);

    private async Task<Proposal> OpenAsync(Proposal proposal, string context = "cfg-acme", Evidence? evidence = null, DateTimeOffset? mark = null)
    {
        var outcomes = await CommitAsync([At(context, 0, mark is { } until ? [Mark(context, until)] : [])], Open(proposal, [context], evidence is null ? [] : [evidence]));
        Assert.Equal([new CommitOutcome.Committed(context)], outcomes);
        return (await RecordAsync(proposal.Id)).Proposal;
    }

    private async Task<Proposal> ApprovedAsync(Proposal proposal, string context = "cfg-acme")
    {
        await OpenAsync(proposal, context);
        return Assert.IsType<DecideResult.Decided>(await Store.DecideAsync(proposal.Id, Some.Approval(proposal), Ct)).Proposal;
    }

    private async Task<Freeze> FreezeAsync(FreezeReach reach, string actor = "person:ada")
    {
        var set = new FreezeEvent.Set(reach, "release week", Some.Now.AddDays(1)) { Actor = actor, At = Some.Now };
        return Assert.IsType<FreezeResult.Recorded>(await Store.RecordFreezeAsync(FreezeId.Of(set), set, Ct)).Freeze;
    }

    private static FreezeSubject Touched(string tier) => new($"cfg-{tier}", null, new Dictionary<string, string> { ["tier"] = tier });

    private async Task<ClaimResult.Granted> GrantedAsync(ProposalId id, string owner = "host-1") =>
        Assert.IsType<ClaimResult.Granted>(await Store.ClaimAsync(Some.Claim(id, owner), Ct));

    private async Task<Proposal> AppliedAsync(Proposal proposal)
    {
        await ApprovedAsync(proposal);
        return (await Store.FinishAsync((await GrantedAsync(proposal.Id)).Claim, Done(), Ct))!;
    }

    private async Task<ProposalRecord> RecordAsync(ProposalId id) => Assert.IsType<ProposalRecord>(await Store.GetAsync(id, Ct));

    private async Task<IEnumerable<ProposalId>> IdsAsync(ProposalQuery query) => (await Store.ListAsync(query, Ct)).Proposals.Select(p => p.Id);

    private Task<IReadOnlyList<OutboxEntry>> TakeAsync(string sink, DateTimeOffset? now = null) => Store.TakeDeliveriesAsync(sink, Every, now ?? Some.Now, 100, Ct);

    private Task<bool> SettleAsync(string sink, string key, DeliveryOutcome? outcome = null) => Store.SettleDeliveryAsync(sink, key, outcome ?? new DeliveryOutcome.Delivered(), Ct);

    // Everything that there is, one batch after the other.
    private async Task<List<OutboxEntry>> HearAsync(string sink, int limit = 100)
    {
        var heard = new List<OutboxEntry>();
        while (await Store.TakeDeliveriesAsync(sink, Every, Some.Now, limit, Ct) is { Count: > 0 } entries)
        {
            foreach (var entry in entries) Assert.True(await SettleAsync(sink, entry.Key));
            heard.AddRange(entries);
        }

        return heard;
    }

    // Both opened, then both rejected, before the eyes of a sink.
    private async Task<(ProposalId First, ProposalId Second)> TwoNoticesEachAsync(string sink)
    {
        await TakeAsync(sink);
        var first = await OpenAsync(Some.Proposal());
        var second = await OpenAsync(Some.Proposal("other", slot: "refund"), "cfg-zeta");
        foreach (var id in new[] { first.Id, second.Id }) await Store.DecideAsync(id, Some.Refusal(), Ct);
        return (first.Id, second.Id);
    }
}
