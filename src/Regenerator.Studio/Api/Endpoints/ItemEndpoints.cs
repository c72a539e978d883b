using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Storage;
using Regenerator.Studio.Access;
using Regenerator.Studio.Api.Shapes;

namespace Regenerator.Studio.Api.Endpoints;

/// <summary>The lines of the inbox: what has one cause is decided about at once.</summary>
internal static class ItemEndpoints
{
    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new(HttpMethods.Get, "/items", Role.Viewer, "Lines of the inbox, newest first", ApiJson.Wire.ItemPageShape, ListAsync)
        {
            Parameters = [.. ProposalFilter.Parameters.Where(p => p.Name != "item")],
        },
        new(HttpMethods.Get, "/items/{id}", Role.Viewer, "The living proposals of one item; the digest of what is open is the ETag", ApiJson.Wire.ItemShape, GetAsync),
        new(HttpMethods.Post, "/items/{id}/approve", Role.Reviewer, "Agree to all of it that is open, as it was seen", ApiJson.Wire.ItemDecisionShape, ApproveAsync) { Asks = ApiJson.Wire.ApproveBody, IfMatch = true },
        new(HttpMethods.Post, "/items/{id}/reject", Role.Reviewer, "Say no to all of it, and why", ApiJson.Wire.ItemDecisionShape, RejectAsync) { Asks = ApiJson.Wire.RejectBody, IfMatch = true },
        new(HttpMethods.Post, "/items/{id}/snooze", Role.Reviewer, "See all of it again later", ApiJson.Wire.ItemDecisionShape, SnoozeAsync) { Asks = ApiJson.Wire.SnoozeBody, IfMatch = true },
        new(HttpMethods.Post, "/items/{id}/apply", Role.Operator, "Carry out what of it is approved, one document after the other, and wait for the outcomes", ApiJson.Wire.ItemApplyShape, ApplyAsync) { Asks = ApiJson.Wire.ApplyBody },
        new(HttpMethods.Post, "/items/{id}/comments", Role.Reviewer, "Say something about all of it; decides nothing", ApiJson.Wire.ItemDecisionShape, CommentAsync) { Asks = ApiJson.Wire.CommentBody },
    ];

    private static async Task<ApiAnswer> ListAsync(ApiCall call)
    {
        var (items, next) = await call.Store.ItemsAsync(ProposalFilter.Of(call), call.Ct);
        return ApiAnswer.Of(new ItemPageShape([.. items.Select(InboxItemShape.Of)], next?.ToString()), ApiJson.Wire.ItemPageShape);
    }

    private static async Task<ApiAnswer> GetAsync(ApiCall call)
    {
        var (id, members) = await FindAsync(call);
        return ApiAnswer.Of(ItemShape.Of(id, members), ApiJson.Wire.ItemShape, ItemShape.DigestOf(members));
    }

    private static async Task<ApiAnswer> ApproveAsync(ApiCall call)
    {
        var body = call.ReadOr(ApiJson.Wire.ApproveBody, new ApproveBody());
        if (body.Bypass is not null) throw new ApiRefusal(ApiProblem.Malformed("bypass: approve the proposals of the item one by one to pass the policy by"));
        var (id, members) = await FindAsync(call);
        var seen = call.MustHaveSeen(ItemShape.DigestOf(members) ?? throw new ApiRefusal(ApiProblem.Conflict("nothing of it waits for a decision")));
        call.SeenOr412(ItemShape.DigestOf(members)!);
        var result = await call.Studio.Service.Reviewer.ApproveItemAsync(id, seen, call.Visitor.Id, call.Sight.Sees, call.Ct);
        if (result is ItemResult.Decided decided && (body.Apply ?? call.Studio.ApplyOnApprove))
            foreach (var approved in decided.Taken.Where(p => p.State == ProposalState.Approved)) call.ApplyLater(approved.Id);
        return Say(result, call);
    }

    private static async Task<ApiAnswer> RejectAsync(ApiCall call)
    {
        var body = call.Read(ApiJson.Wire.RejectBody);
        var id = await SeenAsync(call);
        return Say(await call.Studio.Service.Reviewer.RejectItemAsync(id, ProposalEndpoints.Given(body.Reason), body.QuietUntil, call.Visitor.Id, call.Sight.Sees, call.Ct), call);
    }

    private static async Task<ApiAnswer> SnoozeAsync(ApiCall call)
    {
        var body = call.Read(ApiJson.Wire.SnoozeBody);
        var id = await SeenAsync(call);
        return Say(await call.Studio.Service.Reviewer.SnoozeItemAsync(id, body.Until, body.Reason, call.Visitor.Id, call.Sight.Sees, call.Ct), call);
    }

    private static async Task<ApiAnswer> ApplyAsync(ApiCall call)
    {
        var body = call.ReadOr(ApiJson.Wire.ApplyBody, new ApplyBody());
        ProposalEndpoints.RefuseBreaking(call, body);
        if (body.DryRun) throw new ApiRefusal(ApiProblem.Malformed("dryRun: preview the proposals of the item one by one"));
        var (_, members) = await FindAsync(call);
        Proposal[] approved = [.. members.Where(m => m.State == ProposalState.Approved)];
        if (approved.Length == 0) throw new ApiRefusal(ApiProblem.Conflict("nothing of it is approved"));
        var (applier, results) = (ProposalEndpoints.ApplierOf(call), new List<ApplyShape>());
        foreach (var proposal in approved) results.Add(ApplyShape.Of(await applier.ApplyAsync(proposal.Id, call.Visitor.Id, body.BreakGlass, CancellationToken.None)));
        return ApiAnswer.Of(new ItemApplyShape(results), ApiJson.Wire.ItemApplyShape);
    }

    private static async Task<ApiAnswer> CommentAsync(ApiCall call)
    {
        var text = ProposalEndpoints.Said(call);
        var (_, members) = await FindAsync(call);
        var said = await call.Studio.Service.Reviewer.CommentAsync([.. members.Select(m => m.Id)], text, call.Visitor.Id, call.Ct);
        return Say(new ItemResult.Decided([.. said.OfType<DecideResult.Decided>().Select(d => d.Proposal)], [.. said.OfType<DecideResult.Refused>()]), call);
    }

    private static async Task<ProposalId> SeenAsync(ApiCall call)
    {
        var (id, members) = await FindAsync(call);
        if (ItemShape.DigestOf(members) is { } digest) call.SeenOr412(digest);
        return id;
    }

    // Of an item there is what the visitor sees of it.
    private static async Task<(ProposalId Id, IReadOnlyList<Proposal> Members)> FindAsync(ApiCall call)
    {
        var text = call.Path("id");
        if (ProposalId.Parse(text) is not { } id) throw new ApiRefusal(ApiProblem.NotFound("item", text));
        var members = await call.Sight.MembersAsync(id, call.Now, call.Store, call.Ct);
        return members.Length > 0 ? (id, members) : throw new ApiRefusal(ApiProblem.NotFound("item", text));
    }

    private static ApiAnswer Say(ItemResult result, ApiCall call) => result switch
    {
        ItemResult.Decided decided => ApiAnswer.Of(ItemDecisionShape.Of(decided), ApiJson.Wire.ItemDecisionShape),
        ItemResult.NotTaken { Current: var current } not when call.Seen is { } seen && ItemShape.DigestOf(current) is { } digest && !digest.StartsWith(seen, StringComparison.OrdinalIgnoreCase) =>
            new ApiAnswer.Problem(ApiProblem.Stale(not.Reason, digest)),
        ItemResult.NotTaken not => new ApiAnswer.Problem(ApiProblem.Conflict(not.Reason)),
        _ => throw new UnreachableException(),
    };
}
