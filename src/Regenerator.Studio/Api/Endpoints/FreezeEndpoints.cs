using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Regenerator.Freezes;
using Regenerator.Studio.Access;
using Regenerator.Studio.Api.Shapes;

namespace Regenerator.Studio.Api.Endpoints;

/// <summary>Times during which nothing is applied.</summary>
internal static class FreezeEndpoints
{
    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new(HttpMethods.Get, "/freezes", Role.Viewer, "What is frozen, by whom, until when and why", ApiJson.Wire.FreezeListShape, ListAsync) { Parameters = [new("all", "true: also those that are over")] },
        new(HttpMethods.Post, "/freezes", Role.Operator, "For a time, let nothing be applied", ApiJson.Wire.FreezeShape, SetAsync) { Asks = ApiJson.Wire.FreezeBody },
        new(HttpMethods.Post, "/freezes/{id}/end", Role.Operator, "Thaw before its time", ApiJson.Wire.FreezeShape, EndAsync) { Asks = ApiJson.Wire.ReasonBody },
    ];

    private static async Task<ApiAnswer> ListAsync(ApiCall call)
    {
        var all = call.Query("all") == "true";
        var shown = new List<FreezeShape>();
        foreach (var freeze in await call.Store.FreezesAsync(all ? null : call.Now, call.Ct))
            if ((all || freeze.IsInForce(call.Now)) && call.Sight.Sees(freeze)) shown.Add(await ShapeAsync(call, freeze));
        return ApiAnswer.Of(new FreezeListShape(shown), ApiJson.Wire.FreezeListShape);
    }

    private static async Task<ApiAnswer> SetAsync(ApiCall call)
    {
        var body = call.Read(ApiJson.Wire.FreezeBody);
        var reach = Reach(body);
        if (!call.Sight.Owns(reach))
            throw new ApiRefusal(reach is FreezeReach.Context(var context) ? ApiProblem.NotFound("context", context) : ApiProblem.Forbidden($"you see some tenants only, and {reach} is more than that: freeze their contexts one by one"));
        var set = new FreezeEvent.Set(reach, ProposalEndpoints.Given(body.Reason), body.Until) { Actor = call.Visitor.Id, At = call.Now };
        return await RecordAsync(call, FreezeId.Of(set), set);
    }

    private static async Task<ApiAnswer> EndAsync(ApiCall call)
    {
        var body = call.Read(ApiJson.Wire.ReasonBody);
        var id = new FreezeId(call.Path("id"));
        if ((await call.Store.FreezesAsync(null, call.Ct)).FirstOrDefault(f => f.Id == id) is not { } freeze || !call.Sight.Sees(freeze)) throw new ApiRefusal(ApiProblem.NotFound("freeze", id.Value));
        if (!call.Sight.Owns(freeze.Set.Reach)) throw new ApiRefusal(ApiProblem.Forbidden($"you see some tenants only, and {freeze.Set.Reach} is more than that"));
        return await RecordAsync(call, id, new FreezeEvent.Ended(ProposalEndpoints.Given(body.Reason)) { Actor = call.Visitor.Id, At = call.Now });
    }

    private static async Task<ApiAnswer> RecordAsync(ApiCall call, FreezeId id, FreezeEvent happened) => await call.Store.RecordFreezeAsync(id, happened, call.Ct) switch
    {
        FreezeResult.Recorded recorded => ApiAnswer.Of(await ShapeAsync(call, recorded.Freeze), ApiJson.Wire.FreezeShape),
        FreezeResult.Refused refused => new ApiAnswer.Problem(ApiProblem.Conflict(refused.Reason)),
        FreezeResult.NotFound => new ApiAnswer.Problem(ApiProblem.NotFound("freeze", id.Value)),
        _ => throw new UnreachableException(),
    };

    // Which proposals broke it is known to those who see them.
    private static async Task<FreezeShape> ShapeAsync(ApiCall call, Freeze freeze) => FreezeShape.Of(await call.Sight.PartOfAsync(freeze, call.Store, call.Ct), call.Now);

    private static FreezeReach Reach(FreezeBody body) => (body.All, body.Environment, body.Label, body.Context) switch
    {
        (true, null, null, null) => new FreezeReach.Everything(),
        (false, { Length: > 0 } name, null, null) => new FreezeReach.Environment(name),
        (false, null, { } text, null) when text.Split('=', 2) is [{ Length: > 0 } name, { Length: > 0 } value] => new FreezeReach.Label(name, value),
        (false, null, { } text, null) => throw new ApiRefusal(ApiProblem.Malformed($"label: «{text}» is no label; write name=value")),
        (false, null, null, { Length: > 0 } id) => new FreezeReach.Context(id),
        _ => throw new ApiRefusal(ApiProblem.Malformed("a freeze takes one of all, environment, label and context")),
    };
}
