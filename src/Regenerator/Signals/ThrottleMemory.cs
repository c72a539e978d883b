namespace Regenerator.Signals;

/// <summary>
/// Pauses that a vendor asked for. One throttled request speaks for its own contexts: tenants may have limits of their own. A second one, with no
/// answer in between, speaks for the whole account. Durations are monotonic. Safe for concurrent use.
/// </summary>
internal sealed class ThrottleMemory(TimeProvider time)
{
    // Vendors have been wrong about it, and budgets of a day are the longest that there usually are.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Pause> contexts = new(StringComparer.Ordinal);
    private ProviderRequest? unanswered;
    private Pause? account;

    public void Throttled(ProviderRequest request, TimeSpan asked)
    {
        var pause = Begin(asked);
        lock (gate)
        {
            foreach (var context in request.ContextIds) contexts[context] = pause;
            if (unanswered is not null && !ReferenceEquals(unanswered, request)) HoldAll(pause);
            unanswered = request;
        }
    }

    public void Answered()
    {
        lock (gate) unanswered = null;
    }

    /// <summary>Until when a context, or everybody, is still to wait; null: not at all.</summary>
    public DateTimeOffset? Until(string context)
    {
        lock (gate)
        {
            if (account?.Left(time) > TimeSpan.Zero) return account.Until;
            if (!contexts.TryGetValue(context, out var own)) return null;
            if (own.Left(time) > TimeSpan.Zero) return own.Until;
            contexts.Remove(context);
            return null;
        }
    }

    /// <summary>What is not over; null: nothing.</summary>
    public IReadOnlyList<AccountPause>? Pauses()
    {
        lock (gate)
        {
            foreach (var over in contexts.Where(c => c.Value.Left(time) <= TimeSpan.Zero).Select(c => c.Key).ToArray()) contexts.Remove(over);
            var pauses = contexts.GroupBy(c => c.Value.Until, c => c.Key).OrderBy(g => g.Key).Select(g => new AccountPause(g.Key, [.. g.Order(StringComparer.Ordinal)])).ToList();
            if (account?.Left(time) > TimeSpan.Zero) pauses.Insert(0, new AccountPause(account.Until, null));
            return pauses.Count == 0 ? null : pauses;
        }
    }

    /// <summary>Goes on with what another process was asked for.</summary>
    public void Resume(IEnumerable<AccountPause> pauses)
    {
        lock (gate)
        {
            foreach (var (until, held) in pauses)
            {
                var pause = Begin(until - time.GetUtcNow());
                if (held is null) HoldAll(pause);
                else foreach (var context in held) contexts[context] = pause;
            }
        }
    }

    private void HoldAll(Pause pause)
    {
        if (pause.Left(time) > (account?.Left(time) ?? TimeSpan.Zero)) account = pause;
    }

    private Pause Begin(TimeSpan asked)
    {
        var length = asked < Longest ? asked : Longest;
        return new Pause(time.GetTimestamp(), length, time.GetUtcNow() + length);
    }

    /// <param name="Until">For people and other processes.</param>
    private sealed record Pause(long From, TimeSpan Length, DateTimeOffset Until)
    {
        public TimeSpan Left(TimeProvider time) => Length - time.GetElapsedTime(From);
    }
}
