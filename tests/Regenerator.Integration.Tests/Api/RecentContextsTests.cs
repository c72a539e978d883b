using Regenerator.Contexts;
using Regenerator.Studio.Access;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Api;

public sealed class RecentContextsTests
{
    private readonly TestClock clock = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_quickly_read_is_read_each_time()
    {
        var source = new Slow(clock, TimeSpan.Zero);
        var recent = new RecentContexts(source, clock);

        await recent.ReadAsync(Ct);
        await recent.ReadAsync(Ct);

        Assert.Equal(2, source.Reads);
    }

    [Fact]
    public async Task What_takes_long_counts_ten_times_as_long_and_five_seconds_at_most()
    {
        var source = new Slow(clock, TimeSpan.FromMilliseconds(100));
        var recent = new RecentContexts(source, clock);

        var first = await recent.ReadAsync(Ct);
        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Same(first, await recent.ReadAsync(Ct));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        source.Takes = TimeSpan.FromSeconds(30);
        Assert.NotSame(first, await recent.ReadAsync(Ct));
        clock.Advance(TimeSpan.FromMilliseconds(4999));
        await recent.ReadAsync(Ct);
        Assert.Equal(2, source.Reads);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await recent.ReadAsync(Ct);
        Assert.Equal(3, source.Reads);
    }

    [Fact]
    public async Task Who_comes_while_somebody_reads_gets_the_same()
    {
        var source = new Slow(clock, TimeSpan.FromMilliseconds(100));
        var recent = new RecentContexts(source, clock);

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await recent.ReadAsync(Ct))));

        Assert.Single(all.Distinct());
        Assert.Equal(1, source.Reads);
    }

    private sealed class Slow(TestClock clock, TimeSpan takes) : IContextSource
    {
        public TimeSpan Takes { get; set; } = takes;

        public int Reads { get; private set; }

        public ValueTask<ContextSnapshot> ReadAsync(CancellationToken ct)
        {
            Reads++;
            if (Takes > TimeSpan.Zero) clock.Advance(Takes);
            return ValueTask.FromResult(new ContextSnapshot([Some.Context()], []));
        }
    }
}
