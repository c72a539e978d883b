using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Contexts;
using Regenerator.Freezes;
using Regenerator.Judgements;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Storage;
using Regenerator.Studio.Fleet;
using Regenerator.Studio.Access;

namespace Regenerator.Studio.Api.Shapes;

/// <summary>A spec document as it is in force.</summary>
/// <param name="Document">Where it was loaded from.</param>
public sealed record DocumentShape(string Id, string Version, string Digest, string Document)
{
    public static DocumentShape Of(SpecDocument document) => new(document.Id, document.Version, document.Digest, document.Place.Name);
}

/// <param name="ReadUntil">The end of the last window that every provider was read for; null before the first pass.</param>
/// <param name="Open">Living proposals that it asked for.</param>
public sealed record ContextShape(
    string Id, string Tenant, string? Environment, IReadOnlyDictionary<string, string> Labels, DocumentShape Blueprint, DocumentShape TenantConfig,
    DateTimeOffset? ReadUntil, IReadOnlyList<ContextSourceShape> Sources, int Open)
{
    internal static ContextShape Of(RosterLine line) => new(
        line.Context.Id, Sight.TenantOf(line.Context), line.Context.TenantConfig.Meta.Environment.Value, line.Context.Labels, DocumentShape.Of(line.Context.BlueprintDocument), DocumentShape.Of(line.Context.TenantDocument),
        line.ReadUntil, [.. line.Sources.Select(ContextSourceShape.Of)], line.Open);
}

/// <summary>How far a provider was read for a context.</summary>
/// <param name="Breaker">Of the provider's account; null: nobody knows, or it is not the visitor's to see.</param>
public sealed record ContextSourceShape(string Provider, double WindowSeconds, DateTimeOffset ReadUntil, double LagSeconds, string? Breaker)
{
    internal static ContextSourceShape Of(RosterSource source) => new(source.Provider, source.Window.TotalSeconds, source.Until, source.Lag.TotalSeconds, source.Breaker?.ToString().ToLowerInvariant());
}

public sealed record SickContextShape(string Id, string Reason);

/// <param name="Sick">Those that could not be built; shown to whoever sees everything.</param>
public sealed record ContextListShape(IReadOnlyList<ContextShape> Contexts, IReadOnlyList<SickContextShape> Sick, string? Next);

/// <param name="Open">Living proposals that it asked for.</param>
public sealed record ContextRecordShape(ContextShape Context, IReadOnlyList<JudgementShape> Judgements, IReadOnlyList<ProposalShape> Open);

public sealed record JudgementShape(string Context, string Rule, string Kind, string Reason, DateTimeOffset Since, bool CouldJudge, DateTimeOffset? WholeSince)
{
    public static JudgementShape Of(Judgement judgement) => new(
        judgement.ContextId, judgement.RuleId, Word(judgement.Kind), judgement.Reason, judgement.Since, judgement.CouldJudge, judgement.WholeSince);

    public static string Word(JudgementKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}

/// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
public sealed record JudgementPageShape(IReadOnlyList<JudgementShape> Judgements, string? Next);

/// <param name="Mode"><c>live</c> or <c>shadow</c>; null: the rule is not configured any more.</param>
/// <param name="Accepted">Approved, and whatever came of it.</param>
public sealed record RuleShape(string Id, string? Description, string? Mode, int Proposed, int Accepted, int Rejected, int Open, int Shadows)
{
    public static RuleShape Of(string id, string? description, string? mode, RuleRecord record) => new(id, description, mode, record.Proposed, record.Accepted, record.Rejected, record.Open, record.Shadows);
}

public sealed record RuleListShape(IReadOnlyList<RuleShape> Rules);

public sealed record FreezeShape(string Id, bool InForce, JsonNode? Reach, DateTimeOffset Until, string By, string Reason, IReadOnlyList<JsonNode?> History)
{
    public static FreezeShape Of(Freeze freeze, DateTimeOffset now) => new(
        freeze.Id.Value, freeze.IsInForce(now), JsonSerializer.SerializeToNode(freeze.Set.Reach, RegeneratorJson.Default.FreezeReach), freeze.Set.Until, freeze.Set.Actor, freeze.Set.Reason,
        [.. freeze.History.Select(e => JsonSerializer.SerializeToNode(e, RegeneratorJson.Default.FreezeEvent))]);
}

public sealed record FreezeListShape(IReadOnlyList<FreezeShape> Freezes);

/// <param name="PausedUntil">The vendor asked to be left alone: it is not asked before; null: it did not, or that is over.</param>
/// <param name="PausedContexts">For how many contexts; null: for all, or there is no pause.</param>
public sealed record ProviderShape(
    string Provider, string Account, double LagSeconds, string Breaker, int? BudgetLeft, DateTimeOffset AsOf, DateTimeOffset? PausedUntil, int? PausedContexts)
{
    public static ProviderShape Of(ProviderNote note, DateTimeOffset now)
    {
        var (health, pause) = (note.Health, note.Health.PauseAt(now));
        return new ProviderShape(
            health.Provider, health.Account, health.Lag.TotalSeconds, health.Breaker.ToString().ToLowerInvariant(), health.BudgetLeft, note.At, pause?.Until, pause?.Contexts?.Count);
    }
}

/// <param name="Sample">How it begins, redacted.</param>
/// <param name="Size">Bytes; null where that is not known.</param>
public sealed record QuarantinedShape(string Provider, IReadOnlyList<string> Contexts, DateTimeOffset Since, DateTimeOffset Until, string Reason, string Sample, long? Size, DateTimeOffset At)
{
    public static QuarantinedShape Of(QuarantinedAnswer answer) => new(
        answer.Provider, answer.Contexts, answer.Window.Since, answer.Window.Until, answer.Reason, answer.Excerpt, answer.Size, answer.At);
}

/// <param name="Quarantined">Answers that could not be read, the oldest first.</param>
public sealed record ProviderListShape(IReadOnlyList<ProviderShape> Providers, IReadOnlyList<QuarantinedShape> Quarantined);

public sealed record ClearedShape(int Cleared);

public sealed record DeliveryShape(
    string Sink, string Key, string Moment, DateTimeOffset At, string Proposal, string State, int Tries, string? Error, DateTimeOffset? NotBefore, DroppedShape? Dropped)
{
    public static DeliveryShape Of(Undelivered delivery) => new(
        delivery.Sink, delivery.Key, JsonNamingPolicy.CamelCase.ConvertName(delivery.Moment.ToString()), delivery.At, delivery.ProposalId.ToString(),
        JsonNamingPolicy.CamelCase.ConvertName(delivery.State.ToString()), delivery.Tries, delivery.Error, delivery.NotBefore,
        delivery.Dropped is { } dropped ? new DroppedShape(dropped.Actor, dropped.Reason, dropped.At) : null);
}

public sealed record DroppedShape(string By, string Reason, DateTimeOffset At);

/// <param name="More">There are more than are shown.</param>
public sealed record DeliveryListShape(IReadOnlyList<DeliveryShape> Deliveries, bool More);

public sealed record SettledShape(string Sink, string Key);

/// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
public sealed record ActivityPageShape(IReadOnlyList<ActivityShape> Activity, string? Next);

/// <param name="Tenants">Null: all.</param>
public sealed record VisitorShape(string Id, string Name, string Role, IReadOnlyList<string>? Tenants);
