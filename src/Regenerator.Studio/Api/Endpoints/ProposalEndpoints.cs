using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Regenerator.Execution;
using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Specs;
using Regenerator.Storage;
using Regenerator.Studio.Access;
using Regenerator.Studio.Api.Shapes;

namespace Regenerator.Studio.Api.Endpoints;

/// <summary>Looking at proposals, one by one, and deciding about them.</summary>
internal static class ProposalEndpoints
{
    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new(HttpMethods.Get, "/proposals", Role.Viewer, "Proposals, newest first; the living ones, unless a state is named", ApiJson.Wire.ProposalPageShape, ListAsync) { Parameters = ProposalFilter.Parameters },
        new(HttpMethods.Get, "/proposals/{id}", Role.Viewer, "One proposal with its evidence, its change and its history; its digest is the ETag", ApiJson.Wire.ProposalRecordShape, GetAsync),
        new(HttpMethods.Post, "/proposals/{id}/approve", Role.Reviewer, "Agree to the revision that was seen", ApiJson.Wire.ProposalShape, ApproveAsync) { Asks = ApiJson.Wire.ApproveBody, IfMatch = true },
        new(HttpMethods.Post, "/proposals/{id}/reject", Role.Reviewer, "Say no, and why", ApiJson.Wire.ProposalShape, RejectAsync) { Asks = ApiJson.Wire.RejectBody, IfMatch = true },
        new(HttpMethods.Post, "/proposals/{id}/snooze", Role.Reviewer, "See it again later", ApiJson.Wire.ProposalShape, SnoozeAsync) { Asks = ApiJson.Wire.SnoozeBody, IfMatch = true },
        new(HttpMethods.Post, "/proposals/{id}/edit", Role.Reviewer, "Replace the change by another: a new revision, for which earlier approvals do not count", ApiJson.Wire.ProposalShape, EditAsync) { Asks = ApiJson.Wire.EditBody, IfMatch = true },
        new(HttpMethods.Post, "/proposals/{id}/cancel", Role.Reviewer, "Take back a revision of one's own", ApiJson.Wire.ProposalShape, CancelAsync) { Asks = ApiJson.Wire.ReasonBody, IfMatch = true },
        new(HttpMethods.Post, "/proposals/{id}/apply", Role.Operator, "Carry out what is approved, and wait for the outcome", ApiJson.Wire.ApplyShape, ApplyAsync) { Asks = ApiJson.Wire.ApplyBody, IfMatch = true },
        new(HttpMethods.Post, "/proposals/{id}/settle", Role.Operator, "Say what became of one that needed attention", ApiJson.Wire.ProposalShape, SettleAsync) { Asks = ApiJson.Wire.SettleBody },
        new(HttpMethods.Post, "/proposals/{id}/rollback", Role.Reviewer, "Propose to take back what was applied", ApiJson.Wire.ProposalShape, RollbackAsync) { Asks = ApiJson.Wire.RollbackBody },
        new(HttpMethods.Post, "/proposals/{id}/comments", Role.Reviewer, "Say something about it; decides nothing", ApiJson.Wire.ProposalShape, CommentAsync) { Asks = ApiJson.Wire.CommentBody },
    ];

    private static async Task<ApiAnswer> ListAsync(ApiCall call)
    {
        var (found, next) = await call.Store.ListAsync(ProposalFilter.Of(call), call.Ct);
        return ApiAnswer.Of(new ProposalPageShape([.. found.Select(ProposalShape.Of)], next?.ToString()), ApiJson.Wire.ProposalPageShape);
    }

    private static async Task<ApiAnswer> GetAsync(ApiCall call)
    {
        var record = await call.ProposalAsync();
        var proposal = record.Proposal;
        var snapshot = await call.Studio.Contexts.ReadAsync(call.Ct);
        var context = Standing.ContextOf(proposal, snapshot);
        var touched = FreezeSubject.Of(proposal.Scope, snapshot);
        var freezes = proposal.State.IsWithdrawable() ? (await call.Store.FreezesAsync(call.Now, call.Ct)).Where(f => f.Holds(touched, call.Now)) : [];
        var diff = proposal.IsLiving && context is not null ? DiffOf(proposal, context.Document(proposal.Scope.TenantScoped), call.Now) : null;
        return ApiAnswer.Of(ProposalRecordShape.Of(record, Standing.Of(proposal, context, call.Studio.Engine.Intake.ProseAccepted), freezes, diff), ApiJson.Wire.ProposalRecordShape, proposal.Revision.Digest);
    }

    private static async Task<ApiAnswer> ApproveAsync(ApiCall call)
    {
        var body = call.ReadOr(ApiJson.Wire.ApproveBody, new ApproveBody());
        var proposal = (await call.ProposalAsync()).Proposal;
        call.MustHaveSeen(proposal.Revision.Digest);
        var result = await call.Studio.Service.Reviewer.ApproveAsync(proposal.Id, call.SeenOr412(proposal.Revision.Digest)!, call.Visitor.Id, body.Bypass, call.Ct);
        if (result is DecideResult.Decided { Proposal: { State: ProposalState.Approved } approved } && (body.Apply ?? call.Studio.ApplyOnApprove)) call.ApplyLater(approved.Id);
        return Say(result, call);
    }

    private static async Task<ApiAnswer> RejectAsync(ApiCall call)
    {
        var body = call.Read(ApiJson.Wire.RejectBody);
        var proposal = (await call.ProposalAsync()).Proposal;
        return Say(await call.Studio.Service.Reviewer.RejectAsync(proposal.Id, Given(body.Reason), body.QuietUntil, call.SeenOr412(proposal.Revision.Digest), call.Visitor.Id, call.Ct), call);
    }

    private static async Task<ApiAnswer> SnoozeAsync(ApiCall call)
    {
        var body = call.Read(ApiJson.Wire.SnoozeBody);
        var proposal = (await call.ProposalAsync()).Proposal;
        call.SeenOr412(proposal.Revision.Digest);
        return Say(await call.Studio.Service.Reviewer.SnoozeAsync(proposal.Id, body.Until, body.Reason, call.Visitor.Id, call.Ct), call);
    }

    private static async Task<ApiAnswer> EditAsync(ApiCall call)
    {
        var body = call.Read(ApiJson.Wire.EditBody);
        var proposal = (await call.ProposalAsync()).Proposal;
        call.MustHaveSeen(proposal.Revision.Digest);
        var seen = call.SeenOr412(proposal.Revision.Digest);
        return Say(await call.Studio.Service.Reviewer.EditAsync(proposal.Id, Actions(body.Actions), seen, call.Visitor.Id, call.Ct), call);
    }

    private static async Task<ApiAnswer> CancelAsync(ApiCall call)
    {
        var body = call.Read(ApiJson.Wire.ReasonBody);
        var proposal = (await call.ProposalAsync()).Proposal;
        call.SeenOr412(proposal.Revision.Digest);
        return Say(await call.Studio.Service.Reviewer.CancelAsync(proposal.Id, Given(body.Reason), call.Visitor.Id, call.Ct), call);
    }

    private static async Task<ApiAnswer> ApplyAsync(ApiCall call)
    {
        var body = call.ReadOr(ApiJson.Wire.ApplyBody, new ApplyBody());
        RefuseBreaking(call, body);
        var proposal = (await call.ProposalAsync()).Proposal;
        call.SeenOr412(proposal.Revision.Digest);
        if (body.DryRun) return await PreviewAsync(call, proposal);
        var applier = ApplierOf(call);
        // Once begun it goes on to its end, whether or not somebody still waits for the answer.
        var result = await applier.ApplyAsync(proposal.Id, call.Visitor.Id, body.BreakGlass, CancellationToken.None);
        return result is ApplyResult.Refused refused
            ? new ApiAnswer.Problem(ApiProblem.Conflict(refused.Reason, refused.Proposal is null ? null : Winner(refused.Proposal)))
            : ApiAnswer.Of(ApplyShape.Of(result), ApiJson.Wire.ApplyShape);
    }

    /// <exception cref="ApiRefusal">A freeze is to be broken by somebody who may not, or for no reason.</exception>
    internal static void RefuseBreaking(ApiCall call, ApplyBody body)
    {
        if (body.BreakGlass is not null && !call.Visitor.May(Role.Admin)) throw new ApiRefusal(ApiProblem.Forbidden($"breaking a freeze takes the role admin; yours is {Tokens.Word(call.Visitor.Role)}"));
        if (body.BreakGlass is { } why && string.IsNullOrWhiteSpace(why)) throw new ApiRefusal(ApiProblem.Malformed("breakGlass: say why the freeze is broken"));
    }

    /// <exception cref="ApiRefusal">There is none.</exception>
    internal static Applier ApplierOf(ApiCall call) => call.Studio.Applier ?? throw new ApiRefusal(ApiProblem.Conflict("nothing is applied from here: there is no executor"));

    private static async Task<ApiAnswer> PreviewAsync(ApiCall call, Proposal proposal)
    {
        if (call.Studio.Executor is not ProposalExecutor executor) throw new ApiRefusal(ApiProblem.Conflict("nothing can be previewed from here: there is no executor that knows how to"));
        if (Standing.ContextOf(proposal, (await call.Studio.Service.Contexts.ReadAsync(call.Ct)).Contexts) is not { } context)
            throw new ApiRefusal(ApiProblem.Conflict($"{proposal.Scope} is not among the documents that are watched now"));
        return ApiAnswer.Of(ApplyShape.Preview(ProposalShape.Of(proposal), await executor.InDryRun().ExecuteAsync(context, proposal.Revision.Proposal, call.Ct)), ApiJson.Wire.ApplyShape);
    }

    private static async Task<ApiAnswer> SettleAsync(ApiCall call)
    {
        var body = call.Read(ApiJson.Wire.SettleBody);
        return Say(await call.Studio.Service.Reviewer.SettleAsync((await call.ProposalAsync()).Proposal.Id, body.Applied, Given(body.Reason), call.Visitor.Id, call.Ct), call);
    }

    private static async Task<ApiAnswer> RollbackAsync(ApiCall call)
    {
        var body = call.ReadOr(ApiJson.Wire.RollbackBody, new RollbackBody());
        var proposal = (await call.ProposalAsync()).Proposal;
        return call.Studio.Rollbacks is { } desk ? Say(await desk.ProposeAsync(proposal.Id, body.Reason, call.Visitor.Id, call.Ct), call)
            : throw new ApiRefusal(ApiProblem.Conflict("nothing is rolled back from here: nobody keeps what documents were before"));
    }

    private static async Task<ApiAnswer> CommentAsync(ApiCall call)
    {
        var text = Said(call);
        var id = (await call.ProposalAsync()).Proposal.Id;
        return Say((await call.Studio.Service.Reviewer.CommentAsync([id], text, call.Visitor.Id, call.Ct))[0], call);
    }

    private static string? DiffOf(Proposal proposal, SpecDocument document, DateTimeOffset now) =>
        Candidate.Build(document, [.. proposal.Revision.Proposal.Updates.SelectMany(a => a.Edits)], now) is CandidateResult.Built built ? UnifiedDiff.Of(document.Bytes.Span, built.Bytes, document.Place.Name) : null;

    /// <summary>What a comment says.</summary>
    /// <exception cref="ApiRefusal">Nothing, or too much.</exception>
    internal static string Said(ApiCall call) => call.Read(ApiJson.Wire.CommentBody).Text switch
    {
        { Length: > ProposalEvent.Commented.Longest } tooLong => throw new ApiRefusal(ApiProblem.Malformed($"text: it has {tooLong.Length:#,0} characters; {ProposalEvent.Commented.Longest:#,0} is the most")),
        var text when string.IsNullOrWhiteSpace(text) => throw new ApiRefusal(ApiProblem.Malformed("text: it is empty")),
        var text => text,
    };

    /// <summary>A reason has to say something.</summary>
    internal static string Given(string reason) => !string.IsNullOrWhiteSpace(reason) ? reason : throw new ApiRefusal(ApiProblem.Malformed("reason: it is empty; say why"));

    private static ApiAnswer Say(DecideResult result, ApiCall call) => result switch
    {
        DecideResult.Decided decided => ApiAnswer.Of(ProposalShape.Of(decided.Proposal), ApiJson.Wire.ProposalShape, decided.Proposal.Revision.Digest),
        DecideResult.Refused { Current: var current } refused when call.Seen is { } seen && !current.Revision.Digest.StartsWith(seen, StringComparison.OrdinalIgnoreCase) =>
            new ApiAnswer.Problem(ApiProblem.Stale(refused.Reason, current.Revision.Digest)),
        DecideResult.Refused refused => new ApiAnswer.Problem(ApiProblem.Conflict(refused.Reason, Winner(refused.Current))),
        DecideResult.NotFound => new ApiAnswer.Problem(ApiProblem.NotFound("proposal", call.Path("id"))),
        _ => throw new UnreachableException(),
    };

    // Whose decision stands.
    private static string? Winner(Proposal current) => current switch
    {
        { Rejection: { } rejection } => rejection.Actor,
        { Snooze: { } snooze } => snooze.Actor,
        { Approvals: [.., var last] } => last.Actor,
        { SupersededBy: { } by } => by.ToString(),
        _ => null,
    };

    private static ProposalAction[] Actions(IReadOnlyList<JsonElement> actions)
    {
        var index = 0;
        try
        {
            var read = new ProposalAction[actions.Count];
            for (; index < read.Length; index++) read[index] = actions[index].Deserialize(RegeneratorJson.Default.ProposalAction)!;
            return read;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new ApiRefusal(ApiProblem.Malformed($"actions[{index}]: {problem.Message}"));
        }
    }
}
