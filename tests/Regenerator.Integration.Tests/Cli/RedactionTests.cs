using System.Text;
using Regenerator.Integration.Tests.Storage;

namespace Regenerator.Integration.Tests.Cli;

[Trait("Promise", "S6")]
[Trait("Promise", "S7")]
public sealed class RedactionTests(PostgresServer server) : IDisposable
{
    private static readonly string[] Canaries = ["canary.lee", "canarytoken0001", "4111 1111 1111 1111", "canary-word", "canary-field", "K-777777"];

    private readonly CliFolder folder = CliFolder.Of<RedactionTests>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_providers_should_not_have_said_is_neither_stored_nor_shown_nor_sent()
    {
        var said = await WatchAsync("""{ "sqlite": ".regenerator/store.db" }""", []);

        Assert.Contains("«redacted»", said, StringComparison.Ordinal);
        foreach (var file in folder.Files().Where(f => f is not "rules.cs")) Clean(file, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(folder.PathOf(file), Ct)));
        Clean("what was said", said);
    }

    [Fact]
    public async Task Nor_is_it_in_a_database()
    {
        var database = await server.DatabaseAsync(Ct);

        var said = await WatchAsync("""{ "postgres": "${env:DATABASE_URL}" }""", [("DATABASE_URL", database)]);

        Assert.Contains("«redacted»", said, StringComparison.Ordinal);
        Clean("what was said", said);
        foreach (var table in new[] { "proposals", "events", "event_payloads", "evidence", "judgements", "outbox", "deliveries" })
            Clean(table, (string)(await Passes.ScalarAsync(database, $"SELECT coalesce(string_agg(row::text, ' '), '') FROM regenerator.{table} AS row", Ct))!);
    }

    [Fact]
    public async Task A_pattern_that_can_not_be_is_refused_by_its_place()
    {
        Write("{}", """ "patterns": ["(open"] """);

        Assert.Contains("redact.patterns: Invalid pattern '(open'", (await folder.RunAsync("check")).Ended(1).Err, StringComparison.Ordinal);
    }

    // Everything that the command says of a proposal, of rules, and of a provider that is down; and the store as lines.
    private async Task<string> WatchAsync(string store, (string, string)[] environment)
    {
        Write(store, """ "fields": ["tag"], "patterns": ["K-[0-9]{6}"] """);
        var said = new StringBuilder();
        foreach (var line in new[] { "serve . --once", "serve . --once --output json", "proposals list", "explain --context acme", "coverage", "outbox list", "store export -" })
        {
            var answer = await RegeneratorCommand.RunAsync(folder.Location, environment, line.Split(' '));
            said.Append(answer.Out).Append(answer.Err);
        }

        return said.ToString();
    }

    private static void Clean(string place, string text)
    {
        foreach (var canary in Canaries) Assert.False(text.Contains(canary, StringComparison.Ordinal), $"{place} has «{canary}»");
    }

    private void Write(string store, string redact)
    {
        folder.Write("blueprints/shop.json", Pair.Blueprint);
        folder.Write("tenants/acme.json", Pair.Tenant());
        folder.Write("rules.cs", Telling());
        folder.Write("regenerator.json", $$"""
            {
              "store": {{store}},
              "redact": { {{redact}} },
              "providers": [{ "name": "told", "module": "rules.cs" }],
              "rules": [{ "module": "rules.cs" }],
              "sinks": [{ "name": "file", "type": "ndjson", "file": "out/proposals.ndjson" }]
            }
            """);
    }

    /// <summary>A provider that says too much, one that does so while it fails, and a rule that repeats whatever it hears.</summary>
    private static string Telling() => Pair.FailingRules("new Repeating()")
        .Replace("""Entity = new SpecEntity("workflow", null, null, "checkout")""", """
            Entity = new SpecEntity("workflow", null, null, "checkout"), Metadata = System.Text.Json.JsonElement.Parse(
                "{\"message\":\"canary.lee@example.org paid with 4111 1111 1111 1111\",\"header\":\"Bearer canarytoken0001\",\"query\":\"password=canary-word\",\"tag\":\"canary-field\",\"key\":\"K-777777\"}")
                .EnumerateObject().ToDictionary(m => m.Name, m => m.Value)
            """, StringComparison.Ordinal)
        .Replace("public static ITelemetrySignalProvider", "public static IErrorSignalProvider Errors => new Down();\n\n    public static ITelemetrySignalProvider", StringComparison.Ordinal) + """

        public sealed class Down : IErrorSignalProvider
        {
            public ProviderTraits Traits { get; } = new("down");

            public IAsyncEnumerable<IReading<ErrorSignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, CancellationToken ct) =>
                throw new InvalidOperationException("refused: password=canary-word for canary.lee@example.org");
        }

        public sealed class Repeating : IRegenerationRule
        {
            public string Id => "repeating";

            public string Description => "Says what it hears";

            public ValueTask<IReadOnlyList<SpecChangeProposal>> EvaluateAsync(RegenerationContext context, SignalBatch signals, CancellationToken ct)
            {
                var heard = signals.FindTelemetry(_ => true);
                var words = string.Join("; ", heard.Select(s => s.Name));
                signals.Skip(words);
                return ValueTask.FromResult<IReadOnlyList<SpecChangeProposal>>([new SpecChangeProposal
                {
                    Id = "repeat", Title = "Repeat", Summary = words, Rationale = [words],
                    Target = new ProposalTarget("workflow", new SpecRef("checkout.safe", "1.2.0")),
                    Actions = [new ProposalAction.UpdateBlueprint { Edits = [new SpecEdit.PinWorkflow("checkout", "checkout.safe", "1.2.0")] }],
                    Signals = heard,
                }]);
            }
        }
        """;
}
