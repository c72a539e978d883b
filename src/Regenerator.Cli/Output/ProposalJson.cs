using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Execution;
using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Specs.Validation;
using Regenerator.Storage;

namespace Regenerator.Cli.Output;

/// <summary>Proposals as programs read them.</summary>
internal static class ProposalJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(JsonNode node) => node.ToJsonString(Indented);

    public static JsonObject Of(Proposal proposal)
    {
        var revision = proposal.Revision;
        return new JsonObject
        {
            ["id"] = proposal.Id.ToString(),
            ["item"] = proposal.Item.ToString(),
            ["cause"] = proposal.Cause?.ToString(),
            ["state"] = Word(proposal.State),
            ["shadow"] = proposal.Shadow,
            ["rule"] = proposal.RuleId,
            ["scope"] = new JsonObject { ["kind"] = proposal.Scope.TenantScoped ? "tenant" : "blueprint", ["document"] = proposal.Scope.DocumentId },
            ["revision"] = revision.Number,
            ["digest"] = revision.Digest,
            ["author"] = revision.Author,
            ["openedAt"] = proposal.OpenedAt.ToString("O"),
            ["heldBy"] = proposal.HeldBy,
            ["returned"] = proposal.Returned,
            ["ending"] = proposal.Ending,
            ["reverts"] = proposal.Reverts?.ToString(),
            ["revertedBy"] = proposal.RevertedBy?.ToString(),
            ["supersededBy"] = proposal.SupersededBy?.ToString(),
            ["left"] = Texts(proposal.Left),
            ["approvals"] = Texts(proposal.Approvals.Select(a => a.Actor)),
            ["contexts"] = Texts(proposal.Sightings.Contexts),
            ["windows"] = proposal.Sightings.Windows,
            ["lastSeen"] = proposal.Sightings.LastWindow.ToString("O"),
            ["magnitude"] = proposal.Sightings.Magnitude,
            ["blockers"] = new JsonArray([.. revision.Blockers.Select(b => new JsonObject { ["kind"] = b.Kind, ["description"] = b.Description })]),
            ["effect"] = Texts(revision.Effect.Select(e => e.Sentence)),
            ["introduced"] = Findings(revision.Introduced),
            ["fixed"] = Findings(revision.Fixed),
            ["proposal"] = JsonSerializer.SerializeToNode(revision.Proposal, RegeneratorJson.Default.SpecChangeProposal),
        };
    }

    public static JsonObject Of(ProposalRecord record, Standing standing, string? diff, IReadOnlyList<Freeze> freezes)
    {
        var json = Of(record.Proposal);
        json["standing"] = standing.Problem ?? "sound";
        json["frozen"] = Texts(freezes.Select(f => f.Words));
        json["diff"] = diff;
        json["evidence"] = new JsonArray([.. record.Evidence.Select(e => JsonSerializer.SerializeToNode(e, RegeneratorJson.Default.Evidence))]);
        json["history"] = new JsonArray([.. record.History.Select(e => JsonSerializer.SerializeToNode(e, RegeneratorJson.Default.ProposalEvent))]);
        json["steps"] = new JsonArray([.. record.Steps.Select(s => JsonSerializer.SerializeToNode(s, RegeneratorJson.Default.JournalStep))]);
        return json;
    }

    public static JsonObject Of(ProposalId item, IReadOnlyList<Proposal> members)
    {
        Proposal[] open = [.. members.Where(m => m.State.WaitsForPeople())];
        return new JsonObject
        {
            ["item"] = item.ToString(),
            ["cause"] = members[0].Cause?.ToString(),
            ["digest"] = open.Length == 0 ? null : RevisionDigest.OfItem(open),
            ["proposals"] = new JsonArray([.. members.Select(Of)]),
        };
    }

    public static JsonObject Of(ItemResult.Decided decided) => new()
    {
        ["proposals"] = new JsonArray([.. decided.Taken.Select(Of)]),
        ["refused"] = new JsonArray([.. decided.Refused.Select(r => new JsonObject { ["id"] = r.Current.Id.ToString(), ["reason"] = r.Reason })]),
    };

    public static JsonObject Of(ApplyResult result) => result switch
    {
        ApplyResult.Applied applied => new JsonObject { ["outcome"] = "applied", ["proposal"] = Of(applied.Proposal), ["result"] = Result(applied.Result) },
        ApplyResult.Failed failed => new JsonObject { ["outcome"] = "failed", ["proposal"] = Of(failed.Proposal), ["result"] = Result(failed.Result) },
        ApplyResult.Refused refused => new JsonObject { ["outcome"] = "refused", ["reason"] = refused.Reason, ["frozenUntil"] = refused.FrozenUntil?.ToString("O"), ["proposal"] = refused.Proposal is null ? null : Of(refused.Proposal) },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>What a pass came to: what is new, everything that lives, what was left alone and why, what went wrong.</summary>
    public static JsonObject Of(PassReport report, IReadOnlyList<Proposal> living) => new()
    {
        ["startedAt"] = report.StartedAt.ToString("O"),
        ["finishedAt"] = report.FinishedAt.ToString("O"),
        ["contexts"] = report.Contexts,
        ["signals"] = report.Signals,
        ["complete"] = !report.IsIncomplete,
        ["opened"] = new JsonArray([.. report.Opened.Select(Of)]),
        ["proposals"] = new JsonArray([.. living.Select(Of)]),
        ["leftAlone"] = new JsonArray([.. LeftAlone(report).Select(d => new JsonObject { ["context"] = d.ContextId, ["rule"] = d.RuleId, ["reason"] = d.Outcome.Words })]),
        ["applies"] = new JsonArray([.. report.Applies.Select(Of)]),
        ["faults"] = Texts(Faults(report)),
        ["notices"] = Texts(report.Notices),
    };

    /// <summary>The latest decision of each rule on each context that led to nothing.</summary>
    public static IEnumerable<Decision> LeftAlone(PassReport report) => report.Decisions
        .Where(d => d.Outcome is Admission.LeftAlone or Admission.Undecided or Admission.Suppressed or Admission.AlreadyTrue or Admission.Dwelling or Admission.Held)
        .GroupBy(d => (d.ContextId, d.RuleId)).Select(g => g.MaxBy(d => d.Window.Until)!);

    public static IEnumerable<string> Faults(PassReport report)
    {
        if (report.Fault is { } fault) yield return fault;
        if (report.ContextSourceFault is { } collapse) yield return $"the contexts could not be listed, so nothing was evaluated: {collapse}";
        foreach (var sick in report.Sick) yield return $"context {sick.Id}: {sick.Reason}";
        foreach (var provider in report.Cycles.SelectMany(c => c.ProviderFaults).DistinctBy(f => (f.Provider, f.Reason)))
            yield return $"provider {provider.Provider} could not answer for {Terminal.Some(provider.Contexts)}: {provider.Reason}";
        foreach (var overtaken in report.Cycles.SelectMany(c => c.Overtaken)) yield return $"context {overtaken.ContextId} was overtaken by {overtaken.By}; it is read again";
        foreach (var decision in report.Decisions.Where(d => d.Outcome is Admission.RuleFailed or Admission.Refused).DistinctBy(d => (d.RuleId, d.Outcome.Words)))
            yield return $"rule {decision.RuleId} on {decision.ContextId}: {decision.Outcome.Words}";
        foreach (var sink in report.SinkFaults) yield return sink;
        if (report.CutShort) yield return "there are more closed windows than one pass may catch up; the next pass goes on";
    }

    public static string Word(ProposalState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    private static JsonNode? Result(ExecutionResult result) => JsonSerializer.SerializeToNode(result, RegeneratorJson.Default.ExecutionResult);

    private static JsonArray Findings(IEnumerable<Finding> findings) =>
        new([.. findings.Select(FindingView.Summary)]);

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => JsonValue.Create(t))]);
}
