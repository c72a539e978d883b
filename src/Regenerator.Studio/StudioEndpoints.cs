using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Regenerator.Studio.Access;
using Regenerator.Studio.Activity;
using Regenerator.Studio.Deciding;
using Regenerator.Studio.Fleet;
using Regenerator.Studio.Freezing;
using Regenerator.Studio.Hosting;
using Regenerator.Studio.Inbox;
using Regenerator.Studio.LeftAlone;
using Regenerator.Studio.Pages;
using Regenerator.Studio.RuleBook;
using Regenerator.Studio.Sources;

namespace Regenerator.Studio;

/// <summary>Mounts the Studio in any ASP.NET Core app that has routing.</summary>
public static class StudioEndpoints
{
    extension(IEndpointRouteBuilder routes)
    {
        /// <summary>
        /// The pages of the Studio, at the root of <paramref name="routes"/>. Pages ask everybody to sign in: by a link of
        /// <see cref="StudioOptions.Sessions"/>, by a token of <see cref="Tokens"/>, or as the host knows them; nothing has to be registered as a service.
        /// </summary>
        /// <param name="options">What they are a window to.</param>
        /// <param name="others">
        /// How else the host knows who looks, such as a sign-in provider's token that a proxy passes on; null: a stranger. Asked at every request: whoever is
        /// not known any more is not let in any more. Must go by what it can verify itself, never by a plain header with a name.
        /// </param>
        public IEndpointConventionBuilder MapRegeneratorStudio(StudioOptions options, params IReadOnlyList<Func<HttpContext, ValueTask<Visitor?>>> others)
        {
            var group = routes.MapGroup("");
            group.MapGet("/assets/{name}", SendAsync);
            var gate = new Gatekeeper(options, others);
            var door = new Door(options, gate, group);
            new SigningIn(options, gate).Map(door);
            InboxPages.Map(door);
            ProposalPages.Map(door);
            EditPages.Map(door);
            LeftAlonePages.Map(door);
            FleetPages.Map(door);
            RulePages.Map(door);
            SourcePages.Map(door);
            ActivityPages.Map(door);
            FreezePages.Map(door);
            TokenPages.Map(door);
            door.Otherwise();
            return group;
        }
    }

    private static Task SendAsync(HttpContext http)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (Assets.Find((string)http.Request.RouteValues["name"]!) is not { } asset)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        http.Response.ContentType = asset.Type;
        http.Response.ContentLength = asset.Bytes.Length;
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return http.Response.Body.WriteAsync(asset.Bytes, http.RequestAborted).AsTask();
    }
}
