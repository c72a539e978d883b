using System.Runtime.CompilerServices;
using System.Text.Json;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Specs.Edits;

namespace Regenerator.Studio.Tests.Browsing;

/// <summary>What is measured of the shop, and what its rules make of it.</summary>
public sealed class Troubles : IBehaviorSignalProvider
{
    /// <summary>Goes into titles, reasons and metadata, as if a stranger had written it.</summary>
    public string Stranger { get; init; } = "";

    /// <summary>Nothing is wrong anywhere.</summary>
    public bool AllIsWell { get; init; }

    /// <summary>A change of the list asks for tests, which the shop does not have.</summary>
    public bool SlowListTests { get; init; } = true;

    /// <summary>Searching fails in every tenant, which is for the blueprint to change.</summary>
    public bool SearchFails { get; init; }

    public ProviderTraits Traits { get; } = new("shop/behaviour");

    public IReadOnlyList<object> Providers => SearchFails ? [this, new SearchErrors()] : [this];

    public IReadOnlyList<IRegenerationRule> Rules => SearchFails ? [new Checkout(this), new Wishlist(this), new SlowList(this), new Search()] : [new Checkout(this), new Wishlist(this), new SlowList(this)];

    public async IAsyncEnumerable<IReading<BehaviorSignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, [EnumeratorCancellation] CancellationToken ct)
    {
        var wave = 0.9 + 0.1 * (window.Until.Minute % 25 / 5);
        foreach (var context in contexts)
        {
            BehaviorSignal[] signals =
            [
                Signal("checkout", "conversion", context.Id == "nordwind" ? 0.021 * wave : 0.058, 0.061, 4_218, window),
                Signal("productList", "latency", context.Id is "brotzeit" or "hansen" ? 2_430 * wave : 410, 420, 12_904, window),
                Signal("wishlist", "usage", context.Id == "nordwind" ? 4 : 0, null, 21_366, window),
            ];
            yield return new Reading<BehaviorSignal>(context.Id, AllIsWell ? [] : signals, Coverage.Complete);
        }

        await Task.CompletedTask;
    }

    private BehaviorSignal Signal(string feature, string metric, double value, double? usual, double sample, TimeWindow window) => new()
    {
        Feature = feature,
        Metric = metric,
        Value = value,
        Baseline = usual,
        SampleSize = sample,
        WindowStart = window.Since,
        WindowEnd = window.Until,
        Metadata = new Dictionary<string, JsonElement>
        {
            ["region"] = JsonSerializer.SerializeToElement($"eu-central{Stranger}"),
            ["dashboard"] = JsonSerializer.SerializeToElement(Stranger.Length == 0 ? "https://metrics.example/d/checkout" : "javascript:document.title='owned'"),
        },
    };

    private abstract class Rule(string id, string description) : IRegenerationRule
    {
        public string Id => id;

        public string Description => description;

        public ValueTask<IReadOnlyList<SpecChangeProposal>> EvaluateAsync(RegenerationContext context, SignalBatch signals, CancellationToken ct)
        {
            if (Wish(context, signals) is { } wish) return ValueTask.FromResult<IReadOnlyList<SpecChangeProposal>>([wish with { Measured = Measured(signals) }]);
            if (Measured(signals) is { } measured) signals.Skip("everything is within its limits", measured);
            else signals.Skip("everything is within its limits");
            return ValueTask.FromResult<IReadOnlyList<SpecChangeProposal>>([]);
        }

        protected abstract SpecChangeProposal? Wish(RegenerationContext context, SignalBatch signals);

        protected abstract Measured? Measured(SignalBatch signals);
    }

    private sealed class Checkout(Troubles troubles) : Rule("checkout-converts", "Puts the checkout back on a version that converts")
    {
        protected override Measured? Measured(SignalBatch signals) => signals.FindBehaviors(b => b.Feature == "checkout") is [var seen, ..]
            ? new Measured($"checkout{troubles.Stranger}", "share of visits that end with an order", seen.Value, Proposals.Measured.Share) { Limit = 0.03, LimitIsLeast = true, Baseline = seen.Baseline } : null;

        protected override SpecChangeProposal? Wish(RegenerationContext context, SignalBatch signals) =>
            signals.FindBehaviors(b => b is { Feature: "checkout", Value: < 0.03 }) is not [var seen, ..] ? null : new SpecChangeProposal
            {
                Id = "checkout",
                Title = $"Checkout converts too little{troubles.Stranger}",
                Confidence = Confidence.High,
                Magnitude = 1 - seen.Value,
                Summary = $"Only {seen.Value:0.0%} of {seen.SampleSize:#,0} visits end with an order; 6.1% is usual.{troubles.Stranger}",
                Rationale = [$"It fell when shop.workflow.checkout 2.0.0 came into force{troubles.Stranger}", "Other tenants, who run 1.4.2, convert as ever"],
                Target = new ProposalTarget("workflow", new SpecRef("shop.workflow.checkout", "1.4.2"), TenantScoped: true),
                Actions = [new ProposalAction.UpdateTenantConfig { Edits = [new SpecEdit.PinWorkflow("checkout", "shop.workflow.checkout", "1.4.2")] }],
                Signals = [seen],
            };
    }

    private sealed class Wishlist(Troubles troubles) : Rule("feature-unused", "Switches off what hardly anybody uses")
    {
        protected override Measured? Measured(SignalBatch signals) => null;

        protected override SpecChangeProposal? Wish(RegenerationContext context, SignalBatch signals) =>
            signals.FindBehaviors(b => b is { Feature: "wishlist", Value: > 0 and < 20 }) is not [var seen, ..] ? null : new SpecChangeProposal
            {
                Id = "wishlist",
                Title = $"Feature «wishlist» is hardly used{troubles.Stranger}",
                Confidence = Confidence.Medium,
                Summary = $"{seen.Value} uses in {seen.SampleSize:#,0} sessions.",
                Rationale = ["At least 0.1% of sessions is expected to use it"],
                Target = new ProposalTarget("unknown", new SpecRef("wishlist", "1.0.0"), TenantScoped: true),
                Actions = [new ProposalAction.UpdateTenantConfig { Edits = [new SpecEdit.SetFeatureFlag("wishlist", Enabled: false)] }],
                Signals = [seen],
            };
    }

    /// <summary>Groups of errors, the same in every tenant but for their number.</summary>
    private sealed class SearchErrors : IErrorSignalProvider, ILinksToSource
    {
        public ProviderTraits Traits { get; } = new("shop/errors");

        public Uri? LinkTo(RegenerationContext context, TimeWindow window, RegeneratorSignal signal) => new($"https://errors.example/groups/{Uri.EscapeDataString(signal.Subject)}?tenant={context.Id}");

        public async IAsyncEnumerable<IReading<ErrorSignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, [EnumeratorCancellation] CancellationToken ct)
        {
            foreach (var (index, context) in contexts.Index())
                yield return new Reading<ErrorSignal>(context.Id, [Error("SEARCH-7", "the index for «meaning» has no vectors of this locale", 38 + 4 * index + window.Until.Minute % 25), Error("SEARCH-9", "timeout after 2000 ms", 6)], Coverage.Complete);
            await Task.CompletedTask;

            ErrorSignal Error(string id, string message, double count) => new()
            {
                Id = id,
                Message = message,
                Classification = "runtime",
                Count = count,
                OccurredAt = window.Until.AddSeconds(-20),
                Metadata = new Dictionary<string, JsonElement> { ["release"] = JsonSerializer.SerializeToElement("search 5.1.0") },
            };
        }
    }

    private sealed class Search() : Rule("search-fails", "Switches off a search that fails")
    {
        protected override Measured? Measured(SignalBatch signals) => new Measured("new-search", "errors", signals.FindErrors(_ => true).Sum(e => e.Count), Proposals.Measured.Count) { Limit = 30 };

        protected override SpecChangeProposal? Wish(RegenerationContext context, SignalBatch signals) => signals.FindErrors(e => e.Count > 5) is not { Count: > 0 } seen ? null : new SpecChangeProposal
        {
            Id = "new-search",
            Title = "Search by meaning fails",
            Confidence = Confidence.High,
            Summary = "Every tenant sees errors of the search since it was switched on.",
            Target = new ProposalTarget("unknown", new SpecRef("new-search", "1.0.0")),
            Actions = [new ProposalAction.UpdateBlueprint { Edits = [new SpecEdit.SetFeatureFlag("new-search", Enabled: false)] }],
            Signals = seen,
        };
    }

    private sealed class SlowList(Troubles troubles) : Rule("product-list-slow", "Puts a slow list back on the version before")
    {
        protected override Measured? Measured(SignalBatch signals) => signals.FindBehaviors(b => b.Feature == "productList") is [var seen, ..]
            ? new Measured("productList", "latency", seen.Value, Proposals.Measured.Milliseconds) { Limit = 2000, Baseline = seen.Baseline } : null;

        protected override SpecChangeProposal? Wish(RegenerationContext context, SignalBatch signals) =>
            signals.FindBehaviors(b => b is { Feature: "productList", Value: > 2000 }) is not [var seen, ..] ? null : new SpecChangeProposal
            {
                Id = "product-list",
                Title = $"«productList» is slow{troubles.Stranger}",
                Confidence = Confidence.High,
                Summary = $"{seen.Value:#,0} ms over {seen.SampleSize:#,0} requests; 2,000 ms is the limit.",
                Rationale = ["shop.view.product-list 1.8.0 answered within 450 ms for the same tenants"],
                Target = new ProposalTarget("dataView", new SpecRef("shop.view.product-list", "1.8.0"), TenantScoped: true),
                Actions = [new ProposalAction.UpdateTenantConfig { Edits = [new SpecEdit.PinDataView("productList", "shop.view.product-list", "1.8.0")] }, .. troubles.SlowListTests ? [new ProposalAction.RunTests("product-list")] : Array.Empty<ProposalAction>()],
                Signals = [seen],
            };
    }
}
