using System.Diagnostics;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Storage;
using Regenerator.Studio.Hosting;
using Regenerator.Studio.Inbox;

namespace Regenerator.Studio.Deciding;

/// <summary>What people do about a proposal or an item. Each ends on the page that it came from, which says what became of it.</summary>
internal static class Decisions
{
    /// <summary>Approving is of what was on the screen: whoever was overtaken is shown what is there now, beside what they saw.</summary>
    public static async Task<Answer> ApproveAsync(Visit visit)
    {
        if (await ProposalPages.ReadAsync(visit) is not { } model) return Answer.NotFound;
        var (page, digest) = (PageOf(model), visit.Field("digest") ?? "");
        var reviewer = visit.Studio.Service.Reviewer;
        if (model.IsItem)
        {
            return await reviewer.ApproveItemAsync(model.Id, digest, visit.Visitor.Id, visit.Sight.Sees, visit.Ct) switch
            {
                ItemResult.Decided decided => await ApprovedAsync(visit, decided.Taken, Left(decided.Refused), page),
                ItemResult.NotTaken not => visit.Refuse($"Not approved: {not.Reason}. What is there now is below.", page),
                _ => throw new UnreachableException(),
            };
        }

        return await reviewer.ApproveAsync(model.Proposal.Id, digest, visit.Visitor.Id, visit.Ct) switch
        {
            DecideResult.Decided decided => await ApprovedAsync(visit, [decided.Proposal], "", page),
            DecideResult.Refused refused => visit.Refuse($"Not approved: {refused.Reason}.", $"{page}?seen={Uri.EscapeDataString(digest)}"),
            DecideResult.NotFound => Answer.NotFound,
            _ => throw new UnreachableException(),
        };
    }

    public static async Task<Answer> RejectAsync(Visit visit)
    {
        if (await ProposalPages.ReadAsync(visit) is not { } model || Quiet.Of(visit.Field("for")) is not { } quiet) return Answer.NotFound;
        if (visit.Field("reason") is not { } reason) return visit.Refuse("Not rejected: a rejection needs a reason, for whoever asks later.", PageOf(model));
        var reviewer = visit.Studio.Service.Reviewer;
        return model.IsItem
            ? Say(visit, await reviewer.RejectItemAsync(model.Id, reason, quiet.Until(visit.Now), visit.Visitor.Id, visit.Sight.Sees, visit.Ct), "rejected", model)
            : Say(visit, await reviewer.RejectAsync(model.Proposal.Id, reason, quiet.Until(visit.Now), visit.Visitor.Id, visit.Ct), "rejected", model);
    }

    public static async Task<Answer> SnoozeAsync(Visit visit)
    {
        if (await ProposalPages.ReadAsync(visit) is not { } model || Quiet.Of(visit.Field("for"))?.Until(visit.Now) is not { } until) return Answer.NotFound;
        var reviewer = visit.Studio.Service.Reviewer;
        return model.IsItem
            ? Say(visit, await reviewer.SnoozeItemAsync(model.Id, until, visit.Field("reason"), visit.Visitor.Id, visit.Sight.Sees, visit.Ct), "snoozed", model)
            : Say(visit, await reviewer.SnoozeAsync(model.Proposal.Id, until, visit.Field("reason"), visit.Visitor.Id, visit.Ct), "snoozed", model);
    }

    public static async Task<Answer> ApplyAsync(Visit visit)
    {
        if (await ProposalPages.ReadAsync(visit) is not { } model || visit.Studio.Applier is null) return Answer.NotFound;
        return model.Approved.Count == 0 ? visit.Refuse("Not applied: nothing of it is approved now.", PageOf(model)) : await ApplyAsync(visit, model.Approved, "", PageOf(model));
    }

    /// <summary>In spite of a freeze: that is written down, with the reason, before anything is done; of an item, for each that a freeze holds.</summary>
    public static async Task<Answer> BreakGlassAsync(Visit visit)
    {
        if (await ProposalPages.ReadAsync(visit) is not { } model || visit.Studio.Applier is null) return Answer.NotFound;
        if (visit.Field("reason") is not { } reason) return visit.Refuse("Not applied: say why the freeze is not to hold it.", PageOf(model));
        return model.Approved.Count == 0 ? visit.Refuse("Not applied: nothing of it is approved now.", PageOf(model)) : await ApplyAsync(visit, model.Approved, "", PageOf(model), reason);
    }

