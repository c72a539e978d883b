using Microsoft.AspNetCore.Http;
using Regenerator.Studio.Access;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.Pages;

/// <summary>From a printed link to a session.</summary>
internal sealed class SigningIn(StudioOptions studio)
{
    private readonly Throttle tries = new(20, studio.Engine.Time);
    private readonly Throttle wishes = new(3, studio.Engine.Time);

    public void Map(Door door)
    {
        door.Outside(HttpMethods.Get, "/sign-in", http => Task.FromResult(SignIn(http)));
        door.Outside(HttpMethods.Post, "/sign-in/link", http => Task.FromResult(Wish(http)));
        door.Post("/sign-out", Role.Viewer, visit => Task.FromResult(SignOut(visit)));
    }

    private Answer SignIn(HttpContext http)
    {
        if (http.Request.Query["token"].ToString() is not { Length: > 0 } token) return SignInModel.Page(studio, "Sign in with a link.");
        if (!tries.Allows(Address(http))) return TooOften;
        if (studio.Sessions.SignIn(token) is not { } cookie) return SignInModel.Page(studio, "This link was used already, or is not of this server.");
        http.Response.Cookies.Append(Door.CookieName(http), cookie, Cookie(http));
        return new Answer.Redirect("/");
    }

    private Answer Wish(HttpContext http)
    {
        if (studio.LinkWanted is not { } print) return Answer.NotFound;
        if (!wishes.Allows("everybody")) return TooOften;
        print();
        return SignInModel.Page(studio, "A new link is printed there now.");
    }

    private Answer SignOut(Visit visit)
    {
        studio.Sessions.SignOut(visit.Http.Request.Cookies[Door.CookieName(visit.Http)]!);
        visit.Http.Response.Cookies.Delete(Door.CookieName(visit.Http), Cookie(visit.Http));
        return new Answer.Redirect("/sign-in");
    }

    private static CookieOptions Cookie(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        Path = http.Request.PathBase.HasValue ? http.Request.PathBase.Value : "/",
    };

    private static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";

    private static Answer.Problem TooOften { get; } = new(StatusCodes.Status429TooManyRequests, "Too often", "Wait a minute, then try again.");
}
