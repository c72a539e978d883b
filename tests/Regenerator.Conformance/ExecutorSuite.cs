using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Execution;

namespace Regenerator.Conformance;

/// <summary><c>executor-*.json</c>: proposals carried out by scripted handlers, with the original's «go on after a failure».</summary>
internal sealed class ExecutorSuite() : Suite("executor")
{
    protected override IReadOnlyDictionary<string, string> ByDesign { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["tests-return-failures-count-as-success"] = "failed tests are an error, also when the runner came to its end",
    };

    protected override async Task<string?> DifferenceAsync(JsonElement vector)
    {
        var handlers = new FakeHandlers(vector);
        var dryRun = vector.TryGetProperty("dryRun", out var flag) && flag.ValueKind == JsonValueKind.True;
        var executor = new ProposalExecutor(handlers.Deps, new ExecutorOptions { DryRun = dryRun, OnFailure = OnFailure.Continue });
        var context = FakeHandlers.Context(vector.GetProperty("contextId").GetString()!);
        var result = await executor.ExecuteAsync(context, FakeHandlers.Proposal(vector));
        return Compare(vector.GetProperty("calls"), Texts(handlers.Calls), "calls") ?? Compare(vector.GetProperty("result"), Comparable(result), "result");
    }

    // Without what the original does not have (previews, what is left to undo) and without times.
    private static JsonElement Comparable(ExecutionResult result)
    {
        var tree = JsonSerializer.SerializeToNode(result, RegeneratorJson.Default.ExecutionResult)!.AsObject();
        Keep(tree, "proposalId", "contextId", "status", "actions");
        foreach (var action in tree["actions"]!.AsArray()) Keep(action!.AsObject(), "index", "kind", "status", "reason", "error", "output");
        return JsonSerializer.SerializeToElement(tree, RegeneratorJson.Default.JsonNode);
    }

    private static void Keep(JsonObject members, params string[] names)
    {
        foreach (var name in members.Select(member => member.Key).Except(names, StringComparer.Ordinal).ToArray()) members.Remove(name);
    }
}
