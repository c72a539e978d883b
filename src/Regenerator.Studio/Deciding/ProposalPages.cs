using System.Text.Json;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Storage;
using Regenerator.Studio.Access;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.Deciding;

/// <summary>One proposal, or one item of several.</summary>
internal static class ProposalPages
{
    public static void Map(Door door)
    {
        door.Get("/proposals/{id}", ShowAsync);
        door.Get("/proposals/{id}/document", DocumentAsync);
        door.Get("/proposals/{id}/reach", ReachPages.ShowAsync);
        door.Post("/proposals/{id}/approve", Role.Reviewer, Decisions.ApproveAsync);
        door.Post("/proposals/{id}/reject", Role.Reviewer, Decisions.RejectAsync);
        door.Post("/proposals/{id}/snooze", Role.Reviewer, Decisions.SnoozeAsync);
        door.Post("/proposals/{id}/apply", Role.Operator, Decisions.ApplyAsync);
        door.Post("/proposals/{id}/break-glass", Role.Admin, Decisions.BreakGlassAsync);
        door.Post("/proposals/{id}/dry-run", Role.Reviewer, DryRunAsync);
        door.Post("/proposals/{id}/settle", Role.Operator, Decisions.SettleAsync);
        door.Post("/proposals/{id}/rollback", Role.Reviewer, Decisions.RollBackAsync);
        door.Post("/proposals/{id}/comments", Role.Reviewer, Decisions.CommentAsync);
    }

    private static async Task<Answer> ShowAsync(Visit visit)
    {
        if (await ReadAsync(visit) is not { } model) return Answer.NotFound;
        return model is { IsItem: false } && model.Id != model.Proposal.Id
            ? new Answer.Redirect($"/proposals/{model.Proposal.Id}")
            : Answer.Page.Of<ProposalView>(model with { Background = await Background.ReadAsync(visit, model) }, model.Revision.Proposal.Title);
    }

    private static async Task<Answer> DocumentAsync(Visit visit) =>
        await ReadAsync(visit) is { Change: { } change } ? new Answer.Json(JsonSerializer.Serialize(new { before = change.Before, after = change.After })) : Answer.NotFound;

    private static async Task<Answer> DryRunAsync(Visit visit)
    {
        if (visit.Studio.Executor is not ProposalExecutor executor || await ReadAsync(visit) is not { IsItem: false } model) return Answer.NotFound;
        var contexts = (await visit.Studio.Service.Contexts.ReadAsync(visit.Ct)).Contexts;
        if (Standing.ContextOf(model.Proposal, contexts) is not { } context) return visit.Refuse($"{model.Proposal.Scope} is not among the documents that are watched now.", Decisions.PageOf(model));
        return Answer.Page.Of<DryRunView>(new DryRunModel(model, await executor.InDryRun().ExecuteAsync(context, model.Revision.Proposal, visit.Ct)), "Dry run");
    }

    /// <returns>Null: there is none of this id, or it is not the visitor's to see.</returns>
    public static async Task<ProposalModel?> ReadAsync(Visit visit)
    {
        if (ProposalId.Parse(visit.Route("id") ?? "") is not { } id) return null;
        var (record, members) = await FindAsync(visit, id);
        if (record is null) return null;
        record = record with { Proposal = Lifecycle.At(record.Proposal, visit.Now) };
        var snapshot = await visit.Studio.Contexts.ReadAsync(visit.Ct);
        var (proposal, context) = (record.Proposal, Standing.ContextOf(record.Proposal, snapshot));
        return new ProposalModel
        {
            Id = id,
            Record = record,
            Members = members,
            Context = context,
            Standing = Standing.Of(proposal, context, visit.Studio.Engine.Intake.ProseAccepted),
            Change = proposal.IsLiving ? DocumentChange.Of(context, proposal, proposal.Revision.Proposal.Updates) : null,
            Freezes = await HoldingAsync(visit, members, snapshot),
            Now = visit.Now,
            Seen = visit.Asked("seen") is { } seen ? RevisionOf(record, seen) : null,
            MayDryRun = visit.Studio.Executor is ProposalExecutor,
            SideBySide = visit.Asked("diff") != "unified",
        };
    }

    private static async Task<(ProposalRecord? Record, IReadOnlyList<Proposal> Members)> FindAsync(Visit visit, ProposalId id)
    {
        var store = visit.Store;
        if (await visit.Sight.FindAsync(id, store, visit.Ct) is { } record) return (record, [Lifecycle.At(record.Proposal, visit.Now)]);
        // Of an item there is what the visitor sees of it.
        var members = await visit.Sight.MembersAsync(id, visit.Now, store, visit.Ct);
        if (members.Length == 0) members = [.. (await store.ListAsync(visit.Sight.Of(new ProposalQuery { Item = id, Shadow = false, Limit = 1000 }), visit.Ct)).Proposals.Where(visit.Sight.Sees)];
        return members.Length == 0 ? (null, members) : (await store.GetAsync(members.MaxBy(m => m.Sightings.Magnitude)!.Id, visit.Ct), members);
    }

    private static async Task<Freeze[]> HoldingAsync(Visit visit, IReadOnlyList<Proposal> members, ContextSnapshot snapshot)
    {
        var touched = members.Where(m => m.State.IsWithdrawable()).Select(m => m.Scope).Distinct().Select(scope => FreezeSubject.Of(scope, snapshot)).ToArray();
        if (touched.Length == 0) return [];
        return [.. (await visit.Store.FreezesAsync(visit.Now, visit.Ct)).Where(f => touched.Any(of => f.Holds(of, visit.Now)))];
    }

    private static Revision? RevisionOf(ProposalRecord record, string digest) => record.History
        .Select(h => h switch { ProposalEvent.Opened opened => opened.Proposal.Revision, ProposalEvent.Revised revised => revised.Revision, _ => null })
        .LastOrDefault(r => r is not null && r.Digest == digest && r.Digest != record.Proposal.Revision.Digest);
}
