namespace Regenerator.Signals;

/// <summary>
/// What an account has asked within the last minute and hour, and who waits for a turn. Whoever did not fit goes first the next time, in the order
/// in which they began to wait: newcomers get what is left over. Safe for concurrent use.
/// </summary>
internal sealed class BudgetLedger(RequestBudget budget, TimeProvider time)
{
    // What we send within a minute may arrive within a little less.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly SlidingCount minute = new(budget.PerMinute, TimeSpan.FromMinutes(1) + Slack, time);
    private readonly SlidingCount hour = new(budget.PerHour, TimeSpan.FromHours(1) + Slack, time);
    private readonly Dictionary<(string Provider, string Context), Turn> waiting = [];
    private readonly Dictionary<(string Provider, string Context), long> served = [];
    private readonly bool limited = budget.PerMinute is not null || budget.PerHour is not null;
    private long turns;
    private long grants;
    private long pass;
    private int promised; // granted, not yet sent
    private int kept; // left for those whose turn it is

    /// <summary>Requests that can still be sent now; null: any number.</summary>
    public int? Left
    {
        get
        {
            lock (gate) return Free() is var free && free == int.MaxValue ? null : Math.Max(0, free);
        }
    }

    /// <summary>Keeps what there is for those who wait the longest; whoever did not come back last time waits no more.</summary>
    public void BeginPass()
    {
        lock (gate)
        {
            foreach (var (key, turn) in waiting)
                if (turn.Pass < pass) waiting.Remove(key);
            pass++;
            kept = 0;
            var free = Free();
            foreach (var turn in waiting.Values.Distinct().OrderBy(t => t.Number))
            {
                turn.IsNow = kept + turn.Cost <= free;
                if (!turn.IsNow) break;
                kept += turn.Cost;
            }
        }
    }

    /// <summary>The order in which to ask: those who wait, the longest first; then the others, the latest to be served last.</summary>
    public long TurnOf(string provider, string context)
    {
        lock (gate) return waiting.TryGetValue((provider, context), out var turn) ? turn.Number : long.MaxValue / 2 + served.GetValueOrDefault((provider, context));
    }

    /// <summary>Sets requests aside for a read, or puts its contexts in the queue.</summary>
    public bool TryTake(string provider, IReadOnlyList<string> contexts, int cost)
    {
        lock (gate)
        {
            var turn = waiting.GetValueOrDefault((provider, contexts[0]));
            if (turn is { IsNow: true })
            {
                turn.IsNow = false;
                kept -= turn.Cost;
            }

            if (Free() - kept >= cost)
            {
                promised += cost;
                foreach (var context in contexts)
                {
                    waiting.Remove((provider, context));
                    if (limited) served[(provider, context)] = ++grants;
                }

                return true;
            }

            turn ??= new Turn(turns++, cost);
            turn.Pass = pass;
            foreach (var context in contexts) waiting[(provider, context)] = turn;
            return false;
        }
    }

    /// <summary>For another try of the same read: it waits for no turn.</summary>
    public bool TryTakeMore(int cost)
    {
        lock (gate)
        {
            if (Free() - kept < cost) return false;
            promised += cost;
            return true;
        }
    }

    /// <summary>What was set aside is sent now.</summary>
    public void Send(int cost)
    {
        lock (gate)
        {
            promised -= cost;
            minute.Add(cost);
            hour.Add(cost);
        }
    }

    /// <summary>What was set aside is not sent after all.</summary>
    public void GiveBack(int cost)
    {
        lock (gate) promised -= cost;
    }

    private int Free() => Math.Min(minute.Free(promised), hour.Free(promised));

    /// <param name="number">The lower, the longer it waits.</param>
    private sealed class Turn(long number, int cost)
    {
        public long Number { get; } = number;

        public int Cost { get; } = cost;

        /// <summary>The latest pass in which it was refused.</summary>
        public long Pass { get; set; }

        public bool IsNow { get; set; }
    }

    /// <summary>A sliding count. Durations are monotonic: a stepped clock neither opens nor closes the purse.</summary>
    private sealed class SlidingCount(int? limit, TimeSpan length, TimeProvider time)
    {
        private readonly Queue<(long At, int Cost)> sent = [];
        private int count;

        public void Add(int cost)
        {
            if (limit is null) return;
            sent.Enqueue((time.GetTimestamp(), cost));
            count += cost;
        }

        public int Free(int promised)
        {
            if (limit is not { } most) return int.MaxValue;
            while (sent.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) >= length) count -= sent.Dequeue().Cost;
            return most - count - promised;
        }
    }
}
