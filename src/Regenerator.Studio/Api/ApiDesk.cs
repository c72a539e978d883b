using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Studio.Access;

namespace Regenerator.Studio.Api;

/// <summary>What every request goes through: who asks, whether they may, what they ask, and how it is answered.</summary>
internal sealed class ApiDesk(StudioOptions studio, BearerDoor door, ApplyQueue applies)
{
    /// <summary>Bytes of a body.</summary>
    public const int LargestBody = 64 * 1024;

    private const int LongestKey = 200;

    private const string JsonType = "application/json";

    private const string ProblemType = "application/problem+json";

    private readonly EvidenceWatch evidence = new(studio.Service, studio.Engine.Time);

    private readonly IdempotentAnswers answers = new(studio.Service.Store, studio.Engine.Time);

    public async Task AnswerAsync(HttpContext context, ApiEndpoint endpoint)
    {
        ApiAnswer answer;
        try
        {
            answer = await DecideAsync(context, endpoint);
            if (answer is ApiAnswer.Stream stream)
            {
                await stream.Run(context);
                return;
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception problem)
        {
            answer = new ApiAnswer.Problem(Broken(problem));
            studio.Engine.Log.Broke(endpoint.Method, endpoint.Path, FaultLine.Of(problem));
            if (context.Response.HasStarted) return;
        }

        await WriteAsync(context, answer);
    }

    public static Task WriteAsync(HttpContext context, ApiProblem problem) =>
        WriteAsync(context, problem.Status, ProblemType, problem.ToJson());

    public static async Task WriteAsync(HttpContext context, int status, string type, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private async Task<ApiAnswer> DecideAsync(HttpContext context, ApiEndpoint endpoint)
    {
        switch (await door.AskAsync(context))
        {
            case BearerAnswer.Wait wait:
                context.Response.Headers.RetryAfter = Math.Ceiling(wait.For.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return new ApiAnswer.Problem(new ApiProblem(StatusCodes.Status429TooManyRequests, "Too many tries", "too many tokens from this address let nobody in; wait a minute"));
            case BearerAnswer.Stranger stranger:
                context.Response.Headers.WWWAuthenticate = "Bearer";
                return new ApiAnswer.Problem(new ApiProblem(StatusCodes.Status401Unauthorized, "Who are you?", stranger.Tried
                    ? "this token lets nobody in: it is unknown, expired or revoked" : "show a token as Authorization: Bearer …; «regenerator tokens create» makes one"));
            case BearerAnswer.Known { Visitor: var visitor }:
                // Before anything is looked up: what is refused here says nothing of what there is.
                return visitor.WhyNot(endpoint.Role, endpoint.Shared) is { } reason ? new ApiAnswer.Problem(ApiProblem.Forbidden(reason)) : await HandleAsync(context, endpoint, visitor);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<ApiAnswer> HandleAsync(HttpContext context, ApiEndpoint endpoint, Visitor visitor)
    {
        try
        {
            var body = endpoint.IsWrite ? await BodyAsync(context) : [];
            var sight = await Sight.OfAsync(visitor, studio.Contexts, context.RequestAborted);
            var call = new ApiCall(context, studio, sight, body, () => door.WhoAsync(context), evidence, applies.Add);
            return endpoint.IsWrite && Key(context) is { } key
                ? await answers.OnceAsync(new AnswerKey(visitor.Id, key), RequestOf(call), endpoint.Makes, () => RefusableAsync(endpoint, call))
                : await endpoint.Handle(call);
        }
        catch (ApiRefusal refusal)
        {
            return new ApiAnswer.Problem(refusal.Problem);
        }
    }

    private static async Task<ApiAnswer> RefusableAsync(ApiEndpoint endpoint, ApiCall call)
    {
        try
        {
            return await endpoint.Handle(call);
        }
        catch (ApiRefusal refusal)
        {
            return new ApiAnswer.Problem(refusal.Problem);
        }
    }

    // With whose it is: another token of the same person may see less.
    private static string RequestOf(ApiCall call) => Hash.Of(
        call.Http.Request.Method, call.Http.Request.Path, call.Http.Request.Headers.IfMatch.ToString(), Hash.OfBytes(call.Body.Span), call.Visitor.Tenants is { } tenants ? string.Join('\n', tenants.Order(StringComparer.Ordinal)) : "*");

    private static string? Key(HttpContext context) => context.Request.Headers["Idempotency-Key"].ToString() switch
    {
        "" => null,
        { Length: > LongestKey } => throw new ApiRefusal(ApiProblem.Malformed($"Idempotency-Key: it is longer than {LongestKey} characters")),
        var key => key,
    };

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        var tooLarge = new ApiRefusal(new ApiProblem(StatusCodes.Status413PayloadTooLarge, "Too large", $"a body holds at most {LargestBody} bytes"));
        if (context.Request.ContentLength > LargestBody) throw tooLarge;
        try
        {
            using var body = new MemoryStream();
            var buffer = new byte[8192];
            while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and var read)
            {
                body.Write(buffer, 0, read);
                if (body.Length > LargestBody) throw tooLarge;
            }

            if (body.Length > 0 && !IsJson(context.Request.ContentType)) throw new ApiRefusal(new ApiProblem(StatusCodes.Status415UnsupportedMediaType, "Not JSON", "a body is JSON: send Content-Type: application/json"));
            return body.ToArray();
        }
        catch (BadHttpRequestException problem)
        {
            throw problem.StatusCode == StatusCodes.Status413PayloadTooLarge ? tooLarge : new ApiRefusal(ApiProblem.Malformed("the body broke off"));
        }
    }

    private static bool IsJson(string? type) => MediaTypeHeaderValue.TryParse(type, out var parsed) && parsed.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);

    private static ApiProblem Broken(Exception problem) => problem switch
    {
        ContextSourceException => new ApiProblem(StatusCodes.Status503ServiceUnavailable, "Not now", "the watched documents can not be read at the moment; the log says why"),
        StoreException or System.Data.Common.DbException => new ApiProblem(StatusCodes.Status503ServiceUnavailable, "Not now", "the store can not be reached at the moment; the log says why"),
        _ => new ApiProblem(StatusCodes.Status500InternalServerError, "Broken", "this is our fault; the log says what happened"),
    };

    private static Task WriteAsync(HttpContext context, ApiAnswer answer)
    {
        switch (answer)
        {
            case ApiAnswer.Json json:
                if (json.ETag is { } digest) context.Response.Headers.ETag = $"\"{digest}\"";
                return WriteAsync(context, json.Status, JsonType, json.Write());
            case ApiAnswer.Kept { Text: var text }:
                if (text.ETag is { } tag) context.Response.Headers.ETag = $"\"{tag}\"";
                return WriteAsync(context, text.Status, text.Status < StatusCodes.Status400BadRequest ? JsonType : ProblemType, Encoding.UTF8.GetBytes(text.Body));
            case ApiAnswer.Problem { What: var problem }:
                if (problem.Current is { } current) context.Response.Headers.ETag = $"\"{current}\"";
                return WriteAsync(context, problem);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
