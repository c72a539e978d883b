using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Regenerator.Storage;

namespace Regenerator.Studio.Api;

/// <summary>What a request comes to. A closed hierarchy.</summary>
internal abstract record ApiAnswer
{
    private ApiAnswer()
    {
    }

    /// <param name="Write">Serializes the value.</param>
    /// <param name="ETag">The digest that a decision has to name; null: there is none.</param>
    public sealed record Json(Func<byte[]> Write, string? ETag = null, int Status = StatusCodes.Status200OK) : ApiAnswer
    {
        /// <summary>What whoever asks again with the same key is told instead, because the answer holds what is not kept; null: the same.</summary>
        public Problem? Again { get; init; }
    }

    public sealed record Problem(ApiProblem What) : ApiAnswer;

    /// <summary>As it was answered before.</summary>
    public sealed record Kept(AnswerText Text) : ApiAnswer;

    /// <param name="Run">Writes to the response until the asker is gone.</param>
    public sealed record Stream(Func<HttpContext, Task> Run) : ApiAnswer;

    public static Json Of<T>(T value, JsonTypeInfo<T> type, string? etag = null) => new(() => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(value, type), etag);
}
