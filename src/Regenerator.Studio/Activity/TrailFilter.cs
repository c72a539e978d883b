using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Studio.Activity;

/// <summary>Which part of the trail; every condition that is set must hold.</summary>
internal sealed record TrailFilter
{
    public const string FreezeSet = "freeze_set";
    public const string FreezeEnded = "freeze_ended";

    private const string Day = "yyyy-MM-dd";

    /// <summary>What can happen.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        [.. typeof(ProposalEvent).GetCustomAttributes<JsonDerivedTypeAttribute>().Where(a => a.DerivedType != typeof(ProposalEvent.Erased)).Select(a => (string)a.TypeDiscriminator!), FreezeSet, FreezeEnded];

    public ProposalId? Proposal { get; init; }

    public string? Rule { get; init; }

    /// <summary>Such as <c>person:ada</c>.</summary>
    public string? Actor { get; init; }

    /// <summary>One of <see cref="Kinds"/>; null: any.</summary>
    public string? Kind { get; init; }

    /// <summary>Not before.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Before this.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>As addresses have it.</summary>
    /// <param name="asked">The value of a name; null: it is not there.</param>
    /// <param name="malformed">Makes what is thrown of one clear line.</param>
    public static TrailFilter Of(Func<string, string?> asked, Func<string, Exception> malformed) => new()
    {
        Proposal = asked("proposal") is not { } id ? null : ProposalId.Parse(id) ?? throw malformed($"proposal: «{id}» is no id"),
        Rule = asked("rule"),
        Actor = asked("actor"),
        Kind = asked("kind") is not { } kind ? null : Kinds.Contains(kind) ? kind : throw malformed($"kind: «{kind}» never happens; known: {string.Join(", ", Kinds)}"),
        Since = asked("since") is { } since ? Instant("since", since, malformed) : null,
        Until = asked("until") is not { } until ? null : Instant("until", until, malformed) + (DateOnly.TryParseExact(until, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? TimeSpan.FromDays(1) : TimeSpan.Zero),
    };

    /// <summary>What <see cref="Of"/> reads, without the question mark.</summary>
    public string Query(params IEnumerable<(string Name, string? Value)> more) => string.Join('&', new (string Name, string? Value)[]
    {
        ("proposal", Proposal?.ToString()), ("rule", Rule), ("actor", Actor), ("kind", Kind), ("since", Since is { } since ? AuditPlace.Text(since) : null), ("until", Until is { } until ? AuditPlace.Text(until) : null),
    }.Concat(more).Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));

    public bool IsNarrowed => this != new TrailFilter();

    public bool AsksForFreezes => Proposal is null && Rule is null && Kind is null or FreezeSet or FreezeEnded;

    public bool AsksForProposals => Kind is not (FreezeSet or FreezeEnded);

    public AuditQuery Events => new() { Proposal = Proposal, RuleId = Rule, Actor = Actor, Types = Kind is null ? [] : [Kind], Since = Since, Until = Until };

    public bool Finds(TrailEntry entry) =>
        (Actor is null || string.Equals(Actor, entry.Actor))
        && (Kind is null || string.Equals(Kind, entry.Kind))
        && (Since is null || entry.At >= Since)
        && (Until is null || entry.At < Until);

    private static DateTimeOffset Instant(string name, string text, Func<string, Exception> malformed) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : throw malformed($"{name}: «{text}» is no instant, such as 2026-12-27T18:00:00Z, and no day");
}
