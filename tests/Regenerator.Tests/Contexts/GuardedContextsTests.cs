using Regenerator.Contexts;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Contexts;

public sealed class GuardedContextsTests : IAsyncDisposable
{
    private readonly InMemoryStore store = new();
    private readonly TestClock clock = new(Some.Now);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Theory, Trait("Promise", "R8")]
    [InlineData(4, 1, "fewer than half")]
    [InlineData(4, 0, "nothing left")]
    [InlineData(4, 2, null)]
    [InlineData(3, 1, null)]
    [InlineData(3, 0, "nothing left")]
    [InlineData(1, 0, "nothing left")]
    [InlineData(0, 0, null)]
    public async Task A_list_that_collapses_is_a_fault_in_the_same_process_and_in_the_next(int before, int after, string? fault)
    {
        var running = await PassAsync(before);

        foreach (var process in new[] { running, Process() })
        {
            process.Source.Count = after;
            for (var i = 0; i < 2; i++) Assert.Equal(fault, (await FaultAsync(process.Contexts))?.Split(": ")[1].Split(',')[0]);
        }
    }

    [Fact]
    public async Task A_fault_says_what_there_was_where_and_what_to_do()
    {
        await PassAsync(6);
        var later = Process(2);

        Assert.Equal("6 contexts in /srv/shop since 2026-01-05 09:05:00Z, 2 now: fewer than half, taken for a fault; if they are meant to be gone, «regenerator contexts accept 2» says so", await FaultAsync(later.Contexts));
        later.Source.Name = "/mnt/shop";
        Assert.StartsWith("6 contexts in /srv/shop since 2026-01-05 09:05:00Z, 2 now in /mnt/shop: ", await FaultAsync(later.Contexts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_accepted_counts_at_once_where_it_was_a_fault()
    {
        var running = await PassAsync(6);
        running.Source.Count = 2;
        Assert.NotNull(await FaultAsync(running.Contexts));

        await store.NoteListingAsync(new ContextListing(2, "/srv/shop", clock.GetUtcNow()) { Accepted = new CollapseAccepted("person:ann", "they have left") }, Ct);

        Assert.Null(await FaultAsync(running.Contexts));
        running.Source.Count = 0;
        Assert.NotNull(await FaultAsync(running.Contexts));
    }

    [Fact]
    public async Task Who_only_looks_changes_nothing_that_is_kept()
    {
        await PassAsync(6);

        await Process(3).Contexts.ReadAsync(Ct);

        Assert.Equal(6, (await store.ListingAsync(Ct))!.Count);
    }

    [Fact]
    public async Task What_is_as_it_was_is_not_written_again()
    {
        await PassAsync(6);
        clock.Advance(TimeSpan.FromDays(1));

        await PassAsync(6);

        Assert.Equal(new ContextListing(6, "/srv/shop", Some.Now), await store.ListingAsync(Ct));
    }

    private (Listed Source, GuardedContexts Contexts) Process(int count = 0)
    {
        var source = new Listed { Count = count };
        return (source, new GuardedContexts(source, store, clock));
    }

    private async Task<(Listed Source, GuardedContexts Contexts)> PassAsync(int count)
    {
        var process = Process(count);
        await process.Contexts.KeepAsync(await process.Contexts.ReadAsync(Ct), Ct);
        return process;
    }

    private static async Task<string?> FaultAsync(GuardedContexts contexts)
    {
        try
        {
            await contexts.ReadAsync(Ct);
            return null;
        }
        catch (ContextSourceException fault)
        {
            return fault.Message;
        }
    }

    // Half of them sick: those count too.
    private sealed class Listed : IContextSource
    {
        public int Count { get; set; }

        public string? Name { get; set; } = "/srv/shop";

        public ValueTask<ContextSnapshot> ReadAsync(CancellationToken ct) => ValueTask.FromResult(new ContextSnapshot(
            [.. Enumerable.Range(0, Count / 2).Select(i => Some.Context($"cfg-{i}"))], [.. Enumerable.Range(Count / 2, Count - Count / 2).Select(i => new SickContext($"cfg-{i}", "broken"))]));
    }
}
