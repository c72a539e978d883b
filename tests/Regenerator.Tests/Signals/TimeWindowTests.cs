using Regenerator.Signals;
using Regenerator.Testing;

namespace Regenerator.Tests.Signals;

public sealed class TimeWindowTests
{
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);

    [Fact]
    public void Windows_are_cut_from_the_epoch_in_utc()
    {
        var window = TimeWindow.Around(new DateTimeOffset(2026, 1, 5, 11, 2, 0, TimeSpan.FromHours(2)), Minutes);

        Assert.Equal(Some.Window, window);
        Assert.Equal(TimeSpan.Zero, window.Since.Offset);
        Assert.Equal("[2026-01-05T09:00:00Z, 2026-01-05T09:05:00Z)", window.ToString());
    }

    [Fact]
    public void A_window_holds_its_start_and_not_its_end()
    {
        Assert.True(Some.Window.Contains(Some.Window.Since));
        Assert.True(Some.Window.Contains(Some.Window.Until.AddTicks(-1)));
        Assert.False(Some.Window.Contains(Some.Window.Until));
        Assert.False(Some.Window.Contains(Some.Window.Since.AddTicks(-1)));
        Assert.True(Some.Window.Next().Contains(Some.Window.Until));
    }

    [Fact]
    public void A_window_is_closed_when_its_late_events_had_their_time()
    {
        var late = TimeSpan.FromSeconds(30);

        Assert.Equal(Some.Window, TimeWindow.LastClosed(Some.Now + late, Minutes, late));
        Assert.Equal(Some.Window.Previous(), TimeWindow.LastClosed(Some.Now + late - TimeSpan.FromTicks(1), Minutes, late));
        Assert.Equal(Some.Window, TimeWindow.LastClosed(Some.Now, Minutes, TimeSpan.Zero));
    }

    [Fact]
    public void An_empty_or_inverted_window_does_not_exist()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimeWindow(Some.Now, Some.Now));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimeWindow(Some.Now, Some.Now.AddTicks(-1)));
    }

    [Fact]
    public void Windows_tile_time_whatever_the_instant_and_the_length()
    {
        var random = new Random(7);
        for (var i = 0; i < 5000; i++)
        {
            var instant = new DateTimeOffset(random.NextInt64(new DateTime(1900, 1, 1).Ticks, new DateTime(2200, 1, 1).Ticks), TimeSpan.Zero);
            var length = TimeSpan.FromTicks(random.NextInt64(1, TimeSpan.TicksPerDay * (i % 2 == 0 ? 1 : 90)));

            var window = TimeWindow.Around(instant, length);

            Assert.True(window.Contains(instant));
            Assert.Equal(length, window.Length);
            Assert.Equal(0, (window.Since - DateTimeOffset.UnixEpoch).Ticks % length.Ticks);
            Assert.Equal(window, TimeWindow.Around(window.Since, length));
            Assert.Equal(window, TimeWindow.Around(window.Until.AddTicks(-1), length));
            Assert.Equal(window.Next(), TimeWindow.Around(window.Until, length));
            Assert.Equal(window, window.Next().Previous());
            Assert.True(window < window.Next() && window.Next() > window && window.CompareTo(window) == 0);

            var closed = TimeWindow.LastClosed(instant, length, TimeSpan.FromSeconds(i % 100));
            Assert.True(closed.Until <= instant - TimeSpan.FromSeconds(i % 100));
            Assert.True(closed.Next().Until > instant - TimeSpan.FromSeconds(i % 100));
        }
    }
}
