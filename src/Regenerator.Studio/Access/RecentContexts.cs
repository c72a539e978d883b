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

    private readonly Lock gate = new();
    private Task<Reading>? latest;

    public async ValueTask<ContextSnapshot> ReadAsync(CancellationToken ct)
    {
        Task<Reading> reading;
        lock (gate)
        {
            if (!IsUnderWay && !IsGood) latest = Task.Run(AnewAsync, CancellationToken.None); // others may wait for it who have not gone away
            reading = latest!;
        }

        return (await reading.WaitAsync(ct)).Snapshot;
    }

    private bool IsUnderWay => latest is { IsCompleted: false };

    private bool IsGood => latest is { IsCompletedSuccessfully: true, Result: var reading } && time.GetElapsedTime(reading.At) < reading.Worth;

    private async Task<Reading> AnewAsync()
    {
        var began = time.GetTimestamp();
        var snapshot = await inner.ReadAsync(CancellationToken.None);
        var worth = TimesAsLong * time.GetElapsedTime(began);
        return new Reading(snapshot, time.GetTimestamp(), worth < Longest ? worth : Longest);
    }

    private sealed record Reading(ContextSnapshot Snapshot, long At, TimeSpan Worth);
}
