using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Regenerator.Studio.Access;

namespace Regenerator.Studio.Hosting;

/// <summary>Finds out whose browser it is, at every request anew.</summary>
/// <param name="others">How else the host knows who looks, asked in their order; see <see cref="StudioEndpoints"/>.</param>
internal sealed class Gatekeeper(StudioOptions studio, IReadOnlyList<Func<HttpContext, ValueTask<Visitor?>>> others)
{
    private readonly Tokens tokens = new(studio.Service.Store, studio.Engine.Time);

    /// <summary>People come by a sign-in provider.</summary>
    public bool KnowsOthers => others.Count > 0;

    /// <summary>The session, and its visitor as they are known now; null: a stranger.</summary>
    public async Task<(Session Session, Visitor Visitor)?> WhoAsync(HttpContext http)
    {
        var cookie = CookieOf(http);
        var session = studio.Sessions.Find(cookie);
        foreach (var ask in others)
            if (await ask(http) is { } known) return (session is { Ground: Ground.Elsewhere } && string.Equals(session.Visitor.Id, known.Id) ? session : Begin(http, known, new Ground.Elsewhere()), known);
        return session is not null && await HolderAsync(session, cookie!, http.RequestAborted) is { } holder ? (session, holder) : null;
    }

    /// <returns>Null: the token lets nobody in.</returns>
    public async Task<Session?> SignInAsync(HttpContext http, string secret) =>
        await tokens.VisitorOfAsync(secret, http.RequestAborted) is { } holder ? Begin(http, holder, new Ground.Token(Tokens.HashOf(secret))) : null;

    /// <returns>Whether the link was good.</returns>
    public bool SignIn(HttpContext http, string link)
    {
        if (studio.Sessions.SignIn(link) is not { } cookie) return false;
        http.Response.Cookies.Append(NameOf(http), cookie, Kept(http));
        return true;
    }

    public void SignOut(HttpContext http)
    {
        if (CookieOf(http) is { } cookie) studio.Sessions.SignOut(cookie);
        http.Response.Cookies.Delete(NameOf(http), Kept(http));
    }

    private async Task<Visitor?> HolderAsync(Session session, string cookie, CancellationToken ct)
    {
        switch (session.Ground)
        {
            case Ground.Link:
                return session.Visitor;
            case Ground.Token(var hash):
                var holder = await tokens.HolderAsync(hash, ct);
                if (holder is null) studio.Sessions.SignOut(cookie);
                return holder;
            case Ground.Elsewhere:
                return null;
            default:
                throw new UnreachableException();
        }
    }

    private Session Begin(HttpContext http, Visitor visitor, Ground ground)
    {
        var (cookie, session) = studio.Sessions.Begin(visitor, ground);
        http.Response.Cookies.Append(NameOf(http), cookie, Kept(http));
        return session;
    }

    private static string? CookieOf(HttpContext http) => http.Request.Cookies[NameOf(http)];

    private static string NameOf(HttpContext http) => $"regenerator-{http.Connection.LocalPort}"; // cookies do not tell ports apart

    // Https as the host has it: it knows which proxy's word to take.
    private static CookieOptions Kept(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        Path = http.Request.PathBase.HasValue ? http.Request.PathBase.Value : "/",
    };
}
