namespace Regenerator.Signals;

/// <summary>The latest answers that could not be read. Holds so many and counts all. Safe for concurrent use.</summary>
public sealed class Quarantine(int capacity = Quarantine.DefaultCapacity)
{
    public const int DefaultCapacity = 100;

    private readonly Lock gate = new();
    private readonly Queue<QuarantinedAnswer> answers = [];

    /// <summary>Oldest first; at most the capacity.</summary>
    public IReadOnlyList<QuarantinedAnswer> Answers
    {
        get
        {
            lock (gate) return [.. answers];
        }
    }

    /// <summary>How many came in all, those that had to make room included.</summary>
    public long Total { get; private set; }

    internal void Add(IEnumerable<QuarantinedAnswer> more)
    {
        lock (gate)
        {
            foreach (var answer in more)
            {
                answers.Enqueue(answer);
                Total++;
                if (answers.Count > capacity) answers.Dequeue();
            }
        }
    }
}
