using Regenerator.Testing;

namespace Regenerator.Tests.Testing;

public sealed class TestClockTests
{
    private readonly TestClock clock = new(Some.Now);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Time_stands_still_until_it_is_moved()
    {
        Assert.Equal(Some.Now, clock.GetUtcNow());
        var begun = clock.GetTimestamp();

        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(Some.Now.AddMinutes(5), clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromMinutes(5), clock.GetElapsedTime(begun));
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Advance(TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public async Task A_delay_ends_when_its_time_came()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(1), clock, Ct);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(delay.IsCompleted);
        Assert.Equal(1, clock.Waiting);

        clock.Advance(TimeSpan.FromSeconds(1));

        await delay;
        Assert.Equal(0, clock.Waiting);
    }

    [Fact]
    public async Task A_periodic_timer_ticks_once_a_period()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        for (var i = 0; i < 3; i++)
        {
            var tick = timer.WaitForNextTickAsync(Ct);
            Assert.False(tick.IsCompleted);
            clock.Advance(TimeSpan.FromMinutes(1));
            Assert.True(await tick);
        }
    }

    [Fact]
    public void What_comes_due_runs_in_the_order_of_its_time_and_sees_that_time()
    {
        var seen = new List<DateTimeOffset>();
        using var late = clock.CreateTimer(_ => seen.Add(clock.GetUtcNow()), null, TimeSpan.FromMinutes(2), Timeout.InfiniteTimeSpan);
        using var early = clock.CreateTimer(_ => seen.Add(clock.GetUtcNow()), null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));

        clock.Advance(TimeSpan.FromMinutes(4));

        Assert.Equal([Some.Now.AddMinutes(1), Some.Now.AddMinutes(2), Some.Now.AddMinutes(3)], seen);
        Assert.Equal(Some.Now.AddMinutes(4), clock.GetUtcNow());
    }

    [Fact]
    public void A_cancellation_comes_when_its_time_came()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMinutes(1), clock);
        Assert.False(source.IsCancellationRequested);

        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True(source.IsCancellationRequested);
    }
}
