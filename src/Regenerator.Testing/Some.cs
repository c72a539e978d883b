using System.Text.Json;
using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Effects;
using Regenerator.Specs.Tenant;
using Regenerator.Storage;

namespace Regenerator.Testing;

/// <summary>Things to test with: a test names what it is about, everything else is some useful default.</summary>
public static class Some
{
    /// <summary>Five minutes of a Monday morning.</summary>
    public static TimeWindow Window { get; } = new(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 1, 5, 9, 5, 0, TimeSpan.Zero));

    /// <summary>The end of <see cref="Window"/>: when it can first be decided about.</summary>
    public static DateTimeOffset Now => Window.Until;

    public static AppBlueprintSpec Blueprint(string key = "shop", string version = "1.0.0") => new()
    {
        Meta = new BlueprintMeta { Key = key, Version = version, AppId = "shop-app" },
        Workflows = new OrderedMap<SpecRef>([new("checkout", new SpecRef("checkout.fast", "1.0.0")), new("refund", new SpecRef("refund.standard", "1.0.0"))]),
        FeatureFlags = [new FeatureFlag { Key = "wishlist", Enabled = true }],
    };

    /// <param name="id">The config's id, also the context's.</param>
    public static TenantAppConfig Tenant(string id = "cfg-acme", string? tenantId = null, string blueprint = "shop", string version = "1.0.0") => new()
    {
        Meta = new TenantMeta { Id = id, TenantId = tenantId ?? id.Replace("cfg-", "", StringComparison.Ordinal), AppId = "shop-app", BlueprintName = blueprint, BlueprintVersion = "1.0.0", Version = version },
    };

    public static RegenerationContext Context(string id = "cfg-acme", AppBlueprintSpec? blueprint = null, TenantAppConfig? tenant = null) =>
        new(blueprint ?? Blueprint(), tenant ?? Tenant(id), id: id);

    public static TelemetrySignal TelemetrySignal(string eventName = "workflow.failure", double count = 42, TimeWindow? window = null) => new()
    {
        EventName = eventName,
        Count = count,
        WindowStart = (window ?? Window).Since,
        WindowEnd = (window ?? Window).Until,
        Metadata = new Dictionary<string, JsonElement> { ["workflow"] = JsonElement.Parse("\"checkout\"") },
    };

    public static ErrorSignal ErrorSignal(string id = "PAY-1", double count = 7, string classification = "workflow", TimeWindow? window = null) => new()
    {
        Id = id,
        Count = count,
        Classification = classification,
        Message = "card declined",
        OccurredAt = (window ?? Window).Since.AddMinutes(1),
    };

    public static BehaviorSignal BehaviorSignal(string feature = "checkout", string metric = "latency", double value = 1840, double? baseline = 420, TimeWindow? window = null) => new()
    {
        Feature = feature,
        Metric = metric,
        Value = value,
        Baseline = baseline,
        WindowStart = (window ?? Window).Since,
        WindowEnd = (window ?? Window).Until,
    };

    public static Evidence Evidence(RegeneratorSignal? signal = null, string contextId = "cfg-acme", string provider = "prom/telemetry", TimeWindow? window = null)
    {
        var cited = signal ?? TelemetrySignal(window: window);
        return new Evidence(Proposals.Evidence.IdOf(provider, contextId, window ?? Window, cited), contextId, provider, window ?? Window, cited);
    }

    /// <summary>What a rule would return: put the slot «checkout» on a safer workflow.</summary>
    /// <param name="slot">What it is about; another slot is another wish, on another element.</param>
    public static SpecChangeProposal Wish(string id = "checkout-failing", bool tenantScoped = false, string slot = "checkout", string version = "1.2.0") => new()
    {
        Id = id,
        Title = $"Pin {slot} to a safe workflow",
        Summary = $"{slot} fails more than it should",
        Rationale = ["42 failures in five minutes"],
        Target = new ProposalTarget("workflow", new SpecRef($"{slot}.safe", version), tenantScoped),
        Actions = tenantScoped
            ? [new ProposalAction.UpdateTenantConfig { Edits = [new SpecEdit.PinWorkflow(slot, $"{slot}.safe", version)] }, new ProposalAction.RunTests("smoke")]
            : [new ProposalAction.UpdateBlueprint { Edits = [new SpecEdit.PinWorkflow(slot, $"{slot}.safe", version)] }, new ProposalAction.RunTests("smoke")],
        Signals = [TelemetrySignal()],
        Magnitude = 42,
    };

    /// <summary>A revision that touches the element of the wish's slot.</summary>
    public static Revision Revision(SpecChangeProposal? wish = null, string author = "rule:checkout-failing", int number = 1, string slot = "checkout")
    {
        var proposal = wish ?? Wish(slot: slot);
        TouchedElement[] touched = [new(proposal.Target.TenantScoped ? $"workflowOverrides[{slot}]" : $"workflows.{slot}", $$"""{"key":"{{slot}}.fast"}""")];
        ResolvedChange[] effect = [new($"workflows.{slot}", $$"""{"key":"{{slot}}.fast"}""", $$"""{"key":"{{slot}}.safe"}""", $"{slot} runs the safe workflow")];
        return new Revision { Number = number, Digest = RevisionDigest.Of(proposal, touched, effect), Author = author, Proposal = proposal, Touched = touched, Effect = effect };
    }

    /// <summary>An open proposal. Its id and fingerprint follow from the wish, the scope and the window, as the engine's do.</summary>
    /// <param name="scope">Default: the blueprint «shop», or the tenant config «cfg-acme» when <paramref name="tenantScoped"/>.</param>
    /// <param name="occurrence">How many proposals of this wish there were before.</param>
    public static Proposal Proposal(
        string id = "checkout-failing", ProposalScope? scope = null, bool tenantScoped = false, string slot = "checkout",
        string rule = "checkout-failing", string context = "cfg-acme", int occurrence = 0, TimeWindow? window = null)
    {
        var document = scope ?? (tenantScoped ? new ProposalScope(SpecKind.Tenant, "cfg-acme") : new ProposalScope(SpecKind.Blueprint, "shop"));
        var wish = Wish(id, document.TenantScoped, slot);
        var fingerprint = Fingerprint.Of(rule, document, wish);
        var seen = window ?? Window;
        return new Proposal
        {
            Id = ProposalId.Of(fingerprint, occurrence, seen.Until),
            Fingerprint = fingerprint,
            RuleId = rule,
            Scope = document,
            State = ProposalState.Open,
            Version = 1,
            Revision = Revision(wish, $"rule:{rule}", slot: slot),
            Sightings = Sightings(seen, context),
            OpenedAt = seen.Until,
        };
    }

    /// <summary>An open proposal for one tenant's own document, which stands on the blueprint's checkout as those of other tenants do.</summary>
    public static Proposal ForTenant(string id, TimeWindow? window = null) =>
        Proposal(scope: new ProposalScope(SpecKind.Tenant, id), context: id, window: window) with
        {
            Cause = new Cause(Hash.Of("checkout-failing", "shop", "workflows.checkout"), "shop", ["workflows.checkout"]),
            Buckets = ["fleet", "rule:checkout-failing", $"context:{id}"],
            ShownAt = (window ?? Window).Until,
        };

    public static Sightings Sightings(TimeWindow? window = null, params IReadOnlyList<string> contexts) =>
        new((window ?? Window).Until, (window ?? Window).Until, 1, contexts.Count == 0 ? ["cfg-acme"] : contexts, [], 42);

    public static ProposalEvent.Opened Opened(Proposal? proposal = null) => new(proposal ?? Proposal()) { Actor = $"rule:{(proposal ?? Proposal()).RuleId}", At = (proposal ?? Proposal()).OpenedAt };

    public static ProposalEvent.ApprovalGiven Approval(Proposal proposal, string by = "person:ann") => new(proposal.Revision.Digest) { Actor = by, At = Now };

    public static ProposalEvent.Refused Refusal(string by = "person:ann", string reason = "not now", DateTimeOffset? until = null) => new(reason, until) { Actor = by, At = Now };

    public static ProposalEvent.Revised Edit(Proposal proposal, string version = "1.3.0", string by = "person:bob") =>
        new(Revision(Wish(proposal.Revision.Proposal.Id, proposal.Scope.TenantScoped, version: version), by), proposal.Revision.Digest) { Actor = by, At = Now };

    /// <summary>A notice to a sink, under the key that the engine would give it.</summary>
    public static ProposalDelivery Delivery(Proposal? proposal = null, Moment moment = Moment.Opened)
    {
        var told = proposal ?? Proposal();
        return new ProposalDelivery($"{told.Id}/{told.Version}/{JsonNamingPolicy.CamelCase.ConvertName(moment.ToString())}", moment, Context(), told) { At = Now };
    }

    public static ClaimRequest Claim(ProposalId id, string owner = "host-1/4711", DateTimeOffset? now = null, string? gone = null) =>
        new(id, "executor:test", owner, now ?? Now, TimeSpan.FromMinutes(1), gone);

    /// <summary>The same readings as a pass makes them that begins now.</summary>
    public static async Task<ContextReading[]> AsOfNowAsync(this IPassStore store, IReadOnlyList<ContextReading> readings, CancellationToken ct = default)
    {
        var epochs = (await store.ProgressAsync([.. readings.Select(r => r.Context.Id)], ct)).Epochs;
        return [.. readings.Select(r => r with { Epoch = epochs[r.Context.Id] })];
    }
}
