using Regenerator.Contexts;

namespace Regenerator.Studio.Access;

/// <summary>
/// Contexts for whoever only looks: a reading that took long counts for some time, so that pages over a hundred thousand files do not read all of them for each
/// request. One that is quickly done is done again. What is decided and applied is looked at afresh, elsewhere.
/// </summary>
internal sealed class RecentContexts(IContextSource inner, TimeProvider time) : IContextSource
{
    // Then at most a tenth of the time is spent on reading.
    private const int TimesAsLong = 10;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim gate = new(1, 1);
    private Reading? last;

    public async ValueTask<ContextSnapshot> ReadAsync(CancellationToken ct)
    {
        if (Current is { } current) return current;
        await gate.WaitAsync(ct);
        try
        {
            if (Current is { } meanwhile) return meanwhile;
            var began = time.GetTimestamp();
            var snapshot = await inner.ReadAsync(ct);
            var worth = TimesAsLong * time.GetElapsedTime(began);
            last = new Reading(snapshot, time.GetTimestamp(), worth < Longest ? worth : Longest);
            return snapshot;
        }
        finally
        {
            gate.Release();
        }
    }

    private ContextSnapshot? Current => last is { } reading && time.GetElapsedTime(reading.At) < reading.Worth ? reading.Snapshot : null;

    private sealed record Reading(ContextSnapshot Snapshot, long At, TimeSpan Worth);
}
