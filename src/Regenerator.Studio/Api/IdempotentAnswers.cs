using System.Text;
using Microsoft.AspNetCore.Http;
using Regenerator.Storage;

namespace Regenerator.Studio.Api;

/// <summary>
/// What writes that named a key were answered: whoever sends the same again, because the answer was lost, gets the same again, and nothing is done twice.
/// Kept in the store, for a day: a restart, or another process, makes no difference. What was begun and never answered, because its process ended, is done
/// again where the write itself says what it has seen, or can happen only once; what makes something new each time is not. Safe for concurrent use.
/// </summary>
internal sealed class IdempotentAnswers(IAccessStore store, TimeProvider time)
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly Lock gate = new();
    private readonly Dictionary<AnswerKey, (string Request, Task<ApiAnswer> Answer)> underway = [];

    /// <param name="request">A digest of what is asked, and of whose it is to see.</param>
    /// <param name="makes">It makes something new each time: nothing but the key keeps it from being done twice.</param>
    /// <param name="work">Run for the first of equal requests; those that come meanwhile wait for its answer.</param>
    public Task<ApiAnswer> OnceAsync(AnswerKey key, string request, bool makes, Func<Task<ApiAnswer>> work)
    {
        lock (gate)
        {
            if (underway.TryGetValue(key, out var other)) return string.Equals(other.Request, request) ? other.Answer : Task.FromResult(Otherwise(key));
            var answer = AnswerAsync(key, request, makes, work);
            underway[key] = (request, answer);
            return answer;
        }
    }

    private async Task<ApiAnswer> AnswerAsync(AnswerKey key, string request, bool makes, Func<Task<ApiAnswer>> work)
    {
        await Task.Yield(); // it is underway before it can end
        try
        {
            var now = time.GetUtcNow();
            switch (await store.BeginAnswerAsync(new KeptAnswer(key, request, now + Kept, null), now, CancellationToken.None))
            {
                case { } kept when !string.Equals(kept.Request, request):
                    return Otherwise(key);
                case { Text: { } text }:
                    return new ApiAnswer.Kept(text);
                case { Text: null } when makes:
                    return Unanswered(key);
                default:
                    var answer = await work();
                    await store.EndAnswerAsync(key, TextOf(answer), CancellationToken.None);
                    return answer;
            }
        }
        finally
        {
            lock (gate) underway.Remove(key);
        }
    }

    private static AnswerText TextOf(ApiAnswer answer) => answer switch
    {
        ApiAnswer.Json { Again: { } again } => TextOf(again),
        ApiAnswer.Json json => new AnswerText(json.Status, json.ETag, Encoding.UTF8.GetString(json.Write())),
        ApiAnswer.Problem { What: var problem } => new AnswerText(problem.Status, problem.Current, Encoding.UTF8.GetString(problem.ToJson())),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static ApiAnswer Otherwise(AnswerKey key) => new ApiAnswer.Problem(
        new ApiProblem(StatusCodes.Status422UnprocessableEntity, "Key used otherwise", $"the Idempotency-Key «{key.Key}» was sent with another request before; take a new one"));

    private static ApiAnswer Unanswered(AnswerKey key) => new ApiAnswer.Problem(
        ApiProblem.Conflict($"what was asked with the Idempotency-Key «{key.Key}» was begun before and not answered, and may have been done: look, and take a new key to do it again"));
}
