namespace Regenerator;

/// <summary>Ticks at every interval after it was made. Ticks that come due while nobody waits are one; the others are counted.</summary>
internal sealed class PassTimer(TimeSpan interval, TimeProvider time) : IDisposable
{
    private readonly PeriodicTimer timer = new(interval, time);
    private readonly long start = time.GetTimestamp();
    private long ticked;

    /// <returns>How many ticks were missed since the last one.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<int> WaitAsync(CancellationToken ct)
    {
        await timer.WaitForNextTickAsync(ct);
        var due = time.GetElapsedTime(start).Ticks / interval.Ticks;
        var missed = Math.Max(0, due - ticked - 1);
        ticked = Math.Max(due, ticked + 1);
        return (int)Math.Min(missed, int.MaxValue);
    }

    public void Dispose() => timer.Dispose();
}
