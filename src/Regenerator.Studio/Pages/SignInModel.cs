using Microsoft.AspNetCore.Http;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.Pages;

/// <param name="Words">Why this page is shown.</param>
/// <param name="CanPrint">A new link can be asked for.</param>
/// <param name="Elsewhere">People sign in with a provider; null: they do not.</param>
internal sealed record SignInModel(string Words, bool CanPrint, string? Elsewhere)
{
    internal static Answer Page(StudioOptions studio, Gatekeeper gate, HttpContext http, string words) =>
        Answer.Page.Of<SignInView>(new SignInModel(words, studio.LinkWanted is not null, gate.KnowsOthers ? WhyNot(http.Request) : null), "Sign in") with { Status = StatusCodes.Status401Unauthorized };

    private static string WhyNot(HttpRequest request) => request.Headers.Authorization.Count == 0
        ? "People sign in with the sign-in provider here, and this request came without its token. Open the Studio by the address of the sign-in proxy; if this is that address, the proxy does not pass «Authorization: Bearer» on."
        : "People sign in with the sign-in provider here, and the token that came with this request lets nobody in: it is not for this server, its time is over, or it names no role that counts here.";
}
