using Regenerator.Proposals;
using Regenerator.Storage;
using Xunit;

namespace Regenerator.Testing;

/// <summary>What every store promises when many decide at once. Derive it in a test project and say how a store is made.</summary>
public abstract class StoreRaceContract : IAsyncLifetime
{
    private const int Rounds = 6;
    private const int AtOnce = 64;

    private IRegeneratorStore? current;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>An empty store.</summary>
    protected abstract Task<IRegeneratorStore> CreateAsync(TimeProvider time);

    public async ValueTask InitializeAsync() => current = await CreateAsync(TimeProvider.System);

    public virtual async ValueTask DisposeAsync()
    {
        if (current is not null) await current.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    [Trait("Promise", "R15")]
    public async Task Of_sixty_four_decisions_and_passes_at_once_each_version_has_one_winner_and_the_others_are_told_who()
    {
        var random = new Random(RandomRun.Seed);
        for (var round = 0; round < Rounds; round++)
        {
            var opened = Some.Proposal($"wish-{round}", slot: $"slot-{round}") with { ExpiresAt = Some.Now.AddHours(1) };
            await CommitAsync(new ProposalChange.Open(Some.Opened(opened)) { Id = opened.Id, Contexts = ["cfg-acme"] });
            var epoch = await EpochAsync();
            var start = new TaskCompletionSource();
            var turns = Enumerable.Range(0, AtOnce).ToArray();
            random.Shuffle(turns);

            var racing = turns.Select(turn => Task.Run(async () =>
            {
                await start.Task;
                return turn % 8 == 7 ? await PassAsync(opened, epoch, turn) : await DecideAsync(opened, turn);
            })).ToArray();
            start.SetResult();
            var tries = await Task.WhenAll(racing);

            await JudgeAsync(opened, tries);
        }
    }

    private async Task JudgeAsync(Proposal opened, Try[] tries)
    {
        var record = (await current!.GetAsync(opened.Id, Ct))!;
        var taken = tries.Where(t => t.Refusal is null).ToArray();
        Assert.NotEmpty(taken);

        // One of each version, and in the history whoever was told that it was taken, and nobody else.
        Assert.Equal(record.History.Count, record.Proposal.Version);
        Assert.Equal(taken.Select(t => t.Actor).Order(StringComparer.Ordinal), record.History.Skip(1).Select(e => e.Actor).Order(StringComparer.Ordinal));
        var versions = taken.Select(t => t.Version).OfType<int>().ToArray();
        Assert.Equal(versions.Length, versions.Distinct().Count());

        // The history is one that the table allows, and leads to where the proposal stands.
        Proposal? folded = null;
        foreach (var happened in record.History) folded = Assert.IsType<Transition.To>(Lifecycle.Next(folded, happened, [])).Proposal;
        Assert.Equal((record.Proposal.State, record.Proposal.Version, record.Proposal.Revision.Digest), (folded!.State, folded.Version, folded.Revision.Digest));

        string[] winners = [.. record.History.Select(e => e.Actor), "expired"];
        Assert.All(tries.Where(t => t.Refusal is not null && !t.IsPass), t => Assert.True(winners.Any(w => t.Refusal!.Contains(w, StringComparison.Ordinal)), t.Refusal));
    }

    private async Task<Try> DecideAsync(Proposal opened, int turn)
    {
        var actor = $"person:{turn}";
        ProposalEvent decision = (turn % 8) switch
        {
            0 or 1 => Some.Approval(opened, actor),
            2 or 3 => Some.Refusal(actor) with { Seen = opened.Revision.Digest },
            4 => new ProposalEvent.PutOff(Some.Now.AddDays(1)) { Actor = actor, At = Some.Now },
            5 => Some.Edit(opened, $"1.3.{turn}", actor),
            _ => new ProposalEvent.Lapsed { Actor = $"engine:{turn}", At = Some.Now.AddHours(2) },
        };
        return await current!.DecideAsync(opened.Id, decision, Ct) switch
        {
            DecideResult.Decided decided => new Try(decision.Actor, decided.Proposal.Version, null),
            DecideResult.Refused refused => new Try(decision.Actor, null, refused.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<Try> PassAsync(Proposal opened, long epoch, int turn)
    {
        var revised = Some.Edit(opened, $"2.0.{turn}", $"rule:{turn}") with { Seen = null };
        var outcome = Assert.Single(await current!.CommitAsync(
            new PassCommit { Contexts = [new ContextCommit("cfg-acme", epoch, [])], Changes = [new ProposalChange.Append(revised, 1) { Id = opened.Id, Contexts = ["cfg-acme"] }] }, Ct));
        return new Try(revised.Actor, null, outcome is CommitOutcome.Overtaken overtaken ? overtaken.By : null, IsPass: true);
    }

    private async Task CommitAsync(ProposalChange change) => Assert.IsType<CommitOutcome.Committed>(Assert.Single(
        await current!.CommitAsync(new PassCommit { Contexts = [new ContextCommit("cfg-acme", await EpochAsync(), [])], Changes = [change] }, Ct)));

    private async Task<long> EpochAsync() => (await current!.ProgressAsync(["cfg-acme"], Ct)).Epochs["cfg-acme"];

    /// <param name="Version">That it made; null: not told.</param>
    /// <param name="Refusal">Null: it was taken.</param>
    private sealed record Try(string Actor, int? Version, string? Refusal, bool IsPass = false);
}
