using System.Text.Json;
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
    // Another process may commit what happened a little earlier by its own clock.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    // Proxies close what is silent for long.
    private const int LooksPerSign = 15;

    // Then whoever follows comes again, and is asked again who they are.
    private const int LooksPerStream = 300;

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
        new(HttpMethods.Get, "/events", Role.Viewer, "A stream of what happens to proposals from now on, as server-sent events of the type «activity»", null, call => Task.FromResult<ApiAnswer>(new ApiAnswer.Stream(_ => FollowAsync(call)))),
    ];

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

    // Asks the store, not this process: what the command or another machine has decided is told too.
    private static async Task FollowAsync(ApiCall call)
    {
        var response = call.Http.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        var from = call.Http.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } last && AuditPlace.Parse(last) is { } place ? place.At : call.Now;
        var told = new HashSet<AuditPlace>((await SinceAsync(call, from - Overlap)).Where(e => e.Event.At <= from).Select(e => e.Place));
        await WriteAsync(response, ": follows\n\n", call.Ct);
        using var timer = new PeriodicTimer(Look, call.Studio.Engine.Time);
        for (var looks = 1; looks <= LooksPerStream; looks++)
        {
            foreach (var entry in await SinceAsync(call, from - Overlap))
            {
                if (!told.Add(entry.Place)) continue;
                if (entry.Event.At > from) from = entry.Event.At;
                await WriteAsync(response, $"event: activity\nid: {entry.Place}\ndata: {JsonSerializer.Serialize(ActivityShape.Of(new TrailEntry.OfProposal(entry)), ApiJson.Wire.ActivityShape)}\n\n", call.Ct);
            }

            told.RemoveWhere(p => p.At < from - Overlap);
            if (looks % LooksPerSign == 0) await WriteAsync(response, ": still here\n\n", call.Ct);
            await timer.WaitForNextTickAsync(call.Ct);
        }
    }

    // What is theirs may change while they listen.
    private static async Task<IEnumerable<AuditEntry>> SinceAsync(ApiCall call, DateTimeOffset since)
    {
        var sight = await Sight.OfAsync(call.Visitor, call.Studio.Contexts, call.Ct);
        return (await call.Store.AuditAsync(sight.Of(new AuditQuery { Since = since, Limit = 1000 }), call.Ct)).Reverse();
    }

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken ct)
    {
        await response.WriteAsync(text, ct);
        await response.Body.FlushAsync(ct);
    }
}
