using System.Text.Json;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Tenant;

namespace Regenerator.Conformance;

/// <summary>The five handlers as a vector scripts them: each records its call, then returns or throws what the vector says.</summary>
internal sealed class FakeHandlers(JsonElement vector) : IBlueprintUpdater, ITenantConfigUpdater, ITestExecutor, IMigrationExecutor, IRegenerationTrigger
{
    /// <summary><c>dep:actionKind</c>, in the order of the calls.</summary>
    public List<string> Calls { get; } = [];

    public ExecutorDeps Deps => new()
    {
        BlueprintUpdater = Present("blueprintUpdater"),
        TenantConfigUpdater = Present("tenantConfigUpdater"),
        TestExecutor = Present("testExecutor"),
        MigrationExecutor = Present("migrationExecutor"),
        RegenerationTrigger = Present("regenerationTrigger"),
    };

    /// <summary>A context over two specs that say nothing: the executor only passes it on.</summary>
    public static RegenerationContext Context(string id) => new(
        new AppBlueprintSpec { Meta = new BlueprintMeta { Key = "app", Version = "1.0.0" } },
        new TenantAppConfig { Meta = new TenantMeta { TenantId = "tenant", Version = "1.0.0" } },
        id: id);

    public static SpecChangeProposal Proposal(JsonElement vector) => vector.GetProperty("proposal").Deserialize(RegeneratorJson.Default.SpecChangeProposal)!;

    /// <summary>What JavaScript threw: an error by its message, anything else by its <c>String()</c> text.</summary>
    public static Exception Thrown(JsonElement script) => new InvalidOperationException(
        script.GetProperty("type").GetString() == "error" ? script.GetProperty("message").GetString() : JavaScriptText(script.GetProperty("value")));

    public Task<ActionOutcome> UpdateBlueprintAsync(ActionCall<ProposalAction.UpdateBlueprint> call, CancellationToken ct) => Act("blueprintUpdater", call.Action);

    public Task<ActionOutcome> UpdateTenantConfigAsync(ActionCall<ProposalAction.UpdateTenantConfig> call, CancellationToken ct) => Act("tenantConfigUpdater", call.Action);

    public Task<ActionOutcome> RunTestsAsync(ActionCall<ProposalAction.RunTests> call, CancellationToken ct) => Act("testExecutor", call.Action);

    public Task<ActionOutcome> RunMigrationsAsync(ActionCall<ProposalAction.RunMigrations> call, CancellationToken ct) => Act("migrationExecutor", call.Action);

    public Task<ActionOutcome> TriggerAsync(ActionCall<ProposalAction.TriggerRegeneration> call, CancellationToken ct) => Act("regenerationTrigger", call.Action);

    private FakeHandlers? Present(string dep) => vector.GetProperty("depsPresent").EnumerateArray().Any(name => name.ValueEquals(dep)) ? this : null;

    private Task<ActionOutcome> Act(string dep, ProposalAction action)
    {
        Calls.Add($"{dep}:{action.Kind}");
        if (vector.GetProperty("depsThrow").TryGetProperty(dep, out var script)) throw Thrown(script);
        var output = vector.TryGetProperty("outputs", out var outputs) && outputs.TryGetProperty(dep, out var given)
            ? given
            : JsonElement.Parse($$"""{"ok":"{{dep}}"}""");
        return Task.FromResult(FailedTests(dep, output) is { } failed ? failed : new ActionOutcome.Succeeded(output));
    }

    // A runner of ours says itself that tests failed; this one only returns its lists.
    private static ActionOutcome? FailedTests(string dep, JsonElement output) =>
        dep == "testExecutor" && output.ValueKind == JsonValueKind.Object && output.TryGetProperty("failed", out var failed)
        && failed.ValueKind == JsonValueKind.Array && failed.GetArrayLength() > 0
            ? new ActionOutcome.Failed($"failed: {string.Join(", ", failed.EnumerateArray())}", output)
            : null;

    private static string JavaScriptText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "[object Object]",
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Null ? "" : JavaScriptText(item))),
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };
}
