using Microsoft.AspNetCore.Http;
using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Studio.Access;
using Regenerator.Studio.Activity;
using Regenerator.Studio.Api.Shapes;

namespace Regenerator.Studio.Api.Endpoints;

/// <summary>What happened, and what happens.</summary>
internal static class ActivityEndpoints
{
    private static IReadOnlyList<ApiParameter> Filters { get; } =
    [
        new("proposal", "To this one"),
        new("rule", "To proposals of this rule"),
        new("actor", "By this one, such as person:ada"),
        new("kind", $"Of this kind: {string.Join(", ", TrailFilter.Kinds)}"),
        new("since", "Not before this instant, such as 2026-12-27T18:00:00Z, or this day"),
        new("until", "Before this instant, or to the end of this day"),
    ];

    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new(HttpMethods.Get, "/activity", Role.Viewer, "What happened to proposals and freezes, newest first", ApiJson.Wire.ActivityPageShape, ListAsync) { Parameters = [.. Filters, .. ProposalFilter.Paging] },
        new(HttpMethods.Get, "/activity/export", Role.Viewer, "All of it as one file, newest first", null, ExportAsync)
        {
            Parameters = [new("format", $"{TrailExport.Known}; the first where it is absent"), .. Filters],
            Streams = [.. TrailExport.Formats.Select(f => f.MediaType)],
        },
        new(HttpMethods.Get, "/events", Role.Viewer, "A stream of what happens to proposals from now on, as server-sent events: «activity», and «joined» when new evidence joins one", null, FollowAsync),
    ];

    private static Task<ApiAnswer> FollowAsync(ApiCall call) => Task.FromResult<ApiAnswer>(new ApiAnswer.Stream(_ => new EventStream(call).RunAsync()));

    private static async Task<ApiAnswer> ListAsync(ApiCall call)
    {
        var after = call.Query("after") is not { } text ? null : TrailPlace.Parse(text) ?? throw new ApiRefusal(ApiProblem.Malformed($"after: «{text}» is no place in the trail"));
        var (entries, next) = await new Trail(call.Store, call.Sight).PageAsync(await FilterAsync(call), after, call.Limit(), call.Ct);
        return ApiAnswer.Of(new ActivityPageShape([.. entries.Select(ActivityShape.Of)], next?.ToString()), ApiJson.Wire.ActivityPageShape);
    }

    private static async Task<ApiAnswer> ExportAsync(ApiCall call)
    {
        var format = call.Query("format") is not { } name ? TrailExport.Formats[0] : TrailExport.Of(name) ?? throw new ApiRefusal(ApiProblem.Malformed($"format: «{name}» is none; known: {TrailExport.Known}"));
        var filter = await FilterAsync(call);
        return new ApiAnswer.Stream(http => format.WriteAsync(http.Response, new Trail(call.Store, call.Sight).AllAsync(filter, call.Ct), call.Ct));
    }

    // A proposal that is not the visitor's to see is said not to be there.
    private static async Task<TrailFilter> FilterAsync(ApiCall call)
    {
        if (call.Query("proposal") is { } id) await call.ProposalAsync(id);
        return TrailFilter.Of(call.Query, problem => new ApiRefusal(ApiProblem.Malformed(problem)));
    }
}
