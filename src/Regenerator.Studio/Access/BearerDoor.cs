using Microsoft.AspNetCore.Http;

namespace Regenerator.Studio.Access;

/// <summary>Finds out who asks: by a token of ours, or as the host knows it (a session, a sign-in provider). Whoever shows too many that are not good waits. Safe for concurrent use.</summary>
/// <param name="others">Asked in their order, where there is no token of ours; null from all of them: a stranger.</param>
public sealed class BearerDoor(Tokens tokens, TimeProvider time, IReadOnlyList<Func<HttpContext, ValueTask<Visitor?>>> others)
{
    private const string Scheme = "Bearer ";

    private readonly Throttle failures = new(Throttle.Slips, time);

    public async Task<BearerAnswer> AskAsync(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (failures.WaitOf(address) is { } wait) return new BearerAnswer.Wait(wait);
        if (await WhoAsync(context) is { } known) return new BearerAnswer.Known(known);
        var tried = context.Request.Headers.Authorization.Count > 0;
        if (tried) failures.Count(address);
        return new BearerAnswer.Stranger(tried);
    }

    /// <summary>The same for whoever was let in and is being answered still: nothing is counted.</summary>
    /// <returns>Null: they are let in no more.</returns>
    public async Task<Visitor?> WhoAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var secret = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
        if (secret?.StartsWith(Tokens.Prefix, StringComparison.Ordinal) == true) return await tokens.VisitorOfAsync(secret, context.RequestAborted);
        foreach (var ask in others)
            if (await ask(context) is { } known) return known.Until <= time.GetUtcNow() ? null : known;
        return null;
    }
}

/// <summary>Who asks. A closed hierarchy.</summary>
public abstract record BearerAnswer
{
    private BearerAnswer()
    {
    }

    public sealed record Known(Visitor Visitor) : BearerAnswer;

    /// <param name="Tried">Something was shown, and it lets nobody in.</param>
    public sealed record Stranger(bool Tried) : BearerAnswer;

    /// <summary>Too many secrets from this address let nobody in.</summary>
    public sealed record Wait(TimeSpan For) : BearerAnswer;
}
