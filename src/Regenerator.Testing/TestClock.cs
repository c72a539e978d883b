namespace Regenerator.Testing;

/// <summary>
/// Time that passes only when a test says so. Timers, <c>Task.Delay(…, clock)</c> and <c>PeriodicTimer</c> come due inside
/// <see cref="Advance"/>, in the order of their times. Safe for concurrent use.
/// </summary>
public sealed class TestClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Timer> timers = [];
    private DateTimeOffset now;
    private TimeSpan stepped;

    /// <param name="start">Default: the end of <see cref="Some.Window"/>.</param>
    public TestClock(DateTimeOffset? start = null) => now = (start ?? Some.Window.Until).ToUniversalTime();

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers wait: lets a test see that the code under test has begun to wait.</summary>
    public int Waiting
    {
        get
        {
            lock (gate) return timers.Count;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return now + stepped;
    }

    public override long GetTimestamp()
    {
        lock (gate) return now.UtcTicks;
    }

    /// <summary>Sets the wall clock, as an administrator or NTP does: no time passes, and no timer comes due.</summary>
    public void Step(TimeSpan by)
    {
        lock (gate) stepped += by;
    }

    /// <summary>Lets time pass; what comes due on the way runs on this thread before this returns, at the time it is due.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Time does not run backwards.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        MoveTo(GetUtcNow() + by);
    }

    /// <summary>As <see cref="Advance"/>, to an instant.</summary>
    public void MoveTo(DateTimeOffset instant)
    {
        TimeSpan offset;
        lock (gate) offset = stepped;
        while (NextDue(instant.ToUniversalTime() - offset) is { } due) due.Ring();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private Timer? NextDue(DateTimeOffset until)
    {
        lock (gate)
        {
            if (timers.Where(t => t.Due <= until).MinBy(t => t.Due) is { } next)
            {
                if (next.Due > now) now = next.Due;
                if (next.Period > TimeSpan.Zero) next.Due += next.Period;
                else timers.Remove(next);
                return next;
            }

            if (until > now) now = until;
            return null;
        }
    }

    private sealed class Timer(TestClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Ring() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = clock.now + dueTime;
                Period = period;
                clock.timers.Add(this);
            }

            // A timer that is due at once does not wait for the clock.
            if (dueTime == TimeSpan.Zero) clock.Advance(TimeSpan.Zero);
            return true;
        }

        public void Dispose()
        {
            lock (clock.gate) clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
