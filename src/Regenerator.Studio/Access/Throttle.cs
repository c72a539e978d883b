namespace Regenerator.Studio.Access;

/// <summary>Lets somebody try so often within a minute, and no oftener. Safe for concurrent use.</summary>
internal sealed class Throttle(int tries, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private DateTimeOffset began;

    /// <param name="who">An address.</param>
    public bool Allows(string who)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (now - began >= Window)
            {
                counts.Clear();
                began = now;
            }

            return (counts[who] = counts.GetValueOrDefault(who) + 1) <= tries;
        }
    }
}
