using Microsoft.AspNetCore.Http;
using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Studio.Access;
using Regenerator.Studio.Api.Shapes;

namespace Regenerator.Studio.Api.Endpoints;

/// <summary>What happened, and what happens.</summary>
internal static class ActivityEndpoints
{
    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new(HttpMethods.Get, "/activity", Role.Viewer, "What happened to proposals, newest first", ApiJson.Wire.ActivityPageShape, ListAsync)
        {
            Parameters = [new("proposal", "To this one"), new("since", "Not before this instant, such as 2026-12-27T18:00:00Z"), .. ProposalFilter.Paging],
        },
        new(HttpMethods.Get, "/events", Role.Viewer, "A stream of what happens to proposals from now on, as server-sent events: «activity», and «joined» when new evidence joins one", null, FollowAsync),
    ];

    private static Task<ApiAnswer> FollowAsync(ApiCall call) => Task.FromResult<ApiAnswer>(new ApiAnswer.Stream(_ => new EventStream(call).RunAsync()));

    private static async Task<ApiAnswer> ListAsync(ApiCall call)
    {
        var limit = call.Limit();
        var after = call.Query("after") is not { } text ? (AuditPlace?)null : AuditPlace.Parse(text) ?? throw new ApiRefusal(ApiProblem.Malformed($"after: «{text}» is no place in the trail"));
        var since = call.Query("since") is not { } begin ? (DateTimeOffset?)null
            : DateTimeOffset.TryParse(begin, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var at) ? at
            : throw new ApiRefusal(ApiProblem.Malformed($"since: «{begin}» is no instant, such as 2026-12-27T18:00:00Z"));
        var proposal = call.Query("proposal") is { } id ? (await call.ProposalAsync(id)).Proposal.Id : (ProposalId?)null;
        var found = await call.Store.AuditAsync(new AuditQuery { Proposal = proposal, Scopes = call.Sight.Scopes, Since = since, After = after, Limit = limit + 1 }, call.Ct);
        AuditEntry[] shown = [.. found.Take(limit)];
        return ApiAnswer.Of(new ActivityPageShape([.. shown.Select(ActivityShape.Of)], found.Count > limit ? shown[^1].Place.ToString() : null), ApiJson.Wire.ActivityPageShape);
    }
}
