using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Regenerator.Contexts;
using Regenerator.Storage;
using Regenerator.Studio.Access;
using Regenerator.Studio.Pages;

namespace Regenerator.Studio.Hosting;

/// <summary>The one way in: nobody sees a page without a session, nobody changes anything but with a form of ours.</summary>
internal sealed class Door(StudioOptions studio, Gatekeeper gate, IEndpointRouteBuilder routes)
{
    /// <summary>Bytes.</summary>
    public const int LargestForm = 64 * 1024;

    private readonly PageWriter writer = new(studio);

    /// <param name="role">What it takes to see this.</param>
    /// <param name="shared">It is about what belongs to no tenant.</param>
    public void Get(string pattern, Func<Visit, Task<Answer>> page, Role role = Role.Viewer, bool shared = false) => Map(new Entrance(HttpMethods.Get, pattern, role, shared), page);

    /// <param name="role">What it takes to do this.</param>
    /// <param name="shared">It is about what belongs to no tenant.</param>
    public void Post(string pattern, Role role, Func<Visit, Task<Answer>> deed, bool shared = false) => Map(new Entrance(HttpMethods.Post, pattern, role, shared), deed);

    /// <summary>For whoever is not signed in.</summary>
    public void Outside(string method, string pattern, Func<HttpContext, Task<Answer>> page) => routes.MapMethods(pattern, [method], http => ShowAsync(http, page));

    /// <summary>What is not a page: said so on a page, to whoever is signed in.</summary>
    public void Otherwise() => routes.MapFallback("/{**path}", http => LetInAsync(http, new Entrance(HttpMethods.Get, "/{**path}", Role.Viewer), NothingAsync));

    private void Map(Entrance entrance, Func<Visit, Task<Answer>> page) =>
        routes.MapMethods(entrance.Pattern, [entrance.Method], http => LetInAsync(http, entrance, page)).WithMetadata(entrance);

    private static Task<Answer> NothingAsync(Visit visit) => Task.FromResult<Answer>(Answer.NotFound);

    private async Task ShowAsync(HttpContext http, Func<HttpContext, Task<Answer>> page)
    {
        PageWriter.Guard(http);
        await writer.WriteAsync(http, null, HttpMethods.IsPost(http.Request.Method) && !CameFromHere(http.Request) ? Foreign : await OrWhyNotAsync(() => page(http)));
    }

    private async Task LetInAsync(HttpContext http, Entrance entrance, Func<Visit, Task<Answer>> page)
    {
        PageWriter.Guard(http);
        Visit? visit = null;
        var answer = await OrWhyNotAsync(async () =>
        {
            if (await gate.WhoAsync(http) is not var (session, visitor)) return SignInModel.Page(studio, gate, http, "You are not signed in.");
            if (!PageWriter.IsLook(http.Request)) session.LastSeen = studio.Engine.Time.GetUtcNow();
            visit = new Visit(http, studio, session, await Sight.OfAsync(visitor, studio.Contexts, http.RequestAborted));
            return await AskAsync(visit, entrance, page);
        });
        await writer.WriteAsync(http, visit, answer);
    }

    private static async Task<Answer> OrWhyNotAsync(Func<Task<Answer>> answer)
    {
        try
        {
            return await answer();
        }
        catch (BadHttpRequestException problem)
        {
            return new Answer.Problem(problem.StatusCode, "This could not be read", problem.Message);
        }
        catch (InvalidDataException problem)
        {
            return new Answer.Problem(StatusCodes.Status400BadRequest, "This could not be read", problem.Message);
        }
        catch (StoreException problem)
        {
            return new Answer.Problem(StatusCodes.Status503ServiceUnavailable, "The store does not answer", $"{problem.Message.ReplaceLineEndings(" ")}. Nothing was changed; this page tries again by itself.");
        }
        catch (ContextSourceException problem)
        {
            return new Answer.Problem(StatusCodes.Status503ServiceUnavailable, "The watched documents can not be read", $"{problem.Message.ReplaceLineEndings(" ")}. Nothing was changed; try again later.");
        }
    }

    private static async Task<Answer> AskAsync(Visit visit, Entrance entrance, Func<Visit, Task<Answer>> page)
    {
        if (entrance.IsDeed)
        {
            if (await FormAsync(visit) is not { } form) return Foreign;
            visit = visit with { Form = form };
        }

        // Before anything is looked up: what is refused here says nothing of what there is.
        return visit.Visitor.WhyNot(entrance.Role, entrance.Shared) is { } reason ? Answer.NotYours(reason) : await page(visit);
    }

    // Null: another site has sent it.
    private static async Task<IFormCollection?> FormAsync(Visit visit)
    {
        var request = visit.Http.Request;
        if (!CameFromHere(request) || !request.HasFormContentType) return null;
        var form = await ReadAsync(visit.Http);
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(form["form"].ToString()), Encoding.UTF8.GetBytes(visit.Session.FormToken)) ? form : null;
    }

    /// <exception cref="BadHttpRequestException">It is too large.</exception>
    /// <exception cref="InvalidDataException">It is no form.</exception>
    public static async Task<IFormCollection> ReadAsync(HttpContext http)
    {
        if (http.Request.ContentLength > LargestForm) throw new BadHttpRequestException($"A form holds at most {LargestForm} bytes.", StatusCodes.Status413PayloadTooLarge);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = LargestForm;
        return await http.Request.ReadFormAsync(http.RequestAborted);
    }

    private static Answer.Problem Foreign { get; } = new(400, "This form is not from here", "It was made by another site, or before you signed in anew. Open the page again and send it once more.");

    // Browsers name the origin of every form. A proxy may change the scheme, not the host.
    private static bool CameFromHere(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var origin) && string.Equals(origin.Authority, new UriBuilder($"{origin.Scheme}://{request.Host}").Uri.Authority, StringComparison.OrdinalIgnoreCase);
}
