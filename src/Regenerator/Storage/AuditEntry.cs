using System.Globalization;
using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>One event of one proposal, as the audit trail over all of them has it.</summary>
/// <param name="Number">Its place in the proposal's history: 1, 2, 3 …</param>
public sealed record AuditEntry(ProposalId Proposal, int Number, string RuleId, ProposalScope Scope, ProposalEvent Event)
{
    public AuditPlace Place => new(Event.At, Proposal, Number);
}

/// <summary>A place in the audit trail, which is ordered by time, proposal and number.</summary>
public readonly record struct AuditPlace(DateTimeOffset At, ProposalId Proposal, int Number)
{
    /// <summary>Null when the text is none.</summary>
    public static AuditPlace? Parse(string text) =>
        text.Split('~') is [var at, var id, var number] && DateTimeOffset.TryParseExact(at, Instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
        && ProposalId.Parse(id) is { } proposal && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? new AuditPlace(instant, proposal, place) : null;

    /// <summary>An instant as records have it, which sorts as text.</summary>
    public static string Text(DateTimeOffset at) => at.ToUniversalTime().ToString(Instant, CultureInfo.InvariantCulture);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Text(At)}~{Proposal}~{Number}");

    private const string Instant = EventRecord.TimeFormat;
}

/// <summary>Which part of the audit trail to read, newest first; every condition that is set must hold.</summary>
public sealed record AuditQuery
{
    public ProposalId? Proposal { get; init; }

    /// <summary>Of proposals on these documents; null: on any.</summary>
    public IReadOnlyCollection<ProposalScope>? Scopes { get; init; }

    /// <summary>Of proposals that nobody but these contexts asked for; null: whoever did.</summary>
    public IReadOnlyCollection<string>? Within { get; init; }

    /// <summary>Of proposals of this rule.</summary>
    public string? RuleId { get; init; }

    /// <summary>Who did it, as <see cref="ProposalEvent.Actor"/> has it.</summary>
    public string? Actor { get; init; }

    /// <summary>Kinds of events, as <see cref="ProposalEvent.Type"/> has them; empty: any.</summary>
    public IReadOnlyCollection<string> Types { get; init; } = [];

    /// <summary>Not before.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Before this.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only what comes after this in the list, hence is older.</summary>
    public AuditPlace? After { get; init; }

    /// <summary>1…1000.</summary>
    public int Limit
    {
        get;
        init => field = value is >= 1 and <= 1000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a page holds 1 to 1000 events");
    } = 100;

    /// <summary>Whether the events of a proposal count.</summary>
    internal bool Finds(Proposal proposal) =>
        (Proposal is null || Proposal == proposal.Id)
        && (Scopes is null || Scopes.Contains(proposal.Scope))
        && (Within is null || proposal.Sightings.Contexts.All(Within.Contains))
        && (RuleId is null || string.Equals(RuleId, proposal.RuleId));

    /// <summary>Whether an event of such a proposal counts, its place in the trail apart.</summary>
    internal bool Finds(KeptEvent kept) =>
        (Actor is null || string.Equals(Actor, kept.Record.Actor))
        && (Types.Count == 0 || Types.Contains(kept.Record.Type))
        && (Since is not { } since || string.CompareOrdinal(kept.Record.At, AuditPlace.Text(since)) >= 0)
        && (Until is not { } until || string.CompareOrdinal(kept.Record.At, AuditPlace.Text(until)) < 0);
}
