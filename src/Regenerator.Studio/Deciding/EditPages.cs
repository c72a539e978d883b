using System.Text.Encodings.Web;
using System.Text.Json;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Storage;
using Regenerator.Studio.Access;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.Deciding;

/// <summary>Another change instead of the proposed one: seen before it is saved, and approved by somebody else.</summary>
internal static class EditPages
{
    // People read it in an editor, never as markup.
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Map(Door door)
    {
        door.Get("/proposals/{id}/edit", ShowAsync);
        door.Post("/proposals/{id}/edit", Role.Reviewer, SendAsync);
    }

    private static async Task<Answer> ShowAsync(Visit visit) =>
        await ProposalPages.ReadAsync(visit) is { IsItem: false } model ? Page(new EditModel(model, Text(model.Proposal), null)) : Answer.NotFound;

    private static async Task<Answer> SendAsync(Visit visit)
    {
        if (await ProposalPages.ReadAsync(visit) is not { IsItem: false } model) return Answer.NotFound;
        var text = visit.Field("edits") ?? "";
        IReadOnlyList<ProposalAction> actions;
        try
        {
            actions = Actions(model.Proposal, text);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or SpecFormatException)
        {
            return Page(new EditModel(model, text, new EditPreview.Wrong($"This does not read: {problem.Message}")), 422);
        }

        if (visit.Field("do") == "save") return await SaveAsync(visit, model, text, actions);
        return Page(new EditModel(model, text, await PreviewAsync(visit, model.Proposal, actions)));
    }

    private static async Task<Answer> SaveAsync(Visit visit, ProposalModel model, string text, IReadOnlyList<ProposalAction> actions)
    {
        if (visit.Field("digest") != model.Revision.Digest) return Page(new EditModel(model, text, new EditPreview.Wrong("The proposal has another revision by now; what you wrote is kept here. Look at it again, then save.")), 409);
        return await visit.Studio.Service.Reviewer.EditAsync(model.Proposal.Id, actions, visit.Visitor.Id, visit.Ct) switch
        {
            DecideResult.Decided decided => visit.Tell($"Saved as revision {decided.Proposal.Revision.Number}. Earlier approvals do not count for it, and somebody else than you has to approve it.", Decisions.PageOf(model)),
            DecideResult.Refused refused => Page(new EditModel(model, text, new EditPreview.Wrong($"Not saved: {refused.Reason}.")), 422),
            DecideResult.NotFound => Answer.NotFound,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<EditPreview> PreviewAsync(Visit visit, Proposal proposal, IReadOnlyList<ProposalAction> actions)
    {
        var snapshot = await visit.Studio.Service.Contexts.ReadAsync(visit.Ct);
        if (Standing.ContextOf(proposal, snapshot.Contexts) is not { } context) return new EditPreview.Wrong($"{proposal.Scope} is not among the documents that are watched now.");
        return Draft.Of(context, Draft.Guarded(context, proposal.Revision.Proposal with { Actions = actions }), visit.Visitor.Id, visit.Studio.Engine.Intake.ProseAccepted) switch
        {
            Draft.Ready ready => new EditPreview.Fits(ready.Revision, DocumentChange.Of(context, proposal, ready.Revision.Proposal.Updates)),
            Draft.AlreadyTrue already => new EditPreview.Wrong($"Nothing to change: {already.Why}."),
            Draft.Impossible impossible => new EditPreview.Wrong($"This does not fit: {impossible.Why}."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static Answer.Page Page(EditModel model, int status = 200) =>
        Answer.Page.Of<EditView>(model, $"Edit {model.Proposal.Revision.Proposal.Title}") with { Status = status };

    private static string Text(Proposal proposal)
    {
        var edits = proposal.Revision.Proposal.Updates.SelectMany(u => JsonSerializer.SerializeToElement(u, RegeneratorJson.Default.ProposalAction) is var json && json.TryGetProperty("edits", out var list) ? [.. list.EnumerateArray()] : Array.Empty<JsonElement>());
        return JsonSerializer.Serialize(edits.ToArray(), Readable);
    }

    private static IReadOnlyList<ProposalAction> Actions(Proposal proposal, string text)
    {
        SpecEdit[] edits = [.. JsonElement.Parse(text).EnumerateArray().Select(SpecEditJson.Read)];
        var update = proposal.Scope.TenantScoped ? (ProposalAction)new ProposalAction.UpdateTenantConfig { Edits = edits } : new ProposalAction.UpdateBlueprint { Edits = edits };
        return [update, .. proposal.Revision.Proposal.Actions.Except(proposal.Revision.Proposal.Updates)];
    }
}
