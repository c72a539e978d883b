using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Cli.Configuration;
using Regenerator.Integration.Tests.Cli;
using Regenerator.Specs.Edits;
using Regenerator.Tests.Specs.Schema;

namespace Regenerator.Integration.Tests.Schema;

public sealed class SchemaFilesTests : IDisposable
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions Comments = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly CliFolder folder = CliFolder.Of<SchemaFilesTests>();

    public static TheoryData<string> Names { get; } = [.. Schemas.All.Keys];

    /// <summary>With REGENERATOR_WRITE_DOCS=1 the files are written instead.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_files_are_what_the_types_say(string name)
    {
        var (path, schema) = (PathOf(name), Schemas.All[name]().ToJsonString(Layout) + "\n");
        if (Environment.GetEnvironmentVariable("REGENERATOR_WRITE_DOCS") == "1") File.WriteAllText(path, schema);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == schema, $"{path} is stale; REGENERATOR_WRITE_DOCS=1 writes it");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_member_says_what_it_is(string name)
    {
        var schema = Schemas.All[name]();
        var edits = typeof(SpecEdit).GetNestedTypes().Select(edit => edit.Name).ToHashSet(); // their members are in their sentence
        foreach (var (type, definition) in schema["definitions"]!.AsObject().Append(KeyValuePair.Create("root", (JsonNode?)schema)).Where(d => !edits.Contains(d.Key)))
            foreach (var (member, shape) in definition!["properties"]?.AsObject() ?? [])
                Assert.True(shape!["description"] is not null || shape["const"] is not null || shape["$ref"] is not null, $"{type}.{member}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_command_prints_it(string name) =>
        Assert.Equal(File.ReadAllText(PathOf(name)), (await folder.RunAsync("spec", "schema", name)).Ended(0).Out);

    [Fact]
    public void Every_rule_and_every_provider_that_comes_with_the_command_is_known()
    {
        Assert.Equal(Regenerator.Cli.RuleTypes.Known, Schemas.RuleTypes.Keys);
        Assert.Equal(ProviderEntry.KnownTypes, Schemas.ProviderTypes.Keys);
        Assert.Equal(SinkEntry.KnownTypes, Schemas.SinkTypes.Keys);
    }

    [Fact]
    public void Every_edit_is_known_by_its_name()
    {
        var unknown = Assert.Throws<JsonException>(() => SpecEditJson.Read(JsonElement.Parse("""{"none": {}}"""))).Message;
        var edits = Schemas.All["regenerator"]()["definitions"]!["SpecEdit"]!["properties"]!.AsObject().Select(e => e.Key);
        Assert.Equal(unknown[(unknown.IndexOf("known: ", StringComparison.Ordinal) + 7)..].Split(", ").Order(StringComparer.Ordinal), edits.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("samples/shop/regenerator.json")]
    [InlineData("src/Regenerator.Cli/Init/regenerator.json")]
    public void The_samples_hold_to_it(string path) => Assert.Empty(Problems(File.ReadAllText(Path.Combine(Root(), path))));

    [Fact]
    public async Task What_init_writes_names_schemas_that_are_there()
    {
        (await folder.RunAsync("init", "first")).Ended(0);
        foreach (var (document, schema) in new[] { ("regenerator.json", "regenerator"), ("blueprints/app.json", "blueprint"), ("tenants/acme.json", "tenant") })
        {
            var path = folder.PathOf($"first/{document}");
            var tree = JsonNode.Parse(File.ReadAllText(path), documentOptions: Comments)!;
            var named = Path.Combine(Path.GetDirectoryName(path)!, tree["$schema"]!.ToString());
            Assert.Equal(File.ReadAllText(PathOf(schema)), File.ReadAllText(named));
            Assert.Empty(SchemaCheck.Of(named).Problems(tree));
        }
    }

    /// <summary>Each with the line of regenerator.json that its reader refuses too, or takes.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("\"$schema\": \"schema/regenerator.schema.json\"", true)]
    [InlineData("\"x-own\": 1", false)]
    [InlineData("\"environment\": null", true)]
    [InlineData("\"store\": null", false)]
    [InlineData("\"store\": { \"sqlite\": 1 }", false)]
    [InlineData("\"store\": { \"postgres\": \"${env:DATABASE_URL}\" }", true)]
    [InlineData("\"store\": { \"postgres\": \"${env:DATABASE_URL}\", \"sqlite\": \"store.db\" }", false)]
    [InlineData("\"pass\": { \"window\": \"5m\", \"lateness\": 0, \"pollInterval\": 100 }", true)]
    [InlineData("\"pass\": { \"window\": \"5 minutes\" }", false)]
    [InlineData("\"pass\": { \"pollInterval\": 99 }", false)]
    [InlineData("\"pass\": { \"maxWindowsPerPass\": 0 }", false)]
    [InlineData("\"pass\": { \"maxWindowsPerPass\": 1.5 }", false)]
    [InlineData("\"contexts\": { \"module\": \"contexts.cs\", \"options\": [1] }", true)]
    [InlineData("\"contexts\": \"apps\"", false)]
    [InlineData("\"contexts\": {}", false)]
    [InlineData("\"labels\": { \"tier\": \"/x-tier\" }", true)]
    [InlineData("\"labels\": { \"tier\": \"x-tier\" }", false)]
    [InlineData("\"providers\": [{ \"name\": \"a\", \"type\": \"recorded\", \"files\": [\"*.ndjson\"], \"align\": \"endNow\" }]", true)]
    [InlineData("\"providers\": [{ \"name\": \"a\", \"module\": \"a.cs\" }]", true)]
    [InlineData("\"providers\": [{ \"name\": \"a\", \"module\": \"a.cs\", \"type\": \"recorded\" }]", false)]
    [InlineData("\"providers\": [{ \"name\": \"a\", \"type\": \"statsd\" }]", false)]
    [InlineData("\"providers\": [{ \"name\": \"a\" }]", false)]
    [InlineData("\"review\": { \"policy\": \"auto\", \"approvals\": 2 }", true)]
    [InlineData("\"review\": { \"policy\": \"Auto\" }", false)]
    [InlineData("\"execution\": { \"tests\": { \"command\": [\"npm\", \"test\"], \"timeout\": \"5m\", \"outputLimit\": \"256KiB\" } }", true)]
    [InlineData("\"execution\": { \"tests\": { \"command\": [] } }", false)]
    [InlineData("\"execution\": { \"tests\": { \"command\": [\"t\"], \"outputLimit\": \"256 kilobytes\" } }", false)]
    [InlineData("\"execution\": { \"tests\": { \"command\": [\"t\"], \"undo\": [\"t\"] } }", false)]
    [InlineData("\"execution\": { \"tests\": {} }", false)]
    [InlineData("\"sinks\": [{ \"name\": \"s\", \"module\": \"s.cs\", \"on\": [\"opened\", \"needsAttention\"] }]", true)]
    [InlineData("\"sinks\": [{ \"name\": \"s\", \"module\": \"s.cs\", \"on\": [\"closed\"] }]", false)]
    [InlineData("\"rules\": [{ \"module\": \"r.cs\", \"options\": {} }]", true)]
    [InlineData("\"rules\": [{ \"module\": \"r.cs\", \"mode\": \"shadow\", \"patience\": { \"dwell\": 2 } }]", true)]
    [InlineData("\"rules\": [{ \"id\": \"a\" }]", false)]
    public void It_refuses_what_the_reader_refuses(string member, bool isRight) => Agrees($"{{ {member} }}", isRight, file => WorkspaceConfig.Of(file));

    [Theory]
    [InlineData("\"type\": \"workflow-failure\", \"slot\": \"s\", \"maximumRate\": 0.05, \"lookback\": \"60s\"", true)]
    [InlineData("\"type\": \"workflow-failure\", \"maximumRate\": 1.5", false)]
    [InlineData("\"type\": \"workflow-failure\", \"maximumRat\": 0.5", false)]
    [InlineData("\"type\": \"workflow-failure\", \"scope\": \"nowhere\"", false)]
    [InlineData("\"type\": \"workflow-failure\", \"mode\": \"shadow\", \"patience\": { \"dwell\": 3, \"holdOff\": \"1h\" }", true)]
    [InlineData("\"type\": \"workflow-failure\", \"mode\": \"off\"", false)]
    [InlineData("\"type\": \"workflow-failure\", \"patience\": { \"dwell\": 0 }", false)]
    [InlineData("\"type\": \"workflow-failure\", \"where\": [{ \"labels\": { \"tier\": [\"free\", \"trial\"] }, \"minimumFailures\": 50, \"patience\": { \"dwell\": 3 } }]", true)]
    [InlineData("\"type\": \"workflow-failure\", \"where\": { \"labels\": { \"tier\": \"free\" }, \"minimumFailures\": 50 }", true)]
    [InlineData("\"type\": \"workflow-failure\", \"where\": { \"tier\": \"free\" }", false)]
    [InlineData("\"type\": \"workflow-failure\", \"where\": [{ \"minimumFailures\": 50 }]", false)]
    [InlineData("\"type\": \"workflow-failure\", \"where\": [{ \"labels\": {} }]", false)]
    [InlineData("\"type\": \"workflow-failure\", \"where\": [{ \"labels\": { \"tier\": 1 } }]", false)]
    [InlineData("\"type\": \"workflow-failure\", \"where\": [{ \"labels\": { \"tier\": \"free\" }, \"minimumFailures\": 0 }]", false)]
    [InlineData("\"type\": \"workflow-failure\", \"where\": [{ \"labels\": { \"tier\": \"free\" }, \"window\": \"1d\" }]", false)]
    [InlineData("\"type\": \"workflow-failure\", \"propose\": { \"pinWorkflow\": { \"slot\": \"s\", \"to\": { \"key\": \"k\" } } }", true)]
    [InlineData("\"type\": \"workflow-failure\", \"propose\": { \"bindRoute\": { \"path\": \"/\", \"guard\": null, \"label\": \"l\" } }", true)]
    [InlineData("\"type\": \"workflow-failure\", \"propose\": { \"patch\": [{ \"op\": \"add\", \"path\": \"/notes\", \"value\": 1 }] }", true)]
    [InlineData("\"type\": \"workflow-failure\", \"propose\": { \"pinWorkflow\": { \"slot\": \"s\", \"to\": {} } }", false)]
    [InlineData("\"type\": \"workflow-failure\", \"propose\": { \"pinWorkflow\": { \"slot\": \"s\" } }", false)]
    [InlineData("\"type\": \"workflow-failure\", \"propose\": { \"excludeFeature\": { \"key\": \"k\", \"why\": 1 } }", false)]
    [InlineData("\"type\": \"workflow-failure\", \"propose\": {}", false)]
    [InlineData("\"type\": \"workflow-failure\", \"propose\": { \"dance\": {} }", false)]
    public void It_refuses_a_rule_that_the_reader_refuses(string members, bool isRight) => Agrees(
        $"{{ \"labels\": {{ \"tier\": \"/x-tier\" }}, \"rules\": [{{ \"id\": \"a\", {members} }}] }}",
        isRight,
        file => Regenerator.Cli.RuleTypes.Make(WorkspaceConfig.Of(file).Rules.Single()));

    [Theory]
    [InlineData("\"url\": \"http://p\", \"queries\": [{ \"kind\": \"telemetry\", \"query\": \"q\" }], \"auth\": { \"bearer\": \"${env:T}\" }, \"responseLimit\": \"1MiB\"", true)]
    [InlineData("\"url\": \"http://p\", \"queries\": [{ \"kind\": \"error\", \"query\": \"q\" }], \"context\": { \"label\": \"t\", \"equals\": \"contextId\" }", true)]
    [InlineData("\"url\": \"ftp://p\", \"queries\": []", false)]
    [InlineData("\"url\": \"http://p\"", false)]
    [InlineData("\"url\": \"http://p\", \"queries\": [{ \"kind\": \"logs\", \"query\": \"q\" }]", false)]
    [InlineData("\"url\": \"http://p\", \"queries\": [], \"auth\": { \"token\": \"t\" }", false)]
    [InlineData("\"url\": \"http://p\", \"queries\": [], \"headers\": { \"X-Scope-OrgID\": 1 }", false)]
    public void It_refuses_a_Prometheus_that_the_reader_refuses(string members, bool isRight) => Agrees(
        $"{{ \"providers\": [{{ \"name\": \"a\", \"type\": \"prometheus\", {members} }}] }}",
        isRight,
        file => WorkspaceConfig.Of(file).Providers.Single().Body.Bind<PrometheusEntry>());

    public void Dispose() => folder.Dispose();

    private static void Agrees(string text, bool isRight, Action<ConfigurationFile> read)
    {
        var refusal = Record.Exception(() => read(ConfigurationFile.Parse(System.Text.Encoding.UTF8.GetBytes(text), "regenerator.json", ".")));
        Assert.True(refusal is null == isRight, $"the reader says: {refusal?.Message ?? "fine"}");
        Assert.True(Problems(text).Count == 0 == isRight, $"the schema says: {string.Join("; ", Problems(text))}");
    }

    private static IReadOnlyList<string> Problems(string text) => SchemaCheck.Of(PathOf("regenerator")).Problems(JsonNode.Parse(text, documentOptions: Comments));

    private static string PathOf(string name) => Path.Combine(Root(), "docs", "reference", "schema", $"{name}.schema.json");

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(at.FullName, "docs", "reference"))) at = at.Parent ?? throw new DirectoryNotFoundException($"no docs/reference above {AppContext.BaseDirectory}");
        return at.FullName;
    }
}
