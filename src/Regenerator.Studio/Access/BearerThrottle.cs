namespace Regenerator.Studio.Access;

/// <summary>Counts secrets that let nobody in, by the address that showed them; whoever shows too many waits. Safe for concurrent use.</summary>
internal sealed class BearerThrottle(TimeProvider time)
{
    /// <summary>So many within <see cref="Span"/> are a slip.</summary>
    public const int Tolerated = 10;

    public static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    // Whoever has more addresses than this has them all forgotten: memory is bounded, and the secrets are too long to be guessed anyway.
    private const int MostAddresses = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (int Count, DateTimeOffset Until)> failures = new(StringComparer.Ordinal);

    /// <summary>How long an address has to wait; null: it need not.</summary>
    public TimeSpan? WaitOf(string address)
    {
        var now = time.GetUtcNow();
        lock (gate) return failures.TryGetValue(address, out var seen) && seen.Count >= Tolerated && now < seen.Until ? seen.Until - now : null;
    }

    public void Failed(string address)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            if (failures.Count >= MostAddresses) failures.Clear();
            failures[address] = failures.TryGetValue(address, out var seen) && now < seen.Until ? (seen.Count + 1, seen.Until) : (1, now + Span);
        }
    }
}
