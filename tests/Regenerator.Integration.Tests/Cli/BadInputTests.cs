namespace Regenerator.Integration.Tests.Cli;

/// <summary>One clear line on stderr (and where to look, when the command line is wrong), exit code 1, and nothing on disk that was not there before.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly CliFolder folder = CliFolder.Of<BadInputTests>();

    public BadInputTests()
    {
        folder.Write("blueprint.json", Pair.Blueprint);
        folder.Write("tenant.json", Pair.Tenant());
        folder.Write("rules.cs", "public static class Module\n{\n    public static IRegenerationRule Rule => new WorkflowFailureRule();\n}\n");
        folder.Write("sink.cs", Pair.Sink);
        folder.Write("cut.json", "{ \"meta\": { \"key\": \"shop\",\n  \"version\" }");
        folder.Write("typed.json", "{ \"meta\": { \"id\": \"acme\", \"tenantId\": \"acme\", \"blueprintName\": \"shop\", \"version\": \"7\" },\n  \"featureFlags\": [{ \"key\": \"a\", \"enabled\": \"yes\" }] }");
        folder.Write("other.json", Pair.Tenant(blueprint: "other"));
        folder.Write("broken.cs", "public static class Module\n{\n    public static int Rules => oops;\n}\n");
        folder.Write("unknown.cs", "public static class Module\n{\n    public static int Rulez => 1;\n}\n");
        folder.Write("object.cs", "public static class Module { public static object Executor => new { Answer = 42 }; }");
        folder.Write("store.txt", "no database at all");
    }

    [Theory, Trait("Promise", "R21")]
    [InlineData("run nope.json tenant.json rules.cs sink.cs", "nope.json: no such file")]
    [InlineData("run blueprint.json nope.json rules.cs sink.cs", "nope.json: no such file")]
    [InlineData("run cut.json tenant.json rules.cs sink.cs", "cut.json:2:13: '}' is invalid after a property name. Expected a ':' (at $.meta)")]
    [InlineData("run blueprint.json typed.json rules.cs sink.cs", "typed.json:2:45: expected true or false, saw the text \"yes\" (at $.featureFlags[0].enabled)")]
    [InlineData("run blueprint.json other.json rules.cs sink.cs", "other.json: no blueprint «other»; known: shop")]
    [InlineData("run blueprint.json tenant.json nope.cs sink.cs", "nope.cs: no such file")]
    [InlineData("run blueprint.json tenant.json broken.cs sink.cs", "broken.cs(3,32): error CS0103: The name 'oops' does not exist in the current context")]
    [InlineData("run blueprint.json tenant.json unknown.cs sink.cs", "unknown.cs(3,23): Module.Rulez is not an export that Regenerator knows; known: Behavior, Blueprint, Contexts, CreateExecutor, Deps, Errors, Executor, OnResult, Rule, Rules, Sink, SinkOptions, Telemetry, Tenant")]
    [InlineData("run blueprint.json tenant.json sink.cs sink.cs", "sink.cs: exports no Rules, and no public type that implements IRegenerationRule")]
    [InlineData("run blueprint.json tenant.json rules.cs rules.cs", "rules.cs: exports no Sink, and no public type that implements IProposalSink")]
    [InlineData("run blueprint.json tenant.json rules.cs auto", "the sink «auto» needs --executor <module>: somebody has to carry out what is approved")]
    [InlineData("run blueprint.json tenant.json rules.cs sink.cs --executor rules.cs", "rules.cs: exports none of Executor, CreateExecutor, Deps, and no public type that implements IProposalExecutor")]
    [InlineData("run blueprint.json tenant.json rules.cs auto --executor object.cs", "object.cs(1,51): Module.Executor is System.Object; expected IProposalExecutor")]
    [InlineData("run blueprint.json tenant.json rules.cs sink.cs --store store.txt", "store.txt is not a store: it is not a SQLite database")]
    public async Task What_can_not_be_run(string line, string expected) => await RefusedAsync([.. line.Split(' '), "--once"], expected);

    [Theory, Trait("Promise", "R21")]
    [InlineData("run . . . . --once --poll-interval abc", "run", "--poll-interval: «abc» is no duration; write 60s, 5m, 1h, 1d, or milliseconds")]
    [InlineData("run . . . . --once --poll-interval 0", "run", "--poll-interval: «0» is zero; a duration is longer than that")]
    [InlineData("run . . . . --once --poll-interval -1", "run", "--poll-interval: «-1» is less than zero; write 60s, 5m, 1h, 1d, or milliseconds")]
    [InlineData("run . . . . --once --poll-interval 99999999999999999999s", "run", "--poll-interval: «99999999999999999999s» is longer than 365d, the most there is")]
    [InlineData("run . . . . --once --poll-interval 1ms", "run", "--poll-interval: «1ms» is out of range; allowed: 100ms to 1d")]
    [InlineData("run . . . . --once --batch-duration 1500ms", "run", "--batch-duration: 1500ms is not a whole number of seconds")]
    [InlineData("run . . . . --once --min-confidence huge", "run", "--min-confidence: «huge» is no confidence; low, medium or high")]
    [InlineData("run . . . . --once --output yaml", "run", "--output: «yaml» is no format; text or json")]
    [InlineData("run . . . . --bogus", "run", "there is no option «--bogus»; known: --batch-duration, --contexts, --detailed-exitcode, --dry-run, --executor, --lateness, --min-confidence, --once, --output, --poll-interval, --record, --store")]
    [InlineData("serve a b", "serve", "«b» is too much; serve takes <workspace>")]
    [InlineData("bogus", null, "there is no command «bogus»; known: run, serve, init, check, proposals, freeze, rules, outbox, providers, contexts, store, tokens, explain, coverage, spec")]
    [InlineData("proposals bogus", "proposals", "there is no command «bogus»; known: list, show, approve, reject, snooze, edit, cancel, apply, settle")]
    [InlineData("freeze --all --until 1d", "freeze", "Option '--reason' is required.")]
    [InlineData("spec schema tenants", "spec schema", "«tenants» is no schema; blueprint, tenant or regenerator")]
    [InlineData("freeze thaw", "freeze", "there is no command «thaw»; known: list, end")]
    [InlineData("contexts forget acme --reason \u00a0", "contexts forget", "--reason: it is empty; say why in a few words")]
    [InlineData("proposals", "proposals", "a command is missing; known: list, show, approve, reject, snooze, edit, cancel, apply, settle")]
    public async Task What_is_no_command_line(string line, string? help, string expected) =>
        await RefusedAsync(line.Split(' '), expected, $"see «{(help is null ? "regenerator" : $"regenerator {help}")} --help»");

    [Theory]
    [InlineData("run", "run takes <blueprint> <tenant> <rules> <sink>; saw 0 arguments (with --contexts only <rules> <sink>)")]
    [InlineData("run a b c", "run takes <blueprint> <tenant> <rules> <sink>; saw 3 arguments (with --contexts only <rules> <sink>)")]
    [InlineData("run a b c d e", "run takes <blueprint> <tenant> <rules> <sink>; saw 5 arguments (with --contexts only <rules> <sink>)")]
    [InlineData("run a b c d --contexts e", "with --contexts, run takes <rules> <sink>; saw 4 arguments")]
    [InlineData("run a b c d --output json", "--output json answers once: add --once")]
    [InlineData("run a b c d --dry-run", "--dry-run previews one pass: add --once")]
    [InlineData("serve", "«.»: no regenerator.json here; «regenerator init .» writes a first one")]
    [InlineData("serve nowhere", "«nowhere»: no regenerator.json here; «regenerator init nowhere» writes a first one")]
    [InlineData("proposals list", "there is no regenerator.json here and no .regenerator/store.db; name the place with --workspace or --store")]
    [InlineData("store verify --workspace . --store x.db", "--workspace and --store each name a place; give one of them")]
    [InlineData("proposals list --workspace . --store x.db", "--workspace and --store each name a place; give one of them")]
    [InlineData("init .", ".: is not empty, it has blueprint.json; init writes into a new or empty folder")]
    public async Task What_is_not_there(string line, string expected) => await RefusedAsync(line.Split(' '), expected);

    [Theory, Trait("Promise", "R21")]
    [InlineData("""{ "pass": { "pollInterval": "abc" } }""", "1:29: pass.pollInterval: «abc» is no duration; write 60s, 5m, 1h, 1d, or milliseconds")]
    [InlineData("""{ "pass": { "pollInterval": "0" } }""", "1:29: pass.pollInterval: «0» is zero; a duration is longer than that")]
    [InlineData("""{ "pass": { "pollInterval": "-1" } }""", "1:29: pass.pollInterval: «-1» is less than zero; write 60s, 5m, 1h, 1d, or milliseconds")]
    [InlineData("""{ "pass": { "pollInterval": "99999999999999999999s" } }""", "1:29: pass.pollInterval: «99999999999999999999s» is longer than 365d, the most there is")]
    [InlineData("""{ "providers": [{ "name": "p", "type": "prometeus" }] }""", "1:40: providers[0].type: saw «prometeus»; allowed: prometheus, recorded")]
    [InlineData("""{ "rules": [{ "id": "r", "type": "workflow-fail" }] }""", "1:34: rules[0].type: there is no rule «workflow-fail»; known: workflow-failure, feature-under-use, high-latency (or, instead of a type, a «module»)")]
    [InlineData("""{ "rules": [{ "id": "r", "type": "high-latency", "maximun": "2s" }] }""", "1:50: unknown member «maximun» in rules[0]; known: ")]
    [InlineData("""{ "rulez": [] }""", "1:3: unknown member «rulez»; known: $schema, environment, store, pass, documents, contexts, labels, providers, accounts, redact, rules, budgets, sinks, outbox, retention, review, execution, http, auth, otlp")]
    [InlineData("""{ "pass": { "window": "1500ms" } }""", "1:23: pass.window: 1500ms is not a whole number of seconds")]
    [InlineData("""{ "rules": [""", "1:13: the text ends while an object or a list is still open")]
    [InlineData("""{ "rules": [] }""", " rules: at least one is needed; known types: workflow-failure, feature-under-use, high-latency (or, instead of a type, a «module»)")]
    [InlineData("""{ "rules": [{ "module": "unknown.cs" }] }""", null)]
    [InlineData("""{ "rules": [{ "module": "rules.cs" }], "sinks": [{ "name": "s", "module": "nope.cs" }] }""", null)]
    [InlineData("""{ "rules": [{ "module": "rules.cs" }], "store": { "sqlite": "store.txt" } }""", null)]
    public async Task What_a_workspace_can_not_be(string configuration, string? expected)
    {
        folder.Write("regenerator.json", configuration);

        var answer = await RefusedAsync(["serve", ".", "--once"], expected is null ? "" : $"regenerator.json:{expected}");

        Assert.DoesNotContain("   at ", answer.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"module\": \"seeded.cs\", \"options\": { \"seed\": 1, \"sed\": 1 }", "regenerator.json:1:79: unknown member «sed» in providers[0].options; known: seed")]
    [InlineData("\"module\": \"seeded.cs\", \"options\": { \"seed\": \"x\" }", "regenerator.json:1:76: providers[0].options.seed: saw «x»; allowed: a whole number")]
    [InlineData("\"module\": \"seeded.cs\"", "regenerator.json:1:17: providers[0].options: «seed» is missing")]
    [InlineData("\"module\": \"seded.cs\"", "regenerator.json:1:42: providers[0].module: seded.cs: no such file; there are broken.cs, object.cs, rules.cs, secret.cs, seeded.cs, ")]
    [InlineData("\"module\": \"none/seeded.cs\"", "regenerator.json:1:42: providers[0].module: none/seeded.cs: no such file; a module is a C# file, relative to regenerator.json")]
    [InlineData("\"module\": \"broken.cs\"", "regenerator.json:1:42: providers[0].module: broken.cs(3,32): error CS0103: The name 'oops' does not exist in the current context")]
    [InlineData("\"module\": \"secret.cs\"", "regenerator.json:1:42: providers[0].module: secret.cs(3,44): Module.Telemetry threw ModuleException: the environment variable NO_SUCH_SECRET is not set")]
    public async Task A_mistake_in_a_module_or_its_options_is_told_with_its_place_in_the_configuration(string entry, string expected)
    {
        folder.Write("seeded.cs", "public sealed record Seeded { public required int Seed { get; init; } }\n\npublic static class Module\n{\n    public static ITelemetrySignalProvider Telemetry(ModuleContext m) => throw new InvalidOperationException($\"{m.Options<Seeded>().Seed}\");\n}\n");
        folder.Write("secret.cs", "public static class Module\n{\n    public static ITelemetrySignalProvider Telemetry(ModuleContext m) => throw new InvalidOperationException(m.Secret(\"NO_SUCH_SECRET\"));\n}\n");
        folder.Write("regenerator.json", $$"""{ "providers": [{ "name": "p", {{entry}} }], "rules": [{ "module": "rules.cs" }] }""");

        await RefusedAsync(["serve", ".", "--once"], expected);
    }

    [Fact]
    public async Task Which_proposal_and_which_revision_is_never_guessed()
    {
        folder.Write("failing.cs", Pair.FailingRules("new WorkflowFailureRule(new() { Propose = Safe }), new WorkflowFailureRule(new() { Id = \"again\", Propose = new SpecEdit.SetFeatureFlag(\"wishlist\", false) })"));
        var opened = (await folder.RunAsync("run", "blueprint.json", "tenant.json", "failing.cs", "sink.cs", "--once", "--output", "json")).Ended(0).Json.GetProperty("opened").EnumerateArray().ToArray();
        Assert.Equal(2, opened.Length);
        var (id, digest) = (opened[0].GetProperty("id").GetString()!, opened[0].GetProperty("digest").GetString()![..12]);

        await RefusedAsync(["proposals", "approve", id], $"this is not a terminal: name the revision you have seen with --digest; the current one is {digest}");
        await RefusedAsync(["proposals", "approve", "zzz", "--digest", digest], "no proposal's id ends or begins with «zzz»");
        await RefusedAsync(["proposals", "show", "00000000-0000-7000-8000-000000000000"], "there is no proposal 00000000-0000-7000-8000-000000000000");
        await RefusedAsync(["proposals", "show", id[..8]], $"«{id[..8]}» fits 2 proposals: ");
        Assert.Contains(digest, (await folder.RunAsync("proposals", "approve", id, "--digest", "000000000000")).Ended(4).Err, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private async Task<Answer> RefusedAsync(string[] arguments, params string[] lines)
    {
        var before = folder.Files();

        var answer = (await folder.RunAsync(arguments)).Ended(1);

        Assert.Empty(answer.Out);
        var said = answer.Err.TrimEnd('\n').Split('\n').Where(line => !line.StartsWith('!')).ToArray(); // warnings
        Assert.True(lines.Length == said.Length && lines.Zip(said).All(pair => pair.Second.StartsWith(pair.First, StringComparison.Ordinal)), $"expected: {string.Join('\n', lines)}\nsaid: {answer.Err}");
        Assert.Equal(before, folder.Files());
        return answer;
    }
}
