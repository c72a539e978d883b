using Microsoft.AspNetCore.Http;
using Regenerator.Storage;
using Regenerator.Studio.Access;
using Regenerator.Studio.Api.Shapes;

namespace Regenerator.Studio.Api.Endpoints;

/// <summary>What operators look after: providers, their quarantine, and what sinks did not take.</summary>
internal static class OperatingEndpoints
{
    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new(HttpMethods.Get, "/providers", Role.Viewer, "How providers are, and which of their answers could not be read", ApiJson.Wire.ProviderListShape, ProvidersAsync) { Shared = true },
        new(HttpMethods.Post, "/providers/quarantine/clear", Role.Operator, "Forget answers that could not be read", ApiJson.Wire.ClearedShape, ClearAsync) { Shared = true, Asks = ApiJson.Wire.ClearBody },
        new(HttpMethods.Get, "/outbox", Role.Viewer, "What sinks do not have, the oldest first", ApiJson.Wire.DeliveryListShape, OutboxAsync)
        {
            Shared = true,
            Parameters = [new("sink", "Of this sink"), new("dropped", "true: also what sinks were let go without"), new("limit", "At most so many, 1 to 1000; 200 where it is absent", IsNumber: true)],
        },
        new(HttpMethods.Post, "/outbox/retry", Role.Operator, "Have a delivery tried again at the next pass", ApiJson.Wire.SettledShape, RetryAsync) { Shared = true, Asks = ApiJson.Wire.DeliveryBody },
        new(HttpMethods.Post, "/outbox/drop", Role.Operator, "Let a sink go without a delivery", ApiJson.Wire.SettledShape, DropAsync) { Shared = true, Asks = ApiJson.Wire.DropBody },
    ];

    private static async Task<ApiAnswer> ProvidersAsync(ApiCall call)
    {
        var notes = await call.Store.ProviderNotesAsync(call.Ct);
        return ApiAnswer.Of(new ProviderListShape([.. notes.Providers.Select(n => ProviderShape.Of(n, call.Now))], [.. notes.Quarantined.Select(QuarantinedShape.Of)]), ApiJson.Wire.ProviderListShape);
    }

    private static async Task<ApiAnswer> ClearAsync(ApiCall call)
    {
        var body = call.ReadOr(ApiJson.Wire.ClearBody, new ClearBody());
        return ApiAnswer.Of(new ClearedShape(await call.Store.ClearQuarantineAsync(body.Provider, call.Ct)), ApiJson.Wire.ClearedShape);
    }

    private static async Task<ApiAnswer> OutboxAsync(ApiCall call)
    {
        var limit = call.Limit(200, 1000);
        var query = new DeliveryQuery { Sink = call.Query("sink"), Limit = limit + 1 };
        if (call.Query("dropped") == "true") query = query with { States = [.. query.States, DeliveryState.Dropped] };
        var found = await call.Store.ListDeliveriesAsync(query, call.Ct);
        return ApiAnswer.Of(new DeliveryListShape([.. found.Take(limit).Select(DeliveryShape.Of)], found.Count > limit), ApiJson.Wire.DeliveryListShape);
    }

    private static Task<ApiAnswer> RetryAsync(ApiCall call)
    {
        var body = call.Read(ApiJson.Wire.DeliveryBody);
        return SettleAsync(call, body.Sink, body.Key, new DeliveryOutcome.Released());
    }

    private static Task<ApiAnswer> DropAsync(ApiCall call)
    {
        var body = call.Read(ApiJson.Wire.DropBody);
        return SettleAsync(call, body.Sink, body.Key, new DeliveryOutcome.Dropped(call.Visitor.Id, ProposalEndpoints.Given(body.Reason), call.Now));
    }

    private static async Task<ApiAnswer> SettleAsync(ApiCall call, string sink, string key, DeliveryOutcome outcome)
    {
        var stuck = await call.Store.ListDeliveriesAsync(DeliveryQuery.Stuck with { Sink = sink, Limit = int.MaxValue }, call.Ct);
        if (stuck.All(d => !string.Equals(d.Key, key))) throw new ApiRefusal(ApiProblem.NotFound($"delivery that sink «{sink}» did not take", key));
        return await call.Store.SettleDeliveryAsync(sink, key, outcome, call.Ct) ? ApiAnswer.Of(new SettledShape(sink, key), ApiJson.Wire.SettledShape)
            : new ApiAnswer.Problem(ApiProblem.Conflict("it is not stuck any more"));
    }
}
