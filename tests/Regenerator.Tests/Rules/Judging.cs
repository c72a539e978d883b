using System.Text.Json;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Tenant;
using Regenerator.Testing;

namespace Regenerator.Tests.Rules;

/// <summary>One look of one rule, and how it ended.</summary>
internal sealed record Judging(IReadOnlyList<SpecChangeProposal> Wishes, IReadOnlyList<string> Skips, IReadOnlyList<Measured> Measured)
{
    public SpecChangeProposal Wish => Assert.Single(Wishes);

    public string Skip
    {
        get
        {
            Assert.Empty(Wishes);
            return Assert.Single(Skips);
        }
    }

    public ProposalAction Update => Wish.Actions[0];

    public static Judging Of(IRegenerationRule rule, RegenerationContext context, SignalBatch batch) => new(rule.EvaluateAsync(context, batch, default).AsTask().Result, batch.Skips, batch.Measured);

    public static ProviderReading Telemetry(params TelemetrySignal[] signals) => new("prom/telemetry", SignalKind.Telemetry, signals, Coverage.Complete);

    public static ProviderReading Behavior(params BehaviorSignal[] signals) => new("prom/behavior", SignalKind.Behavior, signals, Coverage.Complete);

    public static SignalBatch Batch(ProviderReading now, ProviderReading? earlier = null) => new(
        Some.Window, [now], earlier is null ? null : new SignalBatch(new TimeWindow(Some.Window.Since.AddHours(-1), Some.Window.Since), [earlier]));

    public static TelemetrySignal Failed(double count, string workflow = "checkout") => Event("workflow.failure", count, workflow);

    public static TelemetrySignal Started(double count, string workflow = "checkout") => Event("workflow.started", count, workflow);

    /// <summary>A tenant with a workflow, a data view and a flag of its own.</summary>
    public static RegenerationContext Own(string id = "cfg-acme", Optional<string> variant = default)
    {
        var blueprint = Some.Blueprint() with
        {
            DataViews = new OrderedMap<SpecRef>([new("orders", new SpecRef("orders.list", "1.0.0"))]),
            Features = new FeatureSelection { Include = [new SpecRef("gifts")] },
        };
        return Some.Context(id, blueprint, Some.Tenant(id) with
        {
            WorkflowOverrides = [new SlotOverride { Slot = "checkout", Pointer = new SpecRef("checkout.own", "3.0.0") }],
            DataViewOverrides = [new SlotOverride { Slot = "orders", Pointer = new SpecRef("orders.heavy", "2.0.0") }],
            FeatureFlags = variant.IsPresent ? [new FeatureFlag { Key = "wishlist", Enabled = true, Variant = variant, Description = "hearts" }] : null,
        });
    }

    private static TelemetrySignal Event(string name, double count, string workflow) =>
        Some.TelemetrySignal(name, count) with { Metadata = new Dictionary<string, JsonElement> { ["workflow"] = JsonElement.Parse($"\"{workflow}\"") } };
}
