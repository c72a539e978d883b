using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Studio.Access;
using Regenerator.Studio.Pages;

namespace Regenerator.Studio.Hosting;

/// <summary>Renders pages and sends them: whole or not at all, and not again to whoever has the same one.</summary>
internal sealed class PageWriter(StudioOptions studio)
{
    private static readonly IServiceProvider Services = new ServiceCollection().AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).BuildServiceProvider();

    // Nothing inline, nothing from elsewhere. Pictures within styles are data.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The page only keeps itself current; nobody may be looking.</summary>
    public static bool IsLook(HttpRequest request) => request.Headers.ContainsKey("Studio-Look");

    public static void Guard(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    public async Task WriteAsync(HttpContext http, Visit? visit, Answer answer)
    {
        switch (answer)
        {
            case Answer.Redirect redirect:
                http.Response.StatusCode = StatusCodes.Status303SeeOther;
                http.Response.Headers.Location = http.Request.PathBase + redirect.To;
                break;
            case Answer.Json json:
                await SendAsync(http, StatusCodes.Status200OK, "application/json; charset=utf-8", json.Text);
                break;
            case Answer.Download download:
                await download.Write(http.Response, http.RequestAborted);
                break;
            case Answer.Problem problem:
                await SendAsync(http, problem.Status, "text/html; charset=utf-8", await HtmlAsync(http, visit, new Answer.Page(typeof(ProblemView), problem, problem.Title)));
                break;
            case Answer.Page page:
                await SendPageAsync(http, page, await HtmlAsync(http, visit, page));
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task SendPageAsync(HttpContext http, Answer.Page page, string html)
    {
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(html)))[..32]}\"";
        http.Response.Headers.ETag = tag;
        if (IsLook(http.Request) && string.Equals(http.Request.Headers.IfNoneMatch.ToString(), tag)) http.Response.StatusCode = StatusCodes.Status304NotModified;
        else await SendAsync(http, page.Status, "text/html; charset=utf-8", html);
    }

    private static async Task SendAsync(HttpContext http, int status, string type, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        await http.Response.WriteAsync(text, http.RequestAborted);
    }

    private async Task<string> HtmlAsync(HttpContext http, Visit? visit, Answer.Page page)
    {
        var chrome = new Chrome(
            page.Title, http.Request.PathBase.Value ?? "", http.Request.Path.Value ?? "/", studio.Environment, visit?.Visitor, visit?.Session.FormToken ?? "",
            visit is null ? null : await OpenAsync(visit), visit is null || IsLook(http.Request) ? null : visit.Session.TakeNotice());
        await using var renderer = new HtmlRenderer(Services, NullLoggerFactory.Instance);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(Shell.Chrome)] = chrome, [nameof(Shell.View)] = page.View, [nameof(Shell.Model)] = page.Model });
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<Shell>(parameters)).ToHtmlString());
    }

    private static async Task<int?> OpenAsync(Visit visit)
    {
        try
        {
            return visit.Open ?? (await visit.Store.CountItemsAsync(visit.Sight.Of(new ProposalQuery { Shadow = false, At = visit.Now }), [[ProposalState.Open]], Chrome.MostOpen, visit.Ct))[0];
        }
        catch (StoreException)
        {
            return null; // the page itself says so
        }
    }
}
