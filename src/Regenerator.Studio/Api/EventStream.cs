using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Regenerator.Storage;
using Regenerator.Studio.Access;
using Regenerator.Studio.Activity;
using Regenerator.Studio.Api.Shapes;

namespace Regenerator.Studio.Api;

/// <summary>
/// Tells one listener what happens, for as long as they may hear it: with every look it is asked who they are. Asks the store, not this process: what the
/// command or another machine has decided is told too.
/// </summary>
internal sealed class EventStream(ApiCall call)
{
    // Another process may commit what happened a little earlier by its own clock.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    // Proxies close what is silent for long.
    private const int LooksPerSign = 15;

    // Then whoever follows comes again.
    private const int LooksPerStream = 300;

    private readonly HashSet<AuditPlace> told = [];
    private DateTimeOffset from;
    private long heard;

    public async Task RunAsync()
    {
        var response = call.Http.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        from = call.Http.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } last && AuditPlace.Parse(last) is { } place ? place.At : call.Now;
        foreach (var entry in await ActivityAsync(call.Sight))
            if (entry.Event.At <= from) told.Add(entry.Place);
        heard = (await call.Evidence.SinceAsync(null, call.Ct)).Last;
        await WriteAsync(": follows\n\n");
        using var timer = new PeriodicTimer(Look, call.Studio.Engine.Time);
        for (var looks = 1; looks <= LooksPerStream; looks++)
        {
            if (await call.Who() is not { } visitor) return;
            await TellAsync(await Sight.OfAsync(visitor, call.Studio.Contexts, call.Ct)); // what is theirs may change while they listen
            if (looks % LooksPerSign == 0) await WriteAsync(": still here\n\n");
            await timer.WaitForNextTickAsync(call.Ct);
        }
    }

    private async Task TellAsync(Sight sight)
    {
        foreach (var entry in await ActivityAsync(sight))
        {
            if (!told.Add(entry.Place)) continue;
            if (entry.Event.At > from) from = entry.Event.At;
            await WriteAsync($"event: activity\nid: {entry.Place}\ndata: {JsonSerializer.Serialize(ActivityShape.Of(new TrailEntry.OfProposal(entry)), ApiJson.Wire.ActivityShape)}\n\n");
        }

        told.RemoveWhere(p => p.At < from - Overlap);
        (var news, heard) = await call.Evidence.SinceAsync(heard, call.Ct);
        foreach (var joining in news.Where(n => sight.Sees(n.Proposal)))
            await WriteAsync($"event: joined\ndata: {JsonSerializer.Serialize(JoiningShape.Of(joining.Proposal), ApiJson.Wire.JoiningShape)}\n\n");
    }

    private async Task<IEnumerable<AuditEntry>> ActivityAsync(Sight sight) =>
        (await call.Store.AuditAsync(sight.Of(new AuditQuery { Since = from - Overlap, Limit = 1000 }), call.Ct)).Reverse();

    private async Task WriteAsync(string text)
    {
        await call.Http.Response.WriteAsync(text, call.Ct);
        await call.Http.Response.Body.FlushAsync(call.Ct);
    }
}
