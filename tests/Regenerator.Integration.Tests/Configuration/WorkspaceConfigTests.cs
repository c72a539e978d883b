using System.Text;
using Regenerator.Cli.Configuration;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Configuration;

public sealed class WorkspaceConfigTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("regenerator-config-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Everything_that_can_be_said_is_read()
    {
        var config = Read("""
            { "$schema": "x", "environment": "production", // who we are
              "store": { "sqlite": "data/store.db" },
              "pass": { "pollInterval": 1500, "window": "1m", "lateness": "0s", "maxWindowsPerPass": 3, "ruleTimeLimit": "2s", "record": "polled.ndjson" },
              "documents": { "root": "specs", "blueprints": ["b/*.json"], "tenants": ["t/**/*.json"], "registries": { "integrationConnections": ["c/*.json"] } },
              "contexts": "tenants",
              "labels": { "tier": "/x-tier" },
              "providers": [
                { "name": "prom", "type": "prometheus", "url": "http://127.0.0.1:9090", "queries": [ /* none yet */ ] },
                { "name": "sim", "module": "providers/shop.cs", "options": { "seed": 7 } } ],
              "rules": [ { "id": "checkout-failing", "type": "workflow-failure", "minimumFailures": 10 }, { "module": "rules/quiet.cs" } ],
              "sinks": [ { "name": "queue", "module": "sink.cs", "on": ["opened", "needsAttention"] }, { "name": "file", "type": "ndjson", "file": "out.ndjson", "on": ["applied"] } ],
              "outbox": { "tries": 3, "retention": "1d" },
              "review": { "policy": "auto", "approvals": 2, "allowSelfApproval": true },
              "execution": { "onApprove": "wait", "onFailure": "continue",
                "tests": { "command": ["npm", "test"], "timeout": "1h", "outputLimit": "1MiB" },
                "migrations": { "command": ["./migrate"], "undo": ["./migrate", "down"] },
                "regeneration": { "command": ["./deploy"] }, },
            }
            """);

        Assert.Equal(("production", "data/store.db", "polled.ndjson"), (config.Environment, config.Store.Sqlite, config.Pass.Record));
        Assert.Equal((1.5, 60, 0, 2), (config.Pass.PollInterval.TotalSeconds, config.Pass.Window.TotalSeconds, config.Pass.Lateness.TotalSeconds, config.Pass.RuleTimeLimit.TotalSeconds));
        Assert.Equal(Path.Combine(folder, "specs"), config.FileContexts().Root);
        Assert.Equal(["c/*.json"], config.Documents.Registries.IntegrationConnections);
        Assert.Equal("/x-tier", config.Labels["tier"].ToString());
        Assert.Equal([("prom", "prometheus", null), ("sim", null, "providers/shop.cs")], config.Providers.Select(p => (p.Name, p.Type, p.Module)));
        Assert.Equal("""{"seed":7}""", config.Providers[1].Body.Node["options"]!.ToElement().GetRawText());
        Assert.Equal("""{"name":"prom","type":"prometheus","url":"http://127.0.0.1:9090","queries":[]}""", config.Providers[0].Body.Element.GetRawText());
        Assert.Equal([("checkout-failing", null), (null, "rules/quiet.cs")], config.Rules.Select(r => (r.Id, r.Module)));
        Assert.Equal([Moment.Opened, Moment.NeedsAttention], config.Sinks[0].On);
        Assert.Equal(("ndjson", "out.ndjson"), (config.Sinks[1].Type, config.Sinks[1].Body.Bind<NdjsonEntry>().File));
        Assert.Equal((3, TimeSpan.FromDays(1)), (config.Outbox.Tries, config.Outbox.Retention));
        Assert.Equal((ReviewPolicy.Auto, 2, true), (config.Review.Policy, config.Review.Approvals, config.Review.AllowSelfApproval));
        Assert.Equal((OnApprove.Wait, OnFailure.Continue), (config.Execution.OnApprove, config.Execution.OnFailure));
        Assert.Equal((TimeSpan.FromHours(1), 1 << 20), (config.Execution.Tests!.Timeout, config.Execution.Tests.OutputLimit));
        Assert.Equal(["./migrate", "down"], config.Execution.Migrations!.Undo);
        Assert.Empty(config.Warnings);
    }

    [Fact]
    public void What_is_not_said_has_its_default()
    {
        var config = Read("{}");

        Assert.Equal((60, 300, 30, 12), (config.Pass.PollInterval.TotalSeconds, config.Pass.Window.TotalSeconds, config.Pass.Lateness.TotalSeconds, config.Pass.MaxWindowsPerPass));
        Assert.Equal(".regenerator/store.db", config.Store.Sqlite);
        Assert.Null(config.Contexts.Module);
        Assert.Equal(
            ["regenerator.json: no providers: every rule will run on silence", "regenerator.json: no rules: nothing will ever be proposed"], config.Warnings);
    }

    [Theory]
    [InlineData("", "1:1: the file is empty: a JSON object was expected")]
    [InlineData("[]", "1:1: the file: saw a list; allowed: an object")]
    [InlineData("""{ "pass": """, "1:11: the text ends while an object or a list is still open")]
    [InlineData("""{ "ö": 1, "ö" }""", "1:15: '}' is invalid after a property name. Expected a ':'")]
    [InlineData("""{ "quries": 1 }""", "1:3: unknown member «quries»; known: $schema, environment, store, pass, documents, contexts, labels, providers, accounts, redact, rules, budgets, sinks, outbox, retention, review, execution, http, auth, otlp")]
    [InlineData("""{ "store": {}, "store": {} }""", "1:16: store is there twice")]
    [InlineData("{\n  \"pass\": {\n    \"windw\": 1 } }", "3:5: unknown member «windw» in pass; known: pollInterval, window, lateness, maxWindowsPerPass, requestTimeout, retries, patience, ruleTimeLimit, responseLimit, record")]
    [InlineData("""{ "pass": null }""", "1:11: pass: saw null; allowed: an object")]
    [InlineData("""{ "pass": { "window": "abc" } }""", "1:23: pass.window: «abc» is no duration; write 60s, 5m, 1h, 1d, or milliseconds")]
    [InlineData("""{ "pass": { "window": true } }""", "1:23: pass.window: saw true; allowed: a duration: 60s, 5m, 1h, 1d, or milliseconds")]
    [InlineData("""{ "pass": { "window": "1500ms" } }""", "1:23: pass.window: 1500ms is not a whole number of seconds")]
    [InlineData("""{ "pass": { "pollInterval": 99 } }""", "1:29: pass.pollInterval: saw 99; allowed: 100ms to 1d")]
    [InlineData("""{ "pass": { "maxWindowsPerPass": 0 } }""", "1:34: pass.maxWindowsPerPass: saw 0; allowed: 1 to 10000")]
    [InlineData("""{ "pass": { "maxWindowsPerPass": 1.5 } }""", "1:34: pass.maxWindowsPerPass: saw 1.5; allowed: 1 to 10000")]
    [InlineData("""{ "pass": { "maxWindowsPerPass": "7" } }""", "1:34: pass.maxWindowsPerPass: saw «7»; allowed: 1 to 10000, without quotes")]
    [InlineData("""{ "environment": "${env:STAGE}" }""", "1:18: environment: «${env:STAGE}» would be taken as it stands: only secrets come from a variable or a file")]
    [InlineData("""{ "rules": [ { "id": "r", "type": "x", "every": "1d" } ] }""", "1:49: rules[0].every: how often is said of rules with a «window» of their own, such as \"window\": \"28d\", \"every\": \"1d\"")]
    [InlineData("""{ "rules": [ { "id": "r", "type": "x", "window": "5m" } ] }""", "1:50: rules[0].window: 5m is the pass's own window: leave «window» out, and «every» too")]
    [InlineData("""{ "rules": [ { "id": "r", "type": "x", "window": "500ms" } ] }""", "1:50: rules[0].window: 500ms is not a whole number of seconds")]
    [InlineData("""{ "rules": [ { "id": "r", "type": "x", "window": "1h", "every": "1500ms" } ] }""", "1:65: rules[0].every: 1500ms is not a whole number of seconds")]
    [InlineData(
        """{ "rules": [ { "id": "r", "type": "x", "window": "28d", "every": "1d" }, { "id": "s", "type": "x", "window": "28d", "every": "2d" } ] }""",
        "1:126: rules[1].every: windows of 28d end every 2d here and every 1d in rules[0]; they are read once for all rules, so they end equally often")]
    [InlineData("""{ "accounts": { "x": {} } }""", "1:22: accounts.x: it limits nothing: give «perMinute», «perHour» or «atOnce»")]
    [InlineData("""{ "rules": [ { "id": "r", "type": "x", "window": "12h", "every": "1d" } ] }""", "1:66: rules[0].every: 1d is longer than the window of 12h: what lies between would be seen by nobody")]
    [InlineData("""{ "pass": { "ruleTimeLimit": 99 } }""", "1:30: pass.ruleTimeLimit: saw 99; allowed: 100ms to 1d")]
    [InlineData("""{ "documents": { "tenants": "t/*.json" } }""", "1:29: documents.tenants: saw «t/*.json»; allowed: a list")]
    [InlineData("""{ "documents": { "tenants": ["t", 7] } }""", "1:35: documents.tenants[1]: saw 7; allowed: a text")]
    [InlineData("""{ "documents": { "registries": { "spaces": [] } } }""", "1:34: unknown member «spaces» in documents.registries; known: capabilities, features, dataViews, workflows, jobs, policies, themes, telemetry, experiments, integrationSpecs, integrationConnections, knowledgeSpaces, knowledgeSources, blueprintCatalogs, platformCatalogs")]
    [InlineData("""{ "contexts": "files" }""", "1:15: contexts: saw «files»; allowed: \"tenants\" or { \"module\": \"contexts.cs\" }")]
    [InlineData("""{ "contexts": { } }""", "1:15: contexts: «module» is missing")]
    [InlineData("""{ "labels": { "tier": "x-tier" } }""", "1:23: labels.tier: saw «x-tier»; allowed: a JSON Pointer such as /meta/tier")]
    [InlineData("""{ "providers": [ { "type": "prometheus" } ] }""", "1:18: providers[0]: «name» is missing")]
    [InlineData("""{ "providers": [ { "name": "p" } ] }""", "1:18: providers[0]: «type» is missing (or, instead of a type, a «module»)")]
    [InlineData("""{ "providers": [ { "name": "p", "type": "datadog" } ] }""", "1:41: providers[0].type: saw «datadog»; allowed: prometheus, recorded")]
    [InlineData("""{ "providers": [ { "name": "p", "module": "x.cs", "seed": 1 } ] }""", "1:51: unknown member «seed» in providers[0]; known: name, module, options")]
    [InlineData("""{ "providers": [ { "name": "p", "type": "recorded" }, { "name": "p", "module": "x" } ] }""", "1:65: providers[1].name: «p» is also the name of providers[0]")]
    [InlineData("""{ "rules": [ { "id": "r", "type": "a" }, { "id": "r", "type": "b" } ] }""", "1:50: rules[1].id: «r» is also the id of rules[0]")]
    [InlineData("""{ "rules": [ "rules.cs" ] }""", "1:14: rules[0]: saw «rules.cs»; allowed: an object")]
    [InlineData("""{ "rules": [ { "id": "r", "type": "x", "mode": "off" } ] }""", "1:48: rules[0].mode: saw «off»; allowed: live, shadow")]
    [InlineData("""{ "rules": [ { "id": "r", "type": "x", "where": 7 } ] }""", "1:49: rules[0].where: saw 7; allowed: an object such as { \"labels\": { \"tier\": \"free\" }, \"patience\": { \"dwell\": 3 } }, or a list of them")]
    [InlineData("""{ "rules": [ { "id": "r", "type": "x", "where": [7] } ] }""", "1:50: rules[0].where[0]: saw 7; allowed: an object")]
    [InlineData("""{ "rules": [ { "id": "r", "type": "x", "where": { "tier": "free" } } ] }""", "1:49: rules[0].where: «labels» is missing; write { \"labels\": { \"tier\": \"free\" }, \"patience\": { \"dwell\": 3 } }: the labels, and what is otherwise where they match")]
    [InlineData("""{ "rules": [ { "id": "r", "type": "x", "where": [{ "labels": "free" }] } ] }""", "1:62: rules[0].where[0].labels: saw «free»; allowed: an object such as { \"tier\": \"free\" }")]
    [InlineData("""{ "rules": [ { "id": "r", "type": "x", "where": [{ "labels": {} }] } ] }""", "1:62: rules[0].where[0].labels: no label is named")]
    [InlineData("""{ "labels": { "tier": "/x" }, "rules": [ { "id": "r", "type": "x", "where": [{ "labels": { "tier": 7 } }] } ] }""", "1:100: rules[0].where[0].labels.tier: saw 7; allowed: a text, or a list of texts")]
    [InlineData("""{ "labels": { "tier": "/x" }, "rules": [ { "id": "r", "type": "x", "where": [{ "labels": { "tier": [] } }] } ] }""", "1:100: rules[0].where[0].labels.tier: saw a list; allowed: a text, or a list of texts")]
    [InlineData("""{ "labels": { "tier": "/x", "region": "/y" }, "rules": [ { "id": "r", "type": "x", "where": [{ "labels": { "teir": "free" } }] } ] }""", "1:108: rules[0].where[0].labels: there is no label «teir»; known: tier, region")]
    [InlineData("""{ "rules": [ { "id": "r", "type": "x", "where": [{ "labels": { "tier": "free" } }] } ] }""", "1:64: rules[0].where[0].labels: there is no label «tier»; none is declared under «labels»")]
    [InlineData("""{ "labels": { "tier": "/x" }, "rules": [ { "id": "r", "type": "x", "where": [{ "labels": { "tier": "free" }, "patience": { "dwell": 0 } }] } ] }""", "1:133: rules[0].where[0].patience.dwell: saw 0; allowed: 1 to 10000")]
    [InlineData("""{ "labels": { "tier": "/x" }, "rules": [ { "id": "r", "type": "x", "patience": { "dwel": 1 }, "where": [{ "labels": { "tier": "free" } }] } ] }""", "1:82: unknown member «dwel» in rules[0].patience; known: dwell, holdOff, withdrawAfter")]
    [InlineData("""{ "labels": { "tier": "/x" }, "rules": [ { "module": "r.cs", "where": [{ "labels": { "tier": "free" }, "minimumFailures": 5 }] } ] }""", "1:104: unknown member «minimumFailures» in rules[0].where[0]; known: labels, patience")]
    [InlineData("""{ "sinks": [ { "name": "q", "module": "s.cs", "on": ["open"] } ] }""", "1:54: sinks[0].on[0]: saw «open»; allowed: opened, widened, revised, approved, rejected, applied, failed, needsAttention, obsolete, withdrawn, snoozed, expired, cancelled, freezeBroken, superseded, rolledBack")]
    [InlineData("""{ "review": { "policy": "Auto" } }""", "1:25: review.policy: saw «Auto»; allowed: manual, auto")]
    [InlineData("""{ "review": { "allowSelfApproval": "yes" } }""", "1:36: review.allowSelfApproval: saw «yes»; allowed: true or false")]
    [InlineData("""{ "execution": { "tests": { } } }""", "1:27: execution.tests: «command» is missing")]
    [InlineData("""{ "execution": { "tests": { "command": [] } } }""", "1:40: execution.tests.command: saw a list; allowed: a program and its arguments, as in [\"npm\", \"test\"]")]
    [InlineData("""{ "execution": { "tests": { "command": ["x"], "outputLimit": "1kb" } } }""", "1:62: execution.tests.outputLimit: «1kb» is no size; write 256KiB, 1MiB, or bytes")]
    [InlineData("""{ "execution": { "tests": { "command": ["x"], "outputLimit": 7 } } }""", "1:62: execution.tests.outputLimit: saw 7; allowed: 1KiB to 64MiB")]
    [InlineData("""{ "execution": { "tests": { "command": ["x"], "undo": ["y"] } } }""", "1:47: unknown member «undo» in execution.tests; known: command, timeout, outputLimit")]
    public void What_is_wrong_is_one_line_with_its_place(string text, string problem) =>
        Assert.Equal($"regenerator.json:{problem}", Assert.Throws<ConfigurationException>(() => Read(text)).Message);

    [Fact]
    public async Task Any_option_of_a_rule_and_its_patience_may_be_otherwise_for_contexts_with_certain_labels()
    {
        var entry = Assert.Single(Read("""
            { "labels": { "tier": "/x-tier", "region": "/x-region" },
              "rules": [ { "id": "checkout-failing", "type": "workflow-failure", "mode": "shadow", "minimumFailures": 10, "slot": "checkout", "patience": { "holdOff": "1h", "dwell": 2 },
                "where": [ { "labels": { "tier": ["free", "trial"], "region": "eu" }, "minimumFailures": 50, "patience": { "dwell": 3 } }, { "labels": { "tier": "free" }, "minimumFailures": 20 } ] } ] }
            """).Rules);
        var rule = Regenerator.Cli.RuleTypes.Make(entry);

        Assert.Equal("checkout-failing", rule.Id);
        Assert.Equal(["checkout: 5 failures; 50 failures needed", "checkout: 5 failures; 20 failures needed", "checkout: 5 failures; 10 failures needed"], [await SkipAsync(rule, Trial), await SkipAsync(rule, Free), await SkipAsync(rule, Gold)]);
        var options = new IntakeOptions { Terms = new Dictionary<string, RuleTerms> { [rule.Id] = entry.Terms } };
        Assert.Equal([3, 2, 2], new[] { Trial, Free, Gold }.Select(context => options.TermsOf(rule.Id, context).Dwell));
        Assert.All([Trial, Free, Gold], context => Assert.Equal(TimeSpan.FromHours(1), options.TermsOf(rule.Id, context).HoldOff));
        Assert.Equal(RuleMode.Shadow, options.TermsOf(rule.Id).Mode);
    }

    [Theory]
    [InlineData("\"minimumFailures\": 0", "minimumFailures: saw 0; allowed: 1 to 1000000000")]
    [InlineData("\"id\": \"s\"", "id: «id» is the same for all contexts of a rule; make it two rules")]
    [InlineData("\"window\": \"1d\"", "window: «window» is the same for all contexts of a rule; make it two rules")]
    [InlineData("\"every\": \"1d\"", "every: «every» is the same for all contexts of a rule; make it two rules")]
    [InlineData("\"mode\": \"shadow\"", "mode: «mode» is the same for all contexts of a rule; make it two rules")]
    public void What_an_option_by_label_can_not_be_has_its_place(string member, string problem)
    {
        var entry = Read($$"""{ "labels": { "tier": "/x" }, "rules": [ { "id": "r", "type": "workflow-failure", "where": [ { "labels": { "tier": "free" }, {{member}} } ] } ] }""").Rules[0];

        Assert.Matches($@"^regenerator.json:1:\d+: rules\[0\].where\[0\].{System.Text.RegularExpressions.Regex.Escape(problem)}$", Assert.Throws<ConfigurationException>(() => Regenerator.Cli.RuleTypes.Make(entry)).Message);
    }

    [Fact]
    public void An_unknown_option_by_label_lists_those_that_can_be_otherwise()
    {
        var entry = Read("""{ "labels": { "tier": "/x" }, "rules": [ { "id": "r", "type": "high-latency", "where": [ { "labels": { "tier": "free" }, "maximun": "3s" } ] } ] }""").Rules[0];

        Assert.Equal(
            "regenerator.json:1:122: unknown member «maximun» in rules[0].where[0]; known: labels, patience, feature, maximum, minimumSamples, propose, scope, tests, migrations, regenerate, baselineFactor",
            Assert.Throws<ConfigurationException>(() => Regenerator.Cli.RuleTypes.Make(entry)).Message);
    }

    [Fact]
    public void One_part_needs_no_list()
    {
        var part = Assert.Single(Read("""{ "labels": { "tier": "/x" }, "rules": [ { "id": "r", "type": "high-latency", "where": { "labels": { "tier": "free" }, "maximum": "3s" } } ] }""").Rules[0].Where);

        Assert.Equal(("tier is free", "rules[0].where"), ($"{part.Labels}", part.Node.Path));
    }

    [Theory]
    [InlineData("""{ "labels": { "tier": "free" } }""", "1:88: rules[0].where")]
    [InlineData("""[{ "labels": { "tier": "trial" } }, { "labels": { "tier": "free" } }]""", "1:124: rules[0].where[1]")]
    [InlineData("""[{ "labels": { "tier": "trial" } }, { "labels": { "tier": "free" }, "maximum": "3s" }]""", null)]
    public void A_part_that_changes_nothing_is_told(string where, string? place) => Assert.Equal(
        place is null ? [] : [$"regenerator.json:{place}: it names labels and nothing that is otherwise there, so it changes nothing: a rule looks at every context"],
        Read($$"""{ "labels": { "tier": "/x" }, "rules": [ { "id": "r", "type": "high-latency", "where": {{where}} } ] }""").Warnings.Where(warning => !warning.Contains("no providers", StringComparison.Ordinal)));

    [Fact]
    public void Contexts_of_a_module_bring_their_own_labels() =>
        Assert.Single(Read("""{ "contexts": { "module": "c.cs" }, "rules": [ { "module": "r.cs", "where": [ { "labels": { "own": "x" }, "patience": { "dwell": 2 } } ] } ] }""").Rules[0].Terms.Where);

    [Fact]
    public void All_problems_are_told_at_once_up_to_ten()
    {
        var problems = Assert.Throws<ConfigurationException>(() => Read($$"""{ {{string.Join(", ", Enumerable.Range(0, 13).Select(i => $"\"x{i}\": 1"))}} }""")).Problems;

        Assert.Equal(11, problems.Count);
        Assert.StartsWith("regenerator.json:1:3: unknown member «x0»", problems[0], StringComparison.Ordinal);
        Assert.Equal("regenerator.json: and 3 more", problems[^1]);
    }

    [Fact]
    public void A_window_that_does_not_divide_a_day_is_a_warning() => Assert.Equal(
        "regenerator.json:1:23: pass.window: 7m does not divide a day: windows begin at other times of day from one day to the next",
        Read("""{ "pass": { "window": "7m" } }""").Warnings[0]);

    [Fact]
    public void A_workspace_is_a_folder_or_its_file()
    {
        var file = Path.Combine(folder, "regenerator.json");
        File.WriteAllText(file, "{}");

        Assert.Equal(new Workspace(folder, file), Workspace.Find(folder));
        Assert.Equal(new Workspace(folder, file), Workspace.Find(file));
        Assert.Equal(folder, WorkspaceConfig.Read(file).Folder);
        var missing = Assert.Throws<ConfigurationException>(() => Workspace.Find(folder + "/x"));
        Assert.Equal($"«{folder}/x»: no regenerator.json here; «regenerator init {folder}/x» writes a first one", missing.Message);
    }

    private WorkspaceConfig Read(string text) => WorkspaceConfig.Of(ConfigurationFile.Parse(Encoding.UTF8.GetBytes(text), "regenerator.json", folder));

    private static RegenerationContext Trial => Labelled(("tier", "trial"), ("region", "eu"));

    private static RegenerationContext Free => Labelled(("tier", "free"), ("region", "us"));

    private static RegenerationContext Gold => Labelled(("tier", "gold"));

    private static RegenerationContext Labelled(params (string Label, string Value)[] labels) =>
        new(SpecDocument.InCode(Some.Blueprint()), SpecDocument.InCode(Some.Tenant()), labels: labels.ToDictionary(l => l.Label, l => l.Value, StringComparer.Ordinal));

    private static async Task<string> SkipAsync(IRegenerationRule rule, RegenerationContext context)
    {
        var batch = new SignalBatch(Some.Window, [new ProviderReading("prom", SignalKind.Telemetry, new[] { Some.TelemetrySignal(count: 5) }, Coverage.Complete)]);
        Assert.Empty(await rule.EvaluateAsync(context, batch, TestContext.Current.CancellationToken));
        return Assert.Single(batch.Skips);
    }
}
