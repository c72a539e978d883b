using System.Globalization;
using Microsoft.AspNetCore.Http;
using Regenerator.Studio.Access;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.Pages;

/// <summary>From a printed link, or from a token, to a session.</summary>
internal sealed class SigningIn(StudioOptions studio, Gatekeeper gate)
{
    private readonly Throttle tries = new(20, studio.Engine.Time);
    private readonly Throttle wishes = new(3, studio.Engine.Time);
    private readonly Throttle failures = new(Throttle.Slips, studio.Engine.Time);

    public void Map(Door door)
    {
        door.Outside(HttpMethods.Get, "/sign-in", http => Task.FromResult(SignIn(http)));
        door.Outside(HttpMethods.Post, "/sign-in/token", SignInAsync);
        door.Outside(HttpMethods.Post, "/sign-in/link", http => Task.FromResult(Wish(http)));
        door.Post("/sign-out", Role.Viewer, visit => Task.FromResult(SignOut(visit)));
    }

    private Answer SignIn(HttpContext http)
    {
        if (http.Request.Query["token"].ToString() is not { Length: > 0 } link) return Page(http, gate.KnowsOthers ? "Sign in." : "Sign in with a link.");
        if (tries.Try(Address(http)) is { } wait) return TooOften(http, wait);
        return gate.SignIn(http, link) ? new Answer.Redirect("/") : Page(http, "This link was used already, or is not of this server.");
    }

    private async Task<Answer> SignInAsync(HttpContext http)
    {
        if (failures.WaitOf(Address(http)) is { } wait) return TooOften(http, wait);
        var secret = http.Request.HasFormContentType ? (await Door.ReadAsync(http))["token"].ToString().Trim() : "";
        if (await gate.SignInAsync(http, secret) is not null) return new Answer.Redirect("/");
        failures.Count(Address(http));
        return Page(http, "This token lets nobody in: it is unknown, expired or revoked.");
    }

    private Answer Wish(HttpContext http)
    {
        if (studio.LinkWanted is not { } print) return Answer.NotFound;
        if (wishes.Try("everybody") is { } wait) return TooOften(http, wait);
        print();
        return Page(http, "A new link is printed there now.");
    }

    private Answer SignOut(Visit visit)
    {
        gate.SignOut(visit.Http);
        return new Answer.Redirect("/sign-in");
    }

    private Answer Page(HttpContext http, string words) => SignInModel.Page(studio, gate, http, words);

    private static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";

    private static Answer.Problem TooOften(HttpContext http, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return new Answer.Problem(StatusCodes.Status429TooManyRequests, "Too often", "Wait a minute, then try again.");
    }
}
