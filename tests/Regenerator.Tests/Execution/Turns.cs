namespace Regenerator.Tests.Execution;

/// <summary>Lets several flows go on one at a time, from turn to turn, in an order that the seed decides. A flow is one await after another, nothing at the same time.</summary>
internal sealed class Turns(Random random)
{
    private readonly Lock gate = new();
    private readonly List<TaskCompletionSource> waiting = [];
    private int going;

    /// <summary>How many turns were taken.</summary>
    public int Taken { get; private set; }

    public Task RunAsync(params IReadOnlyList<Func<Task>> flows)
    {
        going = flows.Count;
        return Task.WhenAll(flows.Select(flow => Task.Run(async () =>
        {
            await NextAsync();
            try
            {
                await flow();
            }
            finally
            {
                lock (gate) Rest();
            }
        })));
    }

    /// <summary>Waits for one's turn.</summary>
    public Task NextAsync()
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Add(turn);
            Rest();
        }

        return turn.Task;
    }

    // When all wait, one goes on.
    private void Rest()
    {
        if (--going > 0 || waiting.Count == 0) return;
        var next = waiting[random.Next(waiting.Count)];
        waiting.Remove(next);
        going++;
        Taken++;
        next.SetResult();
    }
}
