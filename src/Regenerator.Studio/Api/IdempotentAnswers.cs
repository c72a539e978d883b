using Microsoft.AspNetCore.Http;

namespace Regenerator.Studio.Api;

/// <summary>
/// What writes that named a key were answered: whoever sends the same again, because the answer was lost, gets the same again, and nothing is done twice.
/// Kept by this process, for a day and the latest of them; afterwards a decision is still protected by what it says it has seen. Safe for concurrent use.
/// </summary>
internal sealed class IdempotentAnswers(TimeProvider time)
{
    public const int Most = 1000;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly Lock gate = new();
    private readonly Dictionary<(string Visitor, string Key), Remembered> answers = [];
    private readonly Queue<(string Visitor, string Key)> order = new();

    /// <param name="request">What is asked: address and body.</param>
    /// <param name="work">Run for the first of equal requests; the others wait for its answer.</param>
    public Task<ApiAnswer> OnceAsync(string visitor, string key, string request, Func<Task<ApiAnswer>> work)
    {
        lock (gate)
        {
            Forget();
            if (answers.TryGetValue((visitor, key), out var kept))
            {
                return string.Equals(kept.Request, request) ? kept.Answer
                    : Task.FromResult<ApiAnswer>(new ApiAnswer.Problem(new ApiProblem(StatusCodes.Status422UnprocessableEntity, "Key used otherwise", $"the Idempotency-Key «{key}» was sent with another request before; take a new one")));
            }

            var answer = KeepAsync(visitor, key, work);
            answers[(visitor, key)] = new Remembered(request, answer, time.GetUtcNow() + Kept);
            order.Enqueue((visitor, key));
            return answer;
        }
    }

    // What broke down was not answered: it may be tried again.
    private async Task<ApiAnswer> KeepAsync(string visitor, string key, Func<Task<ApiAnswer>> work)
    {
        await Task.Yield(); // it is remembered before it can break down
        try
        {
            return await work();
        }
        catch
        {
            lock (gate) answers.Remove((visitor, key));
            throw;
        }
    }

    private void Forget()
    {
        var now = time.GetUtcNow();
        while (order.TryPeek(out var oldest) && (order.Count >= Most || !answers.TryGetValue(oldest, out var kept) || kept.Until <= now))
        {
            answers.Remove(oldest);
            order.Dequeue();
        }
    }

    private sealed record Remembered(string Request, Task<ApiAnswer> Answer, DateTimeOffset Until);
}
