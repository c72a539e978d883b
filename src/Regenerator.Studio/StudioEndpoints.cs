using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
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
        /// The pages of the Studio, at the root of <paramref name="routes"/>. Pages ask everybody to sign in, by the links of
        /// <see cref="StudioOptions.Sessions"/>; nothing has to be registered as a service.
        /// </summary>
        public IEndpointConventionBuilder MapRegeneratorStudio(StudioOptions options)
        {
            var group = routes.MapGroup("");
            group.MapGet("/assets/{name}", SendAsync);
            var door = new Door(options, group);
            new SigningIn(options).Map(door);
            InboxPages.Map(door);
            ProposalPages.Map(door);
            EditPages.Map(door);
            LeftAlonePages.Map(door);
            FleetPages.Map(door);
            RulePages.Map(door);
            SourcePages.Map(door);
            ActivityPages.Map(door);
            FreezePages.Map(door);
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
