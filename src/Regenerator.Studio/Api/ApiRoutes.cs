using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Regenerator.Studio.Access;
using Regenerator.Studio.Api.Endpoints;

namespace Regenerator.Studio.Api;

/// <summary>The REST API beside the Studio.</summary>
public static class ApiRoutes
{
    /// <summary>Below which everything lies.</summary>
    public const string Root = "/api/v1";

    internal static IReadOnlyList<ApiEndpoint> Table { get; } =
        [.. ProposalEndpoints.All, .. ItemEndpoints.All, .. WatchEndpoints.All, .. FreezeEndpoints.All, .. OperatingEndpoints.All, .. ActivityEndpoints.All, .. TokenEndpoints.All];

    extension(IEndpointRouteBuilder routes)
    {
        /// <summary>
        /// <c>/api/v1/…</c>: look and decide as the command does. Whoever asks shows a token of <see cref="Tokens"/>, or is known to the host. Nobody else sees
        /// more than <c>/api/v1/openapi.json</c>.
        /// </summary>
        /// <param name="options">What it is a window to.</param>
        /// <param name="others">
        /// How else the host knows who asks, such as a session or a sign-in provider; null: a stranger. One that goes by cookies has to see to it itself that
        /// no other site's page sent the request; bodies are JSON only, which forms can not send.
        /// </param>
        public IEndpointConventionBuilder MapRegeneratorApi(StudioOptions options, params IReadOnlyList<Func<HttpContext, ValueTask<Visitor?>>> others)
        {
            var stopping = routes.ServiceProvider.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
            var desk = new ApiDesk(options, new BearerDoor(new Tokens(options.Service.Store, options.Engine.Time), options.Engine.Time, others), new ApplyQueue(options.Applier, options.Engine.Log, stopping));
            var group = routes.MapGroup(Root);
            foreach (var endpoint in Table) group.MapMethods(endpoint.Path, [endpoint.Method], context => desk.AnswerAsync(context, endpoint));
            var document = OpenApiDocument.Write(Table);
            group.MapGet("/openapi.json", context => ApiDesk.WriteAsync(context, StatusCodes.Status200OK, "application/json", document));
            group.MapFallback(context => ApiDesk.WriteAsync(context, new ApiProblem(StatusCodes.Status404NotFound, "Not found", $"there is no {context.Request.Method} {context.Request.Path}; {Root}/openapi.json lists what there is")));
            return group;
        }
    }
}
