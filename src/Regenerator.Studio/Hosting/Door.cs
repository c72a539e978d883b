using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Studio.Access;
using Regenerator.Studio.Pages;

namespace Regenerator.Studio.Hosting;

/// <summary>The one way in: nobody sees a page without a session, nobody changes anything but with a form of ours.</summary>
internal sealed class Door(StudioOptions studio, IEndpointRouteBuilder routes)
{
    private readonly PageWriter writer = new(studio);

    public void Get(string pattern, Func<Visit, Task<Answer>> page) => Map(HttpMethods.Get, pattern, page);

    /// <param name="role">What it takes to do this.</param>
    public void Post(string pattern, Role role, Func<Visit, Task<Answer>> deed) => Map(HttpMethods.Post, pattern, visit => DoAsync(visit, role, deed));

    /// <summary>For whoever is not signed in.</summary>
    public void Outside(string method, string pattern, Func<HttpContext, Task<Answer>> page) => routes.MapMethods(pattern, [method], async http =>
    {
        PageWriter.Guard(http);
        await writer.WriteAsync(http, null, HttpMethods.IsPost(method) && !CameFromHere(http.Request) ? Foreign : await page(http));
    });

    /// <summary>What is not a page: said so on a page, to whoever is signed in.</summary>
    public void Otherwise() => routes.MapFallback("/{**path}", http => LetInAsync(http, NothingAsync));

    public static string CookieName(HttpContext http) => $"regenerator-{http.Connection.LocalPort}"; // cookies do not tell ports apart

    private void Map(string method, string pattern, Func<Visit, Task<Answer>> page) => routes.MapMethods(pattern, [method], http => LetInAsync(http, page));

    private static Task<Answer> NothingAsync(Visit visit) => Task.FromResult<Answer>(Answer.NotFound);

    private async Task LetInAsync(HttpContext http, Func<Visit, Task<Answer>> page)
    {
        PageWriter.Guard(http);
        var session = studio.Sessions.Find(http.Request.Cookies[CookieName(http)]);
        if (session is null)
        {
            await writer.WriteAsync(http, null, SignInModel.Page(studio, "You are not signed in."));
            return;
        }

        if (!PageWriter.IsLook(http.Request)) session.LastSeen = studio.Engine.Time.GetUtcNow();
        await writer.WriteAsync(http, session, await AnswerAsync(new Visit(http, studio, session), page));
    }

    private static async Task<Answer> AnswerAsync(Visit visit, Func<Visit, Task<Answer>> page)
    {
        try
        {
            return await page(visit);
        }
        catch (BadHttpRequestException problem)
        {
            return new Answer.Problem(problem.StatusCode, "This could not be read", problem.Message);
        }
        catch (StoreException problem)
        {
            return new Answer.Problem(503, "The store does not answer", $"{problem.Message.ReplaceLineEndings(" ")}. Nothing was changed; this page tries again by itself.");
        }
    }

    private static async Task<Answer> DoAsync(Visit visit, Role role, Func<Visit, Task<Answer>> deed)
    {
        if (!CameFromHere(visit.Http.Request) || !visit.Http.Request.HasFormContentType) return Foreign;
        var form = await visit.Http.Request.ReadFormAsync(visit.Ct);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(form["form"].ToString()), Encoding.UTF8.GetBytes(visit.Session.FormToken))) return Foreign;
        return visit.Visitor.May(role)
            ? await deed(visit with { Form = form })
            : new Answer.Problem(403, "This is not yours to do", $"It takes the role {role.ToString().ToLowerInvariant()}; you are {visit.Visitor.Role.ToString().ToLowerInvariant()}.");
    }

    private static Answer.Problem Foreign { get; } = new(400, "This form is not from here", "It was made by another site, or before you signed in anew. Open the page again and send it once more.");

    // Browsers name the origin of every form. A proxy may change the scheme, not the host.
    private static bool CameFromHere(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var origin) && string.Equals(origin.Authority, new UriBuilder($"{origin.Scheme}://{request.Host}").Uri.Authority, StringComparison.OrdinalIgnoreCase);
}
