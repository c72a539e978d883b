namespace Regenerator.Proposals;

/// <summary>
/// Tells a sick sink from poison deliveries: a sink that fails at different proposals, and at nothing else, rests for a while, so that its
/// outage costs neither time nor tries. Safe for concurrent use.
/// </summary>
internal sealed class SinkHealth(string name, OutboxOptions options)
{
    private const int FailuresOfASickSink = 3;

    // Each of them has held up the pass for the whole time limit.
    private const int TimeoutsOfASickSink = 2;

    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private readonly HashSet<ProposalId> failed = [];
    private readonly HashSet<ProposalId> timedOut = [];
    private int rests;
    private DateTimeOffset restsUntil = DateTimeOffset.MinValue;

    public bool IsResting(DateTimeOffset now)
    {
        lock (gate) return restsUntil > now;
    }

    public void Delivered()
    {
        lock (gate)
        {
            failed.Clear();
            timedOut.Clear();
            rests = 0;
        }
    }

    /// <param name="asked">How long the receiver wants to be left alone; null: it did not say.</param>
    public void Failed(ProposalId id, bool timeout, TimeSpan? asked, DateTimeOffset now)
    {
        lock (gate)
        {
            failed.Add(id);
            if (timeout) timedOut.Add(id);
            if (asked is { } rest) restsUntil = now + rest;
            else if (failed.Count >= FailuresOfASickSink || timedOut.Count >= TimeoutsOfASickSink) restsUntil = now + Least(options.Pause(++rests, name), LongestRest);
        }
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
