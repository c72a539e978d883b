using System.Text.Json;

namespace Regenerator.Integration.Tests.Cli;

/// <summary>The ways to <c>run</c>: by itself, on a copy, over a list, on documents that can not be written.</summary>
public sealed class RunTests : IDisposable
{
    private const string Executor = """
        public static class Module
        {
            public static ExecutorDeps Deps(ModuleContext m) => new() { TenantConfigUpdater = m.Specs, BlueprintUpdater = m.Specs };
        }
        """;

    private readonly CliFolder folder = CliFolder.Of<RunTests>();

    public RunTests()
    {
        folder.Write("blueprint.json", Pair.Blueprint);
        folder.Write("tenant.json", Pair.Tenant());
        folder.Write("rules.cs", Pair.FailingRules());
        folder.Write("sink.cs", Pair.Sink);
        folder.Write("executor.cs", Executor);
    }

    [Fact]
    public async Task A_dry_run_shows_the_diff_and_leaves_nothing()
    {
        var before = folder.Files();

        var text = (await folder.RunAsync("run", "blueprint.json", "tenant.json", "rules.cs", "sink.cs", "--dry-run", "--once")).Ended(0);
        var json = (await folder.RunAsync("run", "blueprint.json", "tenant.json", "rules.cs", "auto", "--executor", "executor.cs", "--dry-run", "--once", "--output", "json")).Ended(0).Json;

        Assert.Contains("dry run: nothing was kept, sent, written or run. 1 proposal would be in the inbox:", text.Out, StringComparison.Ordinal);
        Assert.Contains("+++ tenant.json", text.Out, StringComparison.Ordinal);
        Assert.Matches("""(?m)^\+.*"checkout\.safe".*$""", text.Out);
        Assert.True(json.GetProperty("dryRun").GetBoolean());
        Assert.Contains("checkout.safe", Assert.Single(json.GetProperty("previews").EnumerateArray()).ToString(), StringComparison.Ordinal);
        Assert.Equal(before, folder.Files());
        Assert.Equal(Pair.Tenant(), folder.Read("tenant.json"));
    }

    [Fact]
    public async Task Auto_applies_without_a_person()
    {
        var pass = (await AutoAsync("rules.cs")).Ended(0).Json;

        Assert.Single(pass.GetProperty("opened").EnumerateArray());
        Assert.Contains("checkout.safe", folder.Read("tenant.json"), StringComparison.Ordinal);
        Assert.Equal("applied", Assert.Single((await ListAsync()).EnumerateArray()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Auto_leaves_to_a_person_what_a_rule_wants_reviewed()
    {
        folder.Write("careful.cs", Pair.FailingRules("new Careful(Safe)") + """

            public sealed class Careful(SpecEdit safe) : IRegenerationRule
            {
                private readonly WorkflowFailureRule rule = new(new() { Propose = safe });

                public string Id => "careful";

                public string Description => "Asks first";

                public async ValueTask<IReadOnlyList<SpecChangeProposal>> EvaluateAsync(RegenerationContext context, SignalBatch signals, CancellationToken ct) =>
                    [.. (await rule.EvaluateAsync(context, signals, ct)).Select(p => p with { Blockers = [new ProposalBlocker("manual_review", "ask the payment team")] })];
            }
            """);

        (await AutoAsync("careful.cs")).Ended(0);

        Assert.Equal(Pair.Tenant(), folder.Read("tenant.json"));
        Assert.Equal("open", Assert.Single((await ListAsync()).EnumerateArray()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task What_a_rule_is_not_sure_of_is_left_alone()
    {
        folder.Write("unsure.cs", Pair.FailingRules("new WorkflowFailureRule(new() { Propose = Safe, AttemptEvent = \"nobody.counts\" })")); // bare counts: low confidence

        var pass = (await folder.RunAsync("run", "blueprint.json", "tenant.json", "unsure.cs", "sink.cs", "--once", "--output", "json", "--min-confidence", "medium", "--detailed-exitcode")).Ended(0).Json;

        Assert.Empty(pass.GetProperty("opened").EnumerateArray());
        Assert.Contains("confidence", Assert.Single(pass.GetProperty("leftAlone").EnumerateArray()).GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sink.ndjson", folder.Files());
    }

    [Fact]
    public async Task Contexts_may_come_from_code_and_code_is_not_written()
    {
        folder.Write("contexts.cs", """
            public static class Module
            {
                private static readonly AppBlueprintSpec Shop = new()
                {
                    Meta = new BlueprintMeta { Key = "shop", Version = "1.0.0", AppId = "shop" },
                    Workflows = new OrderedMap<SpecRef>([new("checkout", new SpecRef("checkout.fast", "2.0.0"))]),
                };

                public static IReadOnlyList<RegenerationContext> Contexts => [Of("acme"), Of("globex")];

                private static RegenerationContext Of(string id) =>
                    new(Shop, new TenantAppConfig { Meta = new TenantMeta { Id = id, TenantId = id, AppId = "shop", BlueprintName = "shop", BlueprintVersion = "1.0.0", Version = "1" } });
            }
            """);

        var opened = (await folder.RunAsync("run", "--contexts", "contexts.cs", "rules.cs", "sink.cs", "--once", "--output", "json")).Ended(0).Json.GetProperty("opened").EnumerateArray().ToArray();

        Assert.Equal(["acme", "globex"], opened.Select(p => p.GetProperty("scope").GetProperty("document").GetString()).Order());
        await RefusedAsReadOnlyAsync(opened[0]);
    }

    [Fact]
    public async Task Yaml_is_read_and_not_written()
    {
        folder.Write("blueprint.yaml", "meta: { key: shop, version: 3.2.0, appId: shop }\nworkflows:\n  checkout: { key: checkout.fast, version: 2.0.0 }\n");
        folder.Write("tenant.yaml", "# by hand\nmeta: { id: acme, tenantId: acme, appId: shop, blueprintName: shop, blueprintVersion: 3.2.0, version: 7 }\n");
        var before = folder.Read("tenant.yaml");

        var opened = Assert.Single((await folder.RunAsync("run", "blueprint.yaml", "tenant.yaml", "rules.cs", "sink.cs", "--once", "--output", "json")).Ended(0).Json.GetProperty("opened").EnumerateArray());

        await RefusedAsReadOnlyAsync(opened);
        Assert.Equal(before, folder.Read("tenant.yaml"));
    }

    public void Dispose() => folder.Dispose();

    private Task<Answer> AutoAsync(string rules) => folder.RunAsync("run", "blueprint.json", "tenant.json", rules, "auto", "--executor", "executor.cs", "--once", "--output", "json");

    private async Task<JsonElement> ListAsync() => (await folder.RunAsync("proposals", "list", "--all", "--output", "json")).Ended(0).Json.GetProperty("proposals");

    private async Task RefusedAsReadOnlyAsync(JsonElement proposal)
    {
        var answer = (await folder.RunAsync("proposals", "approve", proposal.GetProperty("id").GetString()!, "--digest", proposal.GetProperty("digest").GetString()![..12])).Ended(4);
        Assert.Contains("it is blocked by read_only_document: ", answer.Err, StringComparison.Ordinal);
    }
}
