namespace Regenerator.Signals;

/// <summary>
/// Pauses that a vendor asked for. One throttled request speaks for its own contexts: tenants may have limits of their own. A second one, with no
/// answer in between, speaks for the whole account. Durations are monotonic. Safe for concurrent use.
/// </summary>
internal sealed class ThrottleMemory(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Pause> contexts = new(StringComparer.Ordinal);
    private ProviderRequest? unanswered;
    private Pause? account;

    public void Throttled(ProviderRequest request, TimeSpan pause)
    {
        var from = new Pause(time.GetTimestamp(), pause);
        lock (gate)
        {
            foreach (var context in request.ContextIds) contexts[context] = from;
            if (unanswered is not null && !ReferenceEquals(unanswered, request) && from.Left(time) > (account?.Left(time) ?? TimeSpan.Zero)) account = from;
            unanswered = request;
        }
    }

    public void Answered()
    {
        lock (gate) unanswered = null;
    }

    /// <summary>How long a context, or everybody, is still to wait; null: not at all.</summary>
    public TimeSpan? Left(string context)
    {
        lock (gate)
        {
            if (account?.Left(time) is { } all && all > TimeSpan.Zero) return all;
            if (!contexts.TryGetValue(context, out var own)) return null;
            if (own.Left(time) is var left && left > TimeSpan.Zero) return left;
            contexts.Remove(context);
            return null;
        }
    }

    private sealed record Pause(long From, TimeSpan Length)
    {
        public TimeSpan Left(TimeProvider time) => Length - time.GetElapsedTime(From);
    }
}
