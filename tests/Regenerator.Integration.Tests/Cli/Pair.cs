namespace Regenerator.Integration.Tests.Cli;

/// <summary>What <c>run</c> is given: two documents, rules and a sink. The checkout was switched to 2.0.0 and fails; 1.2.0 is the safe one.</summary>
internal static class Pair
{
    public const string Blueprint = """
        {
          "meta": { "key": "shop", "version": "3.2.0", "appId": "shop" },
          "workflows": {
            "checkout": { "key": "checkout.fast", "version": "2.0.0" },
            "refund": { "key": "refund.standard", "version": "1.0.0" }
          },
          "featureFlags": [{ "key": "wishlist", "enabled": true }]
        }

        """;

    /// <summary>Appends what it is told to a file in the folder that the command stands in.</summary>
    public const string Sink = """
        public sealed class FileSink : IProposalSink
        {
            public Task SubmitAsync(ProposalDelivery delivery, CancellationToken ct) =>
                File.AppendAllTextAsync("sink.ndjson", System.Text.Json.JsonSerializer.Serialize(new { moment = delivery.Moment.ToString(), context = delivery.Context?.Id, title = delivery.Proposal.Revision.Proposal.Title }) + "\n", ct);
        }
        """;

    /// <summary>Rules with their own numbers: 31 of 100 starts failed in every window.</summary>
    public static string FailingRules(string rule = "new WorkflowFailureRule(new() { Propose = Safe })") => $$"""
        using Regenerator.Specs.Edits;

        public static class Module
        {
            private static readonly SpecEdit Safe = new SpecEdit.PinWorkflow("checkout", new SpecRef("checkout.safe", "1.2.0"));

            public static IReadOnlyList<IRegenerationRule> Rules => [{{rule}}];

            public static ITelemetrySignalProvider Telemetry => new Failing();
        }

        public sealed class Failing : ITelemetrySignalProvider
        {
            public ProviderTraits Traits { get; } = new("failing");

            public async IAsyncEnumerable<IReading<TelemetrySignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
            {
                foreach (var context in contexts)
                    yield return new Reading<TelemetrySignal>(context.Id, [Signal("workflow.started", 100, window), Signal("workflow.failure", 31, window)], Coverage.Complete);
                await Task.CompletedTask;
            }

            private static TelemetrySignal Signal(string name, int count, TimeWindow window) =>
                new() { EventName = name, Count = count, WindowStart = window.Since, WindowEnd = window.Until, Entity = new SpecEntity("workflow", null, null, "checkout") };
        }
        """;

    public static string Tenant(string id = "acme", string blueprint = "shop") => $$"""
        {
          "meta": { "id": "{{id}}", "tenantId": "{{id}}", "appId": "shop", "blueprintName": "{{blueprint}}", "blueprintVersion": "3.2.0", "version": "7" },
          "workflowOverrides": [],
          "locales": { "defaultLocale": "de", "enabledLocales": ["de"] }
        }

        """;
}
