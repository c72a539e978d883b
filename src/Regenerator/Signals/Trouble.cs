using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Regenerator.Signals;

/// <summary>What a provider's exception means for the next try. Providers throw what their client throws; this is where it is understood.</summary>
internal abstract record Trouble
{
    private Trouble()
    {
    }

    /// <summary>The vendor asked for a pause.</summary>
    public sealed record Throttled(TimeSpan? After) : Trouble;

    /// <summary>May well be gone in a moment: the connection, a 5xx.</summary>
    public sealed record Passing : Trouble;

    /// <summary>There was an answer, but it can not be read: the same would come again.</summary>
    public sealed record Malformed(string? Excerpt, long? Size) : Trouble;

    /// <summary>No answer in time.</summary>
    public sealed record TooSlow : Trouble;

    /// <summary>The account is left alone after too many failures.</summary>
    public sealed record Broken : Trouble;

    /// <summary>A refusal, or a defect of the provider: another try would not help.</summary>
    public sealed record Lasting : Trouble;

    /// <summary>The first exception on the way inwards that says anything decides.</summary>
    public static Trouble Of(Exception problem)
    {
        for (var cause = problem; cause is not null; cause = cause.InnerException)
            if (Known(cause) is { } trouble) return trouble;
        return new Lasting();
    }

    private static Trouble? Known(Exception cause) => cause switch
    {
        ThrottledException throttled => new Throttled(throttled.RetryAfter),
        MalformedAnswerException malformed => new Malformed(malformed.Excerpt, malformed.Size),
        JsonException or DecoderFallbackException or InvalidDataException or FormatException => new Malformed(null, null),
        InvalidOperationException or KeyNotFoundException when string.Equals(cause.Source, "System.Text.Json") => new Malformed(null, null), // a text where a number was expected
        TimeoutRejectedException => new TooSlow(),
        BrokenCircuitException => new Broken(),
        HttpRequestException { StatusCode: HttpStatusCode.TooManyRequests } => new Throttled(null),
        HttpRequestException { StatusCode: null or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError } => cause.InnerException is { } inner && Known(inner) is { } more ? more : new Passing(),
        HttpRequestException => new Lasting(),
        IOException or SocketException or TimeoutException => new Passing(),
        _ => null,
    };
}
