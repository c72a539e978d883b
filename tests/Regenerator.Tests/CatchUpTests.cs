using System.Reflection;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests;

/// <summary>Vendors, rules and the store do not wait for each other.</summary>
public sealed class CatchUpTests : IAsyncDisposable
{
    private const int Batch = 500;

    private readonly RegenerationContext[] fleet = [.. Enumerable.Range(0, Batch + 1).Select(number => Some.Context($"cfg-{number:D3}"))];
    private readonly TestClock clock = new(Some.Now.AddSeconds(30));
    private readonly InMemoryStore inner = new();
    private readonly TaskCompletionSource lookedAtLast = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    [Fact]
    public async Task While_one_batch_is_committed_the_next_one_is_judged()
    {
        await using var service = Service(() => lookedAtLast.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct));

        var report = await service.RunOnceAsync(Ct);

        Assert.Null(report.Fault);
        Assert.Equal(fleet.Length, report.Decisions.Count());
    }

    [Fact]
    public async Task The_next_batch_is_taken_in_on_what_the_one_before_has_left()
    {
        await using var service = Service(() => Task.CompletedTask, FakeRule.Pinning(tenantScoped: false));

        var report = await service.RunOnceAsync(Ct);

        var proposal = Assert.Single((await inner.ListAsync(ProposalQuery.Living, Ct)).Proposals);
        Assert.Equal(fleet.Length, proposal.Sightings.Contexts.Count);
        Assert.Single(report.Opened);
    }

    [Fact]
    public async Task A_pass_that_is_ended_on_the_way_leaves_nothing_behind_that_still_writes()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var written = false;
        await using var service = Service(async () =>
        {
            await stop.CancelAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
            written = true;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service.RunOnceAsync(stop.Token));

        Assert.True(written);
    }

    [Fact]
    public async Task What_was_committed_is_told_although_the_batch_after_it_fails()
    {
        var commits = 0;
        await using var service = Service(() => commits++ == 0 ? Task.CompletedTask : throw new StoreException("the disk is full"));

        var report = await service.RunOnceAsync(Ct);

        Assert.Equal("the disk is full", report.Fault);
        Assert.Equal(Batch, report.Decisions.Count());
    }

    [Fact]
    public async Task What_one_batch_puts_before_people_counts_against_the_budget_of_the_next()
    {
        await using var service = Service(() => Task.CompletedTask, Wanting((fleet[0], 5), (fleet[^1], 5)), new Budget(BudgetOf.Fleet) { Open = 1 });

        await service.RunOnceAsync(Ct);

        Assert.Equal([ProposalState.Open, ProposalState.Held], (await inner.ListAsync(ProposalQuery.Living, Ct)).Proposals.Select(p => p.State).Order());
    }

    [Fact]
    public async Task In_a_flood_the_worst_of_the_whole_pass_is_shown_and_not_only_what_comes_in_the_first_batch()
    {
        await using var service = Service(() => Task.CompletedTask, Wanting((fleet[0], 5), (fleet[1], 6), (fleet[2], 7), (fleet[^1], 50)), new Budget(BudgetOf.Fleet) { Open = 2 });

        await service.RunOnceAsync(Ct);

        var shown = (await inner.ListAsync(ProposalQuery.Living with { States = [ProposalState.Open] }, Ct)).Proposals;
        Assert.Equal([7, 50], shown.Select(p => p.Sightings.Magnitude).Order());
    }

    // Each tenant for a reason of its own.
    private static FakeRule Wanting(params (RegenerationContext Context, double Magnitude)[] who) => new("wanting", (context, signals) => Array.FindIndex(who, w => ReferenceEquals(w.Context, context)) switch
    {
        < 0 => [],
        var number => [Some.Wish($"wish-{number}", tenantScoped: true, slot: $"slot-{number}") with { Signals = [.. signals.Telemetry], Magnitude = who[number].Magnitude }],
    });

    private RegeneratorService Service(Func<Task> beforeCommit, FakeRule? rule = null, params Budget[] budgets) => new(new RegeneratorOptions
    {
        Contexts = new FixedContexts(fleet),
        Rules = [rule ?? new FakeRule("looking", (context, _) => Look(context))],
        Adapters = new SignalAdapters { Telemetry = FakeTelemetry.Failing() },
        Store = CommitStore.Over(inner, beforeCommit),
        Intake = new IntakeOptions { Budgets = budgets },
        Time = clock,
    });

    private IReadOnlyList<SpecChangeProposal> Look(RegenerationContext context)
    {
        if (string.Equals(context.Id, fleet[^1].Id)) lookedAtLast.TrySetResult();
        return [];
    }

    /// <summary>A store that has something else to do before each commit.</summary>
    public class CommitStore : DispatchProxy
    {
        private IRegeneratorStore inner = null!;
        private Func<Task> before = null!;

        public static IRegeneratorStore Over(IRegeneratorStore inner, Func<Task> before)
        {
            var store = Create<IRegeneratorStore, CommitStore>();
            ((CommitStore)(object)store).inner = inner;
            ((CommitStore)(object)store).before = before;
            return store;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(IRegeneratorStore.CommitAsync) ? CommitAsync((PassCommit)args![0]!, (CancellationToken)args[1]!) : targetMethod.Invoke(inner, args);

        private async Task<IReadOnlyList<CommitOutcome>> CommitAsync(PassCommit pass, CancellationToken ct)
        {
            await before();
            return await inner.CommitAsync(pass, ct);
        }
    }
}