    public static async Task<Answer> SettleAsync(Visit visit)
    {
        if (await ProposalPages.ReadAsync(visit) is not { } model) return Answer.NotFound;
        if (visit.Field("reason") is not { } reason) return visit.Refuse("Not settled: say what you did about what was left.", PageOf(model));
        return Say(visit, await visit.Studio.Service.Reviewer.SettleAsync(model.Proposal.Id, visit.Field("as") == "applied", reason, visit.Visitor.Id, visit.Ct), "settled", model);
    }

    public static async Task<Answer> RollBackAsync(Visit visit)
    {
        if (await ProposalPages.ReadAsync(visit) is not { } model || visit.Studio.Rollbacks is not { } desk) return Answer.NotFound;
        return await desk.ProposeAsync(model.Proposal.Id, visit.Field("reason"), visit.Visitor.Id, visit.Ct) switch
        {
            DecideResult.Decided decided => visit.Tell("This proposal takes it back. Somebody else than you has to approve it.", $"/proposals/{decided.Proposal.Id}"),
            DecideResult.Refused refused => visit.Refuse($"Not proposed: {refused.Reason}.", PageOf(model)),
            DecideResult.NotFound => Answer.NotFound,
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Of an item: of each of its proposals that the visitor sees.</summary>
    public static async Task<Answer> CommentAsync(Visit visit)
    {
        if (await ProposalPages.ReadAsync(visit) is not { } model) return Answer.NotFound;
        if (visit.Field("text") is not { } text) return visit.Refuse("Nothing was said: the comment is empty.", PageOf(model));
        var said = await visit.Studio.Service.Reviewer.CommentAsync([.. model.Members.Select(m => m.Id)], text, visit.Visitor.Id, visit.Ct);
        return said.OfType<DecideResult.Refused>().FirstOrDefault() is { } refused ? visit.Refuse($"Not said: {refused.Reason}.", PageOf(model)) : visit.Tell("Your comment stands in the history.", $"{PageOf(model)}#history");
    }

    public static string PageOf(ProposalModel model) => $"/proposals/{model.Id}";

    private static async Task<Answer> ApprovedAsync(Visit visit, IReadOnlyList<Proposal> decided, string left, string page)
    {
        Proposal[] approved = [.. decided.Where(p => p.State == ProposalState.Approved)];
        if (approved.Length < decided.Count) left = $"{left} {decided.Count - approved.Length} still wait for another approval.";
        if (approved.Length == 0) return visit.Tell($"Your approval counts.{left}", page);
        if (visit.Studio is { ApplyOnApprove: true, Applier: not null }) return await ApplyAsync(visit, approved, left, page);
        return visit.Tell($"Approved.{left}", page);
    }

    private static async Task<Answer> ApplyAsync(Visit visit, IReadOnlyList<Proposal> approved, string left, string page, string? breakGlass = null)
    {
        var notice = await Applying.StartAsync(visit, approved, breakGlass);
        visit.Session.Tell(notice with { Words = notice.Words + left });
        return new Answer.Redirect(page);
    }

    private static Answer Say(Visit visit, DecideResult result, string deed, ProposalModel model) => result switch
    {
        DecideResult.Decided => visit.Tell($"It is {deed}.", PageOf(model)),
        DecideResult.Refused refused => visit.Refuse($"Not {deed}: {refused.Reason}.", PageOf(model)),
        DecideResult.NotFound => Answer.NotFound,
        _ => throw new UnreachableException(),
    };

    private static Answer Say(Visit visit, ItemResult result, string deed, ProposalModel model) => result switch
    {
        ItemResult.Decided decided => visit.Tell($"{decided.Taken.Count} {deed}.{Left(decided.Refused)}", PageOf(model)),
        ItemResult.NotTaken not => visit.Refuse($"Not {deed}: {not.Reason}.", PageOf(model)),
        _ => throw new UnreachableException(),
    };

    private static string Left(IReadOnlyList<DecideResult.Refused> refused) =>
        string.Concat(refused.GroupBy(r => r.Reason).Select(g => $" Not for {string.Join(", ", g.Select(r => r.Current.Scope.DocumentId).Order(StringComparer.Ordinal).Take(5))}{(g.Count() > 5 ? ", …" : "")}: {g.Key}."));
}
