using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Regenerator.Execution;
using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Storage;
using Regenerator.Studio.Api;
using Regenerator.Studio.Api.Shapes;

namespace Regenerator.Cli.Output;

/// <summary>Proposals as programs read them.</summary>
internal static class ProposalJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(JsonNode node) => node.ToJsonString(Indented);

    public static JsonObject Of(Proposal proposal) => Node(ProposalShape.Of(proposal), ApiJson.Wire.ProposalShape);

    public static JsonObject Of(ProposalRecord record, Standing standing, string? diff, IReadOnlyList<Freeze> freezes)
    {
        var json = Of(record.Proposal);
        foreach (var (name, value) in Node(ProposalRecordShape.Of(record, standing, freezes, diff), ApiJson.Wire.ProposalRecordShape))
            if (name != "proposal") json[name] = value?.DeepClone(); // beside what it is made of, whose own «proposal» is the rule's
        return json;
    }

    public static JsonObject Of(ProposalId item, IReadOnlyList<Proposal> members) => Node(ItemShape.Of(item, members), ApiJson.Wire.ItemShape);

    public static JsonObject Of(ItemResult.Decided decided) => Node(ItemDecisionShape.Of(decided), ApiJson.Wire.ItemDecisionShape);

    public static JsonObject Of(ApplyResult result) => Node(ApplyShape.Of(result), ApiJson.Wire.ApplyShape);

    /// <summary>In the shapes that the API answers in.</summary>
    public static JsonObject Node<T>(T shape, JsonTypeInfo<T> type) => (JsonObject)JsonSerializer.SerializeToNode(shape, type)!;

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
        .Where(d => d.Outcome is Admission.LeftAlone or Admission.Undecided or Admission.Inapplicable or Admission.Suppressed or Admission.AlreadyTrue or Admission.Dwelling or Admission.Held)
        .GroupBy(d => (d.ContextId, d.RuleId)).Select(g => g.MaxBy(d => d.Window.Until)!);

    public static IEnumerable<string> Faults(PassReport report)
    {
        if (report.Fault is { } fault) yield return fault;
        if (report.ContextSourceFault is { } collapse) yield return $"the contexts could not be listed, so nothing was evaluated: {collapse}";
        foreach (var sick in report.Sick) yield return $"context {sick.Line}";
        foreach (var provider in report.Cycles.SelectMany(c => c.ProviderFaults).DistinctBy(f => (f.Provider, f.Reason)))
            yield return $"provider {provider.Provider} could not answer for {Terminal.Some(provider.Contexts)}: {provider.Reason}";
        foreach (var overtaken in report.Cycles.SelectMany(c => c.Overtaken)) yield return $"context {overtaken.ContextId} was overtaken by {overtaken.By}; it is read again";
        foreach (var decision in report.Decisions.Where(d => d.Outcome is Admission.RuleFailed or Admission.Refused).DistinctBy(d => (d.RuleId, d.Outcome.Words)))
            yield return $"rule {decision.RuleId} on {decision.ContextId}: {decision.Outcome.Words}";
        foreach (var sink in report.SinkFaults) yield return sink;
        if (report.CutShort) yield return "there are more closed windows than one pass may catch up; the next pass goes on";
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => JsonValue.Create(t))]);
}
