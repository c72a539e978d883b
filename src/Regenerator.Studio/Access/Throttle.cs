namespace Regenerator.Studio.Access;

/// <summary>Counts what somebody does too often to be let in by it; whoever has done so many within a <see cref="Span"/> waits for its end. Safe for concurrent use.</summary>
internal sealed class Throttle(int most, TimeProvider time)
{
    /// <summary>So many secrets that let nobody in are a slip.</summary>
    public const int Slips = 10;

    public static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    // Whoever has more addresses than this has them all forgotten: memory is bounded, and the secrets are too long to be guessed anyway.
    private const int MostAddresses = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (int Count, DateTimeOffset Until)> counts = new(StringComparer.Ordinal);

    /// <summary>How long they have to wait; null: they need not.</summary>
    /// <param name="who">An address.</param>
    public TimeSpan? WaitOf(string who)
    {
        var now = time.GetUtcNow();
        lock (gate) return counts.TryGetValue(who, out var seen) && seen.Count >= most && now < seen.Until ? seen.Until - now : null;
    }

    public void Count(string who)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            if (counts.Count >= MostAddresses) counts.Clear();
            counts[who] = counts.TryGetValue(who, out var seen) && now < seen.Until ? (seen.Count + 1, seen.Until) : (1, now + Span);
        }
    }

    /// <summary>Counts it, unless they have to wait.</summary>
    /// <returns>As <see cref="WaitOf"/>.</returns>
    public TimeSpan? Try(string who)
    {
        lock (gate)
        {
            var wait = WaitOf(who);
            if (wait is null) Count(who);
            return wait;
        }
    }
}
